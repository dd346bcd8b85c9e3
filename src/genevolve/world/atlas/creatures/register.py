"""Which body plan is drawn by which function."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from genevolve.world.atlas.brush import Brush
from genevolve.world.atlas.creatures import birds, insects, quadrupeds, shells, waterfolk
from genevolve.world.atlas.look import Attributes

Draw = Callable[[Brush, Attributes, random.Random], None]

CREATURES: Mapping[str, Draw] = {
    "fox-like": quadrupeds.fox,
    "stag-like": quadrupeds.stag,
    "bear-like": quadrupeds.bear,
    "lizard-like": quadrupeds.lizard,
    "songbird": birds.songbird,
    "owl-like": birds.owl,
    "wading bird": birds.wader,
    "fish": waterfolk.fish,
    "serpent": waterfolk.serpent,
    "frog-like": waterfolk.frog,
    "crab": shells.crab,
    "turtle": shells.turtle,
    "beetle": insects.beetle,
    "moth": insects.moth,
}

_FRAMES: Mapping[str, tuple[float, float]] = {
    "frog-like": (2.0, 1.1),
    "stag-like": (12.0, 1.06),
    "fox-like": (2.0, 0.99),
    "wading bird": (-14.0, 0.92),
    "songbird": (-4.0, 0.97),
}
"""A step to the side and a scale that bring a body plan to the size of the others."""


def draw_creature(b: Brush, attributes: Attributes, rng: random.Random) -> None:
    """Draw the creature that the attributes describe."""
    dx, scale = _FRAMES.get(attributes["type"], (0.0, 1.0))
    with b.framed(scale, dx):
        CREATURES[attributes["type"]](b, attributes, rng)
