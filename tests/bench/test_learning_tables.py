"""The statistics of learning, on rows small enough to work out by hand."""

from __future__ import annotations

import pytest

from genevolve.bench.learning import learning_tables
from genevolve.bench.outcomes import Outcome
from genevolve.errors import SuiteError


def told(name: str, reward: float, **other: object) -> Outcome:
    return Outcome(
        **{
            "id": name,
            "track": "knowledge",
            "difficulty": "hard",
            "reward": reward,
            "kscore": reward / 2,
            "valid": True,
        }
        | other
    )


BASE = {
    0: [told("a", 0.0), told("b", 0.2), told("c", 0.4, track="quality", difficulty="easy")],
    1: [told("a", 0.2), told("b", 0.0), told("c", 0.4, track="quality", difficulty="easy")],
}
SFT = {
    0: [told("a", 0.5, valid=False), told("b", 0.5), told("c", 0.5, track="quality", difficulty="easy")],
    1: [told("a", 0.3), told("b", 0.7), told("c", 0.3, track="quality", difficulty="easy")],
}


def test_a_stage_pooled_is_the_mean_over_seeds_of_each_request():
    tables = learning_tables({"base": BASE, "sft": SFT})
    lines = {(line.stage, line.seed): line for line in tables.stages}
    assert set(lines) == {(stage, seed) for stage in ("base", "sft") for seed in (0, 1, None)}
    assert lines["base", 0].reward.mean == pytest.approx(0.2)
    pooled = lines["sft", None]
    assert pooled.n == 3
    assert pooled.reward.mean == pytest.approx((0.4 + 0.6 + 0.4) / 3)
    # every resample is a mean of the requests' means 0.4, 0.6 and 0.4
    assert (pooled.reward.low, pooled.reward.high) == pytest.approx((0.4, 0.6))
    assert pooled.kscore.mean == pytest.approx(pooled.reward.mean / 2)
    assert pooled.valid.mean == pytest.approx(5 / 6)


def test_gaps_are_paired_by_request_whatever_order_the_rows_have():
    turned = {seed: list(reversed(rows)) for seed, rows in SFT.items()}
    tables = learning_tables({"base": BASE, "sft": turned})
    gaps = {(gap.better, gap.worse, gap.seed, gap.score): gap for gap in tables.gaps}
    assert len(gaps) == 2 * 3
    pooled = gaps["sft", "base", None, "reward"]
    # request by request, over both seeds: 0.4 - 0.1, 0.6 - 0.1, 0.4 - 0.4
    assert pooled.difference.mean == pytest.approx((0.3 + 0.5 + 0.0) / 3)
    assert (pooled.tally.wins, pooled.tally.ties, pooled.tally.losses) == (2, 1, 0)
    assert not pooled.holds  # a resample may draw the tie three times
    first = gaps["sft", "base", 0, "reward"]
    assert first.difference.mean == pytest.approx((0.5 + 0.3 + 0.1) / 3)
    assert first.holds
    assert gaps["sft", "base", 1, "reward"].tally.losses == 1


def test_a_worse_stage_does_not_hold():
    tables = learning_tables({"base": SFT, "sft": {0: [told(name, 0.0) for name in "abc"]}})
    assert {gap.seed for gap in tables.gaps} == {0, None}
    assert not any(gap.holds for gap in tables.gaps)


def test_a_request_that_one_run_lacks_counts_in_no_pair_and_in_no_pool():
    short = {0: SFT[0][:2], 1: SFT[1]}
    tables = learning_tables({"base": BASE, "sft": short})
    assert {(line.seed, line.n) for line in tables.stages if line.stage == "sft"} == {(0, 2), (1, 3), (None, 2)}
    pooled = next(gap for gap in tables.gaps if gap.seed is None and gap.score == "reward")
    assert pooled.n == 2
    assert pooled.difference.mean == pytest.approx((0.3 + 0.5) / 2)


def test_only_seeds_that_both_stages_have_are_compared():
    tables = learning_tables({"base": BASE, "sft": {1: SFT[1]}, "grpo": {}})
    assert {(gap.better, gap.seed) for gap in tables.gaps} == {("sft", 1), ("sft", None)}
    pooled = next(gap for gap in tables.gaps if gap.seed is None and gap.score == "reward")
    assert pooled.difference.mean == pytest.approx((0.1 + 0.7 - 0.1) / 3)


def test_shares_of_facts_are_sums_over_sums():
    rows = [
        told("a", 1.0, facts_wanted=4, facts_told=2, facts_copied=2),
        told("b", 1.0, facts_wanted=1, facts_told=1, facts_copied=0),
        told("c", 1.0),
    ]
    (line, _) = learning_tables({"sft": {0: rows}}).stages
    assert line.facts_told.mean == pytest.approx(3 / 5)
    assert line.facts_copied.mean == pytest.approx(2 / 3)
    assert line.facts_copied.num_rows == 2
    (line, _) = learning_tables({"sft": {0: [told("a", 1.0, facts_wanted=1)]}}).stages
    assert line.facts_told.mean == 0
    assert line.facts_copied is None


def test_groups_are_parts_of_the_pool():
    groups = {(line.group, line.n): line for line in learning_tables({"sft": SFT}).groups}
    assert set(groups) == {("knowledge", 2), ("quality", 1), ("hard", 2), ("easy", 1)}
    assert groups["knowledge", 2].reward.mean == pytest.approx(0.5)
    assert groups["easy", 1].reward.mean == pytest.approx(0.4)


def test_runs_of_other_requests_are_refused():
    with pytest.raises(SuiteError, match="no request in common"):
        learning_tables({"base": {0: [told("a", 1.0)], 1: [told("b", 1.0)]}})
