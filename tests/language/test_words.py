"""The small helpers that the planner writes prompts with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.language.colours import colour_named, colour_names, nearest_name
from genevolve.language.living import is_living
from genevolve.language.nouns import plural, singular
from genevolve.language.numerals import number_of, number_word, ordinal_of, ordinal_word

_PAIRS = [
    ("lantern", "lanterns"),
    ("bus", "buses"),
    ("wine glass", "wine glasses"),
    ("knife", "knives"),
    ("person", "people"),
    ("child", "children"),
    ("goose", "geese"),
    ("berry", "berries"),
    ("box", "boxes"),
    ("church", "churches"),
    ("potato", "potatoes"),
    ("horse", "horses"),
    ("vase", "vases"),
    ("cookie", "cookies"),
    ("toothbrush", "toothbrushes"),
    ("coat of arms", "coats of arms"),
    ("flag of Chad", "flags of Chad"),
    ("leaf", "leaves"),
    ("fireman", "firemen"),
    ("sheep", "sheep"),
    ("scissors", "scissors"),
    ("octopus", "octopuses"),
    ("tv", "tvs"),
    ("key", "keys"),
]


@pytest.mark.parametrize(("one", "many"), _PAIRS)
def test_singular_and_plural_are_each_others_way_back(one: str, many: str) -> None:
    assert plural(one).lower() == many.lower()
    assert singular(many).lower() == one.lower()
    assert singular(one).lower() == one.lower()


@given(st.integers(min_value=1, max_value=99))
def test_numbers_and_ordinals_read_back(number: int) -> None:
    assert number_of(number_word(number)) == number
    assert ordinal_of(ordinal_word(number)) == number


def test_number_words() -> None:
    assert (number_word(5), number_word(21), number_word(120)) == ("five", "twenty-one", "120")
    assert (ordinal_word(3), ordinal_word(20), ordinal_word(42), ordinal_word(111)) == (
        "third",
        "twentieth",
        "forty-second",
        "111th",
    )
    assert number_of("lantern") is None


def test_colours_are_named_and_found_again() -> None:
    assert all(nearest_name(value) in colour_names() for value in colour_names().values())
    assert nearest_name("#d62828") == "red"
    assert nearest_name("#1db954") in {"emerald", "green", "kelly green", "emerald green", "spring green"}
    assert colour_named("#FA0") is not None
    assert colour_named("lantern") is None
    with pytest.raises(ValueError, match="hex"):
        nearest_name("red")


@pytest.mark.parametrize("name", ["dark green", "pale blue", "bright red", "light grey", "deep sky blue", "blue-green"])
def test_shades_differ_from_their_colour(name: str) -> None:
    shade, base = colour_named(name), colour_named(name.replace("-", " ").rpartition(" ")[2])
    assert shade is not None
    assert base is not None
    assert shade.hex != base.hex


@pytest.mark.parametrize(
    ("noun", "living"),
    [
        ("dog", True),
        ("giraffes", True),
        ("people", True),
        ("fisherman", True),
        ("dragon", True),
        ("polar bear", True),
        ("old man", True),
        ("teddy bear", False),
        ("hot dog", False),
        ("car", False),
        ("rocking horse", False),
    ],
)
def test_living_things(noun: str, living: bool) -> None:
    assert is_living(noun) is living
