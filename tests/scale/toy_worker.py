"""What lives in the processes of `Workers` in tests."""

from __future__ import annotations

import os
import signal

from genevolve.errors import JudgeError


class Toy:
    def __init__(self) -> None:
        self.calls = 0

    def add(self, one: int, other: int) -> int:
        return one + other

    def count(self) -> int:
        self.calls += 1
        return self.calls

    def refuse(self) -> None:
        raise JudgeError("no answer", repeatable=False)

    def trip(self) -> None:
        raise ValueError("an odd program")

    def die(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def cannot_begin() -> None:
    raise ValueError("no")
