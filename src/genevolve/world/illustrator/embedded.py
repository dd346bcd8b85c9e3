"""The illustrator of the embedded world: one artist's drawings for common nouns, the Atlas for what it invents."""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from PIL import Image

from genevolve.language.vocabulary import FontClass
from genevolve.world.atlas import draw_generic
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.generic import Kind
from genevolve.world.illustrator.illustrator import Illustrator
from genevolve.world.illustrator.recolour import is_silhouette, silhouette_in
from genevolve.world.illustrator.sprite import trimmed
from genevolve.world.raster import rasterise
from genevolve.world.world import World

OWN_ARTIST = "twemoji"
"""The artist in whose hand the embedded generator draws common nouns."""

SECOND_ARTIST = "openmoji"
"""The artist of the second generator."""

SECOND_RATES = FailureRates(
    miscount=0.55,
    leak=0.95,
    garble=0.6,
    overlap=0.95,
    washed_out=0.5,
    misshapen=0.95,
    wrong_material=0.5,
    dull_light=0.5,
    look_alike=1.0,
    guessed_fact=0.75,
)
"""The second generator counts and writes better than the first, and mixes up attributes, places and bodies more."""

_SIDE = 512
_KEPT = 40
"""Drawings kept by each drawer; one takes a megabyte."""
_DYES = ("#c8553d", "#3d6fb6", "#4f8a5b", "#d9a13b", "#7d5ba6", "#2f8f9d", "#b5485d", "#8a6a4a")


@cache
def _own_drawings() -> Mapping[str, str]:
    """The illustrator's own drawings, by every noun that they serve."""
    table = tomllib.loads(resources.files(__package__).joinpath("own.toml").read_text(encoding="utf-8"))
    return {noun: name for name, nouns in table.items() for noun in nouns}


class WorldHand:
    """Draws common nouns in the manner of one artist of the world."""

    def __init__(self, world: World, artist: str = OWN_ARTIST) -> None:
        self._world = world
        self.artist = artist
        self._cached = lru_cache(maxsize=_KEPT)(self._draw)

    def draw(self, noun: str) -> Image.Image | None:
        """The artist's drawing, or another's where this one has none; None for what nobody drew."""
        return self._cached(noun)

    def _draw(self, noun: str) -> Image.Image | None:
        own = _own_drawings().get(noun)
        if own is not None:
            svg = resources.files(__package__).joinpath("own", f"{own}.svg").read_text(encoding="utf-8")
            return trimmed(rasterise(svg, height=_SIDE))
        entry = self._world.own_hand(noun, self.artist)
        if entry is None:
            return None
        with Image.open(io.BytesIO(self._world.pack.picture_png(entry, _SIDE))) as opened:
            image = trimmed(opened.convert("RGBA"))
        if is_silhouette(image):
            dye = _DYES[hashlib.sha256(noun.encode()).digest()[0] % len(_DYES)]
            image = silhouette_in(image, dye)
        return image


class WorldFonts:
    """The font files of the world."""

    def __init__(self, world: World) -> None:
        self._pack = world.pack

    def path(self, font: FontClass, bold: bool) -> Path:
        """The file of a face."""
        return self._pack.font_path(font, bold)


class AtlasGeneric:
    """Invents relatives of what nobody showed, with the Atlas's grammar."""

    def __init__(self) -> None:
        self._cached = lru_cache(maxsize=_KEPT)(self._draw)

    def draw(self, kind: Kind, seed: int, hint: str) -> Image.Image:
        """An RGBA picture of an invented landmark, creature, brand mark or coat of arms."""
        return self._cached(kind, seed, hint)

    def _draw(self, kind: Kind, seed: int, hint: str) -> Image.Image:
        return trimmed(rasterise(draw_generic(kind, seed, hint), width=_SIDE))


def embedded_illustrator(
    world: World, *, artist: str = OWN_ARTIST, rates: FailureRates | None = None, name: str = "illustrator/2"
) -> Illustrator:
    """The generator of the embedded world, with one artist's hand."""
    return Illustrator(WorldHand(world, artist), WorldFonts(world), AtlasGeneric(), rates, name)


def second_illustrator(world: World) -> Illustrator:
    """Another generator, to see whether what was learned with the first holds: another hand, other failure rates."""
    return embedded_illustrator(world, artist=SECOND_ARTIST, rates=SECOND_RATES, name="second-illustrator/1")
