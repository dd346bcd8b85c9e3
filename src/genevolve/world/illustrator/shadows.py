"""What ties a thing to its ground: contact shadow, cast shadow, mirror image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from genevolve.world.illustrator.stage import Backdrop, Lighting

_COARSE = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the shadows of one thing fall, in pixels."""

    x: float
    feet: float
    width: float
    height: float


def shadow_colour(backdrop: Backdrop) -> tuple[int, int, int]:
    """The ground's own colour, very dark and a little blue."""
    red, green, blue = backdrop.ground_rgb
    return round(red * 46), round(green * 46), round(blue * 58 + 8)


def contact(canvas: Image.Image, ground: Ground, colour: tuple[int, int, int], strength: float) -> None:
    """The narrow dark where a thing touches the ground."""
    half, flat = ground.width * 0.43, max(2.0, ground.width * 0.045)
    _ellipse(canvas, ground.x, ground.feet - flat * 0.35, half, flat * 1.5, colour, strength * 0.55, flat * 1.3)
    _ellipse(canvas, ground.x, ground.feet - flat * 0.4, half * 0.86, flat * 0.75, colour, strength * 0.6, flat * 0.5)


def beneath(canvas: Image.Image, ground: Ground, colour: tuple[int, int, int], strength: float) -> None:
    """The faint round shadow far below something in the air."""
    _ellipse(
        canvas, ground.x, ground.feet, ground.width * 0.36, ground.width * 0.07, colour, strength, ground.width * 0.05
    )


def _ellipse(
    canvas: Image.Image,
    x: float,
    y: float,
    rx: float,
    ry: float,
    colour: tuple[int, int, int],
    alpha: float,
    blur: float,
) -> None:
    pad = blur * 2.5 + 2
    left, top = round((x - rx - pad) / _COARSE), round((y - ry - pad) / _COARSE)
    width, height = max(2, round(2 * (rx + pad) / _COARSE)), max(2, round(2 * (ry + pad) / _COARSE))
    mask = Image.new("L", (width, height), 0)
    inset = pad / _COARSE
    ImageDraw.Draw(mask).ellipse((inset, inset, width - inset, height - inset), fill=round(255 * min(alpha, 1.0)))
    mask = mask.filter(ImageFilter.GaussianBlur(max(0.6, blur / _COARSE)))
    mask = mask.resize((width * _COARSE, height * _COARSE), Image.Resampling.BILINEAR)
    canvas.paste(colour, (left * _COARSE, top * _COARSE), mask)


def cast(
    canvas: Image.Image, alpha: Image.Image, ground: Ground, lighting: Lighting, colour: tuple[int, int, int]
) -> None:
    """The thing's outline laid on the ground, away from the light, softer with distance."""
    if lighting.strength < 0.05:
        return
    length = float(np.clip(0.5 - 0.36 * lighting.elevation, 0.12, 0.5))
    lean = -lighting.azimuth * (0.25 + 0.85 * (1.0 - max(0.0, lighting.elevation)))
    forward = -1.0 if lighting.behind else 1.0
    flat_h = max(3, round(ground.height * length / _COARSE))
    flat_w = max(3, round(ground.width / _COARSE))
    reach = round(abs(lean) * flat_h * 1.6)
    pad = 4 + round(0.05 * flat_w + 6 * lighting.shadow_softness)
    shape = alpha.resize((flat_w, flat_h), Image.Resampling.BILINEAR)
    sheet = Image.new("L", (flat_w + 2 * (reach + pad), flat_h + 2 * pad), 0)
    sheet.paste(shape, (reach + pad, pad))
    slope = lean * 1.6
    base = pad + flat_h
    sheet = sheet.transform(
        sheet.size, Image.Transform.AFFINE, (1, slope, -slope * base, 0, 1, 0), Image.Resampling.BILINEAR
    )
    softness = 0.8 + lighting.shadow_softness * max(1.5, 0.022 * max(flat_w, flat_h))
    sheet = sheet.filter(ImageFilter.GaussianBlur(softness))
    fade = np.linspace(0.25, 1.0, sheet.height, dtype=np.float32)[:, None]
    strength = 0.16 + 0.42 * lighting.strength * (1.0 - 0.45 * lighting.shadow_softness)
    mask = Image.fromarray((np.asarray(sheet, dtype=np.float32) * fade * strength).astype(np.uint8))
    if forward < 0:
        mask = mask.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mask = mask.resize((mask.width * _COARSE, mask.height * _COARSE), Image.Resampling.BILINEAR)
    left = round(ground.x - ground.width / 2 - (reach + pad) * _COARSE)
    top = round(ground.feet - base * _COARSE) if forward > 0 else round(ground.feet - pad * _COARSE)
    canvas.paste(colour, (left, top), mask)


def on_wall(canvas: Image.Image, alpha: Image.Image, left: int, top: int, lighting: Lighting) -> None:
    """The soft offset shadow of something that hangs on a wall."""
    size = max(alpha.size)
    away = max(2, round(size * 0.025))
    small = alpha.resize((max(2, alpha.width // 2), max(2, alpha.height // 2)), Image.Resampling.BILINEAR)
    pad = away * 2
    sheet = Image.new("L", (small.width + 2 * pad, small.height + 2 * pad), 0)
    sheet.paste(small, (pad, pad))
    sheet = sheet.filter(ImageFilter.GaussianBlur(max(1.0, away * (0.3 + 0.6 * lighting.shadow_softness))))
    mask = sheet.point([int(v * (0.2 + 0.3 * lighting.strength)) for v in range(256)])
    mask = mask.resize((mask.width * 2, mask.height * 2), Image.Resampling.BILINEAR)
    shift_x = round(-lighting.azimuth * away)
    shift_y = round(away * (0.4 + max(0.0, lighting.elevation)))
    canvas.paste((12, 10, 18), (left - 2 * pad + shift_x, top - 2 * pad + shift_y), mask)


def mirrored(
    canvas: Image.Image, colours: Image.Image, alpha: Image.Image, left: int, feet: int, reflective: float
) -> None:
    """The thing upside down in a reflecting ground, fading."""
    width, height = alpha.size
    depth = max(3, round(height * 0.5))
    band = (0, height - depth, width, height)
    flip = Image.Transpose.FLIP_TOP_BOTTOM
    image, mask = colours.crop(band).transpose(flip), alpha.crop(band).transpose(flip)
    fade = np.linspace(0.6 * reflective, 0.0, depth, dtype=np.float32)[:, None]
    faded = Image.fromarray((np.asarray(mask, dtype=np.float32) * fade).astype(np.uint8)).filter(ImageFilter.BoxBlur(1))
    canvas.paste(image, (left, feet - max(1, height // 60)), faded)
