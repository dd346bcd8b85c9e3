from __future__ import annotations

import pytest

from genevolve.bench.comparison import compare, compare_by, compare_wise, compare_wise_categories
from genevolve.bench.rows import BenchRow, RowScores
from genevolve.bench.variants import Variant
from genevolve.bench.wise import Edition, LegacyScores, VerifiedScore, WiseCategory, WiseRow
from genevolve.errors import SuiteError
from genevolve.records import InfrastructureFailure, PolicyFailure, StopReason

GAVE_UP = PolicyFailure(kind=StopReason.REPEATED)
OUTAGE = InfrastructureFailure(boundary="renderer")


def row(name, visual, *, text=None, track="knowledge", category="products", result=None):
    scores = RowScores(faithfulness=1, visual_correctness=visual, text_accuracy=text, aesthetics=1)
    return BenchRow(id=name, category=category, track=track, result=result or scores)


FIRST = [row("a", 1), row("b", 0.5), row("c", 0, category="flags"), row("d", 1, result=GAVE_UP), row("e", 1)]
SECOND = [
    row("e", 1, result=OUTAGE),
    row("d", 0.5),
    row("c", 0, category="flags"),
    row("b", 0),
    row("a", 1),
    row("x", 1),
]


def test_golden_difference():
    found = compare(FIRST, SECOND, num_resamples=500)
    # a: 0.8 − 0.8 = 0; b: 0.6 − 0.4 = 0.2; c: 0; d: 0 − 0.6 = −0.6; mean −0.4 / 4 = −0.1
    assert found.difference is not None
    assert found.difference.mean == pytest.approx(-0.1)
    assert (found.tally.wins, found.tally.ties, found.tally.losses) == (1, 2, 1)
    # e is an outage in the second, x is missing in the first
    assert (found.num_pairs, found.num_left_out) == (4, 2)


@pytest.mark.parametrize("variant", Variant)
def test_a_run_against_itself(variant):
    found = compare(FIRST, FIRST, variant, num_resamples=200)
    assert found.difference is not None
    assert (found.difference.mean, found.difference.low, found.difference.high) == (0, 0, 0)


@pytest.mark.parametrize("variant", Variant)
def test_rounding_is_no_difference(variant):
    rows = [
        row(str(n), (n % 3) / 2, text=None if n % 2 else (n % 5) / 10, track=("knowledge", "quality")[n % 7 > 3])
        for n in range(601)
    ]
    difference = compare(rows, rows, variant, num_resamples=500).difference
    assert difference is not None
    assert not difference.excludes_zero
    assert max(abs(difference.low), abs(difference.high)) < 1e-12


def test_excluded_compares_the_means_of_text_rows():
    first = [row("a", 1, text=1), row("b", 1, track="quality")]
    second = [row("a", 1, text=0.5), row("b", 1, track="quality")]
    # excluded: T 1 against 0.5 over the one text row: 0.4 × 0.5 = 0.2; filler: 0.2 / 2 = 0.1
    # knowgen: knowledge differs by 0.2, quality by 0: 0.1
    means = {variant: compare(first, second, variant, num_resamples=50).difference for variant in Variant}
    assert {variant: round(found.mean, 9) for variant, found in means.items() if found} == {
        Variant.FILLER: 0.1,
        Variant.EXCLUDED: 0.2,
        Variant.KNOWGEN: 0.1,
    }


def test_by_category():
    found = compare_by(FIRST, SECOND, lambda each: each.category, num_resamples=50)
    assert list(found) == ["flags", "products"]
    assert found["flags"].num_pairs == 1
    assert found["products"].tally.losses == 1


def test_groups_without_a_common_task_are_left_out():
    assert compare_by([row("a", 1)], [row("b", 1)], lambda each: each.category) == {}


def test_nothing_known_of_any_pair():
    found = compare([row("a", 1)], [row("a", 1, result=OUTAGE)])
    assert (found.difference, found.num_pairs, found.num_left_out) == (None, 0, 1)


def test_runs_that_cannot_be_compared():
    with pytest.raises(SuiteError, match="no task in common"):
        compare([row("a", 1)], [row("b", 1)])
    with pytest.raises(SuiteError, match="task 'a' occurs twice"):
        compare([row("a", 1), row("a", 0)], [row("a", 1)])


def verified(**scores):
    """Rows of WISE Verified: one list of scores a category; None is an outage."""
    return [
        WiseRow(
            id=f"{name}{number}",
            category=WiseCategory(name),
            result=OUTAGE if score is None else VerifiedScore(score=score),
        )
        for name, group in scores.items()
        for number, score in enumerate(group)
    ]


EACH = {name.value: [1] for name in WiseCategory}


def test_wise_golden_difference():
    first = verified(**EACH | {"cultural": [1, 1, 1, 0], "time": [1, None]})
    second = verified(**EACH | {"cultural": [0, 1, 0, 0], "time": [0, 1], "space": [1]})
    found = compare_wise(first, second, Edition.VERIFIED, num_resamples=500)
    # cultural 0.75 − 0.25 = 0.5, weighted .4; time 1 − 0 = 1, weighted .12; the others alike
    assert found.difference is not None
    assert found.difference.mean == pytest.approx(0.4 * 0.5 + 0.12)
    assert found.difference.low < found.difference.mean <= found.difference.high
    assert (found.tally.wins, found.tally.ties, found.tally.losses) == (3, 6, 0)
    assert (found.num_pairs, found.num_left_out) == (9, 1)
    by = compare_wise_categories(first, second, Edition.VERIFIED, num_resamples=500)
    assert by["cultural"].difference.mean == pytest.approx(0.5)
    assert by["time"].difference.mean == 1
    assert (by["time"].num_pairs, by["time"].num_left_out) == (1, 1)


def test_wise_legacy_weights_three_scores():
    def legacy(consistency):
        scores = LegacyScores(consistency=consistency, realism=1, aesthetic_quality=1)
        return [WiseRow(id=name, category=name, result=scores) for name in WiseCategory]

    found = compare_wise(legacy(2), legacy(1), Edition.LEGACY, num_resamples=100)
    assert found.difference.mean == pytest.approx(0.35)


def test_wise_without_a_category_has_no_overall_difference():
    part = {"cultural": [1, 1], "time": [0]}
    found = compare_wise(verified(**part), verified(**part), Edition.VERIFIED)
    assert found.difference is None
    assert found.num_pairs == 3
    assert set(compare_wise_categories(verified(**part), verified(**part), Edition.VERIFIED)) == {"cultural", "time"}
    with pytest.raises(SuiteError, match="no task in common"):
        compare_wise(verified(time=[1]), verified(space=[1]), Edition.VERIFIED)
    gave_up = WiseRow(id="time0", category=WiseCategory.TIME, result=GAVE_UP)
    lost = compare_wise_categories([gave_up], verified(time=[1]), Edition.VERIFIED)["time"]
    assert (lost.difference.mean, lost.tally.losses) == (-1, 1)
