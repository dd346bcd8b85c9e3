"""Colours in 0..255, and a brush for antialiased shapes placed by fractions of the picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

RGB = tuple[float, float, float]
Stops = Sequence[tuple[float, RGB]]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the picture."""


@lru_cache(maxsize=4096)
def rgb(hex_colour: str) -> RGB:
    """`#rrggbb` as a colour."""
    return (float(int(hex_colour[1:3], 16)), float(int(hex_colour[3:5], 16)), float(int(hex_colour[5:7], 16)))


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """`share` of `second` in `first`."""
    a, b, c = (x + (y - x) * share for x, y in zip(first, second, strict=True))
    return (a, b, c)


def luminance(colour: RGB) -> float:
    """How light a colour looks, 0..1."""
    return (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255.0


def whole(colour: RGB) -> tuple[int, int, int]:
    """The nearest colour of whole numbers."""
    a, b, c = (min(255, max(0, round(value))) for value in colour)
    return (a, b, c)


def ramp(stops: Stops, count: int) -> npt.NDArray[np.float32]:
    """`count` colours along `stops` (position 0..1, colour), shape (count, 3)."""
    at = np.linspace(0.0, 1.0, count, dtype=np.float32)
    positions = [position for position, _ in stops]
    columns = [np.interp(at, positions, [colour[channel] for _, colour in stops]) for channel in range(3)]
    return np.stack(columns, axis=1).astype(np.float32)


class Brush:
    """Draws fractions of the picture on a box that is painted at twice its size."""

    def __init__(self, image: Image.Image, left: int, top: int, width: int, height: int) -> None:
        self.draw = ImageDraw.Draw(image, "RGBA")
        self._left, self._top, self._width, self._height = left, top, width, height

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the picture lies on the enlarged box."""
        return ((x * self._width - self._left) * 2.0, (y * self._height - self._top) * 2.0)

    def span(self, length: float) -> float:
        """A length, as a fraction of the picture's shorter side, on the enlarged box."""
        return length * min(self._width, self._height) * 2.0

    def polygon(self, points: Sequence[tuple[float, float]], colour: RGB, alpha: float = 1.0) -> None:
        """A filled polygon."""
        self.draw.polygon([self.at(x, y) for x, y in points], fill=(*whole(colour), round(alpha * 255)))

    def rectangle(self, box: Box, colour: RGB, alpha: float = 1.0, radius: float = 0.0) -> None:
        """A filled rectangle, its corners rounded by `radius` (fraction of the shorter side)."""
        left, top = self.at(box[0], box[1])
        right, bottom = self.at(box[2], box[3])
        if right <= left or bottom <= top:
            return
        fill = (*whole(colour), round(alpha * 255))
        reach = min(self.span(radius), (right - left) / 2, (bottom - top) / 2)
        self.draw.rounded_rectangle((left, top, right, bottom), reach, fill=fill)

    def ellipse(self, x: float, y: float, radius_x: float, radius_y: float, colour: RGB, alpha: float = 1.0) -> None:
        """A filled ellipse about (x, y); its radii are fractions of the shorter side, so equal radii are round."""
        centre_x, centre_y = self.at(x, y)
        reach_x, reach_y = self.span(radius_x), self.span(radius_y)
        self.draw.ellipse(
            (centre_x - reach_x, centre_y - reach_y, centre_x + reach_x, centre_y + reach_y),
            fill=(*whole(colour), round(alpha * 255)),
        )

    def line(self, points: Sequence[tuple[float, float]], colour: RGB, thickness: float, alpha: float = 1.0) -> None:
        """A stroke, `thickness` as a fraction of the shorter side."""
        self.draw.line(
            [self.at(x, y) for x, y in points],
            fill=(*whole(colour), round(alpha * 255)),
            width=max(1, round(self.span(thickness))),
            joint="curve",
        )
