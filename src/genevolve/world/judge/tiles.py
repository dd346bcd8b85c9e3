"""Small square parts of a picture, what each looks like, and where the same look stands in another picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genevolve.world.judge.pixels import SIDE, Plane

CELL = 4
TILE = 3 * CELL
STEP = 2
_NUM_ORIENTATIONS = 4
_GRADIENT_WEIGHT = 2.2
_LIGHTNESS_WEIGHT = 0.6
_EDGE = (SIDE - TILE) // STEP + 1


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """Every tile of a picture: its colours (nine cells, CIELAB) and its shape (their edges in four directions)."""

    colours: Plane
    shapes: Plane
    x: Plane
    y: Plane

    @classmethod
    def of(cls, lab: Plane) -> Tiles:
        """All tiles of a picture, `STEP` pixels apart."""
        cells = _cell_means(np.concatenate([lab, _edges(lab[..., 0])], axis=-1))
        grid = np.arange(_EDGE) * STEP
        steps = (0, CELL, 2 * CELL)
        parts = [cells[np.ix_(grid + down, grid + across)] for down in steps for across in steps]
        stacked = np.stack(parts, axis=2).reshape(_EDGE * _EDGE, 9, 3 + _NUM_ORIENTATIONS)
        y, x = np.meshgrid(grid, grid, indexing="ij")
        middle = TILE / 2
        return cls(
            np.ascontiguousarray(stacked[..., :3]),
            np.ascontiguousarray(stacked[..., 3:]).reshape(len(stacked), -1),
            np.asarray((x.ravel() + middle) / SIDE, np.float32),
            np.asarray((y.ravel() + middle) / SIDE, np.float32),
        )

    def described(self) -> Plane:
        """Colours and shape as one vector a tile; a step of 1 is about one just visible difference."""
        weights = np.array([_LIGHTNESS_WEIGHT, 1.0, 1.0], np.float32)
        colours = (self.colours * weights).reshape(len(self.colours), -1)
        return np.asarray(np.concatenate([colours, self.shapes * _GRADIENT_WEIGHT], axis=1) / 3.0, np.float32)

    def mean_colour(self) -> Plane:
        """The mean CIELAB of each tile."""
        return np.asarray(self.colours.mean(1), np.float32)


def mean_in_tiles(plane: Plane) -> Plane:
    """The mean of a plane in every tile, in the order of `Tiles`."""
    total = np.pad(plane.astype(np.float64), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    means = (total[TILE:, TILE:] - total[:-TILE, TILE:] - total[TILE:, :-TILE] + total[:-TILE, :-TILE]) / TILE**2
    grid = np.arange(_EDGE) * STEP
    return np.asarray(means[np.ix_(grid, grid)].ravel(), np.float32)


def distances(ones: Plane, others: Plane) -> Plane:
    """Euclidean distances between two sets of vectors."""
    square = (ones**2).sum(1)[:, None] + (others**2).sum(1)[None] - 2 * ones @ others.T
    return np.asarray(np.sqrt(np.maximum(square, 0.0)), np.float32)


def peaks(near: npt.NDArray[np.bool_], distance: Plane, apart: float) -> int:
    """How many separate places there are among tiles marked as near: the best first, each clearing its surroundings."""
    places = np.flatnonzero(near)
    kept: list[tuple[float, float]] = []
    for place in places[np.argsort(distance[places], kind="stable")]:
        y, x = divmod(int(place), _EDGE)
        if all(max(abs(x - a), abs(y - b)) * STEP > apart for a, b in kept):
            kept.append((x, y))
    return len(kept)


def _edges(lightness: Plane) -> Plane:
    down, across = np.gradient(lightness)
    strength = np.sqrt(np.hypot(down, across))
    angle = np.mod(np.arctan2(down, across), np.pi) / np.pi * _NUM_ORIENTATIONS
    parts = []
    for index in range(_NUM_ORIENTATIONS):
        offset = np.abs(angle - index)
        parts.append(strength * np.maximum(1.0 - np.minimum(offset, _NUM_ORIENTATIONS - offset), 0.0))
    return np.stack(parts, axis=-1)


def _cell_means(planes: Plane) -> Plane:
    total = np.pad(planes.astype(np.float64), ((1, 0), (1, 0), (0, 0))).cumsum(0).cumsum(1)
    means = total[CELL:, CELL:] - total[:-CELL, CELL:] - total[CELL:, :-CELL] + total[:-CELL, :-CELL]
    return np.asarray(means / CELL**2, np.float32)
