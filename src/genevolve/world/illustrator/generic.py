"""Relatives of what the illustrator does not know: plausible, and wrong."""

from __future__ import annotations

from typing import Literal, Protocol

from PIL import Image

from genevolve.language.living import is_living
from genevolve.world.illustrator.lexicon import height_m

Kind = Literal["landmark", "creature", "brand", "arms"]

_ARMS = ("coat of arms", "crest", "arms", "shield", "heraldry")
_BRANDS = ("logo", "brand", "emblem", "icon", "symbol", "badge", "mark", "trademark", "company", "app")


class Generic(Protocol):
    """Draws invented things."""

    def draw(self, kind: Kind, seed: int, hint: str) -> Image.Image:
        """An RGBA picture of an invented landmark, creature, brand mark or coat of arms."""
        ...


def generic_kind(noun: str) -> Kind:
    """Which invention stands in for a noun."""
    last = noun.rsplit(" ", 1)[-1]
    if noun in _ARMS or last in _ARMS:
        return "arms"
    if noun in _BRANDS or last in _BRANDS:
        return "brand"
    if is_living(noun):
        return "creature"
    return "landmark" if height_m(noun) >= 2.5 else "brand"
