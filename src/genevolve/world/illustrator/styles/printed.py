"""Printed, cut and set styles: flat, poster, risograph, pixel, papercut, stained glass."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from genevolve.world.illustrator.noise import Field, grain
from genevolve.world.illustrator.stage import Pixels
from genevolve.world.illustrator.styles.filters import (
    detail,
    flattened,
    grey_of,
    outlines,
    saturated,
    to_image,
    to_pixels,
    tooth,
    unit_of,
)


def flat(pixels: Pixels, seed: int) -> Pixels:
    """Clean areas of colour without texture."""
    del seed
    unit = unit_of(pixels)
    return np.clip(to_pixels(flattened(to_image(pixels), 20, smooth=2.0 * unit, vivid=1.12)), 0.0, 1.0)


def poster(pixels: Pixels, seed: int) -> Pixels:
    """A screen print: a dozen strong inks, a toothy stock, a cream border."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    inks = to_pixels(flattened(to_image(pixels), 16, smooth=1.5 * unit, vivid=1.2))
    inks = (inks - np.float32(0.5)) * np.float32(1.1) + np.float32(0.5)
    worn = (tooth(height, width, seed=seed, slope=0.4) - np.float32(0.5)) * np.float32(0.09)
    inks += worn[..., None]
    rim = max(3, round(0.035 * min(height, width)))
    sheet = np.empty_like(inks)
    sheet[:] = np.array((0.957, 0.933, 0.875), np.float32)
    sheet += worn[..., None] * np.float32(0.5)
    sheet[rim:-rim, rim:-rim] = inks[rim:-rim, rim:-rim]
    return np.clip(sheet, 0.0, 1.0)


@lru_cache(maxsize=8)
def _screen(height: int, width: int, pitch: float, angle: float) -> Field:
    """A halftone screen of round dots: the threshold at each point, 0..1."""
    y, x = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    turn = np.float32(2.0 * np.pi / pitch)
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    screen: Field = np.float32(0.5) + np.float32(0.25) * (
        np.cos((x * cos + y * sin) * turn) + np.cos((y * cos - x * sin) * turn)
    )
    screen.flags.writeable = False
    return screen


_INKS = ((0.0, 0.42, 0.72), (1.0, 0.22, 0.48), (1.0, 0.86, 0.12))


def risograph(pixels: Pixels, seed: int) -> Pixels:
    """Blue, pink and yellow inks, each screened at its own angle and a little out of register."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    rng = np.random.default_rng((seed, 83))
    source = saturated(pixels, 1.25)
    stock = tooth(height, width, seed=seed, slope=0.4)
    sheet = np.ones((height, width, 3), np.float32) * np.array((0.97, 0.952, 0.91), np.float32)
    for channel, (ink, angle) in enumerate(zip(_INKS, (0.26, 1.31, 0.0), strict=True)):
        share = np.clip(np.float32(0.98) - source[..., channel] * np.float32(1.12), 0.0, 0.94)
        down, right = (int(value) for value in rng.integers(-1, 2, 2) * max(1, round(1.4 * unit)))
        share = np.roll(share, (down, right), axis=(0, 1))
        dots = np.clip(
            (share - _screen(height, width, max(3.2, 4.4 * unit), angle)) * np.float32(3.0) + np.float32(0.5), 0.0, 1.0
        )
        dots = dots * np.float32(0.55) + share * np.float32(0.45)
        dots *= np.float32((0.92, 0.9, 0.8)[channel]) + stock * np.float32(0.14)
        for plane in range(3):
            sheet[..., plane] *= np.float32(1.0) - dots * np.float32(1.0 - ink[plane])
    return np.clip(sheet, 0.0, 1.0)


def pixel(pixels: Pixels, seed: int) -> Pixels:
    """Big square pixels in a small palette."""
    del seed
    height, width = pixels.shape[:2]
    block = max(2, round(min(height, width) / 128))
    image = to_image(pixels)
    small = image.resize((max(1, width // block), max(1, height // block)), Image.Resampling.BOX)
    bold = to_image(np.clip(saturated(to_pixels(small), 1.15), 0.0, 1.0))
    few = bold.quantize(40, method=Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE).convert("RGB")
    return to_pixels(few.resize((width, height), Image.Resampling.NEAREST))


def papercut(pixels: Pixels, seed: int) -> Pixels:
    """Sheets of coloured paper laid over one another, each casting a soft shadow."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    cut = flattened(to_image(pixels), 16, smooth=1.6 * unit)
    sheets = to_pixels(cut)
    level = np.floor(grey_of(sheets) * np.float32(9.0)) / np.float32(9.0)
    shift = max(1, round(3.0 * unit))
    above = np.roll(level, (shift, shift), axis=(0, 1))
    above[:shift], above[:, :shift] = level[:shift], level[:, :shift]
    step = np.abs(above - level)
    shadow = Image.fromarray((np.clip(step * 4.0, 0.0, 1.0) * 255.0).astype(np.uint8)).filter(
        ImageFilter.BoxBlur(2.4 * unit)
    )
    rim = np.zeros((height, width), np.float32)
    rim[:-1, :-1] = np.clip((level[1:, 1:] - level[:-1, :-1]) * np.float32(3.0), -0.6, 0.6)
    paper = tooth(height, width, seed=seed, slope=0.8)
    shade = (
        np.float32(1.0)
        - np.asarray(shadow, np.float32) * np.float32(0.42 / 255.0)
        + np.abs(rim) * np.float32(0.14)
        + (paper - 0.5) * np.float32(0.12)
    )
    cast: Pixels = np.clip(saturated(sheets, 1.08) * shade[..., None], 0.0, 1.0)
    return cast


@lru_cache(maxsize=4)
def _cells(height: int, width: int, across: int, seed: int) -> tuple[npt.NDArray[np.int32], Field]:
    """Irregular panes: which one each point lies in, and how far it is from the nearest lead, in 0..1."""
    rng = np.random.default_rng((seed, 89))
    cell = min(height, width) / across
    rows, columns = int(np.ceil(height / cell)) + 2, int(np.ceil(width / cell)) + 2
    jitter = rng.uniform(0.12, 0.88, (rows, columns, 2)).astype(np.float32)
    y, x = (
        np.arange(height, dtype=np.float32)[:, None] / np.float32(cell),
        np.arange(width, dtype=np.float32)[None, :] / np.float32(cell),
    )
    row, column = y.astype(np.int32), x.astype(np.int32)
    best = np.full((height, width), 9.0, np.float32)
    second = best.copy()
    owner = np.zeros((height, width), np.int32)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            near = jitter[row + down + 1, column + right + 1]
            distance = np.hypot(row + down + near[..., 0] - y, column + right + near[..., 1] - x)
            closer = distance < best
            second = np.where(closer, best, np.minimum(second, distance))
            owner = np.where(closer, (row + down + 1) * columns + column + right + 1, owner)
            best = np.minimum(best, distance)
    lead: Field = np.clip((second - best) * np.float32(cell / max(1.0, min(height, width) / 340.0) * 0.5), 0.0, 1.0)
    return owner, lead


def stained_glass(pixels: Pixels, seed: int) -> Pixels:
    """Panes of glowing glass; the leading follows the outlines of what is shown."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    image = to_image(pixels)
    owner, lead = _cells(height, width, 26, seed % 4)
    flat_owner = owner.ravel()
    count = np.maximum(np.bincount(flat_owner), 1)
    totals = [np.bincount(flat_owner, weights=pixels[..., channel].ravel()) for channel in range(3)]
    means = (np.stack(totals, axis=1) / count[:, None]).astype(np.float32)
    tones = np.random.default_rng((seed, 97)).uniform(0.8, 1.08, means.shape).astype(np.float32)
    shapes = to_pixels(flattened(image, 24, smooth=1.5 * unit))
    apart = np.abs(grey_of(means)[owner] - grey_of(shapes))
    near = (np.clip(np.float32(1.0) - apart * np.float32(2.2), 0.15, 1.0) * np.float32(0.6))[..., None]
    glass = means[owner]
    glass -= shapes
    glass *= near
    glass += shapes
    glass = saturated(glass, 1.4)
    glass *= tones[owner]
    letters = np.asarray(detail(image, unit), np.float32) * np.float32(1.0 / 255.0)
    glass += (pixels - glass) * (letters * np.float32(0.85))[..., None]
    lead = np.maximum(lead, letters)
    outline = outlines(image, fine=max(1.0, 1.5 * unit), gain=3.0)
    through = lead * (np.float32(1.0) - outline * np.float32(0.92))
    through *= np.float32(0.94) + np.float32(0.2) * lead + grain(height, width) * np.float32(0.012)
    glass *= through[..., None]
    lit: Pixels = np.clip(glass + np.float32(0.04), 0.0, 1.0)
    return lit
