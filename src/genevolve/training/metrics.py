"""The figures of a run: one JSON object a step, to trackio as well when that is asked for, and as a table."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from genevolve.errors import ConfigError, TrainingError
from genevolve.store.files import rewrite_lines, storage_error
from genevolve.store.jsonl import whole_lines

METRICS_FILE = "metrics.jsonl"
EVALS_FILE = "evals.jsonl"

Row = Mapping[str, Any]


class MetricsLog:
    """Appends one line a step to `path`; a run that goes on first cuts what lies past the step where it goes on."""

    def __init__(self, path: Path, phase: str, *, step: int = 0, log_to: Sequence[str] = ("jsonl",)) -> None:
        """The log of a run that has done `step` steps.

        Args:
            path: the file; made when it is not there.
            phase: `sft` or `grpo`, written into every row.
            step: rows of later steps are cut, and so is a torn last line.
            log_to: with `trackio` every row goes there too, under the project `genevolve`.

        Raises:
            ConfigError: trackio is asked for and not installed.
            StorageError: the file cannot be written.
        """
        self.path = path
        self._phase = phase
        self._trackio: Any = _trackio(path.parent.name) if "trackio" in log_to else None
        if path.exists():
            rewrite_lines(path, (_line(row) for row in list(read_rows(path)) if row["step"] <= step))

    def write(self, step: int, **numbers: float) -> None:
        """Append the figures of `step`, and bring them to the disk.

        Raises:
            StorageError: the line could not be written.
        """
        row = {"step": step, "phase": self._phase, **numbers}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(_line(row))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise storage_error(self.path, error) from error
        if self._trackio is not None:
            self._trackio.log(dict(numbers), step=step)

    def close(self) -> None:
        """Tell trackio, where it listens, that the run is over."""
        if self._trackio is not None:
            self._trackio.finish()


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a metrics file in order; nothing when it is not there; a torn last line is left out.

    Raises:
        TrainingError: a whole line is no row, naming it.
    """
    for number, line in whole_lines(path):
        try:
            row = json.loads(line)
            int(row["step"])
        except (ValueError, KeyError, TypeError) as error:
            raise TrainingError(f"{path} line {number} is no row of metrics") from error
        yield row


def metrics_table(rows: Sequence[Row], *, last: int = 10) -> Table:
    """The last rows as a table with the columns that matter to an eye; what a row lacks stays empty."""
    table = Table(box=None, pad_edge=False)
    shown = [name for name in _COLUMNS if any(name in row for row in rows)]
    for name in shown:
        table.add_column(_COLUMNS[name], justify="right")
    for row in rows[-last:]:
        table.add_row(*(_cell(row.get(name)) for name in shown))
    return table


_COLUMNS = {
    "step": "step",
    "loss/sft": "loss",
    "loss/policy": "loss",
    "loss/sdl": "distilled",
    "eval/loss": "validation",
    "reward/mean": "reward",
    "reward/std": "± in groups",
    "rollout/num_scored": "scored",
    "rollout/num_policy_failure": "failed",
    "rollout/num_infrastructure": "outages",
    "group/zero_variance": "flat groups",
    "clip/high": "clipped",
    "ved/rows": "guided",
    "ved/gap_selected": "gap",
    "entropy": "entropy",
    "grad_norm": "gradient",
    "lr": "rate",
    "tokens_per_s": "tokens/s",
    "seconds/step": "seconds",
}


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


def _line(row: Row) -> bytes:
    return json.dumps(row, allow_nan=False).encode() + b"\n"


def _trackio(run: str) -> Any:
    if importlib.util.find_spec("trackio") is None:
        raise ConfigError("log_to asks for trackio, which is not installed: pip install trackio, or leave it out")
    trackio = importlib.import_module("trackio")
    trackio.init(project="genevolve", name=run)
    return trackio
