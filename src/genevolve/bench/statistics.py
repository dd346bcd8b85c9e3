"""How sure a mean, or a difference of two, can be: percentile bootstrap over the rows of a suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from genevolve.records import Record

NUM_RESAMPLES = 10_000
LEVEL = 0.95
TIE_TOLERANCE = 1e-9

_CELLS_AT_ONCE = 1_000_000
"""Resampled rows held in memory at a time, about 16 MB."""

Floats: TypeAlias = NDArray[np.float64]
Statistic: TypeAlias = Callable[[Floats], Floats]
"""From column means, shape (…, columns), to one number each, shape (…)."""


class Interval(Record):
    """An estimate with the interval that its resamples span."""

    mean: float
    low: float
    high: float
    num_rows: int
    level: float = Field(default=LEVEL, gt=0, lt=1)

    @property
    def excludes_zero(self) -> bool:
        """Whether the whole interval lies on one side of 0, by more than the rounding of sums."""
        return self.low > TIE_TOLERANCE or self.high < -TIE_TOLERANCE


class Tally(Record):
    """In how many pairs the first is better, as good as, or worse than the second."""

    wins: int
    ties: int
    losses: int


def mean_interval(
    values: Sequence[float] | Floats, *, seed: int = 0, num_resamples: int = NUM_RESAMPLES, level: float = LEVEL
) -> Interval:
    """The mean of `values` and its interval, rows drawn anew with replacement.

    Raises:
        ValueError: there are no values, or one is not finite.
    """
    columns = np.asarray(values, dtype=np.float64).reshape(-1, 1)
    return bootstrap(columns, _only_column, seed=seed, num_resamples=num_resamples, level=level)


def mean_intervals(columns: Floats, *, seed: int = 0, num_resamples: int = NUM_RESAMPLES) -> list[Interval]:
    """`mean_interval` of each column of (rows, columns), all from one draw of rows: as good, and as fast as one.

    Raises:
        ValueError: there are no rows, or a number is not finite.
    """
    estimates = _estimates(columns, lambda means: means, seed, num_resamples)
    lows, highs = np.quantile(estimates, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return [
        Interval(mean=float(mean), low=float(low), high=float(high), num_rows=len(columns))
        for mean, low, high in zip(columns.mean(axis=0), lows, highs, strict=True)
    ]


def paired_interval(
    first: Sequence[float] | Floats,
    second: Sequence[float] | Floats,
    *,
    seed: int = 0,
    num_resamples: int = NUM_RESAMPLES,
    level: float = LEVEL,
) -> Interval:
    """The mean of `first` − `second`, row by row the same task, and its interval. Whole pairs are drawn.

    Raises:
        ValueError: the two differ in length, are empty, or hold a number that is not finite.
    """
    return mean_interval(_differences(first, second), seed=seed, num_resamples=num_resamples, level=level)


def tally(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> Tally:
    """Wins, ties and losses of `first` against `second`, row by row.

    Raises:
        ValueError: the two differ in length.
    """
    differences = _differences(first, second)
    return Tally(
        wins=int(np.sum(differences > TIE_TOLERANCE)),
        ties=int(np.sum(np.abs(differences) <= TIE_TOLERANCE)),
        losses=int(np.sum(differences < -TIE_TOLERANCE)),
    )


def bootstrap(
    columns: Floats,
    statistic: Statistic,
    *,
    seed: int = 0,
    num_resamples: int = NUM_RESAMPLES,
    level: float = LEVEL,
) -> Interval:
    """Any statistic that is a function of column means, for example a ratio of two of them, and its interval.

    Args:
        columns: One row a task, one column a quantity.
        statistic: What is to be estimated, from the means of the columns.
        seed: Of the draw: the same seed and rows give the same interval.
        num_resamples: How often the rows are drawn anew.
        level: The share of resamples that the interval holds.

    Raises:
        ValueError: there are no rows, or a number is not finite.
    """
    estimates = _estimates(columns, statistic, seed, num_resamples)
    low, high = np.quantile(estimates, [(1 - level) / 2, (1 + level) / 2])
    mean = float(statistic(columns.mean(axis=0)))
    return Interval(mean=mean, low=float(low), high=float(high), num_rows=len(columns), level=level)


def _estimates(columns: Floats, statistic: Statistic, seed: int, num_resamples: int) -> Floats:
    """The statistic of every resample, in a first axis."""
    if len(columns) == 0:
        raise ValueError("no rows to resample")
    if not np.isfinite(columns).all():
        raise ValueError("a value is not finite")
    generator = np.random.default_rng(seed)
    return np.concatenate(
        [statistic(counts @ columns / len(columns)) for counts in _draws(len(columns), num_resamples, generator)]
    )


def _draws(num_rows: int, num_resamples: int, generator: np.random.Generator) -> Iterator[Floats]:
    """How often each row was drawn, one line a resample, in batches that fit into memory."""
    batch = max(1, _CELLS_AT_ONCE // num_rows)
    for start in range(0, num_resamples, batch):
        size = min(batch, num_resamples - start)
        rows = generator.integers(0, num_rows, size=(size, num_rows))
        rows += np.arange(size)[:, None] * num_rows
        yield np.bincount(rows.ravel(), minlength=size * num_rows).reshape(size, num_rows).astype(np.float64)


def _differences(first: Sequence[float] | Floats, second: Sequence[float] | Floats) -> Floats:
    left, right = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if left.shape != right.shape or left.ndim != 1:
        raise ValueError(f"pairs need two rows of the same length, not {left.shape} and {right.shape}")
    return left - right


def _only_column(means: Floats) -> Floats:
    return means[..., 0]
