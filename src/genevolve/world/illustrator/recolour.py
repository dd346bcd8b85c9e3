"""Give a drawing another colour and keep its shading, outlines and lesser colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from genevolve.world.illustrator.sprite import Plane, Rgb, Sprite, luminance, rgb_of

_Mask = npt.NDArray[np.float32]
_OUTLINE = 0.16


def recoloured(sprite: Sprite, hexes: Sequence[str]) -> Sprite:
    """The largest area takes the first colour, the next largest the second, and so on."""
    rgb = sprite.rgb.copy()
    areas = colour_areas(sprite, limit=min(len(hexes), 3))
    for (mask, mean_light), colour in zip(areas, hexes, strict=False):
        painted = _repainted(sprite.rgb, mean_light, rgb_of(colour))
        rgb += (painted - rgb) * mask[..., None]
    return Sprite(np.clip(rgb, 0.0, 1.0), sprite.alpha, sprite.clear, sprite.bend, sprite.glow)


def _repainted(rgb: Rgb, mean_light: float, target: Rgb) -> Rgb:
    """`target` with the lights and darks of the drawing."""
    light = luminance(rgb)
    ratio = light / max(mean_light, 0.08)
    darker = np.clip(ratio, 0.5, 1.0)[..., None] * target
    lift = np.clip(light - mean_light, 0.0, 1.0)[..., None]
    contrast = (light - mean_light)[..., None] * (0.35 * max(0.0, 0.6 - float(luminance(target[None, None])[0, 0])))
    return np.asarray(darker + lift * 0.55 * (1.0 - target) + contrast, np.float32)


def colour_areas(sprite: Sprite, limit: int = 1) -> list[tuple[_Mask, float]]:
    """Soft masks of the main colour families, largest first, each with its mean lightness."""
    hue, chroma, light = _hue_chroma_light(sprite.rgb)
    free = (sprite.alpha > 0.5) & ~((light < _OUTLINE) & (chroma < 0.1))
    if free.sum() < 0.25 * (sprite.alpha > 0.5).sum():
        free = sprite.alpha > 0.5
    areas: list[tuple[_Mask, float]] = []
    for _ in range(limit):
        found = _family(hue, chroma, light, free)
        if found is None:
            break
        member = found & free
        areas.append((_softened(found), float(light[member].mean())))
        free &= ~found
    return areas


def _hue_chroma_light(rgb: Rgb) -> tuple[Plane, Plane, Plane]:
    high, low = rgb.max(axis=2), rgb.min(axis=2)
    alpha_part = rgb[..., 0] - 0.5 * (rgb[..., 1] + rgb[..., 2])
    beta_part = np.float32(0.8660254) * (rgb[..., 1] - rgb[..., 2])
    return np.arctan2(beta_part, alpha_part), high - low, luminance(rgb)


def _family(hue: Plane, chroma: Plane, light: Plane, free: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_] | None:
    """The pixels that belong to the most common colour among the free ones."""
    if not free.any():
        return None
    coloured = chroma > 0.14
    vivid = free & coloured
    bins = ((hue + np.float32(np.pi)) * np.float32(24 / (2 * np.pi))).astype(np.int32) % 24
    counts = np.bincount(bins[vivid], minlength=24)
    around = counts + np.roll(counts, 1) + np.roll(counts, -1)
    greys = free & ~coloured
    grey_bins = np.bincount((light[greys] * 7.99).astype(np.int32), minlength=8)
    if around.max(initial=0) >= grey_bins.sum() * 0.8 and around.max(initial=0) > 0:
        centre = (int(around.argmax()) + 0.5) * (2 * np.pi / 24) - np.pi
        apart = np.abs((hue - centre + np.pi) % (2 * np.pi) - np.pi)
        return np.asarray(coloured & (apart < np.float32(0.62)))
    level = (int(grey_bins.argmax()) + 0.5) / 8
    return np.asarray(~coloured & (np.abs(light - level) < 0.3))


def _softened(mask: npt.NDArray[np.bool_]) -> _Mask:
    """The mask with an edge of one pixel, so that borders between colours stay smooth."""
    soft = mask.astype(np.float32)
    soft[1:-1, 1:-1] = (
        soft[1:-1, 1:-1] * 2 + soft[:-2, 1:-1] + soft[2:, 1:-1] + soft[1:-1, :-2] + soft[1:-1, 2:]
    ) * np.float32(1 / 6)
    return np.maximum(soft, mask * np.float32(0.8))


def is_silhouette(image: Image.Image) -> bool:
    """Whether a drawing is an icon in plain black."""
    pixels = np.asarray(image.convert("RGBA"))
    solid = pixels[pixels[..., 3] > 128]
    return len(solid) > 0 and int(solid[:, :3].max()) < 40


def silhouette_in(image: Image.Image, colour: str) -> Image.Image:
    """A black icon in a colour, lighter above than below, on a paler body so that its holes are not the ground."""
    alpha = image.getchannel("A")
    inside = _closed(alpha)
    body = rgb_of(colour) * 0.4 + 0.56
    fall = np.linspace(1.1, 0.82, image.height, dtype=np.float32)[:, None, None]
    ink = np.broadcast_to(rgb_of(colour), (image.height, image.width, 3)) * fall
    share = (np.asarray(alpha, dtype=np.float32) / 255)[..., None]
    rgb = body * fall * (1 - share) + ink * share
    coloured = Image.fromarray((np.clip(rgb, 0, 1) * 255).astype(np.uint8))
    coloured.putalpha(ImageChops.lighter(inside, alpha))
    return coloured


def _closed(alpha: Image.Image) -> Image.Image:
    """The outline of an icon with its gaps and holes filled."""
    small = alpha.copy()
    small.thumbnail((128, 128), Image.Resampling.BOX)
    solid = ImageOps.expand(small.point([0] * 100 + [255] * 156), border=12, fill=0).filter(ImageFilter.MaxFilter(13))
    ImageDraw.floodfill(solid, (0, 0), 128)
    filled = solid.point([0 if value == 128 else 255 for value in range(256)]).filter(ImageFilter.MinFilter(13))
    body = filled.crop((12, 12, 12 + small.width, 12 + small.height)).filter(ImageFilter.GaussianBlur(1.2))
    return body.resize(alpha.size, Image.Resampling.BICUBIC).point([max(0, min(255, (v - 90) * 4)) for v in range(256)])
