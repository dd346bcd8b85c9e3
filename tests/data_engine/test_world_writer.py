"""The world's writer: made again by number, held-out things apart, varied, and read as what it asks for."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from genevolve.assembly import open_world
from genevolve.config.data import BalanceSettings, ScreenSettings
from genevolve.data.diversity import diversity
from genevolve.data.recipes import RecipeStage, number_of
from genevolve.data.requests import RequestStage
from genevolve.data.screen import ScreenStage
from genevolve.language import read
from genevolve.records import DataItem, Recipe, StageRow, Verdict, constraint, constraints_of
from genevolve.world.data.axes import is_held_out, world_axes
from genevolve.world.data.writer import WorldWriter
from genevolve.world.suite import world_suite
from genevolve.world.suite.splits import split_of_entity

pytestmark = pytest.mark.anyio


@cache
def recipes() -> tuple[StageRow, ...]:
    rows = RecipeStage(world_axes(), BalanceSettings(), 320, 4, is_held_out, 0.18).work()
    return tuple(rows)


@pytest.fixture(scope="module")
async def items() -> list[DataItem]:
    stage = RequestStage(WorldWriter(open_world(), 4))
    made = []
    for row in recipes():
        item = DataItem(id=row.id).after(row)
        written = await stage.work(item)
        assert written.verdict is Verdict.KEPT
        made.append(item.after(written))
    return made


async def test_an_item_is_made_again_by_its_recipe_and_number_in_any_order(items: list[DataItem]) -> None:
    other = WorldWriter(open_world(), 4)
    for item in reversed(items[::16]):
        assert item.recipe is not None
        again = other.item_of(item.recipe, number_of(item.id))
        assert again.request == item.request
        assert again.request.meta["number"] == number_of(item.id)
        assert Recipe.model_validate(again.request.meta["recipe"]) == item.recipe
        targets = [target.entity_id for target in again.evidence.targets]
        assert list(item.entities[: len(targets)]) == targets


async def test_held_out_recipes_ask_for_held_out_things_only(items: list[DataItem]) -> None:
    entities = open_world().entities
    for item in items:
        assert item.recipe is not None
        split = "test" if is_held_out(item.recipe) else "train"
        assert item.entities
        assert {split_of_entity(entities[one]) for one in item.entities} == {split}


async def test_what_things_are_described_by_way_of_is_told_to_the_splits(items: list[DataItem]) -> None:
    entities = open_world().entities
    by_way = [item for item in items if item.request and " in the same town as " in item.request.prompt]
    assert by_way
    for item in by_way:
        assert item.request is not None
        assert sum(entities[one].name in item.request.prompt for one in item.entities) >= 1


async def test_the_frozen_suite_is_not_written_again(items: list[DataItem]) -> None:
    frozen = {item.request.id for item in world_suite(open_world())}
    assert frozen.isdisjoint({item.request.id for item in items if item.request})


async def test_another_seed_or_number_asks_otherwise(items: list[DataItem]) -> None:
    item = items[0]
    assert item.recipe is not None
    assert item.request is not None
    texts = {
        WorldWriter(open_world(), seed).item_of(item.recipe, number).request.prompt
        for seed, number in ((4, 0), (4, 1), (5, 0))
    }
    assert len(texts) == 3


async def test_requests_are_varied(items: list[DataItem]) -> None:
    figures = diversity([item.request.prompt for item in items if item.request])
    assert figures.num_distinct == figures.num == 320
    assert figures.nearest[1.0] < 0.5
    assert figures.in_a_row[2] > 0.6
    assert 40 <= figures.mean_words <= 70
    openings = Counter(" ".join(item.request.prompt.split()[:2]) for item in items if item.request)
    assert openings.most_common(1)[0][1] < 40


async def test_the_screen_keeps_them(items: list[DataItem]) -> None:
    rows = list(ScreenStage(ScreenSettings()).work(items))
    assert [row.reasons for row in rows if row.verdict is not Verdict.KEPT] == []


async def test_uses_and_openings_are_not_read_as_things_to_draw(items: list[DataItem]) -> None:
    """Common things are read as often as they are asked for, in nearly all requests."""
    astray = 0
    for item in items:
        assert item.request is not None
        wanted = Counter(one.noun for one in constraints_of(item.request) if isinstance(one, constraint.Count))
        found = Counter(thing.noun for thing in read(item.request.prompt).things)
        astray += bool(wanted - found)
    assert astray <= 0.08 * len(items)
