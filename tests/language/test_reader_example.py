"""The example of docs/prompt-language.md, field by field: a good program must read perfectly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from genevolve.language import read
from genevolve.language.description import Colour, Description, Placement
from genevolve.language.vocabulary import (
    Carrier,
    Depth,
    FontClass,
    LightDirection,
    LightKind,
    Material,
    Setting,
    Size,
    StyleKind,
)

_DOCS = Path(__file__).parents[2] / "docs" / "prompt-language.md"


def _example() -> str:
    quoted = re.findall(r"^> (.*)$", _DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    return " ".join(quoted)


@pytest.fixture(scope="module")
def example() -> Description:
    return read(_example())


def test_the_things_are_the_three_and_no_more(example: Description) -> None:
    assert [(thing.noun, thing.name, thing.named) for thing in example.things] == [
        ("lantern", "lantern", False),
        ("giraffe", "giraffe", False),
        ("bell", "bell", False),
    ]


def test_every_lantern_has_its_colour_and_place(example: Description) -> None:
    lantern = example.things[0]
    assert (lantern.count, lantern.exact, lantern.fully_enumerated) == (5, True, True)
    assert [member.colours[0].name for member in lantern.members] == ["red", "red", "blue", "red", "red"]
    assert [member.placement.x for member in lantern.members if member.placement] == [0.1, 0.3, 0.5, 0.7, 0.9]
    assert not lantern.colours
    assert "in one row" in lantern.details


def test_the_giraffe_is_bound_placed_and_posed(example: Description) -> None:
    giraffe = example.things[1]
    assert giraffe.placement == Placement(x=0.3, y=None, depth=Depth.FOREGROUND)
    assert (giraffe.reference, giraffe.keeps_identity) == (1, True)
    assert giraffe.pose == "standing upright in side view, the whole body visible with all four legs"


def test_the_bell_is_described_brass(example: Description) -> None:
    bell = example.things[2]
    assert [(use.material, use.described) for use in bell.materials] == [(Material.BRASS, True)]
    assert bell.placement == Placement(x=0.7, y=None, depth=Depth.FOREGROUND)
    assert not bell.colours


def test_each_thing_has_a_clause_of_its_own(example: Description) -> None:
    assert len({thing.clause for thing in example.things}) == 3


def test_the_sign_carries_its_text_and_is_no_thing(example: Description) -> None:
    (text,) = example.texts
    assert (text.string, text.quoted, text.carrier, text.on_thing) == ("OPEN LATE", True, Carrier.SIGN, None)
    assert (text.font, text.capitals, text.bold, text.size) == (FontClass.SANS, True, True, Size.LARGE)
    assert text.colour == Colour("white", "#fafafa")
    assert (text.carrier_material, text.carrier_colour) == (Material.WOOD, None)
    assert text.placement == Placement(x=0.5, y=0.15)


def test_place_light_and_style(example: Description) -> None:
    assert example.place is not None
    assert (example.place.setting, example.place.phrase) == (Setting.MARBLE_TABLE, "marble table")
    assert example.light is not None
    assert (example.light.kind, example.light.direction) == (LightKind.MORNING, LightDirection.LEFT)
    assert example.light.phrase == "soft morning light from the left with gentle shadows"
    assert example.style is not None
    assert (example.style.kind, example.style.keeps_identity) == (StyleKind.WATERCOLOUR, True)
    assert (example.aspect, example.palette, example.open_facts, example.weather) == (None, (), (), None)
