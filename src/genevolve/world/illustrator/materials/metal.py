"""Metals: the world mirrored in a coloured surface, with hard highlights."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.materials.stuff import Stuff, bumped, fresnel, highlight
from genevolve.world.illustrator.sprite import Rgb, Sprite

_FACING = np.array([-1.0, -0.62, -0.3, -0.1, 0.04, 0.16, 0.34, 0.6, 0.82, 1.0], np.float32)
_ROOM = np.array([0.34, 0.62, 0.5, 0.36, 0.42, 0.72, 0.98, 1.12, 0.86, 1.05], np.float32)
_MIRROR = np.array([0.16, 0.7, 0.42, 0.14, 0.1, 0.5, 1.0, 1.2, 0.7, 1.15], np.float32)


def metal(stuff: Stuff) -> Sprite:
    """Polished, brushed or hammered metal."""
    width, height = stuff.size
    relief = stuff.relief
    if stuff.texture == "hammered":
        relief = bumped(relief, stuff.noise(3, scale=0.9, slope=1.5), 7.0)
    relief = bumped(relief, stuff.tone, 1.6)
    down = np.linspace(0.5, -0.5, height, dtype=np.float32)[:, None]
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :]
    side = np.float32(np.sign(stuff.lighting.azimuth) or 1.0)
    facing = -relief.normals[..., 1] * 0.8 + relief.normals[..., 0] * side * 0.45
    facing += 0.22 + down * 0.5 - across * side * -0.12
    room = np.interp(facing, _FACING, _MIRROR if stuff.texture == "mirror" else _ROOM).astype(np.float32)
    strength = np.float32(0.55 + 0.45 * min(1.0, stuff.gloss))
    room = 0.66 + (room - 0.66) * strength
    if stuff.texture == "brushed":
        room *= 0.9 + 0.22 * stuff.noise(5, scale=1.0, slope=0.5, stretch=40.0)
    rgb: Rgb = stuff.albedo * (room * (0.72 + 0.5 * stuff.tone))[..., None]
    if stuff.texture == "mirror":
        sky = np.clip(facing, 0, 1)[..., None] * np.array([-0.08, 0.0, 0.1], np.float32)
        rgb = np.asarray(rgb + sky, np.float32)
    spot = (
        highlight(relief, stuff.lighting, stuff.tight) * 1.1 + highlight(relief, stuff.lighting, stuff.tight / 6) * 0.18
    )
    warm = np.sqrt(np.clip(stuff.albedo, 0, 1)) * 0.45 + 0.62
    rgb = np.asarray(rgb + (spot * np.float32(stuff.gloss))[..., None] * warm, np.float32)
    rgb += (fresnel(relief, 3.0) * 0.3)[..., None] * stuff.albedo
    return Sprite(np.clip(rgb, 0.0, 1.0).astype(np.float32), stuff.sprite.alpha)
