"""`genevolve train learn`: measure that the policy learns, by one command that goes on where it stopped."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Annotated, Self

import anyio
import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from genevolve.bench.learning_jobs import BAD, NEEDS, JobState, Standing, log_tail, standing
from genevolve.bench.learning_runner import run_jobs
from genevolve.cli.bench_options import check_writable
from genevolve.cli.options import Debug, Words, files_and_overrides
from genevolve.errors import GenEvolveError, InfrastructureError, RunError
from genevolve.store.writing import only_writer

EXAMPLE = "@ recipes/tiny.toml sft.max_steps=500"

_LOOKS_PER_S = 0.25
_COLOURS = {JobState.RUNNING: "cyan", JobState.DONE: "green", **dict.fromkeys(BAD, "red")}

Progress = Callable[[Standing], tuple[int, int | None, str]]
"""Steps done, of how many, and the last figure."""


def learn(
    words: Words = None,
    seeds: Annotated[int, typer.Option(min=1, help="Runs of everything, with the seeds 0, 1, 2 …")] = 3,
    num: Annotated[int, typer.Option("--n", min=1, help="Held-out requests that every policy is measured on.")] = 300,
    sft: Annotated[str, typer.Option(help="What is imitated; as --data of `train sft`.")] = "world",
    evolve: Annotated[str, typer.Option(help="What is evolved on; as --data of `train grpo`.")] = "world",
    out: Annotated[Path, typer.Option(help="The folder of all runs; the same one goes on.")] = Path("runs/learning"),
    results: Annotated[
        Path | None, typer.Option(help="Folder for tables and plots once all is done; those so far are in --out.")
    ] = None,
    at_once: Annotated[int, typer.Option(min=1, help="Jobs side by side, each of one thread.")] = 2,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Train with several seeds, and measure base < SFT < SFT + GRPO on held-out requests. The same command goes on."""
    from genevolve.assembly_learning import Plan, measured, progress, steps
    from genevolve.bench.learning_files import MARKDOWN_FILE, write_learning

    files, overrides = files_and_overrides(words, EXAMPLE)
    folder = out.expanduser()
    plan = Plan(tuple(files), tuple(overrides), seeds, num, sft, evolve, folder, at_once)
    if results is not None:
        check_writable(results)
    by_name = {step.job.name: step for step in steps(plan)}
    with only_writer(folder, RunError):
        standings = [standing(step.job) for step in by_name.values()]
        with JobTable(standings, lambda one: progress(plan, by_name[one.job.name])) as table:
            ended = anyio.run(lambda: run_jobs(standings, at_once=at_once, on_change=table.tell))
        _refuse_another(standings)
        found = measured(plan, standings, shlex.join(["genevolve", *sys.argv[1:]]))
        if found is not None:
            write_learning(found, folder)
            if found.complete and results is not None:
                write_learning(found, results)
    if not ended:
        typer.echo(f"\ngenevolve: interrupted; what is done is kept in {out}, the same command goes on", err=True)
        raise typer.Exit(130)
    _tell_failures(standings)
    typer.echo((folder / MARKDOWN_FILE).read_text(encoding="utf-8"))


class JobTable:
    """The jobs on stderr, alive in a terminal; elsewhere a line for each job that begins or ends."""

    def __init__(self, standings: Sequence[Standing], progress: Progress) -> None:
        self._standings = standings
        self._progress = progress
        self._console = Console(stderr=True, highlight=False)
        self._seen: dict[str, tuple[int, int | None, str]] = {}
        self._live = Live(get_renderable=self._table, console=self._console, refresh_per_second=_LOOKS_PER_S)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_terminal:
            self._live.stop()

    def tell(self, one: Standing) -> None:
        """A job has begun or ended."""
        self._seen.pop(one.job.name, None)
        if not self._console.is_terminal and one.state is not JobState.WAITING:
            self._console.print("  ".join(filter(None, self._cells(one))), markup=False, soft_wrap=True)

    def _table(self) -> Table:
        table = Table("job", "", "step", "last", "minutes", "", box=None, pad_edge=False)
        for one in self._standings:
            table.add_row(*self._cells(one), style=_COLOURS.get(one.state, "dim"))
        return table

    def _cells(self, one: Standing) -> tuple[str, ...]:
        """What is known of a job; of one that is over, the files are read once."""
        name = one.job.name
        if name not in self._seen or one.state is JobState.RUNNING:
            try:
                self._seen[name] = self._progress(one)
            except GenEvolveError:  # a file that is just being written; the next look sees it whole
                self._seen.setdefault(name, (0, None, ""))
        step, num, last = self._seen[name]
        minutes = f"{one.seconds_so_far / 60:.1f} min" if one.seconds_so_far else ""
        return name, one.state.value, f"{step}/{num or '…'}", last, minutes, one.said


def _refuse_another(standings: Sequence[Standing]) -> None:
    """Write nothing where a job was refused: what is in the folders was made with other settings.

    Raises:
        RunError: a job was refused, and a person can mend it.
    """
    for one in standings:
        if one.state is JobState.REFUSED:
            raise RunError(f"{one.job.name}: {one.said}")


def _tell_failures(standings: Sequence[Standing]) -> None:
    """Print the ends of logs.

    Raises:
        InfrastructureError: jobs failed, or owe something.
    """
    bad = [one for one in standings if one.state in BAD and one.said != NEEDS]
    for one in bad:
        if one.state is JobState.FAILED:
            typer.echo(f"--- {one.job.log}\n{log_tail(one.job)}", err=True)
    if bad:
        said = "; ".join(f"{one.job.name}: {one.said}" for one in bad)
        raise InfrastructureError(f"{said}. What is done is kept, the same command goes on")
