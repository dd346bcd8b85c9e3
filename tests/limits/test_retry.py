from __future__ import annotations

import time

import pytest
import stamina

from genevolve.errors import ToolError
from genevolve.limits import retried


@pytest.fixture(autouse=True)
def _no_pauses():
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.mark.anyio
async def test_an_outage_that_passes_is_not_seen():
    calls = []

    async def call() -> str:
        calls.append(1)
        if len(calls) < 3:
            raise ToolError("down")
        return "up"

    assert await retried(call) == "up"
    assert len(calls) == 3


@pytest.mark.anyio
async def test_an_outage_that_stays_is_raised():
    async def call() -> str:
        raise ToolError("down")

    with pytest.raises(ToolError, match="down"):
        await retried(call)


@pytest.mark.anyio
async def test_other_failures_are_not_repeated():
    calls = []

    async def call() -> str:
        calls.append(1)
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await retried(call)
    assert len(calls) == 1


@pytest.mark.anyio
async def test_what_cannot_be_mended_by_waiting_is_not_repeated():
    calls = []

    async def call() -> str:
        calls.append(1)
        raise ToolError("refused", repeatable=False)

    with pytest.raises(ToolError, match="refused"):
        await retried(call)
    assert len(calls) == 1


@pytest.mark.anyio
async def test_the_pause_that_was_asked_for_is_kept():
    stamina.set_testing(False)
    calls = []

    async def call() -> str:
        calls.append(time.monotonic())
        if len(calls) < 2:
            raise ToolError("busy", retry_after_s=0.3)
        return "up"

    assert await retried(call) == "up"
    assert 0.3 <= calls[1] - calls[0] < 0.6


@pytest.mark.anyio
async def test_a_pause_beyond_the_deadline_is_not_begun():
    calls = []

    async def call() -> str:
        calls.append(1)
        raise ToolError("busy", retry_after_s=90)

    with pytest.raises(ToolError, match="busy"):
        await retried(call, timeout_s=60)
    assert len(calls) == 1
