"""What the finder is to answer: heat where things stand, their boxes and attributes, and the scene.

Legend of shapes: B batch, C channels, H and W rows and columns, G rows or columns of the grid of places, N things.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from genevolve.world.judge.eyes.labels import STRIDE, VIEW_PX
from genevolve.world.judge.eyes.teaching.course import planes
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Ints, Pages
from genevolve.world.judge.eyes.teaching.traits import Traits, traits_of
from genevolve.world.judge.pixels import Plane

_GRID = VIEW_PX // STRIDE
_SIZE_UNIT = 8.0
_SPREAD = 0.1
_LEAST_SPREAD = 0.7
_HARDLY_SEEN = 0.9
_MIRROR = np.array([-1, 1, 1, 1], np.float32)
_MIRRORED = np.array([1, 0, 0, 0], np.float32)
_FILTERS = (Image.Resampling.BILINEAR, Image.Resampling.LANCZOS, Image.Resampling.BICUBIC)


@dataclass(frozen=True, slots=True, eq=False)
class FinderBatch:
    """Views and the right answers. `picture_N`, `row_N` and `column_N` say where the things stand."""

    view_BCHW: Tensor
    heat_BGG: Tensor
    picture_N: Tensor
    row_N: Tensor
    column_N: Tensor
    box_N4: Tensor
    traits: Traits
    scene_B4: Tensor


def finder_batch(pages: Pages, lessons: list[int], rng: np.random.Generator | None) -> FinderBatch:
    """Some lessons; with `rng`, in random light and mirrored at random."""
    views, heats, places, rows = [], [], [], []
    for at, lesson in enumerate(lessons):
        things, boxes = _inside(pages, lesson)
        view = pages.views[lesson]
        if rng is not None and rng.random() < 0.5:
            view, boxes = view[:, ::-1], boxes * _MIRROR + _MIRRORED
        seen = pages.seen[things] > 0
        views.append(_view(view, rng))
        heats.append(_heat(boxes, seen))
        places += [(at, *_answer(box)) for box in boxes[seen]]
        rows += things[seen].tolist()
    found = torch.tensor(places, dtype=torch.float32).reshape(-1, 7)
    return FinderBatch(
        view_BCHW=planes(np.stack(views)),
        heat_BGG=torch.from_numpy(np.stack(heats)),
        picture_N=found[:, 0].long(),
        row_N=found[:, 1].long(),
        column_N=found[:, 2].long(),
        box_N4=found[:, 3:],
        traits=traits_of(pages, np.array(rows, np.int64)),
        scene_B4=torch.from_numpy(pages.scenes[lessons]),
    )


def _inside(pages: Pages, lesson: int) -> tuple[Ints, Plane]:
    """The rows and boxes of the things whose centres lie in the picture."""
    rows = np.arange(len(pages.owners))[pages.things_of(lesson)]
    boxes = pages.boxes[rows]
    inside = ((boxes[:, :2] > 0) & (boxes[:, :2] < 1)).all(1)
    return rows[inside], boxes[inside]


def _view(view: Bytes, rng: np.random.Generator | None) -> Plane:
    """As it is looked at; with `rng`, resized in one of several ways, in other light and with a little noise."""
    chosen = Image.Resampling.BICUBIC if rng is None else _FILTERS[rng.integers(len(_FILTERS))]
    image = Image.fromarray(np.ascontiguousarray(view)).resize((VIEW_PX, VIEW_PX), chosen)
    numbers = np.asarray(image, np.float32) / np.float32(255)
    if rng is None:
        return numbers
    numbers = numbers * np.float32(rng.uniform(0.93, 1.07)) + np.float32(rng.uniform(-0.03, 0.03))
    if rng.random() < 0.3:
        numbers = numbers + rng.normal(0, 0.015, numbers.shape).astype(np.float32)
    return numbers


def _heat(boxes: Plane, seen: np.ndarray[Any, Any]) -> Plane:
    """1 at the place of every thing that can be seen, less around it, and less for what is hidden."""
    heat = np.zeros((_GRID, _GRID), np.float32)
    rows, columns = np.mgrid[0:_GRID, 0:_GRID]
    for (x, y, width, height), is_seen in zip(boxes * _GRID, seen, strict=True):
        row, column = int(y), int(x)
        across = ((columns - column) / max(width * _SPREAD, _LEAST_SPREAD)) ** 2
        down = ((rows - row) / max(height * _SPREAD, _LEAST_SPREAD)) ** 2
        bump = np.exp(-(across + down) / 2)
        heat = np.maximum(heat, bump if is_seen else np.minimum(bump, _HARDLY_SEEN)).astype(np.float32)
        if is_seen:
            heat[row, column] = 1
    return heat


def _answer(box: Plane) -> tuple[float, ...]:
    """Row, column, the centre's offsets within that place, and the logarithms of the size."""
    x, y, width, height = (float(value) for value in box)
    row, column = int(y * _GRID), int(x * _GRID)
    sizes = (math.log(max(width, 0.01) * _SIZE_UNIT), math.log(max(height, 0.01) * _SIZE_UNIT))
    return row, column, x * _GRID - column, y * _GRID - row, *sizes
