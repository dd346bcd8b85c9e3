"""Felt, wool, silk, velvet, leather and paper: soft or thin stuff, known by its surface and its edge."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.materials.stuff import (
    Stuff,
    bumped,
    cells,
    fresnel,
    highlight,
    lit_albedo,
    with_highlight,
)
from genevolve.world.illustrator.relief import blurred
from genevolve.world.illustrator.sprite import Plane, Rgb, Sprite


def cloth(stuff: Stuff) -> Sprite:
    """The soft materials, each with its own hand."""
    match stuff.texture:
        case "fuzz":
            return _felt(stuff)
        case "knit":
            return _wool(stuff)
        case "sheen":
            return _silk(stuff)
        case "nap":
            return _velvet(stuff)
        case "folds":
            return _paper(stuff)
        case _:
            return _leather(stuff)


def _done(rgb: Rgb, alpha: Plane) -> Sprite:
    return Sprite(np.clip(rgb, 0, 1).astype(np.float32), alpha)


def _fuzzy(alpha: Plane, noise: Plane, reach: float) -> Plane:
    """An outline that frays into fibres."""
    soft = blurred(alpha, reach)
    return np.asarray(np.clip((soft - 0.62 + 0.5 * noise) * 3.2, 0.0, 1.0), np.float32)


def _felt(stuff: Stuff) -> Sprite:
    fibre = stuff.noise(2, scale=1.0, slope=0.7)
    patches = stuff.noise(5, scale=0.5, slope=1.6)
    relief = bumped(stuff.relief, fibre, 1.1)
    rgb = lit_albedo(stuff, relief, contrast=0.5, wrap=0.6)
    rgb = rgb * ((0.76 + 0.3 * fibre + 0.12 * patches) * (0.72 + 0.32 * stuff.tone))[..., None]
    rgb += (fresnel(stuff.relief, 1.2) * 0.14)[..., None]
    return _done(rgb, _fuzzy(stuff.sprite.alpha, fibre, max(1.2, max(stuff.size) / 160)))


def _wool(stuff: Stuff) -> Sprite:
    width, height = stuff.size
    stitch = max(5.0, max(width, height) / 30)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    column = x / stitch
    lean = np.abs(column % 1.0 - 0.5)
    row = (y / stitch * 1.15 - lean * 1.1) % 1.0
    loop = np.sqrt(np.clip(1.0 - (2 * row - 1.0) ** 2, 0, 1)) * np.clip(1.0 - (np.abs(lean - 0.25) * 3.4) ** 2, 0, 1)
    fibre = stuff.noise(2, scale=1.0, slope=0.6)
    relief = bumped(stuff.relief, loop.astype(np.float32), 0.7)
    rgb = lit_albedo(stuff, relief, contrast=0.7, wrap=0.5)
    rgb = rgb * ((0.6 + 0.46 * loop + 0.16 * (fibre - 0.5)) * (0.72 + 0.32 * stuff.tone))[..., None]
    return _done(rgb, _fuzzy(stuff.sprite.alpha, fibre, max(1.5, max(stuff.size) / 110)))


def _silk(stuff: Stuff) -> Sprite:
    flow = stuff.noise(3, scale=0.28, slope=2.1)
    wave = np.sin(flow * 17.0)
    relief = bumped(stuff.relief, wave.astype(np.float32), 1.5)
    rgb = lit_albedo(stuff, relief, contrast=0.85, wrap=0.3) * (0.7 + 0.36 * stuff.tone)[..., None]
    band = np.clip(wave, 0, 1) ** 5 * 0.3 + highlight(relief, stuff.lighting, stuff.tight) * 0.5
    return _done(with_highlight(rgb, band.astype(np.float32), stuff), stuff.sprite.alpha)


def _velvet(stuff: Stuff) -> Sprite:
    nap = stuff.noise(2, scale=1.0, slope=0.9)
    crush = stuff.noise(6, scale=0.35, slope=1.9)
    relief = bumped(stuff.relief, crush, 6.0)
    edge = fresnel(relief, 0.9)
    rgb = stuff.albedo * ((0.5 + 0.9 * edge + 0.2 * crush + 0.1 * (nap - 0.5)) * (0.7 + 0.34 * stuff.tone))[..., None]
    rgb += (edge * 0.22)[..., None] * (0.35 + 0.65 * stuff.albedo)
    return _done(rgb, stuff.sprite.alpha)


def _paper(stuff: Stuff) -> Sprite:
    width, height = stuff.size
    rng = np.random.default_rng((stuff.seed, 19))
    cell, gap = cells(width, height, 14, stuff.seed + 3)
    facet = rng.normal(0.0, 1.0, 14).astype(np.float32)[cell]
    fibre = stuff.noise(2, scale=1.0, slope=0.6)
    rgb = stuff.albedo * ((0.97 + 0.07 * facet) * (0.97 + 0.06 * (fibre - 0.5)) * (0.66 + 0.36 * stuff.tone))[..., None]
    crease = np.clip(1.0 - gap * 3.0, 0, 1)
    rgb = rgb * (1.0 - 0.1 * crease)[..., None]
    rim = np.clip(blurred(stuff.sprite.alpha, 1.4) - 0.5, 0, 0.5) * 2
    rgb += ((1.0 - rim) * 0.25)[..., None]
    return _done(rgb, stuff.sprite.alpha)


def _leather(stuff: Stuff) -> Sprite:
    pebble = stuff.noise(2, scale=1.0, slope=1.1)
    worn = stuff.noise(5, scale=0.4, slope=1.8)
    relief = bumped(stuff.relief, pebble, 3.4)
    rgb = lit_albedo(stuff, relief, contrast=0.8) * ((0.8 + 0.28 * worn) * (0.62 + 0.44 * stuff.tone))[..., None]
    return _done(with_highlight(rgb, highlight(relief, stuff.lighting, stuff.tight), stuff), stuff.sprite.alpha)
