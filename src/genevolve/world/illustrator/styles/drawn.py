"""Drawn and inked styles: ink, sketch, blueprint, cartoon, neon."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from genevolve.world.illustrator.noise import Field
from genevolve.world.illustrator.stage import Pixels
from genevolve.world.illustrator.styles.filters import (
    edges,
    flattened,
    grey_of,
    light_of,
    outlines,
    saturated,
    to_image,
    to_pixels,
    tooth,
    unit_of,
)


def _blend(paper: tuple[float, float, float], ink: tuple[float, float, float], share: Field) -> Pixels:
    """`share` of ink on paper."""
    low, high = np.array(paper, np.float32), np.array(ink, np.float32)
    drawn: Pixels = low + (high - low) * share[..., None]
    return drawn


def ink(pixels: Pixels, seed: int) -> Pixels:
    """Black lines and three washes on warm paper, with a breath of the picture's colour."""
    image = ImageOps.autocontrast(to_image(pixels), cutoff=1)
    unit = unit_of(pixels)
    lines = outlines(image, fine=max(0.8, 1.2 * unit), gain=3.6)
    grey = light_of(image.filter(ImageFilter.BoxBlur(0.8 * unit)))
    grain = tooth(*grey.shape, seed=seed)
    tone = grey + (grain - 0.5) * np.float32(0.14)
    wash = sum(
        np.clip((level - tone) * 8.0, 0.0, 1.0) * share for level, share in ((0.62, 0.16), (0.4, 0.24), (0.22, 0.34))
    )
    share = np.maximum(wash, lines * (0.82 + 0.18 * grain)).astype(np.float32)
    drawn = _blend((0.965, 0.945, 0.9), (0.09, 0.09, 0.13), share)
    hint = saturated(pixels, 1.25) - grey_of(pixels)[..., None]
    return np.clip(drawn + hint * (np.float32(0.34) * (1.0 - lines))[..., None], 0.0, 1.0)


def sketch(pixels: Pixels, seed: int) -> Pixels:
    """Pencil: outlines, and hatching that crosses where it is dark."""
    image = ImageOps.autocontrast(to_image(pixels), cutoff=1)
    unit = unit_of(pixels)
    grey = light_of(image.filter(ImageFilter.BoxBlur(0.7 * unit)))
    height, width = grey.shape
    rows, columns = np.arange(height, dtype=np.float32)[:, None], np.arange(width, dtype=np.float32)[None, :]
    grain = tooth(height, width, seed=seed, slope=0.9)
    pitch = np.float32(2.0 * np.pi / (5.0 * unit + 1.0))
    wobble = grain * np.float32(2.2)
    first = np.sin((columns + rows) * pitch + wobble)
    second = np.sin((columns * np.float32(0.9) - rows * np.float32(1.1)) * pitch + wobble)
    shade = np.clip((0.82 - grey) * 1.5, 0.0, 1.0)
    hatch = np.clip(first * 0.5 + 0.62 - (1.0 - shade), 0.0, 0.62) + np.clip(
        second * 0.5 + 0.28 - (1.0 - shade), 0.0, 0.45
    )
    lines = outlines(image, fine=max(0.9, 1.2 * unit), gain=3.0)
    share = np.clip(np.maximum(hatch * 0.9, lines * 0.95) * (0.55 + 0.6 * grain), 0.0, 0.92).astype(np.float32)
    drawn = _blend((0.957, 0.945, 0.92), (0.16, 0.16, 0.19), share)
    hint = pixels - grey_of(pixels)[..., None]
    return np.clip(drawn + hint * np.float32(0.3), 0.0, 1.0)


def blueprint(pixels: Pixels, seed: int) -> Pixels:
    """White lines on blue with a measured grid."""
    image = to_image(pixels)
    unit = unit_of(pixels)
    lines = edges(image, fine=max(0.8, 0.9 * unit), gain=4.0)
    grey = light_of(image)
    height, width = grey.shape
    cell = max(6, round(20 * unit))
    grid = np.zeros((height, width), np.float32)
    grid[::cell] = 0.1
    grid[:, ::cell] = 0.1
    grid[:: cell * 5] = 0.24
    grid[:, :: cell * 5] = 0.24
    grain = tooth(height, width, seed=seed)
    share = np.clip(lines * 0.95 + grid * (1.0 - lines) + (grey - 0.35) * 0.2 + (grain - 0.5) * 0.05, 0.0, 1.0).astype(
        np.float32
    )
    return _blend((0.055, 0.2, 0.43), (0.93, 0.97, 1.0), share)


def cartoon(pixels: Pixels, seed: int) -> Pixels:
    """Flat bright colours inside dark outlines."""
    del seed
    image = to_image(pixels)
    unit = unit_of(pixels)
    flat = to_pixels(flattened(image, 32, smooth=1.5 * unit, vivid=1.22))
    lines = outlines(image, fine=max(1.0, 1.4 * unit), gain=3.6)
    flat *= (np.float32(1.0) - np.float32(0.9) * lines)[..., None]
    bright: Pixels = np.clip(flat * np.float32(1.04) + np.float32(0.01), 0.0, 1.0)
    return bright


def neon(pixels: Pixels, seed: int) -> Pixels:
    """Glowing outlines in the things' own hues on the dark."""
    del seed
    image = to_image(pixels)
    unit = unit_of(pixels)
    lines = edges(image, fine=max(0.9, 1.2 * unit), gain=3.0)
    small = image.reduce(2).filter(ImageFilter.BoxBlur(1.5 * unit))
    calm = to_pixels(small)
    low = np.minimum(np.minimum(calm[..., 0], calm[..., 1]), calm[..., 2])[..., None]
    high = np.maximum(np.maximum(calm[..., 0], calm[..., 1]), calm[..., 2])[..., None]
    hue = (calm - low * np.float32(0.75)) / (high - low * np.float32(0.75) + np.float32(0.04))
    bright = to_pixels(to_image(hue).resize(image.size, Image.Resampling.BILINEAR))
    tubes = np.clip(bright * lines[..., None] * np.float32(1.15), 0.0, 1.0)
    tube_image = to_image(tubes)
    glow = tube_image.reduce(4).filter(ImageFilter.GaussianBlur(2.6 * unit))
    halo = to_pixels(glow.resize(tube_image.size, Image.Resampling.BILINEAR))
    glowing: Pixels = pixels * np.array((0.26, 0.24, 0.32), np.float32)
    glowing += np.array((0.006, 0.006, 0.026), np.float32)
    glowing += tubes
    halo *= np.float32(1.3)
    glowing += halo
    np.clip(glowing, 0.0, 1.0, out=glowing)
    return glowing
