"""The canvas that backdrops are painted on: gradients, ridges, planes in perspective, fine shapes and glows.

Positions are fractions of the picture (0..1 from the top left), so that any size and shape composes alike; colours are
(red, green, blue) in 0..255. Shapes are antialiased by painting small boxes at twice their size.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageOps

from genevolve.world.illustrator.brush import RGB, Box, Brush, Stops, mix, ramp, whole
from genevolve.world.illustrator.noise import Field, grain
from genevolve.world.illustrator.stage import Lighting, Pixels

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


def derived_seed(*parts: object) -> int:
    """A seed that depends on every part, the same on every machine."""
    digest = hashlib.sha256("\0".join(str(part) for part in parts).encode()).digest()
    return int.from_bytes(digest[:4], "big")


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """A seamless square texture of 256 levels and its halvings, one after the other."""

    values: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]

    @classmethod
    def of(cls, field: Field) -> Tile:
        """The tile of a square field in 0..1 whose side is a power of two."""
        levels = [field]
        while levels[-1].shape[0] > field.shape[0] // 32:
            last = levels[-1]
            levels.append((last[::2, ::2] + last[1::2, ::2] + last[::2, 1::2] + last[1::2, 1::2]) / np.float32(4.0))
        sizes = np.array([level.shape[0] for level in levels])
        values = np.concatenate([level.ravel() for level in levels]) * 255.0
        return cls(values.astype(np.uint8), np.concatenate([[0], np.cumsum(sizes**2)[:-1]]), sizes)

    @property
    def size(self) -> int:
        """The side of the full texture."""
        return int(self.sizes[0])

    @property
    def levels(self) -> int:
        """How many sizes there are."""
        return len(self.sizes)


class Canvas:
    """An opaque picture in the making."""

    def __init__(self, width: int, height: int, *, lighting: Lighting, seed: int) -> None:
        self.width, self.height = width, height
        self.lighting = lighting
        self.seed = seed
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (width, height))

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def unit_x(self) -> float:
        """The shorter side as a fraction of the width: what makes a shape as wide as it is high."""
        return min(self.width, self.height) / self.width

    @property
    def unit_y(self) -> float:
        """The shorter side as a fraction of the height."""
        return min(self.width, self.height) / self.height

    def pixel_box(self, box: Box) -> tuple[int, int, int, int]:
        """`box` in whole pixels inside the picture."""
        left, right = (min(self.width, max(0, round(value * self.width))) for value in (box[0], box[2]))
        top, bottom = (min(self.height, max(0, round(value * self.height))) for value in (box[1], box[3]))
        return left, top, right, bottom

    def tone(self, colour: RGB, lit: float = 0.6) -> RGB:
        """A surface's colour under the light: `lit` 1 faces it, 0 lies in its shadow."""
        light = mix(self.lighting.ambient, self.lighting.colour, lit)
        a, b, c = (value * part for value, part in zip(colour, light, strict=True))
        return (a, b, c)

    def flat(self, box: Box, colour: RGB) -> None:
        """A box of one colour."""
        self.image.paste(whole(colour), self.pixel_box(box))

    def gradient(self, box: Box, stops: Stops, *, across: bool = False) -> None:
        """A smooth gradient down (or across) a box."""
        left, top, right, bottom = self.pixel_box(box)
        width, height = right - left, bottom - top
        if width <= 0 or height <= 0:
            return
        line = ramp(stops, width if across else height)
        shape = line[None, :, :] if across else line[:, None, :]
        self.put(np.broadcast_to(shape, (height, width, 3)), left, top)

    def put(self, values: npt.NDArray[np.floating], left: int, top: int) -> None:
        """Colours (height, width, 3) in 0..255, dithered, at a pixel position."""
        height, width = values.shape[:2]
        noise = grain(self.height, self.width)[top : top + height, left : left + width, None]
        eight_bit = np.clip(values + noise, 0.0, 255.0).astype(np.uint8)
        self.image.paste(Image.fromarray(eight_bit), (left, top))

    def silhouette(self, line: Field, stops: Stops, *, bottom: float = 1.0, opacity: float = 1.0) -> None:
        """Everything below a line (a height 0..1 for each column), coloured from its highest point to `bottom`."""
        edge = line * self.height
        top = max(0, int(np.floor(edge.min())) - 1)
        low = min(self.height, round(bottom * self.height))
        if low <= top:
            return
        rows = np.arange(top, low, dtype=np.float32)[:, None]
        cover = np.clip(rows - edge[None, :] + 0.5, 0.0, 1.0) * (255.0 * opacity)
        mask = Image.fromarray(cover.astype(np.uint8))
        colours = ramp(stops, low - top)[:, None, :] + grain(self.height, self.width)[top:low, :, None]
        fill = Image.fromarray(np.clip(colours, 0.0, 255.0).astype(np.uint8))
        self.image.paste(fill, (0, top), mask)

    @contextmanager
    def fine(self, box: Box = WHOLE) -> Iterator[Brush]:
        """A brush for antialiased shapes inside `box`; what it does not touch stays as it is."""
        left, top, right, bottom = self.pixel_box(box)
        if right <= left or bottom <= top:
            yield Brush(Image.new("RGB", (2, 2)), left, top, self.width, self.height)
            return
        size = ((right - left) * 2, (bottom - top) * 2)
        enlarged = self.image.crop((left, top, right, bottom)).resize(size, Image.Resampling.NEAREST)
        yield Brush(enlarged, left, top, self.width, self.height)
        self.image.paste(enlarged.reduce(2), (left, top))

    def cover(self, mask: npt.NDArray[np.floating], colour: RGB, box: Box = WHOLE) -> None:
        """Lay `colour` over `box` as far as `mask` (0..1, any size: it is enlarged smoothly) says."""
        left, top, right, bottom = self.pixel_box(box)
        if right <= left or bottom <= top:
            return
        eight_bit = Image.fromarray((np.clip(mask, 0.0, 1.0) * 255.0).astype(np.uint8))
        if eight_bit.size != (right - left, bottom - top):
            eight_bit = eight_bit.resize((right - left, bottom - top), Image.Resampling.BICUBIC)
        self.image.paste(whole(colour), (left, top, right, bottom), eight_bit)

    def glow(self, x: float, y: float, radius: float, colour: RGB, strength: float = 1.0, squash: float = 1.0) -> None:
        """Light added about a point; `radius` is a fraction of the shorter side, `squash` < 1 flattens it."""
        reach_x, reach_y = radius * self.unit_x, radius * self.unit_y * squash
        box = (x - reach_x, y - reach_y, x + reach_x, y + reach_y)
        left, right = round(box[0] * self.width), round(box[2] * self.width)
        top, bottom = round(box[1] * self.height), round(box[3] * self.height)
        if right - left < 2 or bottom - top < 2:
            return
        clipped = self.pixel_box(box)
        if clipped[2] <= clipped[0] or clipped[3] <= clipped[1]:
            return
        spot = _spot().resize(
            (clipped[2] - clipped[0], clipped[3] - clipped[1]),
            Image.Resampling.BILINEAR,
            box=(
                (clipped[0] - left) / (right - left) * 64,
                (clipped[1] - top) / (bottom - top) * 64,
                (clipped[2] - left) / (right - left) * 64,
                (clipped[3] - top) / (bottom - top) * 64,
            ),
        )
        bands = [
            spot.point([round(level * value * strength / 255.0) for level in range(256)]) for value in whole(colour)
        ]
        region = self.image.crop(clipped)
        self.image.paste(ImageChops.screen(region, Image.merge("RGB", bands)), clipped[:2])

    def soften(self, amount: int = 2, box: Box = WHOLE) -> None:
        """Put what is painted in `box` out of focus."""
        pixels = self.pixel_box(box)
        if pixels[2] - pixels[0] < 4 * amount or pixels[3] - pixels[1] < 4 * amount:
            return
        region = self.image.crop(pixels)
        self.image.paste(region.reduce(amount).resize(region.size, Image.Resampling.BICUBIC), pixels[:2])

    def shade(self, field: npt.NDArray[np.floating], box: Box = WHOLE) -> None:
        """Multiply `box` by a field (1 leaves it, less darkens), enlarged smoothly."""
        self.cover(1.0 - field, (0.0, 0.0, 0.0), box)

    def plane(
        self,
        tile: Tile,
        stops: Stops,
        horizon: float,
        *,
        bottom: float = 1.0,
        scale: float = 1.0,
        haze: RGB | None = None,
        haze_reach: float = 0.35,
        shades: tuple[float, float] = (1.0, 1.0),
    ) -> None:
        """Tilt a seamless tile into the ground between `horizon` and `bottom`, coloured by the ramp `stops`.

        One tile spans `scale` times the picture's longer side at the bottom edge; towards the horizon the ground
        dissolves into `haze`, and is shaded from `shades[0]` there to `shades[1]` near the viewer.
        """
        top, low = round(horizon * self.height), round(bottom * self.height)
        count = low - top
        if count <= 0:
            return
        depth = (np.arange(count, dtype=np.float32) + 0.5) / count
        away = 1.0 / (depth * 0.93 + 0.07)
        longer = max(self.width, self.height)
        zoom = away * tile.size / (scale * longer)
        level = np.clip(np.ceil(np.log2(np.maximum(1.0, zoom))), 0, tile.levels - 1).astype(np.int64)
        size = tile.sizes[level]
        v = (zoom * longer * 0.62 * size / tile.size).astype(np.int64) % size
        x = np.arange(self.width, dtype=np.float32) - self.width * 0.43
        u = (x[None, :] * (zoom * size / tile.size)[:, None]).astype(np.int32) & (size[:, None] - 1).astype(np.int32)
        index = (tile.offsets[level] + v * size)[:, None].astype(np.int32) + u
        ground = ramp(stops, 256)[tile.values[index]]
        ground *= (shades[0] + (shades[1] - shades[0]) * depth)[:, None, None]
        if haze is not None:
            share = np.clip(1.0 - depth / haze_reach, 0.0, 1.0)[:, None, None] ** 1.5
            ground += (np.array(haze, np.float32) - ground) * share
        self.put(ground, 0, top)

    def facing(self, tile: Tile, stops: Stops, box: Box = WHOLE, *, scale: float = 0.5) -> None:
        """Hang a seamless tile upright in `box`; one tile spans `scale` of the picture's longer side."""
        left, top, right, bottom = self.pixel_box(box)
        if right <= left or bottom <= top:
            return
        zoom = tile.size / (scale * max(self.width, self.height))
        level = min(tile.levels - 1, max(0, int(np.ceil(np.log2(max(1.0, zoom)) - 0.3))))
        size = int(tile.sizes[level])
        step = zoom * size / tile.size
        rows = (np.arange(top, bottom) * step).astype(np.int64) % size
        columns = (np.arange(left, right) * step).astype(np.int64) % size
        field = tile.values[tile.offsets[level] + rows[:, None] * size + columns[None, :]]
        self.put(ramp(stops, 256)[field], left, top)

    def mean(self, box: Box) -> RGB:
        """The mean colour of a box."""
        pixels = self.pixel_box(box)
        a, b, c = (
            np.asarray(self.image.crop(pixels).reduce(8) if pixels[3] - pixels[1] > 16 else self.image.crop(pixels))
            .reshape(-1, 3)
            .mean(axis=0)
        )
        return (float(a), float(b), float(c))

    def harmonise(self, dark: RGB, light: RGB, share: float) -> None:
        """Draw the picture's colours towards a scale from `dark` to `light`."""
        scale = ImageOps.colorize(self.image.convert("L"), whole(dark), whole(light))
        self.image = Image.blend(self.image, scale, share)

    def pixels(self) -> Pixels:
        """The picture as values in 0..1."""
        return np.asarray(self.image, dtype=np.float32) / np.float32(255.0)


@cache
def _spot() -> Image.Image:
    axis = np.linspace(-1.0, 1.0, 64, dtype=np.float32)
    distance = np.hypot(axis[:, None], axis[None, :])
    fall = np.clip(1.0 - distance, 0.0, 1.0) ** 2.2
    return Image.fromarray((fall * 255.0).astype(np.uint8))
