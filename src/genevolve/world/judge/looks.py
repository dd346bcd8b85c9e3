"""Whether what stands at a place looks like a sketch, or like another place: compared pixel by pixel, in small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.judge.pixels import Plane, lab_of
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import Sketch

_SIDE = 28
_SHIFTS = (-0.012, 0.0, 0.012)
_SCALES = (0.93, 1.0, 1.08)
_GAIN = (0.35, 1.5)
_FEWEST = 10
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a patch follows a sketch: correlations of colour and of lightness, and what light does not account for."""

    alike: float
    grey: float
    left: float
    place: tuple[float, float, float]

    @property
    def worth(self) -> float:
        """What the best of several fits is chosen by."""
        return self.alike - 2 * self.left


def telling(sketch: Sketch) -> Mask:
    """The pixels by which a sketch is known."""
    mask = np.asarray(sketch.telling.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)) > 110
    return mask if mask.sum() >= _FEWEST else covered(sketch)


def covered(sketch: Sketch) -> Mask:
    """The pixels that a sketch covers."""
    alpha = sketch.image.getchannel("A").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return np.asarray(alpha) > 150


def body(sketch: Sketch) -> Mask:
    """What a sketch covers, without the mark by which it is known when there is one."""
    whole, mark = covered(sketch), telling(sketch)
    rest = whole & ~mark
    return rest if sketch.bears and rest.sum() >= _FEWEST else whole


def fit(image: Image.Image, find: Find, sketch: Sketch, mask: Mask) -> Fit:
    """The best fit of a sketch at a place, shifted and scaled a little."""
    drawn = np.asarray(
        sketch.image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0), np.float32
    ) / np.float32(255)
    fits = (_fit(patch(image, find, place)[mask], drawn[mask], place) for place in _places())
    return max(fits, key=lambda one: one.worth)


def follows(there: Image.Image, first: Find, known: Fit, here: Image.Image, second: Find, mask: Mask) -> float:
    """How two places of two pictures look alike in the masked pixels, at the best shift."""
    asked = patch(there, first, known.place)[mask]
    return max(_correlation(patch(here, second, place)[mask], asked) for place in _places())


def patch(image: Image.Image, find: Find, place: tuple[float, float, float] = (0.0, 0.0, 1.0)) -> Plane:
    """What stands at a place, moved by shares of the picture and scaled."""
    across, down, scale = place
    half_w, half_h = find.width * scale / 2, find.height * scale / 2
    x, y = find.x + across, find.y + down
    box = (
        max((x - half_w) * image.width, 0),
        max((y - half_h) * image.height, 0),
        min((x + half_w) * image.width, image.width),
        min((y + half_h) * image.height, image.height),
    )
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BILINEAR, box=box)
    return np.asarray(small, np.float32) / np.float32(255)


def mean_colour(image: Image.Image, find: Find, mask: Mask, place: tuple[float, float, float]) -> Plane:
    """The CIELAB mean of the masked pixels of a place."""
    return np.asarray(lab_of(patch(image, find, place)[mask]).mean(0), np.float32)


def _places() -> Iterator[tuple[float, float, float]]:
    return ((across, down, scale) for across in _SHIFTS for down in _SHIFTS for scale in _SCALES)


def _fit(seen: Plane, drawn: Plane, place: tuple[float, float, float]) -> Fit:
    """Each channel of the sketch may be lighter or darker; nothing may change its hue by more."""
    gain = np.clip((seen * drawn).sum(0) / ((drawn**2).sum(0) + 1e-6), *_GAIN)
    left = float(np.sqrt(((seen - gain * drawn) ** 2).mean()))
    return Fit(_correlation(seen, drawn), _correlation(seen @ _LUMA, drawn @ _LUMA), left, place)


def _correlation(one: Plane, other: Plane) -> float:
    """Of values around the mean of each channel; 0 where there is nothing but that mean."""
    first, second = (one - one.mean(0)).ravel(), (other - other.mean(0)).ravel()
    spread = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / spread if spread > 1e-3 else 0.0
