"""How strongly colours change, by directions and cells: what a shape is known by, whatever its colour and light.

Edges are mod 180 degrees and held against what is around them. Legend of shapes: C four directions, H and W cells.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from genevolve.world.judge.pixels import Plane

CELL = 4
"""Pixels of a cell."""

NUM_DIRECTIONS = 4
_AROUND = 2
_WINDOW = 2 * _AROUND + 1
_FAINT = 0.012 * 255
_STRONGEST = 2.5


def contours(levels: Plane) -> Plane:
    """The edges of a picture given as three planes of levels (0 to 255) whose sides are whole cells."""
    across, down = np.empty_like(levels), np.empty_like(levels)
    _slope(levels.transpose(2, 0, 1), across.transpose(2, 0, 1))
    _slope(levels.transpose(1, 0, 2), down.transpose(1, 0, 2))
    parts = np.empty((3, *levels.shape[1:]), np.float32)
    for part, one, other in zip(parts, (across, down, across), (across, down, down), strict=True):
        np.einsum("chw,chw->hw", one, other, out=part)
    parts /= np.sqrt(parts[0] + parts[1]) + np.float32(1e-3)
    level, plumb, mixed = by_cells(parts)
    half = (level + plumb) / 2
    return _softened(_normed(np.stack([level, half + mixed, plumb, half - mixed])))


def by_cells(planes: Plane) -> Plane:
    """The means of the cells of some planes."""
    num, height, width = planes.shape
    rows = planes.reshape(num, height // CELL, CELL, width).sum(2)
    return np.asarray(sum(rows[..., at::CELL] for at in range(CELL)) / np.float32(CELL**2), np.float32)


def _slope(values: Plane, out: Plane) -> None:
    """Central differences along the first axis, one-sided at both ends."""
    np.subtract(values[2:], values[:-2], out=out[1:-1])
    out[1:-1] *= 0.5
    np.subtract(values[1], values[0], out=out[0])
    np.subtract(values[-1], values[-2], out=out[-1])


def _normed(cells: Plane) -> Plane:
    """Held against the mean of what is around."""
    _, rows, columns = cells.shape
    padded = _continued(cells.sum(0)[None], _AROUND)[0]
    down = reduce(np.add, [padded[at : at + rows] for at in range(_WINDOW)])
    around = reduce(np.add, [down[:, at : at + columns] for at in range(_WINDOW)]) / np.float32(_WINDOW**2)
    return np.asarray(np.minimum(cells / (around + np.float32(_FAINT)), _STRONGEST), np.float32)


def _softened(cells: Plane) -> Plane:
    """Spread a little to the neighbours, so that an edge that lies half a cell off still counts."""
    padded = _continued(cells, 1)
    down = 0.25 * (padded[:, :-2] + padded[:, 2:]) + 0.5 * padded[:, 1:-1]
    return np.asarray(0.25 * (down[..., :-2] + down[..., 2:]) + 0.5 * down[..., 1:-1], np.float32)


def _continued(planes: Plane, by: int) -> Plane:
    """Planes that go on beyond their borders as at these: what `np.pad` does, which costs more for few cells."""
    num, rows, columns = planes.shape
    wider = np.empty((num, rows + 2 * by, columns + 2 * by), np.float32)
    inside = wider[:, by:-by]
    inside[..., by:-by] = planes
    inside[..., :by], inside[..., -by:] = planes[..., :1], planes[..., -1:]
    wider[:, :by], wider[:, -by:] = inside[:, :1], inside[:, -1:]
    return wider
