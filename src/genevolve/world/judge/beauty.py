"""Stated rules in place of taste: measures of light, colour and composition, held against the ground truth's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from genevolve.world.judge.likeness import Likeness
from genevolve.world.judge.pixels import Look, Plane

MIN_CONTRAST = 0.8
MIN_COLOUR = 0.72
MIN_SHARPNESS = 0.5
MAX_LOST = 0.22
_SHARP_SIDE = 256


@dataclass(frozen=True, slots=True)
class Rule:
    """One measured rule."""

    name: str
    met: bool
    measured: str


def rules(likeness: Likeness) -> tuple[Rule, ...]:
    """Every rule, met or not, with its measurement."""
    picture, truth = likeness.picture, likeness.striking.truth
    light = _ratio(light_range(picture), light_range(truth))
    colour = _ratio(colourfulness(picture), colourfulness(truth))
    sharp = _ratio(sharpness(picture), sharpness(truth))
    lost = likeness.lost
    return (
        Rule("light range", light >= MIN_CONTRAST, f"{light:.2f} of the ground truth's, at least {MIN_CONTRAST}"),
        Rule("colourfulness", colour >= MIN_COLOUR, f"{colour:.2f} of the ground truth's, at least {MIN_COLOUR}"),
        Rule("sharpness", sharp >= MIN_SHARPNESS, f"{sharp:.2f} of the ground truth's, at least {MIN_SHARPNESS}"),
        Rule("nothing hidden", lost <= MAX_LOST, f"{lost:.0%} of what strikes is hidden, at most {MAX_LOST:.0%}"),
    )


def light_range(look: Look) -> float:
    """From the darkest twentieth of L* to the lightest: flat grey light has little of it."""
    low, high = np.percentile(look.lab[..., 0], (5, 95))
    return float(high - low)


def colourfulness(look: Look) -> float:
    """Spread and strength of the opponent colours (after Hasler and Süsstrunk)."""
    red, green, blue = (look.small[..., channel] for channel in range(3))
    one, two = red - green, 0.5 * (red + green) - blue
    return float(np.hypot(one.std(), two.std()) + 0.3 * np.hypot(one.mean(), two.mean()))


def sharpness(look: Look) -> float:
    """The mean strength of the finest edges."""
    grey: Plane = np.asarray(look.image.convert("L").resize((_SHARP_SIDE, _SHARP_SIDE)), np.float32)
    return float(np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean())


def _ratio(value: float, other: float) -> float:
    return value / other if other > 1e-6 else 1.0
