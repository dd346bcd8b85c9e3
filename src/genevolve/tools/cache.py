"""Answers of providers kept for as long as a process lives, so that the same question is asked outside once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

import anyio

from genevolve.tools.thumbnails import ReadyPicture

T = TypeVar("T")


class ToolCache:
    """Least recently used answers by key. Concurrent askers of one key wait for one call; failures are not kept.

    Pictures are kept only as long as all of them take at most `max_bytes`.
    """

    def __init__(self, max_entries: int = 2048, max_bytes: int = 32_000_000) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._under_way: dict[Hashable, anyio.Lock] = {}

    async def get(self, key: Hashable, ask: Callable[[], Awaitable[T]]) -> tuple[T, bool]:
        """The answer for `key` and whether it was known, asking when it was not."""
        if key in self._answers:
            return self._known(key), True
        lock = self._under_way.setdefault(key, anyio.Lock())
        try:
            async with lock:
                if key in self._answers:
                    return self._known(key), True
                answer = await ask()
                self._keep(key, answer)
                return answer, False
        finally:
            if not lock.statistics().tasks_waiting:
                self._under_way.pop(key, None)

    def _keep(self, key: Hashable, answer: Any) -> None:
        self._answers[key] = answer
        self._bytes += _weight(answer)
        while len(self._answers) > self._max_entries or self._bytes > self._max_bytes:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= _weight(oldest)

    def _known(self, key: Hashable) -> Any:
        self._answers.move_to_end(key)
        return self._answers[key]


def _weight(answer: Any) -> int:
    return answer.num_bytes if isinstance(answer, ReadyPicture) else 0
