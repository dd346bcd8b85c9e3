"""A drawing traced at one size, before it is decided which of its cells count: what every stencil of it is cut from.

Legend of shapes: C four directions, H and W cells of `CELL` pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.judge.contours import CELL, NUM_DIRECTIONS, by_cells, contours
from genevolve.world.judge.pixels import Plane

SIDE_PX = 288
CELLS = SIDE_PX // CELL
_COVERED = 0.08 * 255
_ENOUGH_LEFT = 0.35
_VALUE_BYTES = 4

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tracing:
    """A drawing at a size in pixels of `SIDE_PX`, in the middle of a ground of whole cells.

    `cover` (HW) are the cells that it covers. Outside of these `edges` (CHW) mean nothing.
    """

    edges: Plane
    cover: Mask
    width_px: int
    height_px: int

    @classmethod
    def of(cls, drawing: Image.Image, width_px: int, height_px: int) -> Tracing:
        """Trace a drawing at a size that is `traceable`."""
        rows, columns = _cells(width_px, height_px)
        levels, alpha = _placed(drawing, (width_px, height_px), (columns * CELL, rows * CELL))
        return cls(contours(levels), by_cells(alpha)[0] > _COVERED, width_px, height_px)

    @classmethod
    def kept(cls, data: bytes, width_px: int, height_px: int) -> Tracing | None:
        """What `to_bytes` gave; None when it is damaged."""
        rows, columns = _cells(width_px, height_px)
        num_bytes = -(-rows * columns // 8)
        bits = np.unpackbits(np.frombuffer(data[:num_bytes], np.uint8))[: rows * columns]
        if len(bits) < rows * columns or len(data) != num_bytes + _VALUE_BYTES * NUM_DIRECTIONS * int(bits.sum()):
            return None
        cover = bits.reshape(rows, columns).astype(bool)
        edges = np.zeros((NUM_DIRECTIONS, rows, columns), np.float32)
        edges[:, cover] = np.frombuffer(data[num_bytes:], "<f4").reshape(NUM_DIRECTIONS, -1)
        return cls(edges, cover, width_px, height_px)

    def to_bytes(self) -> bytes:
        """The covered cells, as bits, then their edges."""
        return np.packbits(self.cover).tobytes() + self.edges[:, self.cover].astype("<f4").tobytes()

    def beside(self, mark: Image.Image) -> Mask:
        """The covered cells that a mark leaves free; all of them, if these are few."""
        rows, columns = self.cover.shape
        left, top = (columns * CELL - self.width_px) // 2, (rows * CELL - self.height_px) // 2
        marked = np.zeros((1, rows * CELL, columns * CELL), np.float32)
        shrunk = mark.resize((self.width_px, self.height_px), Image.Resampling.BILINEAR)
        marked[0, top : top + self.height_px, left : left + self.width_px] = shrunk
        rest = self.cover & (by_cells(marked)[0] <= _COVERED)
        return rest if rest.sum() >= _ENOUGH_LEFT * self.cover.sum() else self.cover


def traceable(width_px: int, height_px: int) -> bool:
    """Whether a drawing at this size has room in a picture, and cells enough."""
    return max(_cells(width_px, height_px)) <= CELLS and min(width_px, height_px) >= 2 * CELL


def _cells(width_px: int, height_px: int) -> tuple[int, int]:
    """Rows and columns, with one around the drawing."""
    return -(-height_px // CELL) + 2, -(-width_px // CELL) + 2


def _placed(drawing: Image.Image, size: tuple[int, int], around: tuple[int, int]) -> tuple[Plane, Plane]:
    """A drawing in the middle of a ground that its outline stands out from, in planes of levels; and its alpha."""
    (width, height), (columns, rows) = size, around
    shrunk = _thinned(drawing).resize(size, Image.Resampling.BILINEAR, reducing_gap=3.0)
    pixels = np.ascontiguousarray(np.asarray(shrunk).transpose(2, 0, 1)).astype(np.float32)
    mean = float(pixels[:3].sum() / (3 * pixels[3].sum() + 1e-6))
    ground = np.float32(0.92 if mean < 0.5 else 0.12)
    left, top = (columns - width) // 2, (rows - height) // 2
    inside = np.s_[:, top : top + height, left : left + width]
    levels = np.full((3, rows, columns), ground * 255, np.float32)
    levels[inside] = pixels[:3] + ground * (255 - pixels[3])
    alpha = np.zeros((1, rows, columns), np.float32)
    alpha[inside] = pixels[3:]
    return levels, alpha


def _thinned(drawing: Image.Image) -> Image.Image:
    """With colours multiplied by alpha, as they are averaged."""
    return drawing if drawing.mode == "RGBa" else drawing.convert("RGBa")
