"""Items worked on by several processes of this machine: for stages that compute more than they wait."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import anyio

from genevolve.data.engine import ShouldStop, Take
from genevolve.errors import InfrastructureError
from genevolve.records.data import DataItem, Stage, StageRow
from genevolve.scale.stage_worker import StageFactory, StageWorker

_IN_HAND = 2
"""Items that each process is given, so that none waits for the next."""


@dataclass(frozen=True, slots=True)
class ProcessEngine:
    """See `Engine`. Each process works on one item at a time; rows are written by the process that asked."""

    stage: Stage
    factory: StageFactory
    num_workers: int

    async def work(self, items: Iterator[DataItem], take: Take, should_stop: ShouldStop) -> None:
        """See `Engine.work`.

        Raises:
            InfrastructureError: a process was killed.
        """
        faults: list[Exception] = []
        spawned = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(self.num_workers, spawned, initializer=_begin, initargs=(self.factory,))

        async def lane(scope: anyio.CancelScope) -> None:
            try:
                while not faults and not should_stop() and (item := next(items, None)) is not None:
                    row = await asyncio.wrap_future(pool.submit(_work, item.model_dump_json()))
                    take(StageRow.model_validate_json(row))
            except Exception as fault:  # noqa: BLE001 - raised below, plainly and once
                faults.append(fault)
                scope.cancel()

        try:
            async with anyio.create_task_group() as group:
                for _ in range(self.num_workers * _IN_HAND):
                    group.start_soon(lane, group.cancel_scope)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        if faults and isinstance(faults[0], BrokenProcessPool):
            raise InfrastructureError("a worker was killed, or could not begin; what is done is kept")
        if faults:
            raise faults[0]


_runner: asyncio.Runner | None = None
_worker: StageWorker | None = None


def _begin(factory: StageFactory) -> None:
    """What a process does first. Ctrl-C is for the process that asked."""
    global _runner, _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _runner, _worker = asyncio.Runner(), StageWorker(factory)


def _work(item: str) -> str:
    assert _runner is not None  # noqa: S101
    assert _worker is not None  # noqa: S101
    return _runner.run(_worker.work(item))
