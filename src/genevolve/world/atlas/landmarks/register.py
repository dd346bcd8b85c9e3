"""Which building type is drawn by which function."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from genevolve.world.atlas.brush import Brush
from genevolve.world.atlas.landmarks import galleries, halls, monuments, spans, strongholds, towers
from genevolve.world.atlas.look import Attributes

Draw = Callable[[Brush, Attributes, random.Random], None]

LANDMARKS: Mapping[str, Draw] = {
    "lighthouse": towers.lighthouse,
    "clock tower": towers.clock_tower,
    "windmill": towers.windmill,
    "water tower": towers.water_tower,
    "obelisk": monuments.obelisk,
    "pagoda": monuments.pagoda,
    "temple": halls.temple,
    "theatre": galleries.theatre,
    "observatory": halls.observatory,
    "basilica": halls.basilica,
    "railway station": galleries.station,
    "glasshouse": galleries.glasshouse,
    "castle": strongholds.castle,
    "city gate": strongholds.city_gate,
    "stilt house": strongholds.stilt_house,
    "statue": strongholds.statue,
    "arch bridge": spans.arch_bridge,
    "cable bridge": spans.cable_bridge,
}

_FRAMES: Mapping[str, float] = {"lighthouse": 0.97, "clock tower": 0.91, "cable bridge": 0.95, "arch bridge": 0.97}
"""Scales that keep the tallest and the widest types inside the picture."""


def draw_landmark(b: Brush, attributes: Attributes, rng: random.Random) -> None:
    """Draw the landmark that the attributes describe."""
    with b.framed(_FRAMES.get(attributes["type"], 1.0)):
        LANDMARKS[attributes["type"]](b, attributes, rng)
