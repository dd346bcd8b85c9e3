from __future__ import annotations

import anyio
import pytest

from genevolve.limits import Pace


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await anyio.lowlevel.checkpoint()
        self.now += seconds


@pytest.mark.anyio
async def test_starts_are_evenly_spaced_whoever_asks():
    clock, starts = Clock(), []
    pace = Pace(per_minute=30, clock=clock, sleep=clock.sleep)

    async def call() -> None:
        await pace.turn()
        starts.append(clock.now)

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(call)
    assert starts == [100, 102, 104, 106]


@pytest.mark.anyio
async def test_a_hold_reaches_those_who_wait_already():
    clock, starts, holds = Clock(), [], [30]

    async def sleep(seconds: float) -> None:
        if holds:
            pace.hold(holds.pop())
        await clock.sleep(seconds)

    pace = Pace(per_minute=60, clock=clock, sleep=sleep)
    for _ in range(2):
        await pace.turn()
        starts.append(clock.now)
    assert starts == [100, 130]


@pytest.mark.anyio
async def test_without_a_limit_nobody_waits():
    clock = Clock()
    pace = Pace(clock=clock, sleep=clock.sleep)
    for _ in range(100):
        await pace.turn()
    assert clock.now == 100
