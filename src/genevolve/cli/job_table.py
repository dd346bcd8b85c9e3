"""Jobs under way, as a person sees them: a live table, or lines; and how they ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import anyio
import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table

from genevolve.bench.learning_jobs import BAD, NEEDS, JobState, Standing, log_tail
from genevolve.bench.learning_runner import OnChange, run_jobs
from genevolve.errors import GenEvolveError, InfrastructureError, RunError

_LOOKS_PER_S = 0.25
_COLOURS = {JobState.RUNNING: "cyan", JobState.DONE: "green", **dict.fromkeys(BAD, "red")}

Progress = Callable[[Standing], tuple[int, int | None, str]]
"""Steps done, of how many, and the last figure."""


def run_shown(
    standings: Sequence[Standing], progress: Progress, at_once: int, on_change: OnChange = lambda _: None
) -> bool:
    """Run jobs under a table; whether all was left to end, not interrupted. See `run_jobs`."""

    def told(one: Standing) -> None:
        table.tell(one)
        on_change(one)

    with JobTable(standings, progress) as table:
        return anyio.run(lambda: run_jobs(standings, at_once=at_once, on_change=told))


def tell_interrupted(out: Path) -> NoReturn:
    """Say that a person or the machine stopped it, and end with exit code 130."""
    typer.echo(f"\ngenevolve: interrupted; what is done is kept in {out}, the same command goes on", err=True)
    raise typer.Exit(130)


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


def refuse_another(standings: Sequence[Standing]) -> None:
    """Write nothing where a job was refused: what is in the folders was made with other settings.

    Raises:
        RunError: a job was refused, and a person can mend it.
    """
    for one in standings:
        if one.state is JobState.REFUSED:
            raise RunError(f"{one.job.name}: {one.said}")


def tell_failures(standings: Sequence[Standing]) -> None:
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
