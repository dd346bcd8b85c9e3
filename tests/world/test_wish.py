"""What a careful reader says a request asks for: nothing forgotten, nothing told that nobody can know yet."""

from __future__ import annotations

import pytest

from genevolve.world.suite import world_suite
from genevolve.world.teacher.wish import wish


@pytest.fixture(scope="module")
def items(world):
    return world_suite(world, split="train", n=240, seed=4)


def clauses_of(item) -> str:
    return wish(item).partition(". Skills: ")[0]


def test_it_tells_no_fact_that_the_request_leaves_open(items) -> None:
    for item in items:
        said, asked = clauses_of(item).casefold(), item.request.prompt.casefold()
        told = [fact.value for fact in item.evidence.facts if len(fact.value) > 2 and fact.value.casefold() in said]
        assert all(value.casefold() in asked for value in told), (said, asked)
        assert "(#" not in said


def test_every_thing_text_and_style_has_a_clause(items) -> None:
    for item in items:
        said = clauses_of(item)
        for one in item.constraints:
            if one.kind == "count" and one.num == 1:
                assert one.noun in said, (one, said)
            if one.kind == "text" and one.string in item.request.prompt:
                assert f'"{one.string}"' in said
        assert ("style" in said) == any(one.kind == "style" for one in item.constraints)


def test_it_ends_with_the_skills_of_the_ideal_program_in_their_order(items) -> None:
    assert all(wish(item).endswith(f". Skills: {', '.join(item.ideal.skills)}") for item in items)


def test_what_is_only_described_keeps_its_description(items) -> None:
    described = [item for item in items if item.recipe.factual_gap == "described"]
    assert len(described) > 10
    for item in described:
        name = next(fact for fact in item.evidence.facts if fact.attribute == "name")
        assert name.value not in clauses_of(item)
