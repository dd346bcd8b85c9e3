from __future__ import annotations

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
