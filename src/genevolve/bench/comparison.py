"""Two runs over the same tasks: the paired difference with its interval, and who wins how often."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from genevolve.bench.kscore import grouped, kscore_of
from genevolve.bench.rows import BenchRow, RowScores
from genevolve.bench.statistics import NUM_RESAMPLES, Floats, Interval, Tally, bootstrap, paired_interval, tally
from genevolve.bench.variants import Variant, columns_of, statistic_of
from genevolve.bench.wise import (
    Edition,
    WiseCategory,
    WiseRow,
    check_edition,
    wise_shares,
    wise_statistic,
    wise_value,
    wise_values,
)
from genevolve.errors import SuiteError
from genevolve.records import InfrastructureFailure, Record

R = TypeVar("R", BenchRow, WiseRow)


class Comparison(Record):
    """First minus second, over the tasks of which both runs know something; a policy's failure counts as 0."""

    variant: Variant | Edition
    difference: Interval | None
    """None when no task is left, and for WISE overall unless every category has one."""
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
    ours, theirs, num_left_out = _paired(first, second)
    return Comparison(
        variant=variant,
        difference=_difference(ours, theirs, variant, seed, num_resamples) if ours else None,
        tally=tally([row_value(row) for row in ours], [row_value(row) for row in theirs]),
        num_pairs=len(ours),
        num_left_out=num_left_out,
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


def compare_wise(
    first: Sequence[WiseRow], second: Sequence[WiseRow], edition: Edition, *, num_resamples: int = NUM_RESAMPLES
) -> Comparison:
    """`first` against `second` by the overall score of `edition`, which weights the six categories.

    Raises:
        SuiteError: the runs have no task in common, or one has a task twice.
    """
    ours, theirs, num_left_out = _paired(first, second)
    check_edition([*ours, *theirs], edition)
    difference = None
    if {row.category for row in ours} == set(WiseCategory):
        columns = np.hstack([wise_values(ours) - wise_values(theirs), wise_shares(ours)])
        difference = bootstrap(columns, wise_statistic(edition, columns), num_resamples=num_resamples)
    return _of_wise(ours, theirs, edition, difference, num_left_out)


def compare_wise_categories(
    first: Sequence[WiseRow], second: Sequence[WiseRow], edition: Edition, *, num_resamples: int = NUM_RESAMPLES
) -> dict[str, Comparison]:
    """The plain difference inside each category in which the runs share tasks."""
    found = {}
    for category in WiseCategory:
        left, right = ([row for row in rows if row.category is category] for rows in (first, second))
        if {row.id for row in left} & {row.id for row in right}:
            ours, theirs, num_left_out = _paired(left, right)
            values = [wise_value(row) for row in ours], [wise_value(row) for row in theirs]
            difference = paired_interval(*values, num_resamples=num_resamples) if ours else None
            found[category.value] = _of_wise(ours, theirs, edition, difference, num_left_out)
    return found


def row_value(row: BenchRow) -> float:
    """A known row as one number: its KScore, or 0 for a failure of the policy."""
    return kscore_of(row.result) if isinstance(row.result, RowScores) else 0.0


def _paired(first: Sequence[R], second: Sequence[R]) -> tuple[list[R], list[R], int]:
    """The rows of both runs that say something, task by task, and how many tasks were left out."""
    left, right = _by_id(first), _by_id(second)
    common = [task for task in left if task in right]
    if not common:
        raise SuiteError("the two runs have no task in common; compare runs of the same suite")
    pairs = [(left[task], right[task]) for task in common if _known(left[task]) and _known(right[task])]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs], len(left.keys() | right.keys()) - len(pairs)


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


def _of_wise(
    ours: Sequence[WiseRow],
    theirs: Sequence[WiseRow],
    edition: Edition,
    difference: Interval | None,
    num_left_out: int,
) -> Comparison:
    return Comparison(
        variant=edition,
        difference=difference,
        tally=tally([wise_value(row) for row in ours], [wise_value(row) for row in theirs]),
        num_pairs=len(ours),
        num_left_out=num_left_out,
    )


def _by_id(rows: Sequence[R]) -> dict[str, R]:
    found = {row.id: row for row in rows}
    if len(found) < len(rows):
        twice = next(row.id for index, row in enumerate(rows) if row.id in {before.id for before in rows[:index]})
        raise SuiteError(f"task {twice!r} occurs twice in one run")
    return found


def _known(row: BenchRow | WiseRow) -> bool:
    return not isinstance(row.result, InfrastructureFailure)
