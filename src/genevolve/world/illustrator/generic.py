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
    """A smooth solid of no use: what is drawn for a word that means nothing to the illustrator."""
    rng = random.Random(seed)
    tones = tones_of(rng.choice(_DYES))
    svg = rng.choice(_SOLIDS)
    for name, tone in tones.items():
        svg = svg.replace(f"@{name}", tone)
    return trimmed(rasterise(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">{svg}</svg>', width=360))


_DYES = ("#c8553d", "#3d6fb6", "#4f8a5b", "#d9a13b", "#7d5ba6", "#2f8f9d", "#8a6a4a")
_SOLIDS = (
    '<circle cx="100" cy="104" r="86" fill="@base"/>'
    '<path d="M100 18a86 86 0 0 1 0 172c46-30 46-142 0-172z" fill="@dark"/>'
    '<ellipse cx="70" cy="66" rx="24" ry="16" fill="@light"/>',
    '<path d="M20 66 100 26l80 40-80 40z" fill="@light"/><path d="M20 66l80 40v86l-80-40z" fill="@base"/>'
    '<path d="M180 66l-80 40v86l80-40z" fill="@dark"/>',
    '<path d="M40 40v124c0 34 120 34 120 0V40z" fill="@base"/><path d="M116 40h44v124c0 16-22 25-44 26z" fill="@dark"/>'
    '<ellipse cx="100" cy="40" rx="60" ry="22" fill="@light"/>',
    '<path d="M100 12 178 168c0 30-156 30-156 0z" fill="@base"/>'
    '<path d="M100 12l78 156c0 14-34 22-66 23z" fill="@dark"/>',
)
