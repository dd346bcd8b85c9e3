"""Calls that compute, answered by several processes of this machine."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Self

from genevolve.errors import GenEvolveError, InfrastructureError


class Workers:
    """So many processes, each holding one object of the same kind. They begin with the first call; use as a context."""

    def __init__(self, target: str, num_workers: int, *given: Any) -> None:
        """`target` is `package.module:function`, which makes the object in each process from what is `given`."""
        self._target, self._num_workers, self._given = target, num_workers, given
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    async def call(self, method: str, *arguments: Any) -> Any:
        """What `method` of the object returns, in whichever process is free. Arguments and result travel by pickle.

        Raises:
            GenEvolveError: whatever the method raised.
            InfrastructureError: it failed otherwise; or a process was killed, or could not begin, and the next call
                begins others.
        """
        pool = self._pool
        if pool is None:
            spawned = multiprocessing.get_context("spawn")
            pool = ProcessPoolExecutor(
                self._num_workers, spawned, initializer=_begin, initargs=(self._target, *self._given)
            )
            self._pool = pool
        try:
            return await asyncio.wrap_future(pool.submit(_call, method, arguments))
        except BrokenProcessPool as error:
            if pool is self._pool:  # others that it broke for may have found it replaced
                self._end()
            raise InfrastructureError("a process that draws and judges was killed, or could not begin") from error

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


_held: Any = None


def _begin(target: str, *given: Any) -> None:
    """What a process does first. Ctrl-C is for the process that asked."""
    global _held
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    module, _, function = target.partition(":")
    _held = getattr(importlib.import_module(module), function)(*given)


def _call(method: str, arguments: tuple[Any, ...]) -> Any:
    try:
        return getattr(_held, method)(*arguments)
    except GenEvolveError:
        raise
    except Exception as error:  # one odd program must not end a run of hours
        raise InfrastructureError(f"{method} failed: {type(error).__name__}: {error}", repeatable=False) from error
