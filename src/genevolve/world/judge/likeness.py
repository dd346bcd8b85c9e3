"""What a picture shares with its ground truth: which of its striking parts are found again, where, in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from genevolve.world.judge.pixels import SIDE, Look, Plane
from genevolve.world.judge.things import Region, saliency, threshold
from genevolve.world.judge.tiles import STEP, Tiles, distances, mean_in_tiles

Indices = npt.NDArray[np.intp]
_MIN_STRENGTH = 0.05
_MAX_TILES = 260
_SHAPE_WEIGHT = 2.2
STRANGE = 7.0


@dataclass(frozen=True, eq=False)
class Striking:
    """What strikes in a ground truth. It is the same for every picture that is judged beside it."""

    truth: Look
    hidden: tuple[Region, ...] = ()

    @cached_property
    def strength(self) -> Plane:
        """How striking each pixel of the ground truth is, letters left out."""
        plane = saliency(self.truth).copy()
        for region in self.hidden:
            region.cut(plane)[...] = 0.0
        return plane

    @cached_property
    def all_truth(self) -> Tiles:
        """Every tile of the ground truth."""
        return Tiles.of(self.truth.lab)

    @cached_property
    def chosen(self) -> Indices:
        """Which tiles of the ground truth are striking: at every other place, the strongest first."""
        mean = mean_in_tiles(self.strength)
        limit = max(0.55 * threshold(self.strength), _MIN_STRENGTH)
        across, down = np.round(self.all_truth.x * SIDE), np.round(self.all_truth.y * SIDE)
        even = (across % (2 * STEP) == STEP) & (down % (2 * STEP) == STEP)
        places = np.flatnonzero(even & (mean > limit))
        if len(places) == 0:
            places = np.flatnonzero(even)
        return np.asarray(places[np.argsort(-mean[places], kind="stable")][:_MAX_TILES], np.intp)

    @cached_property
    def weights(self) -> Plane:
        """The share of each chosen tile in what is striking."""
        mean = mean_in_tiles(self.strength)[self.chosen] + 1e-3
        return np.asarray(mean / mean.sum(), np.float32)

    @cached_property
    def x(self) -> Plane:
        """Where the chosen tiles stand across."""
        return self.all_truth.x[self.chosen]

    @cached_property
    def y(self) -> Plane:
        """Where the chosen tiles stand down."""
        return self.all_truth.y[self.chosen]

    @cached_property
    def colours(self) -> Plane:
        """The mean CIELAB of each striking tile."""
        return self.all_truth.mean_colour()[self.chosen]

    @cached_property
    def shape_distance(self) -> Plane:
        """How far the shape of every tile of the ground truth is from that of each striking one, colours aside."""
        shapes = self.all_truth.shapes * _SHAPE_WEIGHT
        return distances(shapes[self.chosen], shapes)

    @cached_property
    def plain(self) -> Indices:
        """Some of the tiles in which nothing strikes."""
        mean = mean_in_tiles(self.strength)
        return np.asarray(np.argsort(mean, kind="stable")[: len(mean) // 2 : 23], np.intp)


@dataclass(frozen=True, eq=False)
class Likeness:
    """A ground truth's striking tiles matched against all tiles of a picture."""

    striking: Striking
    picture: Look

    @cached_property
    def weights(self) -> Plane:
        """The share of each striking tile in what is striking."""
        return self.striking.weights

    def share(self, which: npt.NDArray[np.bool_]) -> float:
        """How much of what is striking the chosen tiles make up."""
        return float((self.weights * which).sum())

    @cached_property
    def all_picture(self) -> Tiles:
        """Every tile of the picture."""
        return Tiles.of(self.picture.lab)

    @cached_property
    def _described(self) -> Plane:
        return self.all_picture.described()

    @cached_property
    def _distance(self) -> Plane:
        return distances(self.striking.all_truth.described()[self.striking.chosen], self._described)

    @cached_property
    def residual(self) -> Plane:
        """How far the best match of each chosen tile is from it, wherever it stands."""
        return np.asarray(self._distance.min(1), np.float32)

    @cached_property
    def floor(self) -> float:
        """How far matches are off where nothing strikes: what the style and another mood of light do to every part."""
        plain = self.striking.all_truth.described()[self.striking.plain]
        off = distances(plain, self._described).min(1)
        return float(np.median(off))

    @cached_property
    def strangeness(self) -> Plane:
        """How far each chosen tile is from all that the picture shows, beyond what is so for every part."""
        return np.asarray(np.maximum(self.residual - 1.3 * self.floor, 0.0), np.float32)

    @cached_property
    def lost(self) -> float:
        """How much of what strikes in the ground truth is nowhere in the picture."""
        return self.share(self.strangeness > STRANGE)

    @cached_property
    def tolerance(self) -> float:
        """Beyond this distance a match is none."""
        return 1.3 * self.floor + STRANGE

    @cached_property
    def shape_distance(self) -> Plane:
        """How far the shape of every tile of the picture is from that of each striking one, colours aside."""
        striking = self.striking.all_truth.shapes[self.striking.chosen]
        return distances(striking * _SHAPE_WEIGHT, self.all_picture.shapes * _SHAPE_WEIGHT)

    @cached_property
    def moved(self) -> tuple[Plane, Plane]:
        """Where the best match of each chosen tile stands; a nearer place is preferred among equals."""
        across = self.all_picture.x[None] - self.striking.x[:, None]
        down = self.all_picture.y[None] - self.striking.y[:, None]
        best = (self._distance + 10.0 * np.hypot(across, down)).argmin(1)
        return self.all_picture.x[best], self.all_picture.y[best]

    @cached_property
    def here(self) -> Plane:
        """How far the best match near the same place is from each chosen tile."""
        return np.asarray(np.where(self._near(0.035), self._distance, np.inf).min(1), np.float32)

    @cached_property
    def recoloured(self) -> Plane:
        """How far the colour (a*, b*) is off where the same shape stands nearby."""
        near = self._near(0.05)
        best = np.where(near, self.shape_distance, np.inf).argmin(1)
        truth, picture = self.striking.colours, self.all_picture.mean_colour()[best]
        return np.asarray(np.linalg.norm((truth - picture)[:, 1:], axis=1), np.float32)

    def _near(self, radius: float) -> npt.NDArray[np.bool_]:
        across = np.abs(self.all_picture.x[None] - self.striking.x[:, None])
        down = np.abs(self.all_picture.y[None] - self.striking.y[:, None])
        return np.asarray((across <= radius) & (down <= radius), np.bool_)
