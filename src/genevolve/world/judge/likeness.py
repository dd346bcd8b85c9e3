"""Whether what stands at a place is the very thing that a sketch shows, and not one of those it is taken for.

The part by which a sketch is known is slid over the place at full resolution; then it is held against sketches of
rivals, in the pixels by which the two differ. Legend of shapes: H and W pixels, C red, green and blue in 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.errors import ConfigError
from genevolve.world.judge.pixels import Plane
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import Sketch

_LONG_PX = 56
_MARGIN = 0.12
_SCALES = (0.9, 0.95, 1.0, 1.05, 1.1)
_COVERED = 110
_FEWEST = 12
_DIFFERENT = 0.12
_STEEP = 5.0
_GAIN = (0.35, 1.5)
UNLIKE = -1.0

Box = tuple[float, float, float, float]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Template:
    """The telling part of a sketch: its pixels, which of them count, and its box in shares of the sketch."""

    rgb_HWC: Plane
    mask_HW: Mask
    box: Box

    @classmethod
    def of(cls, sketch: Sketch, box: Box | None = None) -> Template:
        """The part of a sketch within `box`, or else within what is telling of it."""
        telling = np.asarray(sketch.telling) > _COVERED
        if telling.sum() < _FEWEST:
            telling = np.asarray(sketch.image.getchannel("A")) > _COVERED
        box = box or _box_around(telling)
        wide, high = sketch.image.size
        part = (box[0] * wide, box[1] * high, box[2] * wide, box[3] * high)
        size = _size(part[2] - part[0], part[3] - part[1])
        rgb = sketch.image.convert("RGB").resize(size, Image.Resampling.BOX, box=part)
        mask = Image.fromarray(telling).convert("L").resize(size, Image.Resampling.BOX, box=part)
        return cls(np.asarray(rgb, np.float32) / np.float32(255), np.asarray(mask) > _COVERED, box)

    @cached_property
    def scaled(self) -> tuple[tuple[Plane, Plane], ...]:
        """Pixels and mask at every size that is tried."""
        vision, height, width = _vision(), *self.mask_HW.shape
        sizes = [(max(round(width * scale), 4), max(round(height * scale), 4)) for scale in _SCALES]
        return tuple(
            (
                vision.resize(self.rgb_HWC, size, interpolation=vision.INTER_AREA),
                (vision.resize(self.mask_HW.astype(np.float32), size) > 0.5).astype(np.float32),
            )
            for size in sizes
        )


@dataclass(frozen=True, eq=False)
class Match:
    """Where a template fits best in a patch, and how well (a correlation, -1 to 1)."""

    alike: float
    patch_HWC: Plane
    size: int
    row: int
    column: int

    def pixels(self, shape: tuple[int, ...]) -> Plane:
        """What stands there."""
        return self.patch_HWC[self.row : self.row + shape[0], self.column : self.column + shape[1]]


def match(image: Image.Image, find: Find, template: Template) -> Match:
    """The best place of a template around where its sketch was found."""
    return _best(patch(image, find, template), template)


def follows(known: Match, template: Template, found: Match) -> float:
    """How what was found follows what is known to be right, in the pixels of the template."""
    rgb, mask = template.scaled[known.size]
    there = known.pixels(rgb.shape)
    return _best(found.patch_HWC, Template(there, mask > 0, template.box)).alike


def leaning(found: Match, own: Template, rival: Template) -> float:
    """To which of two sketches it leans in the pixels by which these differ: 1 its own, -1 the rival.

    Sketches of another form are held against it one by one, by how well they fit.
    """
    mine, mask = own.scaled[found.size]
    theirs = rival.scaled[found.size][0]
    if theirs.shape != mine.shape:
        return float(np.clip(_STEEP * (found.alike - _best(found.patch_HWC, rival).alike), -1, 1))
    differ = (np.abs(mine - theirs).max(-1) > _DIFFERENT) & (mask > 0)
    if differ.sum() < _FEWEST:
        return 1.0
    seen = found.pixels(mine.shape)[differ]
    to_own, to_rival = _left(seen, mine[differ]), _left(seen, theirs[differ])
    return float((to_rival - to_own) / (to_rival + to_own + 1e-6))


def left_over(found: Match, template: Template) -> float:
    """What neither the sketch nor a change of light accounts for, a root mean square."""
    rgb, mask = template.scaled[found.size]
    seen = found.pixels(rgb.shape)
    return float(np.sqrt(_left(seen[mask > 0], rgb[mask > 0])))


def patch(image: Image.Image, find: Find, template: Template) -> Plane:
    """The surroundings of a template's box at a place, at the resolution of the template."""
    x, y, margin = find.x - find.width / 2, find.y - find.height / 2, _MARGIN * max(find.width, find.height)
    left, right = x + template.box[0] * find.width, x + template.box[2] * find.width
    top, bottom = y + template.box[1] * find.height, y + template.box[3] * find.height
    height, width = template.mask_HW.shape
    across, down = (right - left + 2 * margin) / (right - left), (bottom - top + 2 * margin) / (bottom - top)
    reach = (left - margin, top - margin, right + margin, bottom + margin)
    return _resized(image, reach, (round(width * across), round(height * down)))


def _resized(image: Image.Image, reach: Box, size: tuple[int, int]) -> Plane:
    """A part of a picture; beyond its border the border goes on."""
    left, right = round(reach[0] * image.width), round(reach[2] * image.width)
    top, bottom = round(reach[1] * image.height), round(reach[3] * image.height)
    inside = (max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height))
    pixels = np.asarray(image.crop(inside), np.float32) / np.float32(255)
    beyond = ((inside[1] - top, bottom - inside[3]), (inside[0] - left, right - inside[2]), (0, 0))
    vision = _vision()
    padded = np.pad(pixels, beyond, mode="edge")
    return np.asarray(vision.resize(padded, size, interpolation=vision.INTER_AREA), np.float32)


def _best(place: Plane, template: Template) -> Match:
    """From the middle size on, as long as another size fits better."""
    best = _at_size(place, template, len(_SCALES) // 2)
    for sizes in (range(best.size - 1, -1, -1), range(best.size + 1, len(_SCALES))):
        for size in sizes:
            found = _at_size(place, template, size)
            if found.alike <= best.alike:
                break
            best = found
    return best


def _at_size(place: Plane, template: Template, size: int) -> Match:
    rgb, mask = template.scaled[size]
    if rgb.shape[0] > place.shape[0] or rgb.shape[1] > place.shape[1] or mask.sum() < _FEWEST:
        return Match(UNLIKE, place, size, 0, 0)
    vision = _vision()
    scores = vision.matchTemplate(place, rgb, vision.TM_CCOEFF_NORMED, mask=np.repeat(mask[..., None], 3, axis=2))
    scores = np.where(np.isfinite(scores) & (scores <= 1.01), scores, UNLIKE)
    row, column = np.unravel_index(int(scores.argmax()), scores.shape)
    return Match(float(scores[row, column]), place, size, int(row), int(column))


def _left(seen: Plane, drawn: Plane) -> float:
    gain = np.clip((seen * drawn).sum(0) / ((drawn**2).sum(0) + 1e-6), *_GAIN)
    return float(((seen - gain * drawn) ** 2).mean())


def _box_around(mask: Mask) -> Box:
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    if not len(rows):
        return 0.0, 0.0, 1.0, 1.0
    height, width = mask.shape
    return columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height


def _size(width: float, height: float) -> tuple[int, int]:
    scale = _LONG_PX / max(width, height, 1)
    return max(round(width * scale), 4), max(round(height * scale), 4)


@cache
def _vision() -> Any:
    """OpenCV on one thread: its own pool would take every core for patches of 60 pixels."""
    try:
        import cv2
    except ImportError as error:
        raise ConfigError("the measured judge needs the extra 'bench': pip install 'genevolve[bench]'") from error
    cv2.setNumThreads(1)
    return cv2
