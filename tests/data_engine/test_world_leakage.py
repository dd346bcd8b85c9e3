"""Requests that are written for training share nothing with the frozen suite of the embedded world."""

from __future__ import annotations

import anyio
import pytest

from genevolve.config.data import DataSettings, SplitSettings
from genevolve.data.leakage import LeakKind, Probe, find_leaks
from genevolve.data.recipes import RecipeStage
from genevolve.data.split import Side, SplitRule, side_of
from genevolve.records import DataItem, Request
from genevolve.records.data import Written
from genevolve.world.data.axes import is_held_out, world_axes
from genevolve.world.data.writer import WorldWriter
from genevolve.world.suite import world_suite
from genevolve.world.suite.splits import split_of_entity

NUM = 120


@pytest.fixture(scope="module")
def groups(world):
    """Written requests by their side, beside the frozen suite."""
    settings = DataSettings(num=NUM, seed=3)
    rule = SplitRule(SplitSettings(), lambda name: split_of_entity(world.entities[name]) == "test", settings.bench)
    rows = list(RecipeStage(world_axes(), settings.balance, NUM, 3, is_held_out, settings.bench).work([]))
    writer = WorldWriter(world, 3)
    found = {"supervised": [], "evolve": [], "bench": [], "mixed": []}

    async def write():
        for number, row in enumerate(rows):
            made = await writer.write(row.recipe, number)
            if isinstance(made, Written):
                request = Request(id=row.id, prompt=made.text)
                side = side_of(DataItem(id=row.id, request=request, entities=made.entities), rule)
                found[side.value].append(Probe(id=row.id, prompt=made.text, entities=made.entities))

    anyio.run(write)
    frozen = [
        Probe(id=one.id, prompt=one.request.prompt, entities=tuple(t.entity_id for t in one.evidence.targets))
        for one in world_suite(world)
    ]
    return {**found, "frozen": frozen}


def test_no_split_shares_anything_with_the_frozen_suite(groups):
    assert groups["mixed"] == []
    assert min(len(groups[side.value]) for side in (Side.SUPERVISED, Side.EVOLVE, Side.BENCH)) > 5
    assert sum(map(len, groups.values())) > 600 + NUM * 0.8
    assert find_leaks(groups, held_out=("bench", "frozen")) == []


def test_a_row_of_the_frozen_suite_that_slipped_into_training_would_be_found(groups):
    stray = groups["frozen"][17].model_copy(update={"id": "stray"})
    leaks = find_leaks({**groups, "evolve": [*groups["evolve"], stray]}, held_out=("bench", "frozen"))
    assert {leak.kind for leak in leaks} >= {LeakKind.EXACT, LeakKind.ENTITY}
    assert {leak.id for leak in leaks} | {leak.other_id for leak in leaks} >= {"stray", groups["frozen"][17].id}
