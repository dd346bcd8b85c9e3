"""The ladder's statistics on rows and courses small enough to work out by hand, and its parts on disk."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from genevolve.bench.ladder import ladder_tables
from genevolve.bench.ladder_course import reaches, smoothed, window_of
from genevolve.bench.ladder_parts import LadderPart, part_path, read_part, refuse_other_sources, write_part
from genevolve.bench.ladder_plots import course_svg, variants_svg
from genevolve.bench.ladder_result import LadderResult, ladder_result
from genevolve.bench.ladder_table import markdown
from genevolve.bench.outcomes import Outcome
from genevolve.errors import RunError

PLAN = {"suite": "world", "suite_sha256": "5", "policy_id": "p", "renderer_id": "r/1", "picture_judge_id": "j/1"}


def told(name: str, reward: float, track: str = "knowledge", sufficiency: float = 0.0) -> Outcome:
    return Outcome(id=name, track=track, reward=reward, kscore=reward / 2, valid=True, sufficiency=sufficiency)


def part(variant: str, seed: int = 0, rewards: tuple[float, ...] = (0.2, 0.4), **given: object) -> LadderPart:
    first = tuple(told(f"r{number}", reward) for number, reward in enumerate(rewards))
    values = {"variant": variant, "seed": seed, "n": len(rewards), "settings": {"a.b": 1}, "settings_sha256": "0"}
    values |= {"first_plan": PLAN, "second_plan": PLAN | {"renderer_id": "s/1"}, "seconds": {"eval": 60.0}}
    values |= {"ended": "2026-11-24T10:00:00+00:00", "made_with": {"git": {"commit": "c"}}, "first": first}
    return LadderPart.model_validate(values | {"second": first} | given)


def result(parts: list[LadderPart], wanted: list[tuple[str, int]]) -> LadderResult:
    return ladder_result(parts, wanted, command="c", seeds=2, controls=1, n=2, steps=5, rollouts_per_step=48)


def test_gaps_pair_the_seeds_that_both_have():
    grpo = {0: [told("a", 0.2), told("b", 0.4)], 1: [told("a", 0.4), told("b", 0.0)]}
    ved = {0: [told("b", 0.6), told("a", 0.4)], 1: [told("a", 0.6), told("b", 0.4)]}
    control = {0: [told("a", 0.4), told("b", 0.4)]}
    tables = ladder_tables({"grpo": grpo, "grpo-ved": ved, "wrong-guide": control})
    gaps = {(gap.better, gap.worse, gap.seed): gap for gap in tables.gaps if gap.score == "reward"}
    pooled = gaps["grpo-ved", "grpo", None]
    # by request over both seeds: (0.2 + 0.2) / 2 and (0.2 + 0.4) / 2
    assert pooled.difference.mean == pytest.approx((0.2 + 0.3) / 2)
    assert (pooled.difference.low, pooled.difference.high) == pytest.approx((0.2, 0.3))
    assert pooled.holds
    # the control has one seed: the other seed of VED has no part in it
    assert gaps["grpo-ved", "wrong-guide", None].difference.mean == pytest.approx((0.0 + 0.2) / 2)
    assert ("grpo-ved", "wrong-guide", 1) not in gaps


def test_a_line_has_dimensions_and_tracks():
    runs = {0: [told("a", 0.2, sufficiency=1.0), told("b", 0.6, "quality")]}
    line = ladder_tables({"sft": runs}).variants[0]
    assert line.dimensions["sufficiency"].mean == pytest.approx(0.5)
    assert {track: found.mean for track, found in line.tracks.items()} == pytest.approx(
        {"knowledge": 0.2, "quality": 0.6}
    )


def test_a_run_reaches_the_end_of_grpo_at_its_first_smoothed_reward_that_is_no_less():
    assert window_of(10) == 2
    assert window_of(3) == 1
    assert smoothed([1.0, 2.0, 3.0], 2) == [1.5, 2.5]
    grpo = {0: [0.0, 0.1, 0.2, 0.3, 0.3, 0.3, 0.3, 0.3, 0.4, 0.4], 1: [0.0] * 8 + [0.2, 0.2]}
    ved = {0: [0.0, 0.2, 0.4, 0.4] + [0.5] * 6, 1: [0.1] * 10, 2: [1.0] * 10}
    by_seed = {line.seed: line for line in reaches(grpo, "grpo-ved", ved)}
    assert (by_seed[0].goal, by_seed[0].reached, by_seed[0].share) == (pytest.approx(0.4), 4, 0.4)
    assert (by_seed[1].goal, by_seed[1].reached, by_seed[1].share) == (pytest.approx(0.2), None, None)
    # the mean courses end with 0.3; VED's mean of two steps is 0.25 up to step 4, and 0.275 and 0.3 after it
    assert (by_seed[None].seeds, by_seed[None].goal) == ((0, 1), pytest.approx(0.3))
    assert by_seed[None].reached == 6
    assert 2 not in by_seed
    assert reaches({0: [0.1, 0.2]}, "grpo-ved", {0: [0.1]}) == []


def test_a_part_comes_back_as_it_was_with_a_line_a_request(tmp_path):
    kept = part("grpo", course=(0.1, 0.25))
    write_part(tmp_path, kept)
    path = part_path(tmp_path, kept.key)
    assert read_part(tmp_path, kept.key) == kept
    assert json.loads(path.read_text())["course"] == [0.1, 0.25]
    assert sum(line.startswith('  ["r') for line in path.read_text().splitlines()) == 4
    assert read_part(tmp_path, ("grpo", 1)) is None
    path.rename(part_path(tmp_path, ("grpo", 1)))
    with pytest.raises(RunError, match="holds grpo with seed 0"):
        read_part(tmp_path, ("grpo", 1))


def test_parts_of_a_seed_begin_with_the_same_weights():
    sft = part("sft", policy_sha256="a")
    refuse_other_sources([sft, part("grpo", source_sha256="a"), part("grpo", 1, source_sha256="b"), part("raw")], "sft")
    with pytest.raises(RunError, match="sft and grpo do not have the same sft weights"):
        refuse_other_sources([sft, part("grpo", source_sha256="b")], "sft")


def test_what_is_missing_is_said_and_drawn():
    parts = [part("raw"), part("grpo", course=(0.1,) * 5), part("grpo-ved", 1, course=(0.2,) * 5)]
    found = result(parts, [("raw", 0), ("grpo", 0), ("grpo-ved", 0), ("grpo-ved", 1)])
    assert found.missing == ("grpo-ved seed 0",)
    assert not found.complete
    # no seed has both: nothing can be said of the two
    assert not [gap for gap in found.first.gaps if (gap.better, gap.worse) == ("grpo-ved", "grpo")]
    assert {line.variant for line in found.reaches} == {"grpo"}
    assert "**Not complete: 1 of 4 parts are missing" in markdown(found)
    assert found.hours == 0.05
    for plot in (variants_svg(found), course_svg(found)):
        ElementTree.fromstring(plot)
        assert "(not complete)" in plot
    assert result(parts, [one.key for one in parts]).complete


def test_parts_that_were_judged_otherwise_are_not_compared():
    other = part("grpo", first_plan=PLAN | {"picture_judge_id": "j/2"})
    with pytest.raises(RunError, match="raw seed 0 and grpo seed 0 cannot be compared"):
        result([part("raw"), other], [])
