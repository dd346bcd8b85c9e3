"""The one owner of retries around a call that may fail for reasons outside of us."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from genevolve.errors import InfrastructureError

T = TypeVar("T")


async def retried(call: Callable[[], Awaitable[T]], *, attempts: int = 3, timeout_s: float = 60.0) -> T:
    """Await `call()` again after an `InfrastructureError`, with growing, jittered pauses.

    Only for calls that may be repeated without harm. An error that is not `repeatable` is raised at once. One that
    carries `retry_after_s` is waited for exactly that long, or raised at once when that would last beyond `timeout_s`.
    The last failure is raised when `attempts` or `timeout_s` run out.
    """
    ends_at = time.monotonic() + timeout_s

    def pause(error: Exception) -> bool | float:
        if not isinstance(error, InfrastructureError) or not error.repeatable:
            return False
        if error.retry_after_s is None:
            return True
        return error.retry_after_s if time.monotonic() + error.retry_after_s < ends_at else False

    async for attempt in stamina.retry_context(on=pause, attempts=attempts, timeout=timeout_s):
        with attempt:
            return await call()
    raise AssertionError("unreachable: stamina re-raises the last failure")
