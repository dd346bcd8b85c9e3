"""Where the items of a stage are worked on: an engine takes items and gives their rows back as they end.

Whatever the engine, an item's row is the same: a stage's work depends on nothing but the item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import anyio

from genevolve.data.outages import owed
from genevolve.data.stage import ItemStage
from genevolve.errors import BudgetExceeded, InfrastructureError, StorageError
from genevolve.records.data import DataItem, Stage, StageRow

Take = Callable[[StageRow], None]
"""What is given every row. It may raise, which ends the stage."""

ShouldStop = Callable[[], bool]


class Engine(Protocol):
    """Works on the items of one stage."""

    @property
    def stage(self) -> Stage:
        """Which stage it is."""
        ...

    async def work(self, items: Iterator[DataItem], take: Take, should_stop: ShouldStop) -> None:
        """Give `take` the row of every item, in any order, once each. After `should_stop` no item is begun.

        Raises:
            UserError: a person has to mend something first.
            StorageError: nothing more can be kept.
        """
        ...


class LocalEngine:
    """So many items at a time in this process."""

    def __init__(self, stage: ItemStage, num_at_once: int) -> None:
        self._stage = stage
        self._num_at_once = num_at_once

    @property
    def stage(self) -> Stage:
        """See `Engine.stage`."""
        return self._stage.stage

    async def work(self, items: Iterator[DataItem], take: Take, should_stop: ShouldStop) -> None:
        """See `Engine.work`."""
        faults: list[Exception] = []

        async def worker(scope: anyio.CancelScope) -> None:
            try:
                while not faults and not should_stop():
                    item = next(items, None)
                    if item is None:
                        return
                    take(await row_of(self._stage, item))
            except Exception as fault:  # noqa: BLE001 - raised below, plainly and once
                faults.append(fault)
                scope.cancel()

        async with anyio.create_task_group() as group:
            for _ in range(self._num_at_once):
                group.start_soon(worker, group.cancel_scope)
        if faults:
            raise faults[0]


async def row_of(stage: ItemStage, item: DataItem) -> StageRow:
    """The row of an item; owed when the surroundings fail in a way that the stage itself did not expect."""
    try:
        return await stage.work(item)
    except StorageError:
        raise
    except (InfrastructureError, BudgetExceeded) as error:
        return owed(item.id, stage.stage, error, by="")
