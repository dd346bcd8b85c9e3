"""The world's comparator on real rollouts of the teacher, made anew with the very tools that a policy has."""

from __future__ import annotations

import re
from pathlib import Path

import anyio
import pytest

from genevolve.assembly import assemble, open_world
from genevolve.assembly_supervised import worked_out
from genevolve.config import Settings
from genevolve.errors import ComparisonError
from genevolve.experience.rules import guide_faults, told
from genevolve.experience.wordlists import PLAIN_WORDS, VERBS, word_list
from genevolve.records import PictureScores, Sufficiency
from genevolve.records.experience import Contender, Contrast, DecisionGuide
from genevolve.records.wire import SKILL_NAMES
from genevolve.rewards import scored, value
from genevolve.store import ImageStore
from genevolve.world.comparing import WorldComparator
from genevolve.world.comparing.guards import GUARDS
from genevolve.world.comparing.habits import Topic
from genevolve.world.comparing.skilled import WHEN
from genevolve.world.sufficiency import sufficiency
from genevolve.world.suite import SuiteItem, world_suite

NUM = 12

Pair = tuple[SuiteItem, Contrast]


def _contender(item: SuiteItem, quality: float, folder: Path) -> Contender:
    parts = assemble(Settings())
    trajectory = anyio.run(worked_out, parts, item, ImageStore(folder, sync=False), quality, 7)
    assert trajectory.program is not None
    judged = sufficiency(item, trajectory.program)
    text = 0.5 if judged.score == 1 else 0.0
    scores = PictureScores(
        faithfulness=0.5, visual_correctness=0.5, text_accuracy=text, aesthetics=0.5, text_required=True
    )
    return Contender(trajectory=trajectory, outcome=scored(scores, judged), sufficiency=judged)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    folder = tmp_path_factory.mktemp("images")
    found = []
    for item in world_suite(open_world(), split="train", n=NUM, seed=91):
        worst, best = (_contender(item, quality, folder) for quality in (0.1, 1.0))
        gap = (value(best.outcome) or 0) - (value(worst.outcome) or 0)
        if gap > 0:
            found.append((item, Contrast(request=item.request, best=best, worst=worst, gap=gap)))
    assert len(found) >= NUM // 2
    return found


def compared(contrast: Contrast) -> DecisionGuide:
    return anyio.run(WorldComparator().compare, contrast)


def bullets(contrast: Contrast, slot: str) -> tuple[str, ...]:
    return dict(compared(contrast).decision_guidance.slots())[slot]


def test_every_guide_keeps_the_rules_and_holds_no_fact_that_had_to_be_found(pairs: list[Pair]) -> None:
    for item, contrast in pairs:
        guide = compared(contrast)
        said = " ".join(told(guide)).casefold()

        assert guide_faults(guide, contrast) == []
        for fact in item.evidence.facts:
            assert fact.value.casefold() not in said
        for target in item.evidence.targets:
            assert target.name.casefold() not in said


def test_whatever_a_request_is_about_no_bullet_of_ours_is_taken_for_its_answer() -> None:
    ours = [*Topic, *(guard.text for guard in GUARDS), *(text for _, _, _, text, _ in WHEN)]
    plain = word_list(PLAIN_WORDS) | word_list(VERBS)

    for text in ours:
        words = set(re.findall(r"[a-z]{2,}", text.casefold().replace("_", "")))
        assert {word for word in words if word not in plain} <= {name.replace("_", "") for name in SKILL_NAMES}


def test_a_guide_speaks_of_the_skills_that_only_the_best_opened(pairs: list[Pair]) -> None:
    for _, contrast in pairs:
        opened = [
            {call.arguments.get("skill_name") for call in one.trajectory.tool_calls}
            for one in (contrast.best, contrast.worst)
        ]
        for bullet in bullets(contrast, "skill_routing_guidance"):
            skill = bullet.removeprefix("Standard: ").split()[1]
            assert skill in opened[0]
            assert (skill in opened[1]) == bullet.startswith("Standard:")


def test_who_did_not_search_is_told_to_and_who_did_is_not(pairs: list[Pair]) -> None:
    seen = set()
    for _, contrast in pairs:
        calls = [{call.name for call in one.trajectory.tool_calls} for one in (contrast.best, contrast.worst)]
        differs = "search" in calls[0] and "search" not in calls[1]
        told_to = any(bullet.startswith("Search ") for bullet in bullets(contrast, "search_query_guidance"))
        if not differs:
            assert not told_to
        seen.add(differs and told_to)
    assert True in seen


def test_a_program_that_drops_what_was_asked_for_is_told_so_and_one_that_keeps_it_is_not(pairs: list[Pair]) -> None:
    for _, contrast in pairs:
        worst = contrast.worst
        program = worst.trajectory.program
        assert program is not None
        emptied = program.model_copy(update={"gen_prompt": "A scene in a kitchen. A cactus. A cactus. A cactus."})
        dropped = contrast.model_copy(
            update={
                "best": contrast.best,
                "worst": worst.model_copy(
                    update={
                        "trajectory": contrast.best.trajectory.model_copy(update={"program": emptied}),
                        "sufficiency": Sufficiency(score=0.0, reason="there is no such thing"),
                    }
                ),
            }
        )

        assert any("by its own word" in bullet for bullet in bullets(dropped, "prompt_program_guidance"))
        kept = [bullet for bullet in bullets(contrast, "prompt_program_guidance") if not bullet.startswith("Standard:")]
        assert not any("by its own word" in bullet for bullet in kept)


def test_what_the_best_rollout_did_not_achieve_is_not_taught_as_its_merit(pairs: list[Pair]) -> None:
    _, contrast = next(pair for pair in pairs if "spatial_layout" in str(bullets(pair[1], "skill_routing_guidance")))
    blamed = contrast.best.model_copy(
        update={"sufficiency": Sufficiency(score=0.5, reason="the van is elsewhere, not on the right")}
    )

    said = bullets(contrast.model_copy(update={"best": blamed}), "skill_routing_guidance")

    assert not any("spatial_layout" in bullet for bullet in said)


def test_two_rollouts_that_did_the_same_teach_nothing(pairs: list[Pair]) -> None:
    _, contrast = pairs[0]

    with pytest.raises(ComparisonError, match="can be told"):
        compared(contrast.model_copy(update={"worst": contrast.best}))


def test_the_same_pair_gives_the_same_guide(pairs: list[Pair]) -> None:
    for _, contrast in pairs[:3]:
        assert compared(contrast) == compared(contrast)
