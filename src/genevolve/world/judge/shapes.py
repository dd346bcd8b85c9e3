"""Where in a picture the shape of a drawing stands: oriented edges of the drawing, slid over those of the picture.

Neither colour nor light nor the backdrop count. Legend of shapes: K stencils, C four directions, H and W cells of
`CELL` pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.judge.contours import NUM_DIRECTIONS, contours
from genevolve.world.judge.pixels import Plane
from genevolve.world.judge.tracing import CELLS, SIDE_PX, Tracing

_FEWEST = 6
_SAME_PLACE = 0.5
_MOST = 8
_NEAR = 3
_AT_ONCE = 16
_SPECTRA_KEPT = 768
CHANCE = 1.2

Complex = npt.NDArray[np.complex64]


@dataclass(frozen=True, slots=True)
class Find:
    """A drawing found in a picture: its box in shares of the picture, and how alike the edges are (-1 to 1)."""

    x: float
    y: float
    width: float
    height: float
    score: float
    variant: int

    @property
    def feet(self) -> float:
        """Where it touches the ground."""
        return self.y + self.height / 2

    def size_ratio(self, other: Find) -> float:
        """The area of the smaller of the two boxes, as a part of the larger."""
        areas = sorted((self.width * self.height, other.width * other.height))
        return areas[0] / areas[1] if areas[1] > 0 else 0.0

    def overlap(self, other: Find) -> float:
        """The shared area, as a part of the smaller of the two boxes."""
        across = (self.width + other.width) / 2 - abs(self.x - other.x)
        down = (self.height + other.height) / 2 - abs(self.y - other.y)
        shared = min(max(across, 0.0), self.width, other.width) * min(max(down, 0.0), self.height, other.height)
        smaller = min(self.width * self.height, other.width * other.height)
        return shared / smaller if smaller > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Edges:
    """The edges of one picture, ready to be searched."""

    cells_CHW: Plane

    @classmethod
    def of(cls, image: Image.Image) -> Edges:
        """Measure a picture."""
        small = image.convert("RGB").resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR)
        return cls(contours(np.asarray(small, np.float32).transpose(2, 0, 1).copy()))

    @cached_property
    def spectra(self) -> Complex:
        """Of every direction, then of their sum, then of the sum of their squares."""
        cells = self.cells_CHW
        return _spectra(np.concatenate([cells, cells.sum(0)[None], (cells**2).sum(0)[None]]))


@dataclass(frozen=True, slots=True, eq=False)
class Stencil:
    """The edges of a drawing at one size, ready to be slid over a picture."""

    pattern_CHW: Plane
    mask_HW: Plane
    num_cells: int
    width_px: int
    height_px: int

    @classmethod
    def of(cls, tracing: Tracing, mark: Image.Image | None = None) -> Stencil | None:
        """Cut from a tracing; None when nothing of the drawing is left at its size.

        What `mark` covers does not count, unless little else is left: a bearer is found whatever it bears.
        """
        cover = tracing.cover if mark is None else tracing.beside(mark)
        num = int(cover.sum())
        if num < _FEWEST:
            return None
        values = (tracing.edges - tracing.edges[:, cover].mean()) * cover
        values /= np.linalg.norm(values) + 1e-6
        return cls(np.asarray(values, np.float32), cover.astype(np.float32), num, tracing.width_px, tracing.height_px)

    @property
    def rows(self) -> int:
        """Its height in cells."""
        return int(self.mask_HW.shape[0])

    @property
    def columns(self) -> int:
        """Its width in cells."""
        return int(self.mask_HW.shape[1])


def find(edges: Edges, stencils: Iterable[tuple[int, Stencil]], least: float) -> list[Find]:
    """Every place where a stencil scores at least `least`, the best first, each place once.

    A small stencil fits somewhere by chance, so that its score is lowered by `CHANCE` over the root of its cells.
    """
    candidates: list[Find] = []
    left = iter(stencils)
    while some := list(islice(left, _AT_ONCE)):
        for (variant, stencil), scores in zip(some, _scores(edges, [one for _, one in some]), strict=True):
            inside = scores[: CELLS - stencil.rows + 1, : CELLS - stencil.columns + 1]
            candidates += _peaks(stencil, inside, least, variant)
    return distinct(candidates)


def distinct(finds: Sequence[Find]) -> list[Find]:
    """The best first, without those that stand where a better one stands."""
    kept: list[Find] = []
    for one in sorted(finds, key=lambda each: -each.score):
        if all(one.overlap(other) < _SAME_PLACE for other in kept):
            kept.append(one)
    return kept


def _scores(edges: Edges, stencils: Sequence[Stencil]) -> Plane:
    """KHW: the correlation with the picture at every place of the top left corners, some of those outside included."""
    parts = edges.spectra
    products = np.empty((len(stencils), 3, *parts.shape[1:]), np.complex64)
    for product, stencil in zip(products, stencils, strict=True):
        own = _slid(stencil)
        (parts[:-2] * own[:-1]).sum(0, out=product[0])
        np.multiply(parts[-2:], own[-1], out=product[1:])
    reached = CELLS + 1 - min(one.rows for one in stencils)
    alike, sums, squares = np.fft.irfft(np.fft.ifft(products, axis=-2)[..., :reached, :], CELLS).swapaxes(0, 1)
    num_values = np.array([NUM_DIRECTIONS * one.num_cells for one in stencils], np.float32)
    spread = squares - sums**2 / num_values[:, None, None]
    return np.asarray(alike / np.sqrt(np.maximum(spread, np.float32(1e-3))), np.float32)


def _peaks(stencil: Stencil, scores: Plane, least: float, variant: int) -> Iterator[Find]:
    """The best places of one stencil, far enough from each other."""
    lowered = CHANCE / float(np.sqrt(stencil.num_cells))
    left = scores.copy()
    for _ in range(_MOST):
        row, column = divmod(int(left.argmax()), left.shape[1])
        score = float(left[row, column]) - lowered
        if score < least:
            return
        yield _find(stencil, _between(scores[:, column], row), _between(scores[row], column), score, variant)
        left[max(row - _NEAR, 0) : row + _NEAR + 1, max(column - _NEAR, 0) : column + _NEAR + 1] = -1.0


def _find(stencil: Stencil, row: float, column: float, score: float, variant: int) -> Find:
    x, y = (column + stencil.columns / 2) / CELLS, (row + stencil.rows / 2) / CELLS
    return Find(x, y, stencil.width_px / SIDE_PX, stencil.height_px / SIDE_PX, score, variant)


def _between(scores: Plane, at: int) -> float:
    """Where a parabola through the best of a row of scores and its neighbours is highest."""
    if not 0 < at < len(scores) - 1:
        return at
    before, best, after = (float(one) for one in scores[at - 1 : at + 2])
    bend = before - 2 * best + after
    return at + min(max((before - after) / (2 * bend), -0.5), 0.5) if bend < 0 else at


@lru_cache(maxsize=_SPECTRA_KEPT)
def _slid(stencil: Stencil) -> Complex:
    """The conjugate spectra of a stencil's directions and of its mask, by which a picture's are multiplied."""
    return np.conj(_spectra(np.concatenate([stencil.pattern_CHW, stencil.mask_HW[None]])))


def _spectra(planes: Plane) -> Complex:
    return np.asarray(np.fft.rfft2(planes, (CELLS, CELLS)), np.complex64)
