from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.bench.kscore import kscore, kscore_interval, kscore_of, kscore_report, scored_rows
from genevolve.bench.rows import BenchRow, RowScores, bench_row, row_scores
from genevolve.bench.variants import Variant
from genevolve.records import InfrastructureFailure, PictureScores, PolicyFailure, StopReason, SuiteRow
from genevolve.rewards import image_reward, weighted

KNOWLEDGE, QUALITY = "knowledge", "quality"


def row(name, scores, *, track=KNOWLEDGE, category="products", difficulty="hard"):
    if isinstance(scores, tuple):
        f, v, t, a = scores
        scores = RowScores(faithfulness=f, visual_correctness=v, text_accuracy=t, aesthetics=a)
    return BenchRow(id=name, category=category, track=track, difficulty=difficulty, result=scores)


def numbers(score):
    means = score.means.model_dump() if score.means else {}
    return {**score.model_dump(exclude={"variant", "means"}), **means}


GAVE_UP = PolicyFailure(kind=StopReason.TURN_LIMIT)
OUTAGE = InfrastructureFailure(boundary="judge", detail="down")

ROWS = [
    row("a", (1, 1, 1, 1)),  # 0.1 + 0.4 + 0.4 + 0.1 = 1.0
    row("b", (1, 0.5, 0, 0.5), category="science"),  # 0.1 + 0.2 + 0 + 0.05 = 0.35
    row("c", (0.5, 0, None, 1), difficulty="medium"),  # 0.05 + 0 + 0.4 × 0.5 + 0.1 = 0.35
    row("d", (1, 0.5, None, 0), track=QUALITY, category="counting"),  # 0.1 + 0.2 + 0.2 + 0 = 0.5
    row("e", GAVE_UP, track=QUALITY, category="counting", difficulty="medium"),
    row("f", OUTAGE, category="science"),
]


def test_golden_filler():
    score = kscore(ROWS)
    # (1 + 0.35 + 0.35 + 0.5) / 4 = 2.2 / 4 = 0.55, / 5 with the policy's failure = 0.44, / 6 with the outage = 0.3667
    assert score.variant is Variant.FILLER
    assert score.success_only == pytest.approx(0.55)
    assert score.failures_as_zero == pytest.approx(0.44)
    assert score.missing_as_zero == pytest.approx(2.2 / 6)
    # perfect pictures: 1, 1, 0.8, 0.8 → 3.6 / 4
    assert score.attainable == pytest.approx(0.9)
    assert (score.num_rows, score.num_scored, score.num_text) == (6, 4, 2)
    assert (score.num_policy_failures, score.num_infrastructure_failures) == (1, 1)
    # F (1 + 1 + 0.5 + 1)/4, V (1 + 0.5 + 0 + 0.5)/4, T (1 + 0 + 0.5 + 0.5)/4, A (1 + 0.5 + 1 + 0)/4
    assert score.means is not None
    assert tuple(score.means.model_dump().values()) == pytest.approx((0.875, 0.5, 0.5, 0.625))


def test_golden_excluded():
    # only a and b ask for text
    rows = [*ROWS[1:], row("a", (1, 1, 1, 1))]
    score = kscore(rows, Variant.EXCLUDED)
    # T = (1 + 0) / 2 = 0.5; 0.1 × 0.875 + 0.4 × 0.5 + 0.4 × 0.5 + 0.1 × 0.625 = 0.0875 + 0.2 + 0.2 + 0.0625 = 0.55
    assert score.success_only == pytest.approx(0.55)
    assert score.failures_as_zero == pytest.approx(0.55 * 4 / 5)
    assert score.missing_as_zero == pytest.approx(0.55 * 4 / 6)
    # all text perfect: T = 1, so perfect pictures reach 1
    assert score.attainable == pytest.approx(1)
    # with b's text half right T = 0.75 and the score rises by 0.4 × 0.25 = 0.1; under filler by 0.4 × 0.5 / 4 = 0.05
    better = [row("b", (1, 0.5, 0.5, 0.5)) if each.id == "b" else each for each in rows]
    assert kscore(better, Variant.EXCLUDED).success_only == pytest.approx(0.65)
    assert kscore(better, Variant.FILLER).success_only == pytest.approx(0.60)


def test_golden_knowgen():
    score = kscore(ROWS, Variant.KNOWGEN)
    # knowledge (a, b, c): F 2.5/3, V 1.5/3, T of a and b (1 + 0)/2, A 2.5/3:
    #   0.1 × 0.8333 + 0.4 × 0.5 + 0.4 × 0.5 + 0.1 × 0.8333 = 0.56667
    # quality (d): no text at all, so T = 0.5: 0.1 + 0.4 × 0.5 + 0.4 × 0.5 + 0 = 0.5
    # plain mean of the two: 0.53333
    knowledge, quality = 0.4 + 0.5 / 3, 0.5
    assert score.success_only == pytest.approx((knowledge + quality) / 2)
    # the policy failed one of two quality rows; the outage is one of four knowledge rows
    assert score.failures_as_zero == pytest.approx((knowledge + quality / 2) / 2)
    assert score.missing_as_zero == pytest.approx((knowledge * 3 / 4 + quality / 2) / 2)
    # knowledge asks for text somewhere: 1; quality nowhere: 0.8
    assert score.attainable == pytest.approx(0.9)
    assert score.means is not None
    assert score.means.text_accuracy == pytest.approx(0.5)
    assert score.means.aesthetics == pytest.approx((2.5 / 3 + 0) / 2)


def test_inside_one_track_knowgen_is_excluded():
    knowledge = [each for each in ROWS if each.track == KNOWLEDGE]
    knowgen, excluded = kscore(knowledge, Variant.KNOWGEN), kscore(knowledge, Variant.EXCLUDED)
    assert numbers(knowgen) == pytest.approx(numbers(excluded))


def test_groups():
    report = kscore_report(ROWS)
    assert list(report.by_track) == [KNOWLEDGE, QUALITY]
    assert list(report.by_category) == ["counting", "products", "science"]
    assert list(report.by_difficulty) == ["hard", "medium"]
    # knowledge: (1 + 0.35 + 0.35) / 3, quality: 0.5
    assert report.by_track[KNOWLEDGE].success_only == pytest.approx(1.7 / 3)
    assert report.by_track[KNOWLEDGE].missing_as_zero == pytest.approx(1.7 / 4)
    assert report.by_track[QUALITY].failures_as_zero == pytest.approx(0.25)
    # products: a and c; science: b and the outage
    assert report.by_category["products"].success_only == pytest.approx((1 + 0.35) / 2)
    assert report.by_category["science"].success_only == pytest.approx(0.35)
    assert report.by_category["science"].missing_as_zero == pytest.approx(0.175)
    # hard: a, b, d and the outage; medium: c and the one that gave up
    assert report.by_difficulty["hard"].success_only == pytest.approx((1 + 0.35 + 0.5) / 3)
    assert report.by_difficulty["medium"].failures_as_zero == pytest.approx(0.175)
    assert report.overall == kscore(ROWS)


def test_rows_without_a_group_are_in_none():
    report = kscore_report([row("a", (1, 1, 1, 1), track="", category="", difficulty="")])
    assert (report.by_track, report.by_category, report.by_difficulty) == ({}, {}, {})
    assert report.overall.success_only == pytest.approx(1)


def test_nothing_scored_is_not_zero():
    score = kscore([row("f", OUTAGE)])
    assert (score.success_only, score.failures_as_zero, score.attainable, score.means) == (None, None, None, None)
    assert score.missing_as_zero == 0
    assert kscore([]).missing_as_zero is None
    gave_up = kscore([row("e", GAVE_UP)])
    assert (gave_up.success_only, gave_up.failures_as_zero) == (None, 0)
    assert kscore_interval([row("f", OUTAGE)]) is None


# Qwen-Image-Edit on GenEvolve-Bench as published: F, V, T, A, KScore, and by track (335 and 259 rows).
PUBLISHED = [
    (0.3729, 0.0623, 0.4226, 0.6751, 0.2987, 0.2384, 0.3768),
    (0.4781, 0.1061, 0.4571, 0.5867, 0.3317, 0.3109, 0.3587),
    (0.4791, 0.1121, 0.4934, 0.5785, 0.3480, 0.3303, 0.3709),
    (0.5027, 0.1138, 0.4926, 0.6197, 0.3548, 0.3277, 0.3898),
    (0.5303, 0.1338, 0.4907, 0.6347, 0.3663, 0.3410, 0.3990),
]


@pytest.mark.parametrize("published", PUBLISHED)
def test_the_published_table_is_a_mean_over_rows(published):
    *means, overall, knowledge, quality = published
    assert weighted(*means) == pytest.approx(overall, abs=1.5e-4)
    assert (335 * knowledge + 259 * quality) / 594 == pytest.approx(overall, abs=1.5e-4)


steps = st.sampled_from([0.0, 0.5, 1.0])
row_result = st.one_of(
    st.builds(
        RowScores,
        faithfulness=steps,
        visual_correctness=steps,
        text_accuracy=st.one_of(st.none(), steps),
        aesthetics=steps,
    ),
    st.just(GAVE_UP),
    st.just(OUTAGE),
)
many_rows = st.lists(st.tuples(row_result, st.sampled_from([KNOWLEDGE, QUALITY])), min_size=1, max_size=25).map(
    lambda drawn: [row(str(index), scores, track=track) for index, (scores, track) in enumerate(drawn)]
)


@given(many_rows, st.sampled_from(Variant))
def test_every_variant_orders_its_readings(rows, variant):
    score = kscore(rows, variant)
    if score.success_only is None:
        return
    assert 0 <= score.missing_as_zero <= score.failures_as_zero + 1e-12
    assert score.success_only <= score.attainable + 1e-12
    assert 0.8 - 1e-12 <= score.attainable <= 1 + 1e-12
    if variant is not Variant.KNOWGEN:
        assert score.failures_as_zero <= score.success_only + 1e-12
        share = score.num_scored / score.num_rows
        assert score.missing_as_zero == pytest.approx(score.success_only * share)


@given(many_rows)
def test_filler_is_the_mean_of_the_rows(rows):
    values = [kscore_of(each.result) for each in scored_rows(rows)]
    if values:
        assert kscore(rows).success_only == pytest.approx(sum(values) / len(values))


@given(many_rows, st.sampled_from(Variant))
def test_the_order_of_rows_does_not_matter(rows, variant):
    first, second = kscore(rows, variant), kscore(rows[::-1], variant)
    assert numbers(first) == pytest.approx(numbers(second))


@given(many_rows, st.sampled_from(Variant))
def test_the_interval_is_around_the_number(rows, variant):
    interval = kscore_interval(rows, variant, num_resamples=200)
    if interval is not None:
        assert interval.mean == pytest.approx(kscore(rows, variant).failures_as_zero)
        assert -1e-12 <= interval.low <= interval.high <= 1 + 1e-12


def test_a_row_is_rewarded_and_benchmarked_alike():
    for required in (True, False):
        scores = PictureScores(
            faithfulness=1, visual_correctness=0.5, text_accuracy=1, aesthetics=0, text_required=required
        )
        assert kscore_of(row_scores(scores)) == pytest.approx(image_reward(scores))
        assert (row_scores(scores).text_accuracy is None) is not required


def test_a_row_takes_its_groups_from_the_task():
    task = SuiteRow(id="7", prompt="a flag", category="counting", track=QUALITY, difficulty="easy")
    made = bench_row(task, GAVE_UP)
    assert (made.id, made.category, made.track, made.difficulty) == ("7", "counting", QUALITY, "easy")
    assert BenchRow.model_validate_json(made.model_dump_json()) == made


def test_the_example_of_the_docs():
    rows = [row("a", (1, 1, 1, 1)), row("b", (1, 0, 0.5, 1)), row("c", (1, 0, None, 0), track=QUALITY)]
    scores = {variant: kscore(rows, variant).success_only for variant in Variant}
    assert scores == pytest.approx({Variant.FILLER: 1.7 / 3, Variant.EXCLUDED: 0.6, Variant.KNOWGEN: 0.5})
