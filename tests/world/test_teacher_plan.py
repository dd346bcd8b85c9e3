"""What a careful worker plans: nothing forgotten, nothing told that nobody can know yet."""

from __future__ import annotations

import re

import pytest

from genevolve.world.suite import world_suite
from genevolve.world.teacher.chains import in_the_letters_of_the_request
from genevolve.world.teacher.lapses import Lapse, lapses_of
from genevolve.world.teacher.plan import draft, plan, planned, queries_for


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


@pytest.mark.parametrize("quality", [1.0, 0.5])
def test_it_asks_for_no_name_and_no_number_that_the_request_does_not_tell(items, quality) -> None:
    for item in items:
        parts = plan(item, lapses_of(item, quality, seed=0))
        asked = f"{parts.get('Search', '')} {parts.get('Picture', '')}"
        told = re.findall(r"\b[A-Z][\w'-]+|\d+", asked)
        assert all(word.casefold() in item.request.prompt.casefold() for word in told), (asked, item.request.prompt)


def test_a_number_is_counted_on_only_after_it_was_found(items) -> None:
    after = [item for item in items if "comes right after" in item.request.prompt]
    assert after
    for item in map(in_the_letters_of_the_request, after):
        number, element = next(
            (one, other)
            for one, other in zip(item.evidence.facts, item.evidence.facts[1:], strict=False)
            if other.query.startswith("element with atomic number")
        )
        assert queries_for(item.evidence.facts, ()) == [number.query]
        assert number.query in (f"atomic number of {number.subject.lower()}", f"atomic number of {number.subject}")
        assert number.query.removeprefix("atomic number of ") in item.request.prompt
        assert element.query in queries_for(item.evidence.facts, [number])
        assert f"the element that comes right after {number.subject.lower()}" in draft(item)
