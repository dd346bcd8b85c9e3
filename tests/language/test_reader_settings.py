"""Where a scene takes place, what fills its air, and what stands on what."""

from __future__ import annotations

import pytest

from genevolve.language import read
from genevolve.language.vocabulary import Carrier, LightKind, Material, RelationKind, Setting, Weather


def _nouns(text: str) -> list[str]:
    return [thing.noun for thing in read(text).things]


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("a diver and a shark under water", Setting.UNDERWATER),
        ("a tortoise under the sea near a treasure chest", Setting.UNDERWATER),
        ("a shark underwater", Setting.UNDERWATER),
        ("an astronaut on the moon", Setting.SPACE),
        ("a cozy library with a sleeping cat on a red armchair", Setting.LIBRARY),
        ("A stable with a white horse", Setting.FARM),
        ("fishing boats in a moonlit harbour", Setting.HARBOUR),
        ("a city skyline at night with a hot air balloon", Setting.CITY_NIGHT),
        ("two ducks in the water", Setting.LAKE),
        ("A lighthouse in a storm with big waves", Setting.SEA),
    ],
)
def test_the_place_is_read_from_how_it_is_said(text: str, setting: Setting) -> None:
    place = read(text).place
    assert place is not None
    assert place.setting is setting


def test_a_noun_that_opens_the_text_is_a_thing_when_nothing_is_shown_in_it() -> None:
    assert _nouns("A table with a cake") == ["table", "cake"]


@pytest.mark.parametrize(
    ("text", "nouns", "air"),
    [
        ("Three penguins on an iceberg, aurora in the sky", ["penguin"], ("aurora",)),
        ("colourful fireworks over a castle", ["castle"], ("colourful fireworks",)),
        ("clouds above a lighthouse", ["lighthouse"], ("clouds",)),
        ("a cat under the northern lights", ["cat"], ("northern lights",)),
    ],
)
def test_what_fills_the_air_is_no_object(text: str, nouns: list[str], air: tuple[str, ...]) -> None:
    description = read(text)
    assert [thing.noun for thing in description.things] == nouns
    assert description.atmosphere == air
    assert all(not thing.relations for thing in description.things)


@pytest.mark.parametrize("text", ["a drawing of a cloud", "a rocket flies past five stars"])
def test_a_counted_star_or_a_single_cloud_is_an_object(text: str) -> None:
    assert read(text).atmosphere == ()
    assert read(text).things[-1].noun in {"cloud", "star"}


def test_side_by_side_belongs_to_no_name() -> None:
    things = read("the flag of Romania and the flag of Chad side by side on poles").things
    assert [thing.name for thing in things] == ["flag of Romania", "flag of Chad"]


def test_a_bare_stuff_that_something_is_carved_in_is_its_material() -> None:
    lion = read("a lion carved in marble").things
    assert [use.material for use in lion[0].materials] == [Material.MARBLE]
    assert len(lion) == 1
    assert _nouns("a heart carved in a tree") == ["heart", "tree"]


def test_rain_at_a_window_is_weather() -> None:
    description = read("a cup of tea by a rainy window in a moonlit room")
    assert description.weather is Weather.RAIN
    assert description.light is not None
    assert description.light.kind is LightKind.MOONLIGHT


def test_the_title_of_a_poster_stands_on_the_poster_and_not_on_what_it_shows() -> None:
    (title,) = read('a poster of Mount Fuji with the title "JAPAN"').texts
    assert title.carrier is Carrier.POSTER
    (word,) = read('a poster of a mug with the word "HOT"').texts
    assert word.carrier is Carrier.MUG


@pytest.mark.parametrize(
    ("text", "attribute", "subject"),
    [
        (
            "the creature that lives in the Halver marshes under an umbrella",
            "creature",
            "that lives in the Halver marshes",
        ),
        ("the year the Basilica of Tornum opened carved above its door", "year of opening", "the Basilica of Tornum"),
        ("the flag of the country whose capital is Thimphu", "country", "whose capital is Thimphu"),
    ],
)
def test_descriptions_are_open_facts(text: str, attribute: str, subject: str) -> None:
    (fact,) = read(text).open_facts
    assert (fact.attribute, fact.subject) == (attribute, subject)


def test_a_place_before_its_verb_begins_a_clause_of_its_own() -> None:
    text = "At the left stands a car, and in the centre is a giraffe, and at the right stands a bell."
    things = read(text).things
    assert [thing.noun for thing in things] == ["car", "giraffe", "bell"]
    xs = [thing.placement.x for thing in things if thing.placement and thing.placement.x is not None]
    assert xs == sorted(xs)
    assert len(xs) == 3


def test_who_wears_one_thing_holds_the_next() -> None:
    penguin, scarf, _ = read('a penguin wearing a red scarf holding a sign that says "COLD"').things
    assert [relation.kind for relation in penguin.relations] == [RelationKind.WEARING, RelationKind.HOLDING]
    assert scarf.relations == ()


def test_a_product_shot_is_a_manner_and_no_thing() -> None:
    assert _nouns("product shot of a leather backpack on a wooden table") == ["backpack"]


def test_what_a_living_thing_does_is_not_part_of_its_name() -> None:
    assert _nouns("a girl painting a fence") == ["girl", "fence"]
