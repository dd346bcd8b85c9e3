"""Colours as hex strings: mixing, naming, and the step from linear light to the screen."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

_NAMED = {
    "black": "#101010",
    "charcoal": "#36393f",
    "grey": "#808080",
    "silver": "#c4c8cc",
    "white": "#ffffff",
    "red": "#e0202a",
    "crimson": "#b0103a",
    "maroon": "#701a22",
    "orange": "#ff7a00",
    "amber": "#ffb000",
    "yellow": "#ffe000",
    "gold": "#d4a82a",
    "brown": "#7a4a24",
    "beige": "#e8dcc0",
    "lime": "#a8e000",
    "green": "#1fae4b",
    "dark green": "#125a30",
    "mint": "#8ee8c0",
    "teal": "#0f8a8a",
    "cyan": "#18c8e8",
    "sky blue": "#60b8f8",
    "blue": "#1f66e0",
    "navy": "#14285a",
    "indigo": "#4a3ad0",
    "violet": "#8a4ae8",
    "purple": "#7a1fa0",
    "magenta": "#e020c0",
    "pink": "#ff80b4",
    "rose": "#f0406a",
}


def rgb(colour: str) -> tuple[int, int, int]:
    """The three channels of `#rrggbb`."""
    digits = colour.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def hex_colour(channels: Sequence[float]) -> str:
    """`#rrggbb` of three channels in 0..255."""
    return "#" + "".join(f"{min(255, max(0, round(channel))):02x}" for channel in channels)


def mix(first: str, second: str, share: float) -> str:
    """`first` with `share` of `second` in it."""
    return hex_colour([a + (b - a) * share for a, b in zip(rgb(first), rgb(second), strict=True)])


def luminance(colour: str) -> float:
    """How light a colour looks, 0..1."""
    red, green, blue = rgb(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def from_linear(channels: Sequence[float]) -> str:
    """`#rrggbb` of linear light in 0..1."""
    return hex_colour([255 * _encode(min(1.0, max(0.0, channel))) for channel in channels])


def _encode(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def turn_hue(colour: str, degrees: float) -> str:
    """The colour with another hue; greys become coloured, so that the turn always shows."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in rgb(colour)))
    lightness = min(0.62, max(0.32, lightness))
    turned = colorsys.hls_to_rgb((hue + degrees / 360) % 1, lightness, max(saturation, 0.55))
    return hex_colour([255 * channel for channel in turned])


def colour_name(colour: str) -> str:
    """The everyday word nearest to a colour."""
    return min(_NAMED, key=lambda name: _distance(colour, _NAMED[name]))


def _distance(first: str, second: str) -> float:
    (r1, g1, b1), (r2, g2, b2) = rgb(first), rgb(second)
    mean_red = (r1 + r2) / 2
    return (2 + mean_red / 256) * (r1 - r2) ** 2 + 4 * (g1 - g2) ** 2 + (2 + (255 - mean_red) / 256) * (b1 - b2) ** 2
