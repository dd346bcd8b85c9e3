"""What every shader of a material gets, and the sums that they share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genevolve.world.illustrator.noise import clouds
from genevolve.world.illustrator.relief import Relief, towards_light
from genevolve.world.illustrator.sprite import Plane, Rgb, Sprite
from genevolve.world.illustrator.stage import Lighting


@dataclass(frozen=True, slots=True, eq=False)
class Stuff:
    """A drawing about to become a material. `albedo` is its colour at each point, `tone` its inner lights and darks."""

    sprite: Sprite
    relief: Relief
    albedo: Rgb
    tone: Plane
    gloss: float
    tight: float
    texture: str
    clear: float
    lighting: Lighting
    seed: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.sprite.size

    def noise(self, salt: int, *, scale: float = 0.5, slope: float = 1.4, stretch: float = 1.0) -> Plane:
        """A field in 0..1 over the drawing."""
        width, height = self.size
        return clouds(width, height, seed=self.seed + salt, scale=scale, slope=slope, stretch=stretch)


def bumped(relief: Relief, bump: Plane, amount: float) -> Relief:
    """The relief with a fine height field pressed into it."""
    down, right = np.gradient(bump)
    normals = relief.normals.copy()
    normals[..., 0] -= right * amount
    normals[..., 1] -= down * amount
    normals /= np.sqrt((normals * normals).sum(axis=2, keepdims=True))
    return Relief(normals, relief.height)


def highlight(relief: Relief, lighting: Lighting, tight: float) -> Plane:
    """The bright spot where the light is mirrored towards the viewer."""
    half = towards_light(lighting) + np.array([0.0, 0.0, 1.0], np.float32)
    half /= np.linalg.norm(half)
    facing = np.clip(relief.normals @ half, 0.0, 1.0)
    return np.asarray(facing**tight, np.float32)


def fresnel(relief: Relief, power: float = 2.5) -> Plane:
    """How much a point is seen edge-on."""
    return np.asarray(np.clip(1.0 - relief.normals[..., 2], 0.0, 1.0) ** power, np.float32)


def diffuse(relief: Relief, lighting: Lighting, wrap: float = 0.35) -> Plane:
    """Matt light on a relief, 0 … 1, `wrap` letting it reach round the edge."""
    facing = relief.normals @ towards_light(lighting)
    return np.asarray(np.clip((facing + wrap) / (1.0 + wrap), 0.0, 1.0), np.float32)


def lit_albedo(stuff: Stuff, relief: Relief, *, contrast: float = 0.75, wrap: float = 0.35) -> Rgb:
    """The albedo under matt light, about as bright on the whole as it was."""
    light = diffuse(relief, stuff.lighting, wrap)
    middle = float(light[stuff.sprite.alpha > 0.5].mean()) if (stuff.sprite.alpha > 0.5).any() else 0.7
    shade = 1.0 + (light - middle) * contrast
    rgb = stuff.albedo * shade[..., None]
    return np.asarray(rgb + np.maximum(shade - 1.0, 0.0)[..., None] * (0.5 - 0.5 * stuff.albedo), np.float32)


def with_highlight(rgb: Rgb, spot: Plane, stuff: Stuff, strength: float = 1.0) -> Rgb:
    """Light added where it is mirrored."""
    tint = 0.6 + 0.4 * np.asarray(stuff.lighting.colour, np.float32)
    return np.asarray(rgb + (spot * np.float32(stuff.gloss * strength))[..., None] * tint * (1.15 - rgb), np.float32)


def cells(width: int, height: int, count: int, seed: int) -> tuple[npt.NDArray[np.int32], Plane]:
    """Random flat cells: the number of the cell at each point, and how near its border is (0 at the border)."""
    rng = np.random.default_rng((seed, 41))
    points = rng.random((count, 2)) * (width, height)
    step = max(1, max(width, height) // 96)
    y, x = np.mgrid[0:height:step, 0:width:step].astype(np.float32)
    away = np.sqrt((x[..., None] - points[:, 0]) ** 2 + (y[..., None] - points[:, 1]) ** 2)
    nearest = np.argmin(away, axis=2).astype(np.int32)
    two = np.partition(away, 1, axis=2)
    gap = np.clip((two[..., 1] - two[..., 0]) / (0.12 * np.sqrt(width * height / count)), 0, 1)
    spread = (slice(0, height), slice(0, width))
    return (
        np.repeat(np.repeat(nearest, step, 0), step, 1)[spread],
        np.repeat(np.repeat(gap, step, 0), step, 1)[spread].astype(np.float32),
    )
