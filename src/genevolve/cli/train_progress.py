"""How far a training run is, as bars on stderr; and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

from rich.console import Console

from genevolve.bench.run import Progress
from genevolve.cli.data_progress import Bars
from genevolve.errors import ConfigError

_LEVELS = "▁▂▃▄▅▆▇█"
_WIDTH = 72
_CURVES = ("loss/sft", "reward/mean", "eval/loss", "eval/reward", "eval/kscore")
_SHORT = {"loss/sft": "loss", "reward/mean": "reward", "rollout/num_policy_failure": "failed", "lr": "rate"}


class RunBars(Bars):
    """One bar for the data, one for the steps, and one for an evaluation under way."""

    def example(self, num_done: int, num: int) -> None:
        """See `supervised_data`."""
        self._show("data", num_done, num, "")

    def evaluation(self, progress: Progress) -> None:
        """See `run_suite`."""
        mean = "" if progress.mean is None else f"mean {progress.mean:.3f}"
        self._show("evaluation", progress.num_done, progress.num_tasks, mean)

    def stepper(self, phase: str, num_steps: int) -> Callable[[int, Mapping[str, float]], None]:
        """What is told of each step of a run."""
        started, first = perf_counter(), None

        def step(number: int, numbers: Mapping[str, float]) -> None:
            nonlocal first
            first = number - 1 if first is None else first
            said = [f"{short} {numbers[name]:.4g}" for name, short in _SHORT.items() if name in numbers]
            pace = (perf_counter() - started) / (number - first)
            said.append(f"{pace * (num_steps - number) / 60:.0f} min left")
            self._show(phase, number, num_steps, "  ".join(said))

        return step


def print_run(run: Path, last: int) -> None:
    """The last steps as a table, and every curve as a line of blocks.

    Raises:
        ConfigError: there is no run.
    """
    from genevolve.training.metrics import EVALS_FILE, METRICS_FILE, metrics_table, read_rows

    rows, evals = list(read_rows(run / METRICS_FILE)), list(read_rows(run / EVALS_FILE))
    if not rows:
        raise ConfigError(f"no training run at {run}: it has no figures yet")
    console = Console(highlight=False)
    console.print(metrics_table(rows, last=last))
    for kind in (rows, evals):
        for name in _CURVES:
            values = [row[name] for row in kind if name in row]
            if len(values) > 1:
                console.print(f"{name:12} {curve(values)}  {values[0]:.4g} → {values[-1]:.4g}")
    if evals:
        latest: dict[str, Any] = evals[-1]
        told = [
            f"{name.removeprefix('eval/')} {value:.4g}" for name, value in latest.items() if name.startswith("eval/")
        ]
        console.print(f"evaluated after step {latest['step']}: {', '.join(told)}")


def curve(values: Sequence[float]) -> str:
    """Numbers as a line of blocks, the mean of neighbours where there are many."""
    width = min(len(values), _WIDTH)
    bounds = [round(place * len(values) / width) for place in range(width + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(bounds)]
    low, high = min(means), max(means)
    steps = len(_LEVELS) - 1
    return "".join(_LEVELS[round((mean - low) / (high - low) * steps) if high > low else 0] for mean in means)
