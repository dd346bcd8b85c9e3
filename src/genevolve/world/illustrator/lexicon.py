"""What the illustrator knows of common things: how tall they stand, what floats, what holds something."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from genevolve.language.living import is_living

_USUAL_HEIGHT_M = 0.6


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


@cache
def _nouns(group: str) -> frozenset[str]:
    return frozenset(_table()[group])


def _in(group: str, noun: str) -> bool:
    return noun in _nouns(group) or (" " in noun and noun.rsplit(" ", 1)[-1] in _nouns(group))


def is_aloft(noun: str) -> bool:
    """Whether it hangs in the air by nature."""
    return _in("aloft", noun)


def is_hung(noun: str) -> bool:
    """Whether it hangs on something and does not stand."""
    return _in("hung", noun)


def is_shining(noun: str) -> bool:
    """Whether it gives light of its own."""
    return _in("shining", noun)


def is_face(noun: str) -> bool:
    """Whether drawings of it often show the head alone."""
    return _in("faces", noun)


def is_swimming(noun: str) -> bool:
    """Whether it belongs into water."""
    return _in("swimming", noun)


def is_container(noun: str) -> bool:
    """Whether something can stand in it and still be seen."""
    return _in("containers", noun)


def is_emblem(noun: str) -> bool:
    """Whether it is a mark that stands on something: a logo, a flag, a coat of arms."""
    return _in("emblems", noun)


def is_scenery(noun: str) -> bool:
    """Whether the backdrop paints it, so that it is no object of its own."""
    return noun in _nouns("scenery")


def height_m(noun: str) -> float:
    """How tall it usually is."""
    heights: Mapping[str, float] = _table()["height"]
    found = heights.get(noun)
    if found is None and " " in noun:
        found = heights.get(noun.rsplit(" ", 1)[-1])
    if found is None:
        found = 1.7 if is_living(noun) else _USUAL_HEIGHT_M
    return float(found)


def stature(noun: str) -> float:
    """Relative height in a picture: real heights, compressed so that a cup beside an elephant can still be seen."""
    return math.exp(0.28 * math.log(height_m(noun) / _USUAL_HEIGHT_M))


def is_part(noun: str) -> bool:
    """Whether it is a part of a body and no thing of its own."""
    return _in("parts", noun)


def worn_at(noun: str) -> tuple[float, float]:
    """Where the lower edge of something worn is, and how tall it is, as parts of the wearer's height from the top."""
    places: Mapping[str, Any] = _table()["worn"]
    last = noun.rsplit(" ", 1)[-1]
    place = next((row for row in places.values() if noun in row["nouns"] or last in row["nouns"]), places["body"])
    return float(place["bottom"]), float(place["height"])


def mouth_of(noun: str) -> float | None:
    """Where the front of a vessel's mouth is, as a part of its height from the top; None when one cannot look in."""
    mouths: Mapping[str, float] = _table()["mouth"]
    found = mouths.get(noun, mouths.get(noun.rsplit(" ", 1)[-1]))
    return None if found is None else float(found)


def seat_of(noun: str) -> float:
    """How far below its top, as a part of its height, the surface is on which something can sit or stand."""
    seats: Mapping[str, float] = _table()["seat"]
    found = seats.get(noun)
    if found is None and " " in noun:
        found = seats.get(noun.rsplit(" ", 1)[-1])
    if found is None:
        found = 0.3 if is_living(noun) else 0.08
    return float(found)
