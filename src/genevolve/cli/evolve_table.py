"""How far `genevolve evolve` is: a live table on stderr in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table

from genevolve.assembly_loop_plan import Stage

_QUARTERS = 4
_EACH = frozenset({Stage.EVOLVE})
"""Stages of which each step is worth a line."""


@dataclass
class _Standing:
    """What is known of a stage in this session."""

    first: int
    done: int
    num: int
    said: str
    began: float
    ended: float | None = None

    @property
    def seconds(self) -> float:
        return (self.ended or perf_counter()) - self.began

    @property
    def seconds_left(self) -> float | None:
        made = self.done - self.first
        return self.seconds / made * (self.num - self.done) if made and self.done < self.num else None


class StageTable:
    """The stages in their order, with what is done, the last figure, and the time taken and left."""

    def __init__(self, stages: Sequence[Stage], *, quiet: bool = False) -> None:
        self._stages = stages
        self._quiet = quiet
        self._found: dict[Stage, _Standing] = {}
        self._console = Console(stderr=True, highlight=False)
        self._live = Live(get_renderable=self._table, console=self._console, refresh_per_second=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def tell(self, stage: Stage, num_done: int, num: int, said: str = "") -> None:
        """See `Listener`."""
        if self._quiet:
            return
        known = self._found.get(stage)
        if known is None or (stage is Stage.CHECK and num_done < known.done):  # the next evaluation of its kind
            known = self._found[stage] = _Standing(num_done, num_done, num, said, perf_counter())
            is_news = True
        else:
            is_news = stage in _EACH or _QUARTERS * num_done // num > _QUARTERS * known.done // known.num
            known.done, known.num, known.said = num_done, num, said
        known.ended = perf_counter() if num_done >= num else None
        if self._console.is_terminal:
            self._live.start()
        elif is_news:
            self._console.print("  ".join(filter(None, self._cells(stage))), markup=False, soft_wrap=True)

    def _table(self) -> Table:
        table = Table("stage", "done", "", "took", "left", box=None, pad_edge=False)
        for stage in self._stages:
            one = self._found.get(stage)
            style = "dim" if one is None else "green" if one.ended is not None else "cyan"
            table.add_row(*self._cells(stage), style=style)
        return table

    def _cells(self, stage: Stage) -> tuple[str, ...]:
        one = self._found.get(stage)
        if one is None:
            return stage.value, "", "", "", ""
        if one.first >= one.num:
            return stage.value, "kept", "", "", ""
        left = one.seconds_left
        return (
            stage.value,
            f"{one.done}/{one.num}",
            one.said,
            _time(one.seconds),
            f"{_time(left)} left" if left is not None else "",
        )


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
