"""Where in a picture the shape of a drawing stands: oriented edges of the drawing, slid over those of the picture.

Edges are mod 180 degrees and normed to what is around them, so that neither colour nor light nor the backdrop count.
Legend of shapes: C four directions, H and W cells of `CELL` pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.judge.pixels import Plane

SIDE_PX = 288
CELL = 4
CELLS = SIDE_PX // CELL
_DIRECTIONS = np.deg2rad([0.0, 45.0, 90.0, 135.0])
_AROUND = 2
_FAINT = 0.012
_FEWEST = 6
_COVERED = 0.08
_SAME_PLACE = 0.5
_MOST = 8
_NEAR = 3
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
        small = image.resize((SIDE_PX, SIDE_PX), Image.Resampling.BILINEAR)
        return cls(_normed(_energy(np.asarray(small, np.float32) / np.float32(255))))

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

    @classmethod
    def of(cls, drawing: Image.Image, width_px: int, height_px: int) -> Stencil | None:
        """A drawing at a size in pixels of `SIDE_PX`; None when nothing of it is left at this size."""
        rows, columns = -(-height_px // CELL) + 2, -(-width_px // CELL) + 2
        if max(rows, columns) > CELLS or min(width_px, height_px) < 2 * CELL:
            return None
        shrunk = drawing.resize((width_px, height_px), Image.Resampling.BILINEAR, reducing_gap=3.0)
        left, top = (columns * CELL - width_px) // 2, (rows * CELL - height_px) // 2
        placed = Image.new("RGBA", (columns * CELL, rows * CELL), (0, 0, 0, 0))
        placed.paste(shrunk, (left, top))
        alpha = np.asarray(placed.getchannel("A"), np.float32) / np.float32(255)
        cover = alpha.reshape(rows, CELL, columns, CELL).mean((1, 3)) > _COVERED
        num = int(cover.sum())
        if num < _FEWEST:
            return None
        values = _normed(_energy(_on_contrast(placed)))
        values = (values - values[:, cover].mean()) * cover
        values /= np.linalg.norm(values) + 1e-6
        return cls(np.asarray(values, np.float32), cover.astype(np.float32), num)

    @property
    def rows(self) -> int:
        """Its height in cells."""
        return int(self.mask_HW.shape[0])

    @property
    def columns(self) -> int:
        """Its width in cells."""
        return int(self.mask_HW.shape[1])

    def scores(self, edges: Edges) -> Plane:
        """The correlation with the picture at every place of the stencil's top left corner that lies inside."""
        own = np.conj(_spectra(np.concatenate([self.pattern_CHW, self.mask_HW[None]])))
        parts = edges.spectra
        products = np.stack([(parts[:-2] * own[:-1]).sum(0), parts[-2] * own[-1], parts[-1] * own[-1]])
        alike, sums, squares = np.fft.irfft2(products, (CELLS, CELLS))[
            :, : CELLS - self.rows + 1, : CELLS - self.columns + 1
        ]
        spread = squares - sums**2 / (self.num_cells * len(_DIRECTIONS))
        return np.asarray(alike / np.sqrt(np.maximum(spread, 1e-3)), np.float32)


def find(edges: Edges, stencils: Iterable[tuple[int, Stencil]], least: float) -> list[Find]:
    """Every place where a stencil scores at least `least`, the best first, each place once.

    A small stencil fits somewhere by chance, so that its score is lowered by `CHANCE` over the root of its cells.
    """
    candidates: list[Find] = []
    for variant, stencil in stencils:
        scores = stencil.scores(edges)
        lowered = CHANCE / float(np.sqrt(stencil.num_cells))
        for _ in range(_MOST):
            row, column = (int(at) for at in np.unravel_index(int(scores.argmax()), scores.shape))
            score = float(scores[row, column]) - lowered
            if score < least:
                break
            candidates.append(_find(stencil, row, column, score, variant))
            scores[max(row - _NEAR, 0) : row + _NEAR + 1, max(column - _NEAR, 0) : column + _NEAR + 1] = -1.0
    return distinct(candidates)


def distinct(finds: Sequence[Find]) -> list[Find]:
    """The best first, without those that stand where a better one stands."""
    kept: list[Find] = []
    for one in sorted(finds, key=lambda each: -each.score):
        if all(one.overlap(other) < _SAME_PLACE for other in kept):
            kept.append(one)
    return kept


def _find(stencil: Stencil, row: int, column: int, score: float, variant: int) -> Find:
    rows, columns = stencil.rows - 1.0, stencil.columns - 1.0
    return Find(
        (column + stencil.columns / 2) / CELLS, (row + stencil.rows / 2) / CELLS, columns / CELLS, rows / CELLS,
        score, variant,
    )  # fmt: skip


def _energy(rgb: Plane) -> Plane:
    """How strongly colours change in each direction, by cells."""
    down, across = np.gradient(rgb, axis=(0, 1))
    level, plumb = (across**2).sum(-1), (down**2).sum(-1)
    mixed = (across * down).sum(-1)
    total = np.sqrt(level + plumb) + 1e-6
    strength = [
        (np.cos(angle) ** 2 * level + 2 * np.sin(angle) * np.cos(angle) * mixed + np.sin(angle) ** 2 * plumb) / total
        for angle in _DIRECTIONS
    ]
    rows, columns = rgb.shape[0] // CELL, rgb.shape[1] // CELL
    cells = [one.reshape(rows, CELL, columns, CELL).mean((1, 3)) for one in strength]
    return np.asarray(np.stack(cells), np.float32)


def _normed(cells: Plane) -> Plane:
    """Held against the mean of what is around."""
    size = 2 * _AROUND + 1
    padded = np.pad(cells.sum(0), _AROUND, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, (size, size)).mean((2, 3))
    return _softened(np.minimum(cells / (around + _FAINT), 2.5))


def _softened(cells: Plane) -> Plane:
    """Spread a little to the neighbours, so that an edge that lies half a cell off still counts."""
    padded = np.pad(cells, ((0, 0), (1, 1), (1, 1)), mode="edge")
    down = 0.25 * padded[:, :-2] + 0.5 * padded[:, 1:-1] + 0.25 * padded[:, 2:]
    return np.asarray(0.25 * down[..., :-2] + 0.5 * down[..., 1:-1] + 0.25 * down[..., 2:], np.float32)


def _on_contrast(drawing: Image.Image) -> Plane:
    """A drawing on a ground that its outline stands out from."""
    pixels = np.asarray(drawing, np.float32) / np.float32(255)
    alpha = pixels[..., 3:]
    mean = float((pixels[..., :3] * alpha).sum() / (3 * alpha.sum() + 1e-6))
    ground = np.float32(0.92 if mean < 0.5 else 0.12)
    return np.asarray(pixels[..., :3] * alpha + ground * (1 - alpha), np.float32)


def _spectra(planes: Plane) -> Complex:
    return np.asarray(np.fft.rfft2(planes, (CELLS, CELLS)), np.complex64)
