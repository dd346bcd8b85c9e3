"""The suite: balanced, frozen, without leaks between its splits, and its ideal programs leave nothing to chance."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from genevolve.assembly import open_world
from genevolve.language import read
from genevolve.records import Request, constraint, constraints_of
from genevolve.records.wire import SKILL_NAMES
from genevolve.world.illustrator.failures import hazards
from genevolve.world.suite import SuiteItem, frozen_sha256, suite_sha256, world_suite
from genevolve.world.suite.recipes import families, recipes
from genevolve.world.suite.splits import split_of_entity, split_of_recipe
from genevolve.world.world import World


@cache
def suite(split: str = "test", n: int = 600) -> tuple[SuiteItem, ...]:
    return world_suite(open_world(), "test" if split == "test" else "train", n)


def test_the_test_suite_is_the_frozen_one() -> None:
    """After a wanted change of the world or the suite: write the new hash to `data/frozen.json`, and say so."""
    assert suite_sha256(suite()) == frozen_sha256()


def test_the_same_seed_gives_the_same_items_and_another_seed_others(world: World) -> None:
    assert world_suite(world, n=48) == world_suite(world, n=48)
    assert {item.id for item in world_suite(world, n=48)}.isdisjoint(
        item.id for item in world_suite(world, n=48, seed=1)
    )


def test_sixteen_families_three_fifths_knowledge_three_difficulties() -> None:
    items = suite()
    tracks = Counter(item.recipe.track for item in items)
    assert tracks == {"knowledge": 360, "quality": 240}
    for family in families():
        of_family = [item for item in items if item.recipe.task_family == family]
        assert len(of_family) >= 30
        assert {item.recipe.difficulty for item in of_family} == {"easy", "medium", "hard"}


def test_harder_requests_ask_for_more() -> None:
    mean = {
        level: sum(len(item.constraints) for item in suite() if item.recipe.difficulty == level)
        / sum(item.recipe.difficulty == level for item in suite())
        for level in ("easy", "medium", "hard")
    }
    assert mean["easy"] + 1 < mean["medium"] < mean["hard"]


def test_hard_requests_for_knowledge_chain_look_ups() -> None:
    hard = [
        item
        for item in suite()
        if (item.recipe.difficulty, item.recipe.track) == ("hard", "knowledge") and item.recipe.visual_anchor != "brand"
    ]
    chains = [[fact for fact in item.evidence.facts if fact.attribute == "name"] for item in hard]
    assert all(chains)
    assert sum(len(item.evidence.facts) >= 2 for item in hard) > 0.8 * len(hard)
    through = [item for item in hard if item.evidence.facts[0].attribute != "name"]
    assert len(through) > 0.25 * len(hard)
    assert all(item.evidence.facts[0].subject.casefold() in item.request.prompt.casefold() for item in through)


def test_facts_asked_for_are_names_and_no_remarks() -> None:
    values = [fact.value for split in ("test", "train") for item in suite(split) for fact in item.evidence.facts]
    assert not [value for value in values if re.search(r"unnamed|no official|ancients|\(|;", value)]


def test_no_two_requests_are_alike() -> None:
    assert len({item.request.prompt.casefold() for item in suite()}) == len(suite())
    shingles = [_shingles(item.request.prompt) for item in suite()[::2]]
    alike = max(len(a & b) / len(a | b) for at, a in enumerate(shingles) for b in shingles[:at])
    assert alike < 0.6


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def test_the_splits_share_neither_entities_nor_combinations(world: World) -> None:
    test, train = suite(), suite("train", 400)
    entities = [{target.entity_id for item in items for target in item.evidence.targets} for items in (test, train)]
    assert entities[0].isdisjoint(entities[1])
    assert all(split_of_entity(world.entities[one]) == "test" for one in entities[0])
    assert all(split_of_recipe(item.recipe) == "test" for item in test)
    assert all(split_of_recipe(item.recipe) == "train" for item in train)


def test_twins_share_a_split(world: World) -> None:
    twins = [entity for entity in world.entities.values() if entity.fictional and entity.look_alikes]
    assert twins
    for entity in twins:
        assert {split_of_entity(world.entities[one]) for one in entity.look_alikes} == {split_of_entity(entity)}


@pytest.mark.parametrize("split", ["test", "train"])
def test_ideal_programs_leave_nothing_to_chance(split: str) -> None:
    for item in suite(split, 600 if split == "test" else 200):
        description = read(item.ideal.gen_prompt)
        assert hazards(description) == (), item.ideal.gen_prompt
        bound = {thing.reference for thing in description.things if thing.reference}
        assert bound == set(range(1, len(item.evidence.targets) + 1)), item.ideal.gen_prompt
        assert set(item.ideal.skills) <= set(SKILL_NAMES)


def test_requests_name_no_tool_no_skill_and_no_id() -> None:
    forbidden = re.compile(r"search|IMG_|http|reference image|skill|query|tool\b|atlas:", re.IGNORECASE)
    for item in suite():
        assert not forbidden.search(item.request.prompt), item.request.prompt
        assert not any(skill in item.request.prompt for skill in SKILL_NAMES)
        assert 8 <= len(item.request.prompt.split()) <= 120


def test_what_has_to_be_looked_up_is_not_given_away() -> None:
    for item in suite():
        for fact in item.evidence.facts:
            assert fact.value.casefold() not in item.request.prompt.casefold() or len(fact.value) < 4, (
                item.request.prompt
            )


def test_knowledge_items_need_facts_and_every_item_needs_a_picture() -> None:
    for item in suite():
        assert item.evidence.targets
        assert bool(item.evidence.facts) == (item.recipe.track == "knowledge")


def test_gold_documents_state_their_facts_and_gold_pictures_exist(world: World) -> None:
    for item in suite()[::5]:
        for fact in item.evidence.facts:
            text = world.library.text(fact.document)
            assert text is not None
            assert fact.value.casefold() in text.text.casefold() or fact.attribute == "name"
        for target in item.evidence.targets:
            titles = {entry.title for one in target.pictures if (entry := world.library.picture(one))}
            assert titles == set(target.titles)


def test_requests_and_constraints_survive_a_file() -> None:
    item = suite()[7]
    again = Request.model_validate_json(item.request.model_dump_json())
    assert constraints_of(again) == item.constraints
    assert SuiteItem.model_validate_json(item.model_dump_json()) == item


def test_a_request_carries_neither_program_nor_evidence() -> None:
    for item in suite()[::20]:
        told = item.request.model_dump_json()
        assert item.ideal.gen_prompt not in told
        assert not any(picture in told for target in item.evidence.targets for picture in target.pictures)


def test_constraints_are_said_in_plain_english() -> None:
    kinds = {type(one): one.describe() for item in suite() for one in item.constraints}
    assert set(kinds) == {
        *(constraint.Count, constraint.Colour, constraint.Position, constraint.WrittenText, constraint.Identity),
        *(constraint.Material, constraint.Setting, constraint.Style, constraint.Light),
    }
    assert all(line and "\n" not in line and "None" not in line for line in kinds.values())


def test_recipes_are_many_and_fast() -> None:
    many = recipes(2000, "train", seed=3)
    assert len({recipe.combination for recipe in many}) > 400
