"""How far the stages of a data folder are, as bars on stderr."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from genevolve.data.progress import StageProgress
from genevolve.records.data import Stage


class StageBars:
    """One bar a stage, with what was rejected, what is owed, and the time that is left."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._bars = Progress(
            TextColumn("{task.description:13}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("{task.fields[said]}"),
            console=Console(stderr=True, highlight=False),
            disable=quiet,
        )
        self._tasks: dict[Stage, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def tell(self, progress: StageProgress) -> None:
        """Show how a stage stands."""
        if progress.stage not in self._tasks:
            self._tasks[progress.stage] = self._bars.add_task(progress.stage.value.replace("_", " "), said="")
        self._bars.update(
            self._tasks[progress.stage], total=progress.num_items, completed=progress.num_done, said=_said(progress)
        )


def _said(progress: StageProgress) -> str:
    parts = [
        f"{progress.num_rejected:,} rejected" if progress.num_rejected else "",
        f"{progress.num_owed:,} owed" if progress.num_owed else "",
        f"{_time(progress.seconds_left)} left" if progress.seconds_left else "",
    ]
    return "  ".join(part for part in parts if part)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
