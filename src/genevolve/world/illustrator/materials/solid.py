"""Wood, stone, ceramic, plastic, wax and jade: solid bodies with a grain, a glaze or a glow."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from genevolve.world.illustrator.materials.stuff import (
    Stuff,
    bumped,
    fresnel,
    highlight,
    lit_albedo,
    with_highlight,
)
from genevolve.world.illustrator.relief import Relief
from genevolve.world.illustrator.sprite import Plane, Sprite

_Textured = tuple[Plane, Relief]
"""What the albedo is multiplied with, and the relief with the texture pressed into it."""


def solid(stuff: Stuff) -> Sprite:
    """An opaque body."""
    pattern, relief = _TEXTURES[stuff.texture](stuff)
    rgb = lit_albedo(stuff, relief) * (pattern * (0.4 + 0.74 * stuff.tone))[..., None]
    if stuff.texture == "glaze":
        rgb = rgb + (fresnel(relief, 2.0) * 0.22 * stuff.gloss)[..., None]
        rgb = with_highlight(rgb, highlight(relief, stuff.lighting, 7.0), stuff, 0.16)
    rgb = with_highlight(rgb, highlight(relief, stuff.lighting, stuff.tight), stuff)
    return Sprite(np.clip(rgb, 0, 1).astype(np.float32), stuff.sprite.alpha)


def glowing(stuff: Stuff) -> Sprite:
    """A body into which the light sinks: thin parts glow, shadows stay soft."""
    pattern, relief = _TEXTURES[stuff.texture](stuff)
    rgb = lit_albedo(stuff, relief, contrast=0.4, wrap=0.9) * (pattern * (0.76 + 0.28 * stuff.tone))[..., None]
    thin = np.clip(1.0 - stuff.relief.height, 0.0, 1.0) ** 1.4
    warm = stuff.albedo**0.6 * np.array([1.06, 1.0, 0.9], np.float32)
    rgb = rgb + (thin * 0.42)[..., None] * (warm - rgb * 0.55)
    rgb = with_highlight(rgb, highlight(relief, stuff.lighting, stuff.tight), stuff)
    return Sprite(np.clip(rgb, 0, 1).astype(np.float32), stuff.sprite.alpha)


def _smooth(stuff: Stuff) -> _Textured:
    return np.ones_like(stuff.tone), stuff.relief


def _grain(stuff: Stuff) -> _Textured:
    width, height = stuff.size
    field = stuff.noise(1, scale=0.45, slope=1.9, stretch=7.0)
    y = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None] * (height / max(width, height))
    rings = 0.5 + 0.5 * np.sin((field * 5.0 + y * 3.2) * 2 * np.pi)
    fine = stuff.noise(4, scale=1.0, slope=0.8, stretch=30.0)
    pattern = 0.7 + 0.3 * rings**0.7 + 0.22 * (fine - 0.5)
    return pattern.astype(np.float32), bumped(stuff.relief, fine, 0.9)


def _stems(stuff: Stuff) -> _Textured:
    width, height = stuff.size
    rng = np.random.default_rng((stuff.seed, 5))
    stem = max(10.0, max(width, height) / 11)
    x = np.arange(width, dtype=np.float32)
    number = (x / stem).astype(int)
    inside = (x / stem) % 1.0
    round_x = (0.5 - inside) * 1.7
    shift = rng.random(int(number.max()) + 1).astype(np.float32)[number]
    y = np.arange(height, dtype=np.float32)[:, None] / (stem * 3.2) + shift[None, :]
    node = np.clip(1.0 - np.abs(y % 1.0 - 0.5) * 22.0, 0.0, 1.0)
    tint = 0.9 + 0.2 * rng.random(int(number.max()) + 1).astype(np.float32)[number]
    pattern = (0.66 + 0.42 * np.sqrt(np.clip(1 - (2 * inside - 1) ** 2, 0, 1)) * tint)[None, :] * (1.0 - 0.34 * node)
    normals = stuff.relief.normals.copy()
    normals[..., 0] -= 0.8 * round_x[None, :]
    normals /= np.sqrt((normals * normals).sum(axis=2, keepdims=True))
    return pattern.astype(np.float32), Relief(normals, stuff.relief.height)


def _veins(stuff: Stuff) -> _Textured:
    coarse = stuff.noise(1, scale=0.42, slope=1.9)
    fine = stuff.noise(6, scale=0.8, slope=1.7)
    broad = np.clip(1.0 - np.abs(coarse - 0.5) * 15.0, 0.0, 1.0)
    thin = np.clip(1.0 - np.abs(fine - 0.46) * 24.0, 0.0, 1.0)
    pattern = 1.02 - 0.12 * stuff.noise(8, scale=0.3, slope=2.0) - 0.34 * broad - 0.2 * thin
    return pattern.astype(np.float32), stuff.relief


def _speckle(stuff: Stuff) -> _Textured:
    rough = stuff.noise(1, scale=1.0, slope=1.0)
    fleck = stuff.noise(7, scale=1.0, slope=0.3)
    pattern = 0.78 + 0.34 * rough + 0.2 * (fleck - 0.5)
    return pattern.astype(np.float32), bumped(stuff.relief, rough, 4.0)


def _pits(stuff: Stuff) -> _Textured:
    rough = stuff.noise(1, scale=0.8, slope=1.2)
    pit = (stuff.noise(7, scale=1.0, slope=0.9) > 0.86).astype(np.float32)
    pattern = 0.86 + 0.2 * rough - 0.22 * pit
    return pattern.astype(np.float32), bumped(stuff.relief, rough - pit * 0.3, 1.6)


def _ridges(stuff: Stuff) -> _Textured:
    _, height = stuff.size
    y = np.arange(height, dtype=np.float32)[:, None] / max(4.0, max(stuff.size) / 46)
    ridge = 0.5 + 0.5 * np.sin(y * 2 * np.pi + 4.0 * stuff.noise(1, scale=0.3, slope=2.0))
    dust = stuff.noise(4, scale=1.0, slope=0.6)
    relief = bumped(stuff.relief, ridge.astype(np.float32), 0.12)
    return (0.88 + 0.1 * ridge + 0.14 * (dust - 0.5)).astype(np.float32), relief


def _clouded(stuff: Stuff) -> _Textured:
    mist = stuff.noise(1, scale=0.5, slope=1.8)
    return (0.8 + 0.4 * mist).astype(np.float32), stuff.relief


_TEXTURES: Mapping[str, Callable[[Stuff], _Textured]] = {
    "smooth": _smooth,
    "glaze": _smooth,
    "grain": _grain,
    "stems": _stems,
    "veins": _veins,
    "speckle": _speckle,
    "pits": _pits,
    "ridges": _ridges,
    "clouded": _clouded,
}
