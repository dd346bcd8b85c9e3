"""How far work on a data folder is, as bars on stderr."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from genevolve.data.progress import StageProgress


class Bars:
    """Bars by name. Nothing is printed before there is something to tell, so that a fault found at once is one line."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._bars = Progress(
            TextColumn("{task.description:13}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("{task.fields[said]}", markup=False),
            console=Console(stderr=True, highlight=False),
            disable=quiet,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._tasks:
            self._bars.stop()

    def _show(self, name: str, num_done: int, num: int | None, said: str) -> None:
        if not self._tasks:
            self._bars.start()
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=num, said="")
        self._bars.update(self._tasks[name], total=num, completed=num_done, said=said)


class StageBars(Bars):
    """One bar a stage, with what was rejected, what is owed, and the time that is left."""

    def tell(self, progress: StageProgress) -> None:
        """Show how a stage stands."""
        name = progress.stage.value.replace("_", " ")
        self._show(name, progress.num_done, progress.num_items, _said(progress))


class ExportBar(Bars):
    """The files of an export that are whole."""

    def tell(self, name: str, num_done: int, num_files: int) -> None:
        """See `OnFile`."""
        self._show("files", num_done, num_files, name)


class ImportBar(Bars):
    """The rows that an import has read; how many there will be is not known."""

    def __init__(self) -> None:
        super().__init__()
        self._before, self._now = 0, ("", 0)

    def tell(self, name: str, num_rows: int) -> None:
        """See `OnRows`."""
        if name != self._now[0] or num_rows < self._now[1]:
            self._before += self._now[1]
        self._now = (name, num_rows)
        self._show("rows", self._before + num_rows, None, name)


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
