"""Glass, crystal and ice: what stands behind is seen through them, bent; edges and highlights are bright."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.materials.stuff import Stuff, cells, fresnel, highlight
from genevolve.world.illustrator.relief import Relief
from genevolve.world.illustrator.sprite import Sprite


def clear(stuff: Stuff) -> Sprite:
    """A body that lets light through."""
    width, height = stuff.size
    relief = stuff.relief
    pale = stuff.albedo * 0.75 + 0.25
    rgb = pale * (0.62 + 0.5 * stuff.tone)[..., None]
    through = np.full((height, width), stuff.clear, np.float32)
    if stuff.texture == "facets":
        relief, sparkle = _faceted(stuff)
        rgb = rgb * (0.75 + 0.5 * sparkle)[..., None]
        through *= 0.75 + 0.4 * sparkle
    if stuff.texture == "cracks":
        frost = stuff.noise(2, scale=0.6, slope=1.2)
        lines = np.clip(1.0 - np.abs(stuff.noise(9, scale=0.5, slope=1.9) - 0.5) * 26.0, 0.0, 1.0)
        rgb = rgb * (0.86 + 0.24 * frost)[..., None] + lines[..., None] * 0.3
        through *= np.clip(1.15 - 0.75 * frost - 0.6 * lines, 0.05, 1.0)
    edge = fresnel(relief, 1.4)
    dark_edge = np.clip(fresnel(relief, 0.8) * 1.5 - edge * 1.7, 0.0, 1.0)
    rgb = rgb * (1.0 - 0.6 * dark_edge)[..., None] + edge[..., None] * 0.35
    spot = highlight(relief, stuff.lighting, stuff.tight) + 0.4 * _window(relief, stuff)
    inner_line = np.clip(0.55 - stuff.tone, 0.0, 0.5) * 1.2
    through = np.clip(through - edge * 0.75 - spot * 0.9 - dark_edge * 0.5 - inner_line, 0.0, 0.95)
    rgb = rgb + (np.clip(spot, 0, 1) * stuff.gloss)[..., None]
    reach = 0.16 * min(width, height)
    bend = relief.normals[..., :2] * np.float32(-reach)
    return Sprite(np.clip(rgb, 0, 1).astype(np.float32), stuff.sprite.alpha, through.astype(np.float32), bend)


def _window(relief: Relief, stuff: Stuff) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A soft upright reflection on the side of the light."""
    side = -1.0 if stuff.lighting.azimuth <= 0 else 1.0
    x = relief.normals[..., 0] * side
    return np.asarray(np.clip(1.0 - np.abs(x - 0.42) * 9.0, 0.0, 1.0) * (relief.height > 0.3), np.float32)


def _faceted(stuff: Stuff) -> tuple[Relief, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    """The relief cut into flat faces, and how brightly each one sparkles."""
    width, height = stuff.size
    rng = np.random.default_rng((stuff.seed, 77))
    count = 34
    cell, gap = cells(width, height, count, stuff.seed)
    tilt = rng.normal(0.0, 0.34, (count, 2)).astype(np.float32)
    normals = stuff.relief.normals.copy()
    normals[..., :2] = normals[..., :2] * 0.55 + tilt[cell]
    normals /= np.sqrt((normals * normals).sum(axis=2, keepdims=True))
    sparkle = rng.random(count).astype(np.float32)[cell]
    return Relief(normals, stuff.relief.height), np.clip(sparkle + (1 - gap) * 0.7, 0.0, 1.3).astype(np.float32)
