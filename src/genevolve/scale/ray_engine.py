"""Items worked on by a Ray cluster: the same stages in many processes, the rows written by the one that asked.

A worker that dies takes nothing with it: its items are given again, to another worker or to itself when it is back, and
whatever it had not answered is not in the file. An item that keeps killing workers is owed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from types import ModuleType
from typing import Any

import anyio

from genevolve.data.engine import ShouldStop, Take
from genevolve.data.outages import owed
from genevolve.errors import ConfigError, InfrastructureError
from genevolve.records.data import DataItem, Stage, StageRow
from genevolve.scale.stage_worker import StageFactory, StageWorker

CPUS_PER_WORKER = 0.5
PATIENCE_S = 60.0
"""So long an item is given again to workers that die or are not back yet; then it is owed."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 8.0


@dataclass(frozen=True, slots=True)
class RayEngine:
    """See `Engine`. `address` names a cluster; without it Ray looks where its environment says, else starts its own."""

    stage: Stage
    factory: StageFactory
    num_at_once: int
    num_workers: int | None = None
    address: str | None = None

    async def work(self, items: Iterator[DataItem], take: Take, should_stop: ShouldStop) -> None:
        """See `Engine.work`.

        Raises:
            ConfigError: the extra `ray` is not installed.
            InfrastructureError: there is no cluster at the address.
        """
        ray = _ray()
        await anyio.to_thread.run_sync(_connect, ray, self.address)
        workers: list[Any] = []
        try:
            workers += self._workers(ray)
            await self._share_out(ray, workers, items, take, should_stop)
        finally:
            for worker in workers:
                ray.kill(worker)

    def _workers(self, ray: ModuleType) -> list[Any]:
        num = self.num_workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        num = min(num, self.num_at_once)
        actor = ray.remote(num_cpus=CPUS_PER_WORKER, max_restarts=-1, max_concurrency=math.ceil(self.num_at_once / num))
        return [actor(StageWorker).remote(self.factory) for _ in range(num)]

    async def _share_out(
        self, ray: ModuleType, workers: list[Any], items: Iterator[DataItem], take: Take, should_stop: ShouldStop
    ) -> None:
        faults: list[Exception] = []

        async def lane(worker: Any, scope: anyio.CancelScope) -> None:
            try:
                while not faults and not should_stop() and (item := next(items, None)) is not None:
                    take(await self._row(ray, worker, workers, item))
            except Exception as fault:  # noqa: BLE001 - raised below, plainly and once
                faults.append(fault)
                scope.cancel()

        async with anyio.create_task_group() as group:
            for number in range(self.num_at_once):
                group.start_soon(lane, workers[number % len(workers)], group.cancel_scope)
        if faults:
            raise faults[0]

    async def _row(self, ray: ModuleType, worker: Any, workers: list[Any], item: DataItem) -> StageRow:
        """The row of an item, whoever has to be asked for it."""
        data, place = item.model_dump_json(), workers.index(worker)
        until, pause_s = monotonic() + PATIENCE_S, _FIRST_PAUSE_S
        while True:
            try:
                return StageRow.model_validate_json(await workers[place % len(workers)].work.remote(data))
            except ray.exceptions.RayTaskError as error:
                raise error.cause if isinstance(error.cause, Exception) else error from None
            except ray.exceptions.RayError as error:
                if monotonic() > until:
                    died = InfrastructureError(f"workers keep dying on it ({type(error).__name__})")
                    return owed(item.id, self.stage, died, by="")
            await anyio.sleep(pause_s)
            place, pause_s = place + 1, min(2 * pause_s, _LONGEST_PAUSE_S)


def _connect(ray: ModuleType, address: str | None) -> None:
    """Be connected to a cluster until this process ends: several stages use it."""
    if ray.is_initialized():
        return
    try:
        ray.init(address=address, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise InfrastructureError(f"no Ray cluster at {address or 'this machine'}: {error}") from error


def _ray() -> ModuleType:
    try:
        import ray
    except ImportError as error:
        raise ConfigError("--engine ray needs the extra: pip install 'genevolve[ray]'") from error
    return ray
