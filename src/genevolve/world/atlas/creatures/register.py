"""Which body plan is drawn by which function."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from genevolve.world.atlas.brush import Brush
from genevolve.world.atlas.creatures import birds, insects, quadrupeds, waterfolk
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
    "crab": waterfolk.crab,
    "turtle": waterfolk.turtle,
    "beetle": insects.beetle,
    "moth": insects.moth,
}


def draw_creature(b: Brush, attributes: Attributes, rng: random.Random) -> None:
    """Draw the creature that the attributes describe."""
    CREATURES[attributes["type"]](b, attributes, rng)
