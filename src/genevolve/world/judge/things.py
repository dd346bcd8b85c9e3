"""Where the things of a picture stand: what differs from the background that can be estimated around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genevolve.world.judge.pixels import SIDE, Look, Plane

_NUM_CLUSTERS = 14
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Region:
    """A thing found in a picture: its box in pixels of the measured size, from the top left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle in shares of the picture."""
        return (self.left + self.width / 2) / SIDE, (self.top + self.height / 2) / SIDE

    def cut(self, plane: Plane) -> Plane:
        """The part of a plane that it covers."""
        return plane[self.top : self.top + self.height, self.left : self.left + self.width]


def saliency(look: Look) -> Plane:
    """How much each pixel belongs to a compact thing: its colour is gathered in one place and unlike its row's."""
    lab = look.lab.reshape(-1, 3)
    labels, centres = clusters(lab)
    rows, columns = np.divmod(np.arange(SIDE * SIDE, dtype=np.float32), SIDE)
    grouping = np.exp(-((centres[:, None] - centres[None]) ** 2).sum(-1) / (2 * 14.0**2))
    weight = grouping[:, labels]
    total = weight.sum(1)
    mean_x, mean_y = (weight @ columns) / total, (weight @ rows) / total
    spread = (weight @ columns**2) / total - mean_x**2 + 0.5 * ((weight @ rows**2) / total - mean_y**2)
    compact = np.exp(-spread / (2 * (0.17 * SIDE) ** 2))[labels].reshape(SIDE, SIDE)
    plain = np.median(look.lab, axis=1, keepdims=True)
    unlike = np.minimum(np.linalg.norm(look.lab - plain, axis=-1) / 40.0, 1.0)
    return blurred(np.asarray(compact * unlike * _prior(), np.float32), 1)


def _prior() -> Plane:
    """Things stand where the eye rests: neither in the sky at the very top nor cut by the side edges."""
    share = (np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE
    down = np.clip((share - 0.15) / 0.25, 0.05, 1.0)
    across = np.clip(np.minimum(share, 1 - share) / 0.04, 0.3, 1.0)
    return np.asarray(down[:, None] * across[None], np.float32)


def clusters(points: Plane) -> tuple[npt.NDArray[np.intp], Plane]:
    """Labels and centres of k-means, begun at points far from each other so that it is the same every time."""
    sample = points[::7]
    centres = [sample.mean(0)]
    distance = np.linalg.norm(sample - centres[0], axis=1)
    for _ in range(_NUM_CLUSTERS - 1):
        centres.append(sample[int(distance.argmax())])
        distance = np.minimum(distance, np.linalg.norm(sample - centres[-1], axis=1))
    middle = np.stack(centres)
    for _ in range(_ROUNDS):
        nearest = _nearest(sample, middle)
        for index in range(len(middle)):
            own = sample[nearest == index]
            if len(own):
                middle[index] = own.mean(0)
    return _nearest(points, middle), middle


def _nearest(points: Plane, centres: Plane) -> npt.NDArray[np.intp]:
    return np.asarray(((centres**2).sum(1)[None] - 2 * points @ centres.T).argmin(1), np.intp)


def threshold(plane: Plane) -> float:
    """Otsu's threshold of values in 0..1."""
    counts, edges = np.histogram(plane, 64, (0.0, 1.0))
    share = counts / counts.sum()
    middle = (edges[:-1] + edges[1:]) / 2
    below, mean = share.cumsum(), (share * middle).cumsum()
    between = (mean[-1] * below - mean) ** 2 / np.maximum(below * (1 - below), 1e-9)
    return float(edges[int(between.argmax()) + 1])


def blurred(plane: Plane, radius: int) -> Plane:
    """Mean over a square."""
    size = 2 * radius + 1
    padded = np.pad(plane, radius, mode="edge")
    rows = np.lib.stride_tricks.sliding_window_view(padded, size, axis=0).mean(-1)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(rows, size, axis=1).mean(-1), np.float32)
