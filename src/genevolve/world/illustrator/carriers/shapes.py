"""The shapes that bear an emblem: drawn in any colour, each with the face that the emblem goes on."""

from __future__ import annotations

import colorsys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from PIL import Image

from genevolve.world.illustrator.sprite import hex_of, rgb_of
from genevolve.world.raster import rasterise

Curve = Literal["flat", "cylinder", "cloth"]
Face = tuple[float, float, float, float]
"""Left, top, width, height in parts of the drawing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A known carrier."""

    name: str
    face: Face
    curve: Curve
    colour: str
    cloth: bool = False


@cache
def _shapes() -> Mapping[str, Shape]:
    """Shapes by every noun that names them."""
    table = tomllib.loads(resources.files(__package__).joinpath("carriers.toml").read_text(encoding="utf-8"))
    found: dict[str, Shape] = {}
    for name, row in table.items():
        shape = Shape(name, tuple(row["face"]), row["curve"], row["colour"], bool(row.get("cloth", False)))
        for noun in row["nouns"]:
            found.setdefault(noun, shape)
    return found


def shape_for(noun: str) -> Shape | None:
    """The shape that a noun names, the last word deciding when the whole is unknown."""
    shapes = _shapes()
    return shapes.get(noun) or shapes.get(noun.rsplit(" ", 1)[-1])


def shape_named(name: str) -> Shape:
    """A shape by its own name."""
    return next(shape for shape in _shapes().values() if shape.name == name)


@lru_cache(maxsize=64)
def draw_shape(shape: Shape, colour: str | None = None, side: int = 420) -> Image.Image:
    """The empty carrier, `side` pixels on its longer side."""
    svg = resources.files(__package__).joinpath("shapes", f"{shape.name}.svg").read_text(encoding="utf-8")
    tones = tones_of(colour or shape.colour)
    for name, tone in tones.items():
        svg = svg.replace(f"@{name}", tone)
    image = rasterise(svg, width=side)
    return image if image.height <= side else rasterise(svg, height=side)


def tones_of(colour: str) -> dict[str, str]:
    """A colour with its lighter and darker neighbours, for vector drawings."""
    return {
        "base": colour,
        "light": toned(colour, 0.1),
        "dark": toned(colour, -0.13),
        "deep": toned(colour, -0.26),
    }


def toned(colour: str, change: float) -> str:
    """A colour made lighter (positive) or darker, its hue kept."""
    red, green, blue = (float(c) for c in rgb_of(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    return hex_of(colorsys.hls_to_rgb(hue, min(max(light + change, 0.03), 0.985), saturation))
