"""Things cut out of lessons, a little beside their true boxes as a finder would have them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from genevolve.world.judge.eyes.labels import crop_of
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Ints, Pages
from genevolve.world.judge.pixels import Plane

_TIMES = 2
_LEAST = 0.02
_ASTRAY = 0.04
_EDGE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Cuttings:
    """Things with what is known of them, and the lessons that they are from."""

    images: Bytes
    owners: Ints
    nouns: Ints
    paints: Plane
    materials: Ints
    misshapen: Plane


def cut(pages: Pages, seed: int) -> Cuttings:
    """Everything that can be seen in the lessons, cut out twice."""
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero((pages.seen > 0) & (pages.boxes[:, 2:].min(1) >= _LEAST)).repeat(_TIMES)
    return Cuttings(
        images=np.stack([_cut(pages, row, rng) for row in rows.tolist()]),
        owners=pages.owners[rows],
        nouns=pages.nouns[rows],
        paints=pages.paints[rows],
        materials=pages.materials[rows],
        misshapen=pages.misshapen[rows],
    )


def _cut(pages: Pages, row: int, rng: np.random.Generator) -> Bytes:
    x, y, width, height = pages.boxes[row].tolist()
    along, down, wider, higher = rng.normal(0, _ASTRAY, 4).tolist()
    x = min(max(x + along * width, _EDGE), 1 - _EDGE)
    y = min(max(y + down * height, _EDGE), 1 - _EDGE)
    image = Image.fromarray(pages.views[pages.owners[row]])
    return np.asarray(crop_of(image, x, y, width * (1 + wider), height * (1 + higher)))
