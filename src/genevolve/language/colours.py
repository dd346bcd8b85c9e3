"""Colour names and their values, shades included."""

from __future__ import annotations

import colorsys
import re
from functools import cache, lru_cache

from genevolve.language.description import Colour
from genevolve.language.lexicons import lexicon

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")


@cache
def colour_names() -> dict[str, str]:
    """Plain colour names and their hex values."""
    return dict(lexicon("colours")["names"])


@cache
def shades() -> dict[str, tuple[float, float]]:
    """Words that shift a colour: how far towards white or black, and how much more or less saturated."""
    return {word: (shift[0], shift[1]) for word, shift in lexicon("colours")["shades"].items()}


def full_hex(written: str) -> str | None:
    """`#rrggbb` in lower case for "#rgb" or "#RRGGBB"; None when it is neither."""
    match = _HEX.fullmatch(written.lower())
    if match is None:
        return None
    digits = match.group(1)
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


@lru_cache(maxsize=4096)
def colour_named(name: str) -> Colour | None:
    """The colour of a name or hex: "red", "dark green", "blue-green", "#1db954"; None when it is no colour."""
    joined = "-" in name.strip("-")
    lower = " ".join(name.lower().replace("-", " ").split())
    value = full_hex(lower)
    if value is not None:
        return Colour(lower, value)
    for ending in (" coloured", " colored", " colour", " color", " hued"):
        lower = lower.removesuffix(ending)
    if lower in colour_names():
        return Colour(lower, colour_names()[lower])
    shade, _, base_name = lower.partition(" ")
    base = colour_named(base_name) if base_name else None
    if base is None:
        return None
    if shade in shades():
        return Colour(lower, _shifted(base.hex, *shades()[shade]))
    other = colour_named(shade)
    if other is not None and (joined or shade.endswith("ish")):
        return Colour(lower, _mixed(other.hex, base.hex))
    return None


def nearest_name(hex_value: str) -> str:
    """The plain colour name whose value looks most like `hex_value`.

    Raises:
        ValueError: it is not `#rgb` or `#rrggbb`.
    """
    value = full_hex(hex_value)
    if value is None:
        raise ValueError(f"not a hex colour: {hex_value!r}")
    red, green, blue = _channels(value)

    def distance(name: str) -> float:
        other_red, other_green, other_blue = _channels(colour_names()[name])
        mean_red = (red + other_red) / 2
        return (
            (2 + mean_red) * (red - other_red) ** 2
            + 4 * (green - other_green) ** 2
            + (3 - mean_red) * (blue - other_blue) ** 2
        )

    return min(colour_names(), key=lambda name: (distance(name), len(name), name))


def _channels(value: str) -> tuple[float, float, float]:
    return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255


def _as_hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(min(max(channel, 0.0), 1.0) * 255):02x}" for channel in (red, green, blue))


def _shifted(value: str, lightness: float, saturation: float) -> str:
    hue, light, strength = colorsys.rgb_to_hls(*_channels(value))
    light = light + (1 - light) * lightness if lightness > 0 else light * (1 + lightness)
    strength = strength + (1 - strength) * saturation if saturation > 0 else strength * (1 + saturation)
    return _as_hex(*colorsys.hls_to_rgb(hue, light, strength))


def _mixed(first: str, second: str) -> str:
    red, green, blue = (0.4 * a + 0.6 * b for a, b in zip(_channels(first), _channels(second), strict=True))
    return _as_hex(red, green, blue)
