"""The one owner of retries around a call that may fail for reasons outside of us."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina

from genevolve.errors import InfrastructureError

T = TypeVar("T")


async def retried(call: Callable[[], Awaitable[T]], *, attempts: int = 3, timeout_s: float = 60.0) -> T:
    """Await `call()` again after an `InfrastructureError`, with growing, jittered pauses.

    Only for calls that may be repeated without harm. The last failure is raised when `attempts` or `timeout_s` run out.
    """
    async for attempt in stamina.retry_context(on=InfrastructureError, attempts=attempts, timeout=timeout_s):
        with attempt:
            return await call()
    raise AssertionError("unreachable: stamina re-raises the last failure")
