"""Stencils of sketches at the heights of a ladder: of the whole drawing, or of the part that may be left to see."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce

import numpy as np
from PIL import Image, ImageChops

from genevolve.world.judge.kept_tracings import KeptTracings
from genevolve.world.judge.looks import Mask
from genevolve.world.judge.shapes import Find, Stencil
from genevolve.world.judge.sketches import Sketchbook, Wanted
from genevolve.world.judge.tracing import SIDE_PX, Tracing

_LOW, _GROWTH = 0.1, 1.1
NUM_HEIGHTS = 23
_KEPT = 2_000
_TRACINGS_KEPT = 256

Part = tuple[float, float, float, float]
"""A part of a drawing, from left and top to right and bottom in shares."""

PARTS: tuple[Part, ...] = ((0.0, 0.0, 0.55, 1.0), (0.45, 0.0, 1.0, 1.0), (0.0, 0.0, 1.0, 0.55))
"""What may be left to see of a thing that another one hides in part."""


class Cutter:
    """Cuts the sketches of a book, and keeps what was cut."""

    def __init__(self, book: Sketchbook, kept: KeptTracings) -> None:
        self._book, self._kept = book, kept
        self._stencil = lru_cache(maxsize=_KEPT)(self._cut)
        self._tracing = lru_cache(maxsize=_TRACINGS_KEPT)(self._traced)

    def stencils(
        self, wanted: Wanted, artist: str, variants: Sequence[int], rungs: Iterable[int], part: Part | None = None
    ) -> Iterator[tuple[int, Stencil]]:
        """Those of some sketches, each with the number of its sketch, where something is left of them at a height."""
        for rung in rungs:
            for variant in variants:
                stencil = self._stencil(wanted, artist, variant, rung, part)
                if stencil is not None:
                    yield variant, stencil

    def _cut(self, wanted: Wanted, artist: str, variant: int, rung: int, part: Part | None = None) -> Stencil | None:
        """A mark that is borne does not count: a bearer is found whatever it bears."""
        tracing = self._tracing(wanted, artist, variant, rung)
        if tracing is None:
            return None
        sketch = self._book.sketches(wanted, artist)[variant]
        hidden = [sketch.telling] if sketch.bears else []
        if part is not None:
            hidden.append(_beyond(sketch.image.size, part))
        mark = reduce(ImageChops.lighter, hidden) if hidden else None
        return Stencil.of(tracing, mark)

    def _traced(self, wanted: Wanted, artist: str, variant: int, rung: int) -> Tracing | None:
        return self._kept.tracing(self._book.sketches(wanted, artist)[variant], round(_LOW * _GROWTH**rung * SIDE_PX))


def heights_around(one: Find, steps: Iterable[int]) -> list[int]:
    """Rungs of the ladder of heights around that of a find."""
    rung = round(math.log(one.height / _LOW) / math.log(_GROWTH))
    return [rung + step for step in steps if 0 <= rung + step < NUM_HEIGHTS]


def within(mask: Mask, part: Part | None) -> Mask:
    """A mask without what lies outside a part; the whole of it when nothing is left."""
    if part is None:
        return mask
    inside = mask & (np.asarray(_beyond(mask.shape[::-1], part)) == 0)
    return inside if inside.any() else mask


def _beyond(size: tuple[int, ...], part: Part) -> Image.Image:
    """What lies outside a part."""
    width, height = size
    left, top, right, bottom = part
    mask = Image.new("L", (width, height), 255)
    mask.paste(0, (round(left * width), round(top * height), round(right * width), round(bottom * height)))
    return mask
