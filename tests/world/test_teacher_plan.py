"""What a careful worker plans: nothing forgotten, nothing told that nobody can know yet."""

from __future__ import annotations

import re

import pytest

from genevolve.world.suite import world_suite
from genevolve.world.teacher.lapses import Lapse, lapses_of
from genevolve.world.teacher.plan import draft, plan, planned


@pytest.fixture(scope="module")
def items(world):
    return world_suite(world, split="train", n=240, seed=4)


@pytest.mark.parametrize("quality", [1.0, 0.5])
def test_it_tells_no_fact_that_the_request_leaves_open(items, quality) -> None:
    for item in items:
        said = planned(plan(item, lapses_of(item, quality, seed=0))).casefold()
        asked = item.request.prompt.casefold()
        values = [fact.value.casefold() for fact in item.evidence.facts if len(fact.value) > 2]
        told = [value for value in values if re.search(rf"\b{re.escape(value)}\b", said)]
        assert all(value in asked for value in told), (said, asked)
        assert "(#" not in said


def test_where_nothing_is_open_the_draft_is_the_ideal_program(items) -> None:
    closed = [item for item in items if not item.evidence.facts]
    assert len(closed) > 20
    assert all(draft(item) == item.ideal.gen_prompt for item in closed)


def test_what_is_only_described_keeps_its_description(items) -> None:
    described = [item for item in items if item.recipe.factual_gap == "described"]
    assert len(described) > 10
    for item in described:
        name = next(fact for fact in item.evidence.facts if fact.attribute == "name")
        assert name.value not in draft(item)


def test_it_names_first_searches_pictures_and_skills_in_the_order_of_the_work(items) -> None:
    for item in items:
        parts = plan(item)
        assert ("Search" in parts) == bool(item.evidence.facts)
        assert ("Picture" in parts) == bool(item.evidence.targets)
        assert planned(parts).endswith(f" Skills: {', '.join(item.ideal.skills)}.")
        assert [name for name in ("Draft", "Search", "Picture", "Skills") if name in parts] == list(parts)


def test_a_lapse_is_planned_as_well(items) -> None:
    item = next(item for item in items if item.evidence.facts and "text_rendering" in item.ideal.skills)
    parts = plan(item, frozenset({Lapse.NO_SEARCH, Lapse.TEXT}))
    assert "Search" not in parts
    assert "text_rendering" not in parts.get("Skills", "")


def test_a_vague_query_for_what_is_only_described_tells_no_word_of_its_name(items) -> None:
    for item in (item for item in items if item.recipe.factual_gap == "described"):
        name = next(fact.value for fact in item.evidence.facts if fact.attribute == "name")
        words = [word for word in name.split() if word not in item.request.prompt]
        asked = plan(item, frozenset({Lapse.VAGUE_QUERY})).get("Picture", "")
        assert not [word for word in words if word in asked.split('"')[1::2]], asked
