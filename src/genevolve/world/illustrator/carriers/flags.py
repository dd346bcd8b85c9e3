"""Flags as cloth: waving from a pole, or hanging in folds. The colours stay exact but for light and shade."""

from __future__ import annotations

import random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

_LONGER = 360

Floats = npt.NDArray[np.float32]


def waving(flag: Image.Image) -> Image.Image:
    """The flag blown out from a pole."""
    width, height = _sized(flag)
    cloth = _pixels(flag, width, height)
    swing = round(0.07 * height)
    rows = np.arange(height + 4 * swing, dtype=np.float32)[:, None]
    u = np.linspace(0.0, 1.0, width, dtype=np.float32)[None, :]
    loose = np.minimum(u * 2.2, 1.0)
    moved = _slid(cloth, rows - 2 * swing - np.sin(u * 6.6 + 0.5) * loose * swing - u * 0.04 * height)
    wave = np.sin(u * 6.6 + 0.5 + rows / height * 0.35) * loose
    slope = np.gradient(wave, axis=1) * width / 6.6
    shade = 1.0 + np.clip(slope, -1, 1) * 0.16 + np.clip(slope - 0.75, 0, 1) * 0.2
    return _on_pole(_cloth_image(moved, shade), height, swing)


def on_pole(flag: Image.Image) -> Image.Image:
    """A flag that was drawn waving, hoisted as it is."""
    width, height = _sized(flag)
    return _on_pole(flag.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0), height, 0)


def _on_pole(cloth: Image.Image, height: int, swing: int) -> Image.Image:
    thick = max(8, height // 22)
    total = round(height * 2.05) + 2 * swing
    image = Image.new("RGBA", (cloth.width + thick * 2, total), (0, 0, 0, 0))
    image.alpha_composite(cloth, (round(thick * 1.4), thick))
    pole = Image.new("RGBA", (thick * 2 * 3, total * 3), (0, 0, 0, 0))
    pen = ImageDraw.Draw(pole)
    tones = ((96, 84, 70), (196, 184, 164), (236, 228, 212), (170, 156, 134), (104, 92, 76))
    strip = thick * 3 / len(tones)
    for number, tone in enumerate(tones):
        left = thick * 1.5 + number * strip
        pen.rectangle((left, thick * 4.5, left + strip, total * 3), fill=(*tone, 255))
    ball = (thick * 1.2, 0, thick * 4.8, thick * 4.8)
    pen.ellipse(ball, fill=(196, 152, 60, 255))
    pen.ellipse((thick * 1.8, thick * 0.5, thick * 3.2, thick * 2.0), fill=(250, 226, 150, 255))
    image.alpha_composite(pole.resize((thick * 2, total), Image.Resampling.LANCZOS), (0, 0))
    return image


def hanging(flag: Image.Image) -> Image.Image:
    """The flag spread on a wall, its folds falling softly."""
    width, height = _sized(flag)
    cloth = _pixels(flag, width, height)
    rows = np.arange(height + 12, dtype=np.float32)[:, None]
    u = np.linspace(0.0, 1.0, width, dtype=np.float32)[None, :]
    sag = (np.sin(u * np.pi) * 6.0 + np.sin(u * 22.0) * 1.5) * (rows / height) ** 0.5
    folds = np.sin(u * 22.0 + rows * 0.004) * (0.4 + 0.6 * rows / height)
    return _cloth_image(_slid(cloth, rows - sag), 1.0 + 0.08 * folds)


def _pixels(flag: Image.Image, width: int, height: int) -> Floats:
    small = flag.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(small, dtype=np.float32)


def _slid(cloth: Floats, rows: Floats) -> Floats:
    """Every column moved up or down: `rows` says which row of the cloth is seen at each point."""
    height, width = cloth.shape[:2]
    inside = np.clip(np.minimum(rows + 1.0, height - rows), 0.0, 1.0)
    at = np.clip(rows, 0, height - 1.001)
    upper = at.astype(np.int32)
    columns = np.arange(width)[None, :]
    share = (at - upper)[..., None]
    top, bottom = cloth[upper, columns], cloth[np.minimum(upper + 1, height - 1), columns]
    moved = top + (bottom - top) * share
    moved[..., 3] *= inside
    return np.asarray(moved, np.float32)


def _cloth_image(pixels: Floats, shade: npt.NDArray[np.floating]) -> Image.Image:
    pixels[..., :3] *= shade[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGBA")


def _sized(flag: Image.Image) -> tuple[int, int]:
    scale = _LONGER / max(flag.width, flag.height)
    return max(8, round(flag.width * scale)), max(8, round(flag.height * scale))


_DYES = ("#c8102e", "#0b3d91", "#007a3d", "#fcd116", "#ffffff", "#111111", "#f77f00", "#5eb6e4")


def invented(seed: int) -> Image.Image:
    """A flag of no country: stripes in dyes that many flags use, sometimes with a disc."""
    rng = random.Random(seed)
    dyes = rng.sample(_DYES, 4)
    width, height = 420, 280
    image = Image.new("RGBA", (width, height), dyes[0])
    pen = ImageDraw.Draw(image)
    for number in range(3):
        if seed % 2:
            pen.rectangle((0, number * height / 3, width, (number + 1) * height / 3), fill=dyes[number])
        else:
            pen.rectangle((number * width / 3, 0, (number + 1) * width / 3, height), fill=dyes[number])
    if rng.random() < 0.5:
        pen.ellipse((width / 2 - 52, height / 2 - 52, width / 2 + 52, height / 2 + 52), fill=dyes[3])
    return image
