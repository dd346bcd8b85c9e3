"""KScore of a row, of a suite and of its groups (method section 8).

Every set of rows has three readings. *Success-only* looks at the scored rows. *Failures-as-zero* adds the policy's
failures as 0 and leaves out what the surroundings failed, as the reward does. *Missing-as-zero* counts every row
without scores as 0, as the released scripts do. The last two agree once a run has no infrastructure failures left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from genevolve.bench.rows import BenchRow, RowScores
from genevolve.bench.statistics import NUM_RESAMPLES, Interval, bootstrap
from genevolve.bench.variants import Variant, columns_of, statistic_of, text_counted
from genevolve.records import InfrastructureFailure, PolicyFailure, Record
from genevolve.rewards import TEXT_FILLER, weighted


class Means(Record):
    """Mean scores over the scored rows, text accuracy as the variant counts it."""

    faithfulness: float
    visual_correctness: float
    text_accuracy: float
    aesthetics: float


class KScore(Record):
    """The score of some rows; a number is None where there is nothing to average."""

    variant: Variant
    success_only: float | None
    failures_as_zero: float | None
    missing_as_zero: float | None
    attainable: float | None
    """What perfect pictures of the scored rows would get: below 1 where a row asks for no text."""
    means: Means | None
    num_rows: int
    num_scored: int
    num_text: int
    num_policy_failures: int
    num_infrastructure_failures: int


class KScoreReport(Record):
    """The score over all rows, and over the rows of each track, category and difficulty."""

    variant: Variant
    overall: KScore
    by_track: dict[str, KScore]
    by_category: dict[str, KScore]
    by_difficulty: dict[str, KScore]


def kscore_of(scores: RowScores) -> float:
    """The KScore of one row, with the filler where no text was asked for."""
    return weighted(scores.faithfulness, scores.visual_correctness, text_counted(scores), scores.aesthetics)


def kscore(rows: Sequence[BenchRow], variant: Variant = Variant.FILLER) -> KScore:
    """The score of `rows`."""
    known = known_rows(rows)
    scored = scored_rows(rows)
    return KScore(
        variant=variant,
        success_only=_value(scored, variant),
        failures_as_zero=_value(known, variant),
        missing_as_zero=_value(rows, variant),
        attainable=_value([_perfected(row) for row in scored], variant),
        means=_means(scored, variant),
        num_rows=len(rows),
        num_scored=len(scored),
        num_text=len(_texts(scored)),
        num_policy_failures=sum(isinstance(row.result, PolicyFailure) for row in rows),
        num_infrastructure_failures=len(rows) - len(known),
    )


def kscore_report(rows: Sequence[BenchRow], variant: Variant = Variant.FILLER) -> KScoreReport:
    """The score of `rows` as a whole and by group, groups in the order of their names."""

    def scores_by(key: Callable[[BenchRow], str]) -> dict[str, KScore]:
        return {name: kscore(group, variant) for name, group in grouped(rows, key).items()}

    return KScoreReport(
        variant=variant,
        overall=kscore(rows, variant),
        by_track=scores_by(lambda row: row.track),
        by_category=scores_by(lambda row: row.category),
        by_difficulty=scores_by(lambda row: row.difficulty),
    )


def kscore_interval(
    rows: Sequence[BenchRow], variant: Variant = Variant.FILLER, *, seed: int = 0, num_resamples: int = NUM_RESAMPLES
) -> Interval | None:
    """Failures-as-zero with its interval, or success-only when `rows` are `scored_rows`; None when nothing is known."""
    known = known_rows(rows)
    if not known:
        return None
    return bootstrap(columns_of(known, variant), statistic_of(variant), seed=seed, num_resamples=num_resamples)


def known_rows(rows: Iterable[BenchRow]) -> list[BenchRow]:
    """The rows that the surroundings did not fail."""
    return [row for row in rows if not isinstance(row.result, InfrastructureFailure)]


def scored_rows(rows: Iterable[BenchRow]) -> list[BenchRow]:
    """The rows that have scores."""
    return [row for row in rows if isinstance(row.result, RowScores)]


def grouped(rows: Iterable[BenchRow], key: Callable[[BenchRow], str]) -> dict[str, list[BenchRow]]:
    """Rows by `key`, in the order of its names; a row whose key is empty is in no group."""
    groups: dict[str, list[BenchRow]] = {}
    for row in rows:
        if key(row):
            groups.setdefault(key(row), []).append(row)
    return dict(sorted(groups.items()))


def _value(rows: Sequence[BenchRow], variant: Variant) -> float | None:
    return float(statistic_of(variant)(columns_of(rows, variant).mean(axis=0))) if rows else None


def _perfected(row: BenchRow) -> BenchRow:
    asks_for_text = isinstance(row.result, RowScores) and row.result.text_accuracy is not None
    perfect = RowScores(faithfulness=1, visual_correctness=1, text_accuracy=1 if asks_for_text else None, aesthetics=1)
    return row.model_copy(update={"result": perfect})


def _means(scored: Sequence[BenchRow], variant: Variant) -> Means | None:
    if not scored:
        return None
    if variant is Variant.KNOWGEN:
        tracks = sorted({row.track for row in scored})
        groups = [_means([row for row in scored if row.track == track], Variant.EXCLUDED) for track in tracks]
        return _mean_of([group for group in groups if group is not None])
    scores = [row.result for row in scored if isinstance(row.result, RowScores)]
    texts = [text_counted(each) for each in scores] if variant is Variant.FILLER else _texts(scored)
    return Means(
        faithfulness=fmean(each.faithfulness for each in scores),
        visual_correctness=fmean(each.visual_correctness for each in scores),
        text_accuracy=fmean(texts) if texts else TEXT_FILLER,
        aesthetics=fmean(each.aesthetics for each in scores),
    )


def _mean_of(groups: Sequence[Means]) -> Means:
    return Means(
        faithfulness=fmean(group.faithfulness for group in groups),
        visual_correctness=fmean(group.visual_correctness for group in groups),
        text_accuracy=fmean(group.text_accuracy for group in groups),
        aesthetics=fmean(group.aesthetics for group in groups),
    )


def _texts(scored: Sequence[BenchRow]) -> list[float]:
    """The text accuracies of the rows that ask for text."""
    return [
        row.result.text_accuracy
        for row in scored
        if isinstance(row.result, RowScores) and row.result.text_accuracy is not None
    ]
