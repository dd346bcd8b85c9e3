"""Two runs over the same tasks: the paired difference with its interval, and who wins how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from genevolve.bench.kscore import grouped, kscore_of
from genevolve.bench.rows import BenchRow, RowScores
from genevolve.bench.statistics import NUM_RESAMPLES, Floats, Interval, Tally, bootstrap, tally
from genevolve.bench.variants import Variant, columns_of, statistic_of
from genevolve.errors import SuiteError
from genevolve.records import InfrastructureFailure, Record


class Comparison(Record):
    """First minus second, over the tasks of which both runs know something; a policy's failure counts as 0."""

    variant: Variant
    difference: Interval | None
    tally: Tally
    num_pairs: int
    num_left_out: int
    """Tasks that one of the runs lacks, or whose surroundings failed in one of them."""


def compare(
    first: Sequence[BenchRow],
    second: Sequence[BenchRow],
    variant: Variant = Variant.FILLER,
    *,
    seed: int = 0,
    num_resamples: int = NUM_RESAMPLES,
) -> Comparison:
    """`first` against `second`, paired by the task's id.

    Raises:
        SuiteError: the runs have no task in common, or one has a task twice.
    """
    left, right = _by_id(first), _by_id(second)
    common = [task for task in left if task in right]
    if not common:
        raise SuiteError("the two runs have no task in common; compare runs of the same suite")
    pairs = [(left[task], right[task]) for task in common if _known(left[task]) and _known(right[task])]
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Comparison(
        variant=variant,
        difference=_difference(ours, theirs, variant, seed, num_resamples) if pairs else None,
        tally=tally([row_value(row) for row in ours], [row_value(row) for row in theirs]),
        num_pairs=len(pairs),
        num_left_out=len(left.keys() | right.keys()) - len(pairs),
    )


def compare_by(
    first: Sequence[BenchRow],
    second: Sequence[BenchRow],
    key: Callable[[BenchRow], str],
    variant: Variant = Variant.FILLER,
    *,
    seed: int = 0,
    num_resamples: int = NUM_RESAMPLES,
) -> dict[str, Comparison]:
    """The comparison inside each group in which the runs share tasks, for example `key=lambda row: row.category`."""
    left, right = grouped(first, key), grouped(second, key)
    return {
        name: compare(left[name], right[name], variant, seed=seed, num_resamples=num_resamples)
        for name in left
        if {row.id for row in left[name]} & {row.id for row in right.get(name, ())}
    }


def row_value(row: BenchRow) -> float:
    """A known row as one number: its KScore, or 0 for a failure of the policy."""
    return kscore_of(row.result) if isinstance(row.result, RowScores) else 0.0


def _difference(
    ours: Sequence[BenchRow], theirs: Sequence[BenchRow], variant: Variant, seed: int, num_resamples: int
) -> Interval:
    tracks = sorted({row.track for row in (*ours, *theirs)})
    columns = np.hstack([columns_of(ours, variant, tracks), columns_of(theirs, variant, tracks)])
    middle = columns.shape[1] // 2
    statistic = statistic_of(variant)

    def first_minus_second(means: Floats) -> Floats:
        return statistic(means[..., :middle]) - statistic(means[..., middle:])

    return bootstrap(columns, first_minus_second, seed=seed, num_resamples=num_resamples)


def _by_id(rows: Sequence[BenchRow]) -> dict[str, BenchRow]:
    found = {row.id: row for row in rows}
    if len(found) < len(rows):
        twice = next(row.id for index, row in enumerate(rows) if row.id in {before.id for before in rows[:index]})
        raise SuiteError(f"task {twice!r} occurs twice in one run")
    return found


def _known(row: BenchRow) -> bool:
    return not isinstance(row.result, InfrastructureFailure)
