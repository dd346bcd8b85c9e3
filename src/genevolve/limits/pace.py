"""The rate of calls: their starts evenly spaced, and all of them held back together when a server asks for it.

A leaky bucket from a library would let a whole minute's quota go in the first second and knows no Retry-After; the two
are what keeps many parallel calls from being refused again and again.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import anyio


class Pace:
    """Gives out turns, first come first served, at most `per_minute` of them; 0 sets no limit."""

    def __init__(
        self,
        per_minute: float = 0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        self._interval_s = 60 / per_minute if per_minute else 0.0
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()
        self._queue = anyio.Lock()

    async def turn(self) -> None:
        """Wait until the next call may start."""
        async with self._queue:
            while (wait_s := self._free_at - self._clock()) > 0:
                await self._sleep(wait_s)
            self._free_at = self._clock() + self._interval_s

    def hold(self, seconds: float) -> None:
        """Start no call for so long, not even one that waits for its turn already."""
        self._free_at = max(self._free_at, self._clock() + seconds)
