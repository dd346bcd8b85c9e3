"""Processes that compute: calls come back, failures are told, and who was killed is replaced."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import anyio
import pytest
import toy_worker

from genevolve.errors import InfrastructureError, JudgeError
from genevolve.scale.workers import Workers

pytestmark = pytest.mark.anyio
TOY = f"{toy_worker.__name__}:Toy"


async def test_calls_are_answered_by_one_object_a_process():
    with Workers(TOY, 1) as workers:
        found = []

        async def add(number):
            found.append((number, await workers.call("add", number, 1)))

        async with anyio.create_task_group() as group:
            for number in range(6):
                group.start_soon(add, number)
        assert sorted(found) == [(number, number + 1) for number in range(6)]
        assert [await workers.call("count") for _ in range(3)] == [1, 2, 3]


async def test_errors_come_through_and_a_fault_is_an_outage_that_is_not_repeated():
    with Workers(TOY, 1) as workers:
        with pytest.raises(JudgeError, match="no answer") as refused:
            await workers.call("refuse")
        assert not refused.value.repeatable
        with pytest.raises(InfrastructureError, match="trip failed: ValueError: an odd program") as tripped:
            await workers.call("trip")
        assert not tripped.value.repeatable
        assert await workers.call("add", 1, 2) == 3


async def test_after_a_killed_process_the_next_call_begins_others():
    with Workers(TOY, 1) as workers:
        with pytest.raises(InfrastructureError, match="was killed") as killed:
            await workers.call("die")
        assert killed.value.repeatable
        assert await workers.call("add", 1, 2) == 3


class Pool:
    """Processes whose answers the test gives, one by one."""

    def __init__(self, *_: object, **__: object) -> None:
        self.futures: list[Future] = []
        self.ended = False

    def submit(self, *_: object) -> Future:
        self.futures.append(Future())
        return self.futures[-1]

    def shutdown(self, **_: object) -> None:
        self.ended = True


async def test_a_late_word_of_killed_processes_does_not_end_those_that_replaced_them(monkeypatch):
    pools: list[Pool] = []
    monkeypatch.setattr(
        "genevolve.scale.workers.ProcessPoolExecutor", lambda *_, **__: pools.append(Pool()) or pools[-1]
    )
    lost = []

    async def call():
        try:
            await workers.call("add", 1, 2)
        except InfrastructureError as error:
            lost.append(error)

    with Workers(TOY, 1) as workers:
        async with anyio.create_task_group() as group:
            group.start_soon(call)
            group.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            pools[0].futures[0].set_exception(BrokenProcessPool())
            await anyio.wait_all_tasks_blocked()
            group.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            pools[0].futures[1].set_exception(BrokenProcessPool())
            await anyio.wait_all_tasks_blocked()
            assert [pool.ended for pool in pools] == [True, False]
            pools[1].futures[0].set_result(3)
        assert len(lost) == 2


async def test_processes_that_cannot_begin_are_an_outage():
    outage = pytest.raises(InfrastructureError, match="could not begin")
    with Workers(f"{toy_worker.__name__}:cannot_begin", 1) as workers, outage:
        await workers.call("add", 1, 2)
