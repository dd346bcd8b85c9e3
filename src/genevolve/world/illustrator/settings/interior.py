"""What rooms have in common: plastered walls, boarded floors, skirting, lamplight."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Hour, Mood

BULB = rgb("#ffe3a6")


def wall(canvas: Canvas, horizon: float, colour: RGB) -> None:
    """A plastered wall down to the floor, brighter towards the light."""
    canvas.flat((0, horizon, 1, 1), canvas.tone(mix(colour, rgb("#2c2420"), 0.3), 0.4))
    canvas.gradient(
        (0, 0, 1, horizon),
        [(0.0, canvas.tone(mix(colour, rgb("#1e1a1a"), 0.14), 0.3)), (1.0, canvas.tone(colour, 0.75))],
    )
    side = 0.5 + 0.4 * canvas.lighting.azimuth
    canvas.glow(side, 0.3, 1.0, canvas.tone(mix(colour, rgb("#fff4dc"), 0.5), 1.0), 0.28)


def boards(canvas: Canvas, horizon: float, wood: RGB, *, seed: int = 1, scale: float = 1.0) -> None:
    """A wooden floor, bench or counter in perspective."""
    canvas.plane(
        tiles.planks(seed),
        [
            (0.0, canvas.tone(mix(wood, rgb("#1f1008"), 0.8), 0.3)),
            (0.5, canvas.tone(mix(wood, rgb("#3a2010"), 0.15))),
            (1.0, canvas.tone(mix(wood, rgb("#ffeccb"), 0.55), 1.0)),
        ],
        horizon,
        scale=scale,
        shades=(0.98, 0.9),
    )


def skirting(canvas: Canvas, horizon: float, colour: RGB) -> None:
    """The board where wall meets floor, and the floor's shadow at it."""
    canvas.gradient(
        (0, horizon - 0.028, 1, horizon),
        [
            (0.0, canvas.tone(mix(colour, rgb("#ffffff"), 0.35), 0.9)),
            (1.0, canvas.tone(mix(colour, rgb("#2c2420"), 0.25), 0.4)),
        ],
    )
    canvas.shade(
        np.linspace(0.68, 1.0, 16, dtype=np.float32)[:, None] * np.ones((1, 4), np.float32),
        (0, horizon, 1, horizon + 0.05),
    )


def lamp_glow(canvas: Canvas, mood: Mood, spots: tuple[tuple[float, float], ...], reach: float = 0.4) -> None:
    """The warm light of lamps: strong at night, a hint of it by day."""
    strength = 0.85 if mood.hour is Hour.NIGHT else 0.32
    for x, y in spots:
        canvas.glow(x, y, reach, rgb("#ffb964"), strength)
        canvas.glow(x, y, reach * 0.25, rgb("#fff0cc"), strength)
