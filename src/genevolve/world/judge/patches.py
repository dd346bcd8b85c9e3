"""What stands at many places of a picture that lie close together, each seen as a patch of the same few pixels.

Legend of shapes: C red, green and blue in 0..1, P places (by sizes, then down, then to the right), M masked pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.judge.pixels import Plane
from genevolve.world.judge.shapes import Find

SIDE = 28
_FINER = 2
_REACH = 1.7


def patches(
    image: Image.Image,
    find: Find,
    mask: npt.NDArray[np.bool_],
    shifts: Sequence[float] = (0.0,),
    scales: Sequence[float] = (1.0,),
) -> Plane:
    """CPM: the masked pixels of a find, at every size, moved down and to the right by shares of the picture.

    Beyond its edges the picture goes on as at its edges.
    """
    x, y = _middles(find.x, find.width, shifts, scales), _middles(find.y, find.height, shifts, scales)
    columns, rows = _Stretch.of(x, find.width / SIDE, image.width), _Stretch.of(y, find.height / SIDE, image.height)
    box = (columns.first, rows.first, columns.last, rows.last)
    ground = image.resize((columns.num, rows.num), Image.Resampling.BILINEAR, box=box)
    levels = np.asarray(ground, np.float32).transpose(0, 2, 1) / np.float32(255)
    down = rows.weights(y).reshape(-1, rows.num) @ levels.reshape(rows.num, -1)
    seen = down.reshape(len(scales), -1, columns.num) @ columns.weights(x).transpose(0, 2, 1)
    apart = seen.reshape(len(scales), len(shifts), SIDE, 3, len(shifts), SIDE)
    return apart.transpose(3, 0, 1, 4, 2, 5).reshape(3, -1, SIDE, SIDE)[:, :, mask]


def _middles(middle: float, size: float, shifts: Sequence[float], scales: Sequence[float]) -> Plane:
    """By sizes: where the pixels of the patches at every shift lie along one side, in shares of the picture."""
    steps = (np.arange(SIDE) + 0.5) / SIDE - 0.5
    places = middle + np.array(shifts)[None, :, None] + size * np.array(scales)[:, None, None] * steps
    return places.reshape(len(scales), -1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Between two pixels of a picture along one side: all that the patches see, in `num` finer pixels."""

    first: float
    last: float
    num: int
    num_px: int

    @classmethod
    def of(cls, middles: Plane, pixel: float, num_px: int) -> _Stretch:
        """Around the middles of the pixels of patches; all sizes in shares of the picture."""
        first = min(max((float(middles.min()) - pixel) * num_px, 0.0), num_px - 1.0)
        last = max(min((float(middles.max()) + pixel) * num_px, float(num_px)), first + 1.0)
        return cls(first, last, max(2, round((last - first) / (pixel * num_px) * _FINER)), num_px)

    def weights(self, middles: Plane) -> Plane:
        """How far each finer pixel counts for each pixel of a patch, in the last axis."""
        at = (middles * self.num_px - self.first) / (self.last - self.first) * self.num - 0.5
        near = np.clip(at, 0, self.num - 1)[..., None] - np.arange(self.num, dtype=np.float32)
        raised = np.maximum(1 - np.abs(near) / _REACH, 0).astype(np.float32)
        return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)
