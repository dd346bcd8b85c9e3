"""How far a benchmark is, as bars on stderr."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as RichProgress

from genevolve.bench.run import Progress


class Bars:
    """One bar a run, with the mean so far, what failed, and the time that is left."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._bars = RichProgress(
            TextColumn("{task.description:18}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[said]}"),
            console=Console(stderr=True, highlight=False),
            disable=quiet,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def teller(self, name: str) -> Callable[[Progress], None]:
        """What tells of one run."""
        return lambda progress: self.tell(name, progress)

    def tell(self, name: str, progress: Progress) -> None:
        """Show where the run called `name` is."""
        self.count(name, progress.num_done, progress.num_tasks, _said(progress))

    def count(self, name: str, done: int, total: int, said: str = "") -> None:
        """Show that `done` of `total` are done."""
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, said="")
        self._bars.update(self._tasks[name], total=total, completed=done, said=said)


def _said(progress: Progress) -> str:
    parts = [
        "" if progress.mean is None else f"mean {progress.mean:.3f}",
        f"{progress.num_failed} to try again" if progress.num_failed else "",
        "" if not progress.seconds_left else f"{_time(progress.seconds_left)} left",
    ]
    return "  ".join(part for part in parts if part)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
