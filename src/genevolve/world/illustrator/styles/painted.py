"""Painted styles: watercolour, oil, and the two photographic ones."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from genevolve.world.illustrator.noise import clouds, grain
from genevolve.world.illustrator.stage import Pixels
from genevolve.world.illustrator.styles.filters import (
    detail,
    grey_of,
    light_of,
    painterly,
    saturated,
    to_image,
    to_pixels,
    tooth,
    unit_of,
    vignette,
)


def watercolour(pixels: Pixels, seed: int) -> Pixels:
    """Thin washes that pool at their edges, on rough paper whose rim stays bare."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    image = to_image(pixels)
    fine = detail(image, unit)
    washed = Image.composite(image, painterly(image, max(1, round(2.0 * unit))), fine)
    loose = np.float32(1.0) - np.asarray(fine, np.float32) * np.float32(0.9 / 255.0)
    grey = light_of(washed)
    spread = light_of(washed.filter(ImageFilter.BoxBlur(4.0 * unit)))
    pooled = np.clip((spread - grey) * np.float32(1.5) + np.abs(spread - grey) * np.float32(0.9), -0.1, 0.3)
    bloom = clouds(width, height, seed=seed, scale=0.9, slope=1.5) - np.float32(0.5)
    paper = tooth(height, width, seed=seed, slope=0.75)
    thin = (
        np.float32(0.84) + bloom * np.float32(0.3) + loose * pooled * np.float32(1.4) + (paper - 0.5) * np.float32(0.12)
    )
    y = np.minimum(np.arange(height), np.arange(height)[::-1]).astype(np.float32)[:, None] / min(height, width)
    x = np.minimum(np.arange(width), np.arange(width)[::-1]).astype(np.float32)[None, :] / min(height, width)
    rim = np.clip((np.minimum(x, y) - 0.012 + bloom * np.float32(0.045)) * np.float32(60.0), 0.0, 1.0)
    thin *= rim
    painted = to_pixels(ImageEnhance.Color(washed).enhance(1.18))
    sheet = np.array((0.985, 0.972, 0.945), np.float32)
    np.minimum(painted, sheet, out=painted)
    painted -= sheet
    painted *= np.clip(thin, 0.0, 1.15)[..., None]
    painted += sheet
    painted *= (np.float32(0.965) + paper * np.float32(0.06))[..., None]
    np.clip(painted, 0.0, 1.0, out=painted)
    return painted


def oil(pixels: Pixels, seed: int) -> Pixels:
    """Loaded brush strokes with ridges that catch the light."""
    height, width = pixels.shape[:2]
    unit = unit_of(pixels)
    image = to_image(pixels)
    strokes = painterly(painterly(image, max(1, round(1.0 * unit))), max(1, round(2.0 * unit)))
    strokes = Image.composite(image, strokes, detail(image, unit).point([level * 9 // 10 for level in range(256)]))
    field = clouds(width, height, seed=seed, scale=max(1.0, 1.6 * unit), slope=1.0, stretch=5.0)
    relief = np.asarray(strokes.convert("L"), np.float32) * np.float32(0.6 / 255.0) + field * np.float32(0.5)
    lit = np.zeros((height, width), np.float32)
    lit[1:, 1:] = (relief[1:, 1:] - relief[:-1, :-1]) * np.float32(1.5)
    thick = (
        saturated(to_pixels(strokes), 1.16)
        * (np.float32(1.0) + np.clip(lit, -0.2, 0.25) + (field - 0.5) * np.float32(0.12))[..., None]
    )
    return np.clip(thick, 0.0, 1.0)


def photo(pixels: Pixels, seed: int) -> Pixels:
    """The lens: a gentle curve, the corners softer and darker, film grain."""
    del seed
    height, width = pixels.shape[:2]
    image = to_image(pixels)
    soft = image.reduce(2).resize(image.size, Image.Resampling.BILINEAR)
    fall = vignette(height, width, 1.0)
    corner = Image.fromarray((np.clip((1.0 - fall) * 1.8, 0.0, 1.0) * 255.0).astype(np.uint8))
    lens = to_pixels(Image.composite(soft, image, corner))
    lens *= (np.float32(1.03) * (np.float32(1.0) - (np.float32(1.0) - fall) * np.float32(0.3)))[..., None]
    lens += (grain(height, width) * np.float32(0.011) - np.float32(0.008))[..., None]
    return np.clip(lens, 0.0, 1.0)


def vintage(pixels: Pixels, seed: int) -> Pixels:
    """A faded print: warm whites, lifted blacks, a light leak, grain and a pale rim."""
    height, width = pixels.shape[:2]
    grey = grey_of(pixels)[..., None]
    faded = grey * np.array((0.26, 0.22, 0.15), np.float32) + pixels * np.array((0.68, 0.64, 0.6), np.float32)
    faded += np.array((0.095, 0.075, 0.06), np.float32)
    faded *= vignette(height, width, 0.5)[..., None]
    y, x = np.mgrid[0:1:32j, 0:1:32j].astype(np.float32)
    leak = np.exp(-(((x - 1.02) / 0.16) ** 2)) * (0.5 + 0.5 * np.sin(y * 3.0 + seed % 5)) * 0.24
    glow = np.asarray(Image.fromarray(leak.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR))
    faded += glow[..., None] * np.array((1.0, 0.5, 0.2), np.float32)
    faded += (grain(height, width) * np.float32(0.02))[..., None]
    rim = max(2, round(0.022 * min(height, width)))
    framed = np.empty_like(faded)
    framed[:] = np.array((0.945, 0.92, 0.86), np.float32)
    framed[rim:-rim, rim:-rim] = faded[rim:-rim, rim:-rim]
    return np.clip(framed, 0.0, 1.0)
