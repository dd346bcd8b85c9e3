"""Spots on a surface, heights above a landscape, and what things are put up on."""

from __future__ import annotations

import pytest

from genevolve.language import read
from genevolve.language.description import Placement
from genevolve.language.vocabulary import LightKind, RelationKind, Setting, Weather


@pytest.mark.parametrize(
    ("text", "setting", "placements"),
    [
        ("a red cup on the left of a marble table and a blue jug on the right", Setting.MARBLE_TABLE, [0.3, 0.7]),
        ("A vase stands on the left side of a wooden table, and a lamp on the right", Setting.WOOD_TABLE, [0.3, 0.7]),
        ("a bell in the centre of a stone floor", Setting.STONE_FLOOR, [0.5]),
        ("In the centre of a wooden table stands a mug", Setting.WOOD_TABLE, [0.5]),
        ("a goat on the left of a meadow", Setting.MEADOW, [0.3]),
    ],
)
def test_sides_of_a_surface_are_places_in_the_frame(text: str, setting: Setting, placements: list[float]) -> None:
    found = read(text)
    assert found.place is not None
    assert found.place.setting is setting
    assert [thing.placement and thing.placement.x for thing in found.things] == placements
    assert not any(thing.relations for thing in found.things)


@pytest.mark.parametrize(
    ("text", "kind", "other"),
    [
        ("a red cup to the left of a wooden table", RelationKind.LEFT_OF, "table"),
        ("a man on the right of a car", RelationKind.RIGHT_OF, "car"),
    ],
)
def test_sides_of_an_object_are_relations(text: str, kind: RelationKind, other: str) -> None:
    found = read(text)
    (relation,) = found.things[0].relations
    assert (relation.kind, found.things[relation.targets[0]].name) == (kind, other)


def test_an_emblem_belongs_to_what_stands_on_the_table() -> None:
    mug, logo = read("In the centre of a wooden table stands a mug with the logo of Spotify").things
    assert [(relation.kind, relation.targets) for relation in mug.relations] == [(RelationKind.BEARS, (logo.index,))]


@pytest.mark.parametrize(
    "text",
    ["Exactly seven balloons above a meadow", "a kite flying over a field", "a seagull flying over the sea"],
)
def test_what_is_above_a_landscape_is_in_the_air(text: str) -> None:
    found = read(text)
    assert found.place is not None
    assert [thing.placement for thing in found.things] == [Placement(y=0.3)]


@pytest.mark.parametrize("text", ["a bridge over a river", "a dog running over a field", "a castle above a valley"])
def test_what_stands_or_walks_there_is_not(text: str) -> None:
    assert [thing.placement for thing in read(text).things] == [None]


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("the flag of Bhutan on a pole", ["on a pole"]),
        ("the flag of Nepal flying from a flagpole in a meadow", ["from a flagpole"]),
        ("the flag of Romania and the flag of Chad side by side on tall poles", ["on tall poles", "on tall poles"]),
    ],
)
def test_a_flag_on_a_pole_is_one_thing(text: str, details: list[str]) -> None:
    things = read(text).things
    assert {thing.noun for thing in things} == {"flag"}
    assert [detail for thing in things for detail in thing.details] == details


@pytest.mark.parametrize("text", ["a bird on a pole", "a dog under a flagpole and the flag of Chad on the flagpole"])
def test_a_pole_that_carries_or_shelters_something_else_is_a_thing(text: str) -> None:
    assert read(text).things[1].noun in {"pole", "flagpole"}


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("three penguins on the ice", Setting.ARCTIC),
        ("a goat on a mountain", Setting.MOUNTAINS),
        ("a wolf before snowy mountains, moonlight from the right", Setting.MOUNTAINS),
    ],
)
def test_ground_that_is_only_stood_on_is_the_setting(text: str, setting: Setting) -> None:
    found = read(text)
    assert found.place is not None
    assert found.place.setting is setting
    assert len(found.things) == 1
    assert not found.things[0].materials


def test_a_snowy_night_is_setting_weather_and_light() -> None:
    found = read("a fox on a snowy night")
    assert found.place is not None
    assert found.place.setting is Setting.SNOW
    assert found.weather is Weather.SNOWFALL
    assert found.light is not None
    assert found.light.kind is LightKind.NIGHT


@pytest.mark.parametrize("text", ["a polar bear with an aurora in the sky", "a barn under a blue sky"])
def test_the_sky_over_a_scene_is_not_where_it_takes_place(text: str) -> None:
    assert read(text).place is None
    assert len(read(text).things) == 1
