"""Whether what stands at a place looks like a sketch, or like another place: compared pixel by pixel, in small."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.judge.patches import SIDE, patches
from genevolve.world.judge.pixels import Plane, lab_of
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import Sketch

_SHIFTS = (-0.012, 0.0, 0.012)
_SCALES = (0.93, 1.0, 1.08)
_PLACES = [(across, down, scale) for scale in _SCALES for down in _SHIFTS for across in _SHIFTS]
_KEPT = 512
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


@lru_cache(maxsize=_KEPT)
def telling(sketch: Sketch) -> Mask:
    """The pixels by which a sketch is known."""
    mask = np.asarray(sketch.telling.resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)) > 110
    return mask if mask.sum() >= _FEWEST else covered(sketch)


@lru_cache(maxsize=_KEPT)
def covered(sketch: Sketch) -> Mask:
    """The pixels that a sketch covers."""
    alpha = sketch.image.getchannel("A").resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return np.asarray(alpha) > 150


def body(sketch: Sketch) -> Mask:
    """What a sketch covers, without the mark by which it is known when there is one."""
    whole = covered(sketch)
    if not sketch.bears:
        return whole
    rest = whole & ~telling(sketch)
    return rest if rest.sum() >= _FEWEST else whole


def fit(image: Image.Image, find: Find, sketch: Sketch, mask: Mask) -> Fit:
    """The best fit of a sketch at a place, shifted and scaled a little.

    Each channel of the sketch may be lighter or darker; nothing may change its hue by more.
    """
    drawn = _drawn(sketch)[:, mask]
    seen = patches(image, find, mask, _SHIFTS, _SCALES)
    own, sums = np.einsum("cm,cm->c", drawn, drawn)[:, None], np.einsum("cpm,cm->cp", seen, drawn)
    squares = np.einsum("cpm,cpm->cp", seen, seen)
    gain = np.clip(sums / (own + 1e-6), *_GAIN)
    left = np.sqrt(np.maximum(squares - 2 * gain * sums + gain**2 * own, 0).sum(0) / drawn.size)
    alike = _correlations(seen, drawn)
    best = int((alike - 2 * left).argmax())
    grey = _correlations(np.tensordot(_LUMA, seen[:, best], 1)[None, None], np.tensordot(_LUMA, drawn, 1)[None])
    return Fit(float(alike[best]), float(grey[0]), float(left[best]), _PLACES[best])


def follows(there: Image.Image, first: Find, known: Fit, here: Image.Image, second: Find, mask: Mask) -> float:
    """How two places of two pictures look alike in the masked pixels, at the best shift."""
    asked = patches(there, _moved(first, known.place), mask)[:, 0]
    return float(_correlations(patches(here, second, mask, _SHIFTS, _SCALES), asked).max())


@lru_cache(maxsize=_KEPT)
def _drawn(sketch: Sketch) -> Plane:
    """CHW: a sketch as small as a patch."""
    small = sketch.image.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return np.asarray(small, np.float32).transpose(2, 0, 1) / np.float32(255)


def mean_colour(image: Image.Image, find: Find, mask: Mask, place: tuple[float, float, float]) -> Plane:
    """The CIELAB mean of the masked pixels of a place."""
    return np.asarray(lab_of(patches(image, _moved(find, place), mask)[:, 0].T).mean(0), np.float32)


def _moved(find: Find, place: tuple[float, float, float]) -> Find:
    """Moved by shares of the picture and scaled."""
    across, down, scale = place
    return replace(find, x=find.x + across, y=find.y + down, width=find.width * scale, height=find.height * scale)


def _correlations(seen: Plane, asked: Plane) -> Plane:
    """Of every place, of values around the mean of each channel; 0 where there is nothing but that mean."""
    one, other = seen - seen.mean(2, keepdims=True), asked - asked.mean(1, keepdims=True)
    spread = np.sqrt(np.einsum("cpm,cpm->p", one, one) * float((other**2).sum()))
    together = np.einsum("cpm,cm->p", one, other)
    return np.asarray(np.where(spread > 1e-3, together / np.maximum(spread, 1e-3), 0.0), np.float32)
