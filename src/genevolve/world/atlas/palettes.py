"""Colour words and the palettes that use them. The words are the only colours that attributes may name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

Rgb = tuple[int, int, int]


@cache
def colour_table() -> Mapping[str, str]:
    """Colour word to hex value."""
    return {name: str(value) for name, value in _data("colours.toml").items()}


@cache
def palettes() -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """The palettes: role (`light`, `body`, `deep`, `accent`) to colour words."""
    return tuple({role: tuple(words) for role, words in roles.items()} for roles in _data("palettes.toml").values())


@lru_cache(maxsize=4096)
def colours_in(phrase: str) -> tuple[str, ...]:
    """The colour words of a phrase, in order."""
    return tuple(_colour_pattern().findall(phrase))


@lru_cache(maxsize=8192)
def mix(first: str, second: str, share: float) -> str:
    """`share` of `second` in `first`."""
    a, b = rgb(first), rgb(second)
    return "#{:02x}{:02x}{:02x}".format(*(round(x + (y - x) * share) for x, y in zip(a, b, strict=True)))


@lru_cache(maxsize=1024)
def rgb(value: str) -> Rgb:
    """The three channels of a hex colour."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def contrast(first: str, second: str) -> float:
    """How far apart two colours look: 0 the same, about 760 black on white (redmean distance)."""
    a, b = rgb(first), rgb(second)
    mean = (a[0] + b[0]) / 2
    red, green, blue = (x - y for x, y in zip(a, b, strict=True))
    weighted = (2 + mean / 256) * red * red + 4 * green * green + (2 + (255 - mean) / 256) * blue * blue
    return float(weighted**0.5)


def luminance(value: str) -> float:
    """Perceived lightness, 0 … 1."""
    red, green, blue = rgb(value)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


@cache
def _colour_pattern() -> re.Pattern[str]:
    words = sorted(colour_table(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])")


def _data(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("genevolve.world.atlas").joinpath("data", name).read_text("utf-8"))
