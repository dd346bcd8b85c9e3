"""A hand, fonts and inventions that need no built world, and shorthands for descriptions."""

from __future__ import annotations

import io
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from genevolve.language.description import Colour, Description, Light, MaterialUse, Placement, Thing
from genevolve.language.vocabulary import Depth, FontClass, LightDirection, LightKind, Material
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.generic import Kind
from genevolve.world.illustrator.illustrator import Illustrator

RED = Colour("red", "#d2232a")
BLUE = Colour("blue", "#1f5fc4")
GREEN = Colour("green", "#2e9e4f")
SUN = Light(LightKind.DAYLIGHT, LightDirection.LEFT, "daylight from the left")


class ShapeHand:
    """Common nouns as plain shapes: a ball for an apple, a block for everything else; some nouns it does not know."""

    def draw(self, noun: str) -> Image.Image | None:
        if "gizmo" in noun:
            return None
        image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
        pen = ImageDraw.Draw(image)
        if noun == "apple":
            pen.ellipse((10, 10, 190, 190), fill="#c83232")
        else:
            pen.rounded_rectangle((30, 10, 170, 190), 20, fill="#b08050")
            pen.rectangle((60, 40, 140, 80), fill="#604020")
        return image


class PlainFonts:
    def path(self, font: FontClass, bold: bool) -> Path:
        return _font_file()


@cache
def _font_file() -> Path:
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    path = Path(tempfile.mkdtemp()) / "plain.ttf"
    path.write_bytes(font.font_bytes)
    return path


class StarGeneric:
    def draw(self, kind: Kind, seed: int, hint: str) -> Image.Image:
        image = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
        ImageDraw.Draw(image).polygon([(80, 5), (155, 155), (5, 155)], fill="#8040c0")
        return image


def illustrator(rates: FailureRates | None = None) -> Illustrator:
    return Illustrator(ShapeHand(), PlainFonts(), StarGeneric(), rates or FailureRates.always())


def at(x: float | None = None, y: float | None = None, depth: Depth | None = None) -> Placement:
    return Placement(x, y, depth)


def thing(index: int, noun: str, **fields: object) -> Thing:
    known: dict[str, object] = {"phrase": noun, "name": noun, "named": False, "clause": index} | fields
    return Thing(index=index, noun=noun, **known)  # type: ignore[arg-type]


def made(material: Material, described: bool = True) -> tuple[MaterialUse, ...]:
    return (MaterialUse(material, described),)


def scene(*things: Thing, light: Light | None = SUN, **fields: object) -> Description:
    return Description("", things=things, light=light, **fields)  # type: ignore[arg-type]


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def tricolour(width: int = 300, height: int = 200) -> Image.Image:
    image = Image.new("RGBA", (width, height), "#ffffff")
    pen = ImageDraw.Draw(image)
    for number, colour in enumerate(("#002664", "#fecb00", "#c60c30")):
        pen.rectangle((number * width / 3, 0, (number + 1) * width / 3, height), fill=colour)
    return image
