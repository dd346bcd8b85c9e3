"""What the styles share: conversions, blurs, edges, flat colour areas, painterly smoothing, paper."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from genevolve.world.illustrator.noise import TILE, Field, fractal_tile
from genevolve.world.illustrator.stage import Pixels

_WEIGHTS = np.array((0.299, 0.587, 0.114), np.float32)


def to_image(pixels: Pixels) -> Image.Image:
    """An eight-bit picture of the canvas."""
    return Image.fromarray((np.clip(pixels, 0.0, 1.0) * np.float32(255.0) + np.float32(0.5)).astype(np.uint8))


def to_pixels(image: Image.Image) -> Pixels:
    """The canvas of an eight-bit picture."""
    return np.asarray(image, np.float32) * np.float32(1.0 / 255.0)


def light_of(image: Image.Image) -> Field:
    """How light each point is, 0..1."""
    return np.asarray(image.convert("L"), np.float32) * np.float32(1.0 / 255.0)


def grey_of(pixels: Pixels) -> Field:
    """How light each point of a canvas is, 0..1."""
    field: Field = pixels @ _WEIGHTS
    return field


def unit_of(pixels: Pixels) -> float:
    """The shorter side over 512: what line widths and brush sizes scale with."""
    return float(min(pixels.shape[:2])) / 512.0


def edges(image: Image.Image, *, fine: float = 1.0, gain: float = 3.0) -> Field:
    """Outlines 0..1, from brightness and from colour, about `fine` pixels wide."""
    smooth = image.filter(ImageFilter.BoxBlur(fine)) if fine > 0 else image
    step = max(1, round(fine))
    across = ImageChops.difference(ImageChops.offset(smooth, step, 0), ImageChops.offset(smooth, -step, 0))
    down = ImageChops.difference(ImageChops.offset(smooth, 0, step), ImageChops.offset(smooth, 0, -step))
    red, green, blue = ImageChops.add(across, down).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    found = np.asarray(strongest.point([round(min(255.0, max(0.0, (v - 23) * gain))) for v in range(256)]), np.float32)
    found *= np.float32(1.0 / 255.0)
    found[:step], found[-step:], found[:, :step], found[:, -step:] = 0.0, 0.0, 0.0, 0.0
    return found


def outlines(image: Image.Image, *, fine: float = 1.0, gain: float = 3.0) -> Field:
    """Edges on their darker side only, so that thin light strokes such as letters are not drawn over."""
    grey = image.convert("L")
    lighter = ImageChops.subtract(grey, grey.filter(ImageFilter.BoxBlur(2.0 * fine)))
    darker = np.asarray(lighter.point([max(0, 255 - max(0, v - 4) * 14) for v in range(256)]), np.float32)
    lines: Field = edges(image, fine=fine, gain=gain) * darker
    lines *= np.float32(1.0 / 255.0)
    return lines


def detail(image: Image.Image, unit: float) -> Image.Image:
    """A mask of fine strong contrasts, letters above all, that a style must not smear."""
    grey = image.convert("L")
    apart = ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(4.0 * unit)))
    strong = apart.point([min(255, max(0, (v - 34) * 7)) for v in range(256)])
    return strong.filter(ImageFilter.BoxBlur(1.4 * unit)).point([min(255, v * 2) for v in range(256)])


def _palette(image: Image.Image, colours: int) -> Image.Image:
    """The picture's own main colours, rare strong ones included, each moved to the middle of what it stands for."""
    start = image.quantize(colours, method=Image.Quantize.MAXCOVERAGE).getpalette() or [0, 0, 0]
    points = np.asarray(image, np.float32).reshape(-1, 3)
    centres = np.array(start[: 3 * colours], np.float32).reshape(-1, 3)
    for _ in range(3):
        nearest = (points @ (centres.T * np.float32(-2.0)) + (centres**2).sum(axis=1)).argmin(axis=1)
        count = np.bincount(nearest, minlength=len(centres))
        sums = [np.bincount(nearest, weights=points[:, channel], minlength=len(centres)) for channel in range(3)]
        moved = (np.stack(sums, axis=1) / np.maximum(count, 1)[:, None]).astype(np.float32)
        centres = np.where(count[:, None] > 0, moved, centres)
    palette = Image.new("P", (1, 1))
    palette.putpalette(np.round(centres).astype(np.uint8).tobytes())
    return palette


def flattened(image: Image.Image, colours: int, *, smooth: float = 1.2, vivid: float = 1.0) -> Image.Image:
    """The picture in few flat colours of its own, `vivid` > 1 for stronger ones."""
    calm = image.filter(ImageFilter.BoxBlur(smooth)) if smooth > 0 else image
    step = max(1, min(image.size) // 85)
    palette = _palette(calm.reduce(step), colours)
    flat = calm.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
    return flat if vivid == 1.0 else ImageEnhance.Color(flat).enhance(vivid)


def painterly(image: Image.Image, radius: int) -> Image.Image:
    """Strokes: each point takes the calmest of the four patches about it (at half size, enlarged again)."""
    small = image.reduce(2)
    values = np.asarray(small, np.float32)
    mean = np.asarray(small.filter(ImageFilter.BoxBlur(radius)), np.float32)
    grey = values @ _WEIGHTS
    level = mean @ _WEIGHTS
    spread = np.asarray(
        Image.fromarray(np.abs(grey - level).astype(np.uint8)).filter(ImageFilter.BoxBlur(radius)), np.int32
    )
    height, width = grey.shape
    rows, columns = np.arange(height, dtype=np.int32)[:, None], np.arange(width, dtype=np.int32)[None, :]
    best: npt.NDArray[np.int32] | None = None
    place = np.zeros((height, width), np.int32)
    reach = max(1, radius)
    for down, right in ((-reach, -reach), (-reach, reach), (reach, -reach), (reach, reach)):
        index = np.clip(rows + down, 0, height - 1) * width + np.clip(columns + right, 0, width - 1)
        candidate = spread.ravel()[index]
        if best is None:
            best, place = candidate, index
        else:
            closer = candidate < best
            best = np.where(closer, candidate, best)
            place = np.where(closer, index, place)
    chosen = mean.reshape(-1, 3)[place]
    return Image.fromarray(chosen.astype(np.uint8)).resize(image.size, Image.Resampling.BICUBIC)


def tooth(height: int, width: int, *, seed: int = 0, slope: float = 0.7) -> Field:
    """The grain of paper or canvas, 0..1, at the picture's own resolution."""
    tile = fractal_tile(seed % 3, slope=slope)
    down, right = -(-height // TILE), -(-width // TILE)
    return np.tile(tile, (down, right))[:height, :width]


def vignette(height: int, width: int, strength: float) -> Field:
    """Brightness that falls off towards the corners."""
    y = np.linspace(-1.0, 1.0, height, dtype=np.float32)[:, None] ** 2
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)[None, :] ** 2
    fall: Field = np.float32(1.0) - np.float32(strength) * np.clip(
        (x + y) * np.float32(0.5) - np.float32(0.22), 0.0, 1.0
    )
    return fall


def saturated(pixels: Pixels, amount: float) -> Pixels:
    """Colours further from (or nearer to) grey."""
    pushed: Pixels = pixels * np.float32(amount)
    pushed += (grey_of(pixels) * np.float32(1.0 - amount))[..., None]
    return pushed
