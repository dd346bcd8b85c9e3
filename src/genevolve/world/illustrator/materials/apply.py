"""Make a drawing out of a material."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from genevolve.language.vocabulary import Material
from genevolve.world.illustrator.materials.clear import clear
from genevolve.world.illustrator.materials.cloth import cloth
from genevolve.world.illustrator.materials.metal import metal
from genevolve.world.illustrator.materials.solid import glowing, solid
from genevolve.world.illustrator.materials.stuff import Stuff
from genevolve.world.illustrator.relief import relief_of
from genevolve.world.illustrator.sprite import Plane, Rgb, Sprite, luminance, rgb_of
from genevolve.world.illustrator.stage import Lighting

_SHADERS: Mapping[str, Callable[[Stuff], Sprite]] = {
    "metal": metal,
    "clear": clear,
    "solid": solid,
    "glowing": glowing,
    "cloth": cloth,
}
_FLAT_ROUNDNESS = 0.35


@dataclass(frozen=True, slots=True)
class _Row:
    finish: str
    base: str
    gloss: float
    tight: float
    texture: str = "smooth"
    clear: float = 0.0
    keeps: bool = False


_CLEAR_SPREAD = 0.7
_DEEPEST = 2.5


@cache
def _rows() -> Mapping[Material, _Row]:
    table = tomllib.loads(resources.files(__package__).joinpath("materials.toml").read_text(encoding="utf-8"))
    return {Material(name): _Row(**row) for name, row in table.items()}


def made_of(
    sprite: Sprite,
    material: Material,
    lighting: Lighting,
    *,
    colour: str | None = None,
    own_colours: bool = False,
    flat: bool = False,
    seed: int = 0,
) -> Sprite:
    """The drawing as a body of `material`.

    Args:
        sprite: the drawing; its outline and its inner lights and darks remain.
        material: what it is made of.
        lighting: the light that it takes.
        colour: the colour asked for, instead of the material's own.
        own_colours: keep the drawing's colours, whatever the material (an emblem, a reference).
        flat: a board or a sheet and not a rounded body.
        seed: of grain, veins and folds.
    """
    row = _rows()[material]
    tone = _tone(sprite)
    keeps = own_colours or (row.keeps and colour is None)
    albedo = sprite.rgb if keeps else np.broadcast_to(rgb_of(colour or row.base), sprite.rgb.shape)
    if keeps:
        tone = np.ones_like(tone)
    stuff = Stuff(
        sprite=sprite,
        relief=relief_of(sprite, _FLAT_ROUNDNESS if flat else 1.25),
        albedo=np.asarray(albedo, np.float32),
        tone=tone,
        gloss=row.gloss * min(1.0, 0.35 + lighting.strength),
        tight=row.tight,
        texture=row.texture,
        clear=row.clear,
        lighting=lighting,
        seed=seed,
    )
    return _SHADERS[row.finish](stuff)


def tinted(sprite: Sprite, material: Material, colour: str | None = None) -> Sprite:
    """The material by name only: its tint poured over the drawing, without gloss, grain or light."""
    base = rgb_of(colour or _rows()[material].base)
    flat: Rgb = base * (0.8 + 0.2 * _tone(sprite))[..., None]
    return Sprite((sprite.rgb * 0.18 + flat * 0.82).astype(np.float32), sprite.alpha)


def _tone(sprite: Sprite) -> Plane:
    """The drawing's inner lights and darks, 0 … 1, its usual lightness near 0.8.

    Where they are faint, like the panels of a door, they are deepened: grain and gloss would drown them.
    """
    light = luminance(sprite.rgb)
    solid = sprite.alpha > 0.5
    middle = float(np.median(light[solid])) if solid.any() else 0.5
    away = light / max(middle, 0.12) - 1.0
    low, high = np.quantile(away[solid], (0.04, 0.96)) if solid.any() else (0.0, 0.0)
    deepened = float(np.clip(_CLEAR_SPREAD / max(high - low, 0.02), 1.0, _DEEPEST)) if high - low > 0.02 else 1.0
    return np.asarray(np.clip(0.8 * (1.0 + 0.75 * deepened * away), 0.12, 1.0), np.float32)
