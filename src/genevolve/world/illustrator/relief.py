"""A body for a flat drawing: a height field from its outline, normals, and soft light on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from genevolve.world.illustrator.sprite import Plane, Rgb, Sprite
from genevolve.world.illustrator.stage import Lighting

_COARSE = 96
_TINT = 0.6  # how far the light's colour tints what keeps its own


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Unit normals (height, width, 3), x to the right, y down, z to the viewer; and the height, 0 at the rim … 1."""

    normals: npt.NDArray[np.float32]
    height: Plane


def resized(plane: Plane, width: int, height: int) -> Plane:
    """A plane at another size, smoothly."""
    if plane.shape == (height, width):
        return plane
    return np.asarray(Image.fromarray(plane).resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def blurred(plane: Plane, radius: float) -> Plane:
    """A plane blurred, in the precision of eight bits."""
    image = Image.fromarray((np.clip(plane, 0, 1) * 255).astype(np.uint8))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32) * np.float32(1 / 255)


def smoothed(plane: Plane, radius: float) -> Plane:
    """A small plane blurred in full precision, so that its slopes stay smooth; beyond the edges is nothing."""
    half = max(1, round(radius * 0.9))
    span = 2 * half + 1
    result = plane
    for _ in range(3):
        for _ in range(2):  # down the rows, then, turned over, down the columns
            rows, columns = result.shape
            sums = np.zeros((rows + span, columns), np.float32)
            np.cumsum(result, axis=0, out=sums[half + 1 : half + 1 + rows])
            sums[half + 1 + rows :] = sums[half + rows]
            result = ((sums[span:] - sums[:-span]) * np.float32(1 / span)).T
    return np.ascontiguousarray(result)


def relief_of(sprite: Sprite, roundness: float = 1.0) -> Relief:
    """Raise the outline of a drawing into a soft body."""
    width, height = sprite.size
    coarse = _coarse_relief(sprite, roundness)
    x, y = (resized(np.ascontiguousarray(coarse.normals[..., axis]), width, height) for axis in (0, 1))
    z = np.sqrt(np.clip(1.0 - x * x - y * y, 0.02, 1.0))
    return Relief(np.dstack([x, y, z]).astype(np.float32), resized(coarse.height, width, height))


def _coarse_relief(sprite: Sprite, roundness: float) -> Relief:
    """The relief at a small size: it is smooth anyway."""
    width, height = sprite.size
    scale = min(1.0, _COARSE / max(width, height))
    small_w, small_h = max(4, round(width * scale)), max(4, round(height * scale))
    margin = max(4, max(small_w, small_h) // 6)
    padded = np.zeros((small_h + 2 * margin, small_w + 2 * margin), np.float32)
    padded[margin:-margin, margin:-margin] = resized(sprite.alpha, small_w, small_h)
    longest = max(small_w, small_h)
    soft = 0.6 * smoothed(padded, longest * 0.045) + 0.4 * smoothed(padded, longest * 0.12)
    dome = np.sqrt(np.clip((soft - 0.25) / 0.72, 0.0, 1.0))
    dome = smoothed(dome, longest * 0.012)
    slope_y, slope_x = (np.asarray(slope, np.float32) for slope in np.gradient(dome))
    steep = np.float32(longest * 0.26 * roundness)
    inner = (slice(margin, -margin), slice(margin, -margin))
    x, y = -slope_x[inner] * steep, -slope_y[inner] * steep
    z = 1.0 / np.sqrt(1.0 + x * x + y * y)
    return Relief(np.dstack([x * z, y * z, z]).astype(np.float32), np.ascontiguousarray(dome[inner]))


def towards_light(lighting: Lighting) -> npt.NDArray[np.float32]:
    """Unit vector from a thing to the light, in the axes of `Relief`."""
    depth = -0.35 if lighting.behind else 0.75
    vector = np.array([lighting.azimuth, -(0.25 + lighting.elevation), depth], np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def lit(sprite: Sprite, lighting: Lighting, amount: float = 1.0) -> Sprite:
    """Soft light and shade over a drawing that keeps its own colours."""
    ambient = np.asarray(lighting.ambient, np.float32) * np.float32(_TINT) + np.float32(1.0 - _TINT)
    warm = np.asarray(lighting.colour, np.float32) * np.float32(_TINT) + np.float32(1.0 - _TINT)
    if lighting.strength <= 0.01:
        return Sprite(sprite.rgb * ambient, sprite.alpha, sprite.clear, sprite.bend, sprite.glow)
    width, height = sprite.size
    relief = _coarse_relief(sprite, 1.0)
    shade = shading(relief, lighting)
    rim = rim_light(relief, lighting) * np.float32(0.5 * lighting.strength * amount)
    towards = np.clip(0.62 + 0.5 * shade, 0.0, 1.0)[..., None]
    gain = (ambient + (warm - ambient) * towards) * (
        1.0 + np.minimum(shade, 0.0) * np.float32(0.5 * lighting.strength * amount)
    )[..., None]
    lift = np.maximum(shade, 0.0) * np.float32(0.3 * lighting.strength * amount) + rim
    gain_full = np.dstack([resized(np.ascontiguousarray(gain[..., c], np.float32), width, height) for c in range(3)])
    lift_full = resized(lift.astype(np.float32), width, height)[..., None]
    rgb = sprite.rgb * gain_full
    rgb += lift_full * (1.0 - rgb)
    return Sprite(rgb, sprite.alpha, sprite.clear, sprite.bend, sprite.glow)


def shading(relief: Relief, lighting: Lighting) -> Plane:
    """How much more (or less) light than a flat thing each point receives, about -1 … 1."""
    light = towards_light(lighting)
    facing = relief.normals @ light
    return np.asarray(np.clip(facing - light[2], -1.0, 1.0), np.float32)


def rim_light(relief: Relief, lighting: Lighting) -> Plane:
    """A thin bright edge on the side of the light; all round when the light stands behind."""
    edge = np.clip(1.0 - relief.normals[..., 2], 0.0, 1.0) ** 2.5
    if lighting.behind:
        return np.asarray(edge * 1.6, np.float32)
    light = towards_light(lighting)
    side = np.clip(relief.normals[..., 0] * light[0] + relief.normals[..., 1] * light[1], 0.0, 1.0)
    return np.asarray(edge * side * 1.3, np.float32)


def mixed(low: npt.ArrayLike, high: npt.ArrayLike, amount: Plane) -> Rgb:
    """From one colour to another, point by point."""
    a, b = np.asarray(low, np.float32), np.asarray(high, np.float32)
    return np.asarray(a + (b - a) * amount[..., None], np.float32)
