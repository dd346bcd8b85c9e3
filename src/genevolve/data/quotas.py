"""Shares kept exactly: whole numbers for each value, and the next value to give so that every prefix is balanced."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping


def quotas(shares: Mapping[str, float], n: int) -> dict[str, int]:
    """Whole numbers that add up to `n`, each within one of its share; largest remainders are rounded up."""
    total = sum(shares.values())
    exact = {name: n * share / total for name, share in shares.items()}
    counts = {name: int(value + 1e-9) for name, value in exact.items()}
    by_remainder = sorted(shares, key=lambda name: (-(exact[name] - counts[name]), list(shares).index(name)))
    for name in by_remainder[: n - sum(counts.values())]:
        counts[name] += 1
    return counts


class Dealer:
    """Deals out values until each has had its quota, always the one that is furthest behind.

    With `chance`, by about one value more or less, so that the order has no period.
    """

    def __init__(self, quota: Mapping[str, int], chance: random.Random | None = None) -> None:
        self.quota = dict(quota)
        self._chance = chance
        self.num_dealt = dict.fromkeys(quota, 0)
        self._total = sum(quota.values())
        self._dealt = 0

    def behind(self, name: str) -> float:
        """By how many a value is behind its share, once one more has been dealt."""
        return (self._dealt + 1) * self.quota[name] / self._total - self.num_dealt[name]

    def left(self) -> Iterable[str]:
        """The values that have not had their quota."""
        return (name for name, num in self.quota.items() if self.num_dealt[name] < num)

    def next(self, also_behind: Callable[[str], float] = lambda _name: 0.0) -> str:
        """Deal the value that is furthest behind, here and by `also_behind` together."""
        noise = {name: self._chance.random() if self._chance else 0.0 for name in self.quota}
        chosen = max(self.left(), key=lambda name: self.behind(name) + also_behind(name) + noise[name])
        self.num_dealt[chosen] += 1
        self._dealt += 1
        return chosen


class Tally:
    """Counts by which the shares of values are kept inside a part of all items, whose size is not known before."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        total = sum(shares.values())
        self._shares = {name: share / total for name, share in shares.items()}
        self._counts = dict.fromkeys(shares, 0)
        self._seen = 0

    def behind(self, name: str) -> float:
        """By how many a value is behind its share, once one more has come."""
        return (self._seen + 1) * self._shares[name] - self._counts[name]

    def count(self, name: str) -> None:
        """One more of a value."""
        self._counts[name] += 1
        self._seen += 1
