from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from genevolve.bench.suites import read_wise
from genevolve.bench.suites.wise import FILES
from genevolve.bench.wise import (
    OVERALL_WEIGHTS,
    Edition,
    LegacyScores,
    VerifiedScore,
    WiseCategory,
    WiseRow,
    wiscore,
    wise_interval,
    wise_result,
    wise_summary,
)
from genevolve.errors import SuiteError
from genevolve.judges import WiseScores, WiseVerdict
from genevolve.records import InfrastructureFailure, PolicyFailure, StopReason

GAVE_UP = PolicyFailure(kind=StopReason.TURN_LIMIT)
OUTAGE = InfrastructureFailure(boundary="judge")


def legacy(consistency, realism, aesthetic):
    return LegacyScores(consistency=consistency, realism=realism, aesthetic_quality=aesthetic)


def rows_of(results):
    return [
        WiseRow(id=f"{category}-{index}", category=category, result=result)
        for category, group in results.items()
        for index, result in enumerate(group)
    ]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (legacy(2, 2, 2), 1.0),
        (legacy(0, 0, 0), 0.0),
        (legacy(2, 1, 0), 0.8),  # (1.4 + 0.2 + 0) / 2
        (legacy(1, 2, 1), 0.6),  # (0.7 + 0.4 + 0.1) / 2
        (legacy(0, 2, 2), 0.3),  # (0 + 0.4 + 0.2) / 2
        (VerifiedScore(score=1), 1.0),
        (VerifiedScore(score=0), 0.0),
    ],
)
def test_golden_wiscore(scores, expected):
    assert wiscore(scores) == pytest.approx(expected)


def test_scores_outside_the_rubric_are_refused():
    with pytest.raises(ValidationError):
        legacy(3, 0, 0)
    with pytest.raises(ValidationError):
        VerifiedScore(score=2)


def test_a_judges_opinion_is_counted_as_it_was_given():
    assert wise_result(WiseVerdict(correct=True)) == VerifiedScore(score=1)
    assert wise_result(WiseVerdict(correct=False)) == VerifiedScore(score=0)
    opinion = WiseScores(consistency=2, realism=1, aesthetic_quality=0)
    assert wiscore(wise_result(opinion)) == pytest.approx(0.8)


def test_golden_legacy_summary():
    full, none = legacy(2, 2, 2), legacy(0, 0, 0)
    rows = rows_of(
        {
            WiseCategory.CULTURAL: [full, full, none, GAVE_UP],  # 2/3, with failures 2/4
            WiseCategory.TIME: [legacy(2, 1, 0), OUTAGE],  # 0.8, missing 0.4
            WiseCategory.SPACE: [none],
            WiseCategory.BIOLOGY: [full],
            WiseCategory.PHYSICS: [full, none],  # 0.5
            WiseCategory.CHEMISTRY: [legacy(1, 2, 1)],  # 0.6
        }
    )
    summary = wise_summary(rows, Edition.LEGACY)
    tail = 0.133 * 0 + 0.1 * 1 + 0.1 * 0.5 + 0.1 * 0.6
    assert summary.overall.success_only == pytest.approx(0.4 * 2 / 3 + 0.167 * 0.8 + tail)
    assert summary.overall.failures_as_zero == pytest.approx(0.4 * 0.5 + 0.167 * 0.8 + tail)
    assert summary.overall.missing_as_zero == pytest.approx(0.4 * 0.5 + 0.167 * 0.4 + tail)
    assert (summary.overall.num_rows, summary.overall.num_scored) == (11, 9)
    assert (summary.overall.num_policy_failures, summary.overall.num_infrastructure_failures) == (1, 1)
    assert summary.by_category[WiseCategory.PHYSICS].success_only == pytest.approx(0.5)
    interval = wise_interval(rows, Edition.LEGACY, num_resamples=500)
    assert interval is not None
    assert interval.mean == pytest.approx(summary.overall.failures_as_zero)
    assert interval.low <= interval.mean <= interval.high


def test_the_published_verified_overall_is_this_weighted_mean():
    # the leaderboard's first row: the six categories, and .8760 overall
    published = dict(zip(WiseCategory, (0.8975, 0.8167, 0.9333, 0.8167, 0.8667, 0.8750), strict=True))
    sizes = dict(zip(WiseCategory, (400, 120, 120, 120, 120, 120), strict=True))
    hits = {category: round(published[category] * sizes[category]) for category in WiseCategory}
    rows = rows_of(
        {
            category: [VerifiedScore(score=int(index < hits[category])) for index in range(sizes[category])]
            for category in WiseCategory
        }
    )
    summary = wise_summary(rows, Edition.VERIFIED)
    assert summary.overall.success_only == pytest.approx(0.8760, abs=1e-4)


@pytest.mark.parametrize("edition", Edition)
def test_weights_sum_to_one(edition):
    assert sum(OVERALL_WEIGHTS[edition].values()) == pytest.approx(1)


def test_without_every_category_there_is_no_overall():
    rows = rows_of({WiseCategory.TIME: [VerifiedScore(score=1)]})
    summary = wise_summary(rows, Edition.VERIFIED)
    assert summary.overall.success_only is None
    assert summary.by_category[WiseCategory.TIME].success_only == 1
    assert summary.by_category[WiseCategory.SPACE].missing_as_zero is None
    assert wise_interval(rows, Edition.VERIFIED) is None


def test_the_editions_cannot_be_mixed():
    with pytest.raises(ValueError, match="not scored by the rubric of WISE legacy"):
        wise_summary(rows_of({WiseCategory.TIME: [VerifiedScore(score=1)]}), Edition.LEGACY)


def entry(number, category, **fields):
    row = {
        "Prompt": f"A picture of request {number}",
        "Explanation": "What it must show",
        "Category": category,
        "Subcategory": "Any",
        "prompt_id": number,
    }
    return {**row, **fields}


SMALL = (
    [entry(1, "Cultural knowledge"), entry(2, "Cultural knowledge")],
    [entry(401, "time"), entry(568, "Space")],
    [entry(701, "Biology"), entry(801, "Physical Knowledge"), entry(901, "Chemistry")],
)


def write(folder, edition, contents=SMALL):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in zip(FILES[edition], contents, strict=True):
        (folder / name).write_text(json.dumps(rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("edition", "inner"), [(Edition.LEGACY, "WISE_legacy/data"), (Edition.VERIFIED, "data_verified")]
)
def test_the_repository_and_its_data_folder_read_the_same(tmp_path, edition, inner):
    write(tmp_path / inner, edition)
    suite = read_wise(tmp_path, edition)
    assert [row.id for row in suite.rows] == ["1", "2", "401", "568", "701", "801", "901"]
    assert [row.category for row in suite.rows[1:]] == list(WiseCategory)
    assert suite.rows[0].meta == {
        "edition": edition.value,
        "explanation": "What it must show",
        "subcategory": "Any",
    }
    assert suite.ground_truth(suite.rows[0]) is None
    assert read_wise(tmp_path / inner, edition) == suite


def test_the_other_edition_is_not_there(tmp_path):
    write(tmp_path / "data_verified", Edition.VERIFIED)
    with pytest.raises(SuiteError, match="holds no WISE legacy"):
        read_wise(tmp_path, Edition.LEGACY)


def test_a_missing_file_is_named(tmp_path):
    write(tmp_path, Edition.LEGACY)
    (tmp_path / "natural_science.json").unlink()
    with pytest.raises(SuiteError, match=r"lacks natural_science.json"):
        read_wise(tmp_path)
    with pytest.raises(SuiteError, match=r"there is no folder"):
        read_wise(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Prompt": ""}, r"cultural_common_sense.json, row 1 has no 'Prompt'"),
        ({"Explanation": None}, r"row 1 has no 'Explanation'"),
        ({"Category": "Gossip"}, r"row 1: 'Gossip' is not a category of WISE"),
        ({"prompt_id": None}, r"row 1 has no 'prompt_id'"),
        (
            {"prompt_id": 401},
            r"reasoning.json, row 1 has the id '401', which is already that of .*common_sense.json, row 1",
        ),
    ],
)
def test_a_bad_row_is_named(tmp_path, fields, complaint):
    write(tmp_path, Edition.LEGACY, ([entry(1, "Cultural knowledge", **fields)], *SMALL[1:]))
    with pytest.raises(SuiteError, match=complaint):
        read_wise(tmp_path)


def test_a_small_part_of_the_suite_has_an_interval_around_its_score():
    """One row a category: most resamples miss some category, which must not pull the score down."""
    rows = rows_of({category: [legacy(2, 2, 2)] for category in WiseCategory})
    interval = wise_interval(rows, Edition.LEGACY, num_resamples=500)
    assert (interval.mean, interval.low, interval.high) == pytest.approx((1, 1, 1))
