"""Seamless ground and wall textures: fields that painters colour by a ramp and tilt into the ground."""

from __future__ import annotations

from functools import cache

import numpy as np

from genevolve.world.illustrator.noise import Field, fractal_tile
from genevolve.world.illustrator.paint import Tile

SIZE = 512


def _axes() -> tuple[Field, Field]:
    axis = np.arange(SIZE, dtype=np.float32)
    return np.broadcast_to(axis[:, None], (SIZE, SIZE)), np.broadcast_to(axis[None, :], (SIZE, SIZE))


def _fractal(seed: int, slope: float = 1.6, stretch: float = 1.0) -> Field:
    return fractal_tile(seed, slope=slope, stretch=stretch, size=SIZE)


def _warp(field: Field, reach: float, seed: int, slope: float = 2.2) -> Field:
    """The field with its points pushed about by smooth noise, still seamless."""
    rows, columns = _axes()
    push_y = (_fractal(seed, slope) - 0.5) * reach
    push_x = (_fractal(seed + 1, slope) - 0.5) * reach
    return field[(rows + push_y).astype(np.int64) % SIZE, (columns + push_x).astype(np.int64) % SIZE]


def _tile(field: Field) -> Tile:
    return Tile.of(np.clip(field, 0.0, 1.0))


@cache
def planks(seed: int = 0, boards: int = 6) -> Tile:
    """Boards that run away from the viewer, each of its own shade, with grain, knots and joints."""
    rng = np.random.default_rng((seed, 31))
    rows, columns = _axes()
    board = np.minimum((columns * boards / SIZE).astype(np.int64), boards - 1)
    along = (rows + rng.integers(0, SIZE, boards)[board]) % SIZE
    fine = _fractal(seed, 1.1, 1 / 26.0)
    broad = _fractal(seed + 5, 1.7, 1 / 7.0)
    index = along.astype(np.int64), (columns + rng.integers(0, SIZE, boards)[board]).astype(np.int64) % SIZE
    rings = 0.5 + 0.5 * np.sin(broad[index] * 34.0)
    shade = 0.56 + rng.uniform(-0.13, 0.13, boards).astype(np.float32)[board]
    field = shade + 0.24 * (fine[index] - 0.5) + 0.13 * (broad[index] - 0.5) + 0.07 * (rings - 0.5)
    inside = (columns * boards / SIZE) % 1.0
    gap = np.minimum(inside, 1.0 - inside) * SIZE / boards
    field *= np.clip(gap / 2.6, 0.25, 1.0)
    field *= np.clip(np.abs(along - 4.0) / 3.0, 0.4, 1.0)
    return _tile(field.astype(np.float32))


@cache
def marble(seed: int = 0) -> Tile:
    """Pale stone with soft clouds and fine branching veins."""
    cloud = _warp(_fractal(seed, 2.0), 90.0, seed + 2)
    broad = _warp(_fractal(seed + 3, 1.9), 120.0, seed + 4)
    fine = _warp(_fractal(seed + 6, 1.5), 60.0, seed + 1)
    vein = np.exp(-((np.abs(broad - 0.5) / 0.03) ** 1.2)) * np.clip(cloud * 2.0 - 0.15, 0.0, 1.0)
    second = np.exp(-((np.abs(broad[::-1, ::-1] - 0.42) / 0.02) ** 1.2)) * np.clip(1.3 - cloud * 1.6, 0.0, 1.0)
    hair = np.exp(-(((fine - 0.5) / 0.018) ** 2)) * np.clip(1.4 - cloud * 2.0, 0.0, 1.0)
    field = 0.86 + 0.3 * (cloud - 0.5) - 0.6 * vein - 0.4 * second - 0.25 * hair
    return _tile(field.astype(np.float32))


@cache
def sand(seed: int = 0) -> Tile:
    """Wind ripples across the line of sight, and fine grain."""
    rows, _ = _axes()
    phase = rows * (2.0 * np.pi * 15.0 / SIZE) + _fractal(seed, 2.1, 1.7) * 11.0
    crest = np.sin(phase) * 0.5 + 0.5 * np.sin(phase * 2.0 + 0.8) * 0.35
    field = 0.55 + 0.16 * crest * (0.4 + _fractal(seed + 1, 2.0)) + 0.16 * (_fractal(seed + 2, 0.4) - 0.5)
    return _tile(field.astype(np.float32) + 0.2 * (_fractal(seed + 3, 2.0) - 0.5))


@cache
def grass(seed: int = 0) -> Tile:
    """Blades in tufts, with lighter and darker patches."""
    blades = _fractal(seed, 0.55, 1 / 3.0)
    patches = _fractal(seed + 1, 1.8)
    return _tile((0.5 + 0.55 * (blades - 0.5) + 0.45 * (patches - 0.5)).astype(np.float32))


@cache
def earth(seed: int = 0) -> Tile:
    """Soil, gravel, rough stone."""
    return _tile((0.5 + 0.45 * (_fractal(seed, 0.9) - 0.5) + 0.4 * (_fractal(seed + 1, 1.7) - 0.5)).astype(np.float32))


@cache
def smooth(seed: int = 0) -> Tile:
    """Plaster, carpet, trodden snow: soft patches and a fine tooth."""
    return _tile((0.55 + 0.14 * (_fractal(seed, 0.3) - 0.5) + 0.4 * (_fractal(seed + 1, 2.1) - 0.5)).astype(np.float32))


@cache
def waves(seed: int = 0) -> Tile:
    """Open water: crests drawn out across the line of sight."""
    long = _warp(_fractal(seed, 1.35, 4.0), 40.0, seed + 2)
    short = _fractal(seed + 1, 1.0, 3.0)
    crest = 1.0 - np.abs(2.0 * long - 1.0)
    return _tile((0.22 + 0.52 * crest**1.6 + 0.42 * (short - 0.5)).astype(np.float32))


@cache
def cobbles(seed: int = 0, across: int = 12) -> Tile:
    """Rounded stones in staggered rows."""
    rng = np.random.default_rng((seed, 37))
    rows, columns = _axes()
    cell = SIZE / across
    best = np.full((SIZE, SIZE), 9e9, np.float32)
    second = best.copy()
    owner = np.zeros((SIZE, SIZE), np.int64)
    jitter = rng.uniform(-0.2, 0.2, (across, across, 2)).astype(np.float32)
    row, column = (rows / cell).astype(np.int64), (columns / cell).astype(np.int64)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            near_row, near_column = (row + down) % across, (column + right) % across
            shift = np.where(near_row % 2 == 0, 0.25, -0.25).astype(np.float32)
            y = (row + down + 0.5 + jitter[near_row, near_column, 0]) * cell - rows
            x = (column + right + 0.5 + shift + jitter[near_row, near_column, 1]) * cell - columns
            distance = np.hypot(y * 1.15, x)
            closer = distance < best
            second = np.where(closer, best, np.minimum(second, distance))
            owner = np.where(closer, near_row * across + near_column, owner)
            best = np.where(closer, distance, best)
    edge = np.clip((second - best) / (cell * 0.34), 0.0, 1.0)
    shade = rng.uniform(-0.16, 0.16, across * across).astype(np.float32)[owner]
    dome = np.clip(1.0 - best / (cell * 0.95), 0.0, 1.0)
    field = (0.34 + shade + 0.5 * dome**0.7 + 0.2 * (_fractal(seed, 1.0) - 0.5)) * (0.22 + 0.78 * edge**0.7)
    return _tile(field.astype(np.float32))


@cache
def slabs(seed: int = 0, across: int = 4) -> Tile:
    """Dressed flagstones in a staggered bond."""
    rng = np.random.default_rng((seed, 41))
    rows, columns = _axes()
    cell = SIZE / across
    row = (rows / cell).astype(np.int64)
    shifted = (columns + np.where(row % 2 == 0, 0.0, cell / 2)) % SIZE
    column = np.minimum((shifted / cell).astype(np.int64), across - 1)
    inside_y, inside_x = rows % cell, shifted % cell
    gap = np.minimum(np.minimum(inside_y, cell - inside_y), np.minimum(inside_x, cell - inside_x))
    gap = gap + (_fractal(seed + 2, 1.2) - 0.5) * 5.0
    shade = rng.uniform(-0.1, 0.1, (across, across)).astype(np.float32)[row, column]
    body = 0.6 + shade + 0.3 * (_fractal(seed, 1.3) - 0.5) + 0.14 * (_fractal(seed + 1, 0.5) - 0.5)
    return _tile((body * np.clip(gap / 4.0, 0.3, 1.0)).astype(np.float32))


@cache
def checks(seed: int = 0, across: int = 4) -> Tile:
    """Polished tiles, light and dark in turn, with thin joints."""
    rows, columns = _axes()
    cell = SIZE / across
    dark = ((rows / cell).astype(np.int64) + (columns / cell).astype(np.int64)) % 2
    inside_y, inside_x = rows % cell, columns % cell
    gap = np.minimum(np.minimum(inside_y, cell - inside_y), np.minimum(inside_x, cell - inside_x))
    body = np.where(dark == 1, 0.24, 0.84) + 0.12 * (_fractal(seed, 1.7) - 0.5)
    return _tile((body * np.clip(gap / 2.5, 0.75, 1.0)).astype(np.float32))


@cache
def bricks(seed: int = 0, courses: int = 16) -> Tile:
    """A running bond of bricks with pale joints: 0 is joint, the rest is brick."""
    rng = np.random.default_rng((seed, 43))
    rows, columns = _axes()
    high, wide = SIZE / courses, SIZE / (courses // 2)
    row = (rows / high).astype(np.int64)
    shifted = (columns + np.where(row % 2 == 0, 0.0, wide / 2)) % SIZE
    column = np.minimum((shifted / wide).astype(np.int64), courses // 2 - 1)
    inside_y, inside_x = rows % high, shifted % wide
    gap = np.minimum(np.minimum(inside_y, high - inside_y), np.minimum(inside_x, wide - inside_x))
    gap = gap + (_fractal(seed + 2, 1.0) - 0.5) * 3.0
    shade = rng.uniform(-0.17, 0.17, (courses, courses // 2)).astype(np.float32)[row, column]
    lit = np.clip(1.2 - inside_y / high * 0.5, 0.0, 1.1)
    body = (0.58 + shade + 0.3 * (_fractal(seed, 1.0) - 0.5)) * lit
    return _tile(np.where(gap < 2.2, 0.06 + 0.05 * _fractal(seed, 0.8), np.maximum(body, 0.2)).astype(np.float32))


@cache
def weave(seed: int = 0, threads: int = 128) -> Tile:
    """Plain-woven cloth."""
    rows, columns = _axes()
    turn = 2.0 * np.pi * threads / SIZE
    over = np.sin(rows * turn / 2.0) * np.sin(columns * turn / 2.0)
    slub_across, slub_down = _fractal(seed, 0.9, 20.0), _fractal(seed + 1, 0.9, 1 / 20.0)
    field = 0.6 + 0.13 * over + 0.2 * (slub_across - 0.5) + 0.2 * (slub_down - 0.5)
    return _tile(field.astype(np.float32))


@cache
def fibres(seed: int = 0) -> Tile:
    """Handmade paper: tooth and stray fibres."""
    tooth = _fractal(seed, 0.6)
    mottled = _fractal(seed + 1, 1.6)
    strands = np.exp(-(((_fractal(seed + 3, 1.3, 1.6) - 0.5) / 0.006) ** 2))
    field = 0.72 + 0.24 * (tooth - 0.5) + 0.14 * (mottled - 0.5) - 0.1 * strands
    return _tile(field.astype(np.float32))


@cache
def speckles(seed: int = 0) -> Tile:
    """Terrazzo and asphalt: grains of lighter and darker stone."""
    fine = _fractal(seed, 0.2)
    return _tile((0.5 + 0.5 * (fine - 0.5) + 0.2 * (_fractal(seed + 1, 1.6) - 0.5)).astype(np.float32))
