"""Relatives of what the illustrator does not know: plausible, and wrong."""

from __future__ import annotations

import random
from typing import Literal, Protocol

from PIL import Image

from genevolve.language.living import is_living
from genevolve.world.illustrator.carriers.shapes import tones_of
from genevolve.world.illustrator.lexicon import height_m
from genevolve.world.illustrator.recolour import recoloured
from genevolve.world.illustrator.sprite import Sprite, trimmed
from genevolve.world.raster import rasterise

Kind = Literal["landmark", "creature", "brand", "arms"]

_ARMS = ("coat of arms", "crest", "arms", "shield", "heraldry")
_BRANDS = ("logo", "brand", "emblem", "icon", "symbol", "badge", "mark", "trademark", "company", "app")


class Generic(Protocol):
    """Draws invented things."""

    def draw(self, kind: Kind, seed: int, hint: str) -> Image.Image:
        """An RGBA picture of an invented landmark, creature, brand mark or coat of arms."""
        ...


def generic_kind(noun: str) -> Kind | None:
    """Which invention stands in for a noun; None for an object of no kind that can be invented."""
    last = noun.rsplit(" ", 1)[-1]
    if noun in _ARMS or last in _ARMS:
        return "arms"
    if noun in _BRANDS or last in _BRANDS:
        return "brand"
    if is_living(noun):
        return "creature"
    return "landmark" if height_m(noun) >= 2.5 else None


def relative_of(drawing: Image.Image, seed: int) -> Image.Image:
    """The same kind of thing in another colour: a relative of one that is known by name only."""
    return recoloured(Sprite.of(drawing), (random.Random(seed).choice(_DYES),)).image()


def plain_object(seed: int) -> Image.Image:
    """A crate or a plinth: what is drawn for a word that means nothing to the illustrator."""
    svg, tone_of = random.Random(seed).choice(_STANDS)
    for name, tone in tones_of(tone_of).items():
        svg = svg.replace(f"@{name}", tone)
    return trimmed(rasterise(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">{svg}</svg>', width=360))


_DYES = ("#c8553d", "#3d6fb6", "#4f8a5b", "#d9a13b", "#7d5ba6", "#2f8f9d", "#8a6a4a")
_CRATE = (
    '<path d="M14 30h172v156H14z" fill="@base"/>'
    '<path d="M14 30h172v30H14zM14 156h172v30H14z" fill="@light"/>'
    '<path d="M40 60 74 60 160 156 126 156z" fill="@light"/>'
    '<path d="M14 30h28v156H14zM158 30h28v156h-28z" fill="@light"/>'
    '<path d="M42 82h116M42 108h116M42 134h116" stroke="@dark" stroke-width="2.5" opacity=".55"/>'
    '<path d="M40 60h120M40 156h120M42 60v96M158 60v96M14 30h172v156H14z" stroke="@dark" stroke-width="4" fill="none"/>'
    '<g fill="@dark"><circle cx="28" cy="45" r="4"/><circle cx="172" cy="45" r="4"/><circle cx="28" cy="171" r="4"/>'
    '<circle cx="172" cy="171" r="4"/></g>'
)
_PLINTH = (
    '<path d="M36 60h128v112H36z" fill="@base"/><path d="M128 60h36v112h-36z" fill="@dark" opacity=".45"/>'
    '<path d="M20 28h160v18H20z" fill="@light"/><path d="M28 46h144l-8 14H36z" fill="@base"/>'
    '<path d="M28 172h144v8H28z" fill="@light"/><path d="M18 180h164v14H18z" fill="@base"/>'
    '<path d="M52 76h60v80H52z" fill="none" stroke="@dark" stroke-width="3" opacity=".45"/>'
    '<path d="M20 46h160M28 172h144" stroke="@dark" stroke-width="2.5" opacity=".6"/>'
)
_STANDS = ((_CRATE, "#a67c4e"), (_CRATE, "#8c6a48"), (_PLINTH, "#cfc7b8"), (_PLINTH, "#b9b4ac"))
