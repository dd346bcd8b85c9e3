"""The teacher: through the real loop to a sufficient program; with lower quality, good but not perfect."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from genevolve.agent.loop import Rollout
from genevolve.agent.prompts import system_prompt
from genevolve.agent.tokens import text_tokens
from genevolve.assembly import assemble
from genevolve.config import load_settings
from genevolve.errors import PolicyError
from genevolve.language import read
from genevolve.models import Message, Sampling
from genevolve.records import Role, StopReason, Trajectory
from genevolve.records.wire import IMAGE_SEARCH, QUERY_KNOWLEDGE, SEARCH
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.world.illustrator.failures import hazards
from genevolve.world.sufficiency import sufficiency
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.suite.seeds import chooser
from genevolve.world.teacher import Style, TeacherPolicy
from genevolve.world.teacher.lapses import lapses_of
from genevolve.world.world import World


@pytest.fixture(scope="module")
def items(world: World) -> list[SuiteItem]:
    return chooser("teacher test").sample(world_suite(world), 24)


COMPACT = {
    "agent.view": "compact", "agent.max_policy_calls": 9, "agent.top_k": 3, "agent.max_thumbnails": 3,
    "agent.max_thumbnail_pixels": 4096,
}  # fmt: skip


async def taught(
    items: list[SuiteItem],
    quality: float,
    folder: Path,
    style: Style = "plain",
    agent: Mapping[str, Any] = MappingProxyType({}),
) -> list[Trajectory]:
    parts = assemble(load_settings(overrides=agent))
    policy = TeacherPolicy.of(items, quality=quality, style=style)
    images, cache = ImageStore(folder), ToolCache()
    settings = parts.settings.agent
    prompt = system_prompt(parts.tools, parts.skills, settings)
    return [
        await Rollout(
            item.request, policy=policy, tools=parts.tools, system_prompt=prompt, settings=settings,
            images=images, cache=cache,
        ).run()
        for item in items
    ]  # fmt: skip


@pytest.mark.anyio
async def test_the_perfect_teacher_is_always_sufficient_and_flawless(items: list[SuiteItem], tmp_path: Path) -> None:
    for item, trajectory in zip(items, await taught(items, 1.0, tmp_path), strict=True):
        assert trajectory.stop_reason is StopReason.ANSWERED
        assert trajectory.program is not None
        assert sufficiency(item, trajectory.program).score == 1.0
        assert hazards(read(trajectory.program.gen_prompt)) == ()
        used = [call.name for call in trajectory.tool_calls]
        assert used.count(IMAGE_SEARCH) >= len(item.evidence.targets)
        assert (SEARCH in used) == bool(item.evidence.facts)
        assert QUERY_KNOWLEDGE in used
        assert len(used) <= 10


@pytest.mark.anyio
async def test_the_teacher_asks_for_nothing_that_it_cannot_know_yet(world: World, tmp_path: Path) -> None:
    chained = [item for item in world_suite(world) if len(item.evidence.facts) >= 3][:6]
    for item, trajectory in zip(chained, await taught(chained, 1.0, tmp_path), strict=True):
        known = item.request.prompt.casefold()
        for call in trajectory.tool_calls:
            if call.name == SEARCH:
                asked = " ".join(call.arguments["queries"]).casefold()
                values = [fact.value.casefold() for fact in item.evidence.facts]
                assert not [value for value in values if len(value) > 3 and value in asked and value not in known]
                known += " ".join(
                    fact.value for fact in item.evidence.facts if fact.query.casefold() in asked
                ).casefold()


@pytest.mark.anyio
async def test_lower_quality_is_worse_but_ends_in_programs(items: list[SuiteItem], tmp_path: Path) -> None:
    trajectories = await taught(items, 0.3, tmp_path)
    assert all(trajectory.stop_reason is StopReason.ANSWERED for trajectory in trajectories)
    scores = [
        sufficiency(i, t.program).score for i, t in zip(items, trajectories, strict=True) if t.program is not None
    ]
    flawed = sum(bool(hazards(read(t.program.gen_prompt))) for t in trajectories if t.program is not None)
    assert 0.4 < sum(scores) / len(scores) < 0.97
    assert flawed > len(items) / 2


def test_lapses_grow_as_quality_falls(items: list[SuiteItem]) -> None:
    for item in items:
        assert not lapses_of(item, 1.0, 0)
        assert lapses_of(item, 0.7, 0) <= lapses_of(item, 0.2, 0)
    assert any(lapses_of(item, 0.5, 0) != lapses_of(item, 0.5, 1) for item in items)


@pytest.mark.anyio
async def test_the_copying_teacher_fits_a_small_window_and_answers_the_same(world: World, tmp_path: Path) -> None:
    items = chooser("copying teacher").sample(world_suite(world, "train", 200, seed=5), 30)
    plain = await taught(items, 1.0, tmp_path, "plain", COMPACT)
    for item, trajectory, other in zip(
        items, await taught(items, 1.0, tmp_path, "copying", COMPACT), plain, strict=True
    ):
        assert trajectory.stop_reason is StopReason.ANSWERED
        assert trajectory.program == other.program
        assert trajectory.tool_calls == other.tool_calls
        assert sum(text_tokens(turn.text) + 4 * len(turn.images) for turn in trajectory.turns) <= 2200
        _check_that_everything_is_copied(item, trajectory)


def _check_that_everything_is_copied(item: SuiteItem, trajectory: Trajectory) -> None:
    """Each query stands in the thought before it, each fact of the answer in what was read and in the last thought."""
    read_so_far = ""
    for turn in trajectory.turns[1:]:
        if turn.role is Role.USER:
            read_so_far += turn.text
        elif turn.tool_call is not None:
            arguments = turn.tool_call.arguments
            queries = arguments.get("queries", [arguments.get("query", arguments.get("skill_name"))])
            said = (
                [json.dumps(query, ensure_ascii=False) for query in queries]
                if turn.tool_call.name != "query_knowledge"
                else queries
            )
            assert all(query in turn.thought for query in said)
    last = trajectory.turns[-1].thought
    assert trajectory.program is not None
    for fact in item.evidence.facts:
        if f'"{fact.value}"' in trajectory.program.gen_prompt or f"({fact.value})" in trajectory.program.gen_prompt:
            assert fact.value.casefold() in read_so_far.casefold()
            assert fact.value.casefold() in last.casefold()
    assert all(f"{reference.img_id} is the" in last for reference in trajectory.program.references)


@pytest.mark.anyio
async def test_thoughts_are_quoted_from_what_was_read(items: list[SuiteItem], tmp_path: Path) -> None:
    """What a thought says of a page, or of a picture, is what stands there: a teacher that slips claims no more."""
    for trajectory in await taught(items, 0.5, tmp_path, "copying", COMPACT):
        seen = "".join(turn.text for turn in trajectory.turns if turn.role is Role.USER)
        for thought in (turn.thought for turn in trajectory.turns if turn.role is Role.ASSISTANT):
            for said in re.findall(r"(IMG_\d+: [^.]*?) is (?:right|wrong)\.", thought):
                assert said in seen
            for page in re.findall(r"^([^.:]+: [^.:]+: [^.]+)\. ", thought):
                assert page in seen


@pytest.mark.anyio
async def test_an_unknown_request_is_refused(items: list[SuiteItem]) -> None:
    with pytest.raises(PolicyError):
        await TeacherPolicy.of(items).act([Message(Role.USER, "a cat")], Sampling())


def test_quality_has_bounds(items: list[SuiteItem]) -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        TeacherPolicy.of(items, quality=1.2)
