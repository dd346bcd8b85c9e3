"""Budgets that reserve before they spend, so that parallel work cannot overshoot."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from genevolve.errors import BudgetExceeded


class Reservation:
    """An amount set aside. `settle` says what it really took; without it the whole reservation counts as spent."""

    def __init__(self, amount: float) -> None:
        self.amount = amount
        self.actual: float | None = None

    def settle(self, actual: float) -> None:
        """State the real amount, which may be above or below what was reserved."""
        self.actual = actual


class Budget:
    """Named limits (`tool_calls`, `response_tokens`, `usd`, …) and what has been spent of each. Safe across threads."""

    def __init__(self, limits: Mapping[str, float]) -> None:
        self._limits = dict(limits)
        self._spent = dict.fromkeys(limits, 0.0)
        self._reserved = dict.fromkeys(limits, 0.0)
        self._lock = threading.Lock()

    def __contains__(self, kind: object) -> bool:
        return kind in self._limits

    @contextmanager
    def reserve(self, kind: str, amount: float = 1) -> Iterator[Reservation]:
        """Set `amount` of `kind` aside for the body; on an exception nothing is spent.

        Raises:
            BudgetExceeded: less than `amount` is left.
        """
        with self._lock:
            if self._spent[kind] + self._reserved[kind] + amount > self._limits[kind]:
                left = self._limits[kind] - self._spent[kind] - self._reserved[kind]
                raise BudgetExceeded(f"{kind}: {amount:g} needed, {max(left, 0):g} of {self._limits[kind]:g} left")
            self._reserved[kind] += amount
        reservation = Reservation(amount)
        try:
            yield reservation
        except BaseException:
            with self._lock:
                self._reserved[kind] -= amount
                self._spent[kind] += reservation.actual or 0
            raise
        with self._lock:
            self._reserved[kind] -= amount
            self._spent[kind] += amount if reservation.actual is None else reservation.actual

    def spend(self, kind: str, amount: float) -> None:
        """Count what has been taken without asking, such as the length of an answer that came back."""
        with self._lock:
            self._spent[kind] += amount

    def spent(self, kind: str) -> float:
        """What has been settled so far."""
        return self._spent[kind]

    def left(self, kind: str) -> float:
        """What may still be reserved; negative when a settlement went over."""
        with self._lock:
            return self._limits[kind] - self._spent[kind] - self._reserved[kind]
