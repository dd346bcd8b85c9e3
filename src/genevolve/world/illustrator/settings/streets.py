"""Streets, villages, roads and ruins."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import RGB, Brush, mix, rgb
from genevolve.world.illustrator.noise import ridge
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.green import lawn, wooded_hills
from genevolve.world.illustrator.settings.land import range_line, rocky_range
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import round_tree
from genevolve.world.illustrator.settings.sky import haze, paint_sky
from genevolve.world.illustrator.settings.town import paving, skyline

_FACADES = ("#d8a07a", "#c9b79a", "#9aa8a0", "#b5716a", "#e2cfa6", "#8796a8", "#cf8f6a")


def street(canvas: Canvas, mood: Mood) -> Ground:
    """Facades on both sides running to a bright vanishing point, over cobbles."""
    horizon, centre = 0.54, 0.5
    paint_sky(canvas, mood, horizon + 0.02, cover=0.3)
    night = mood.hour is Hour.NIGHT
    air = haze(mood)
    skyline(
        canvas,
        horizon + 0.02,
        0.16,
        mix(canvas.tone(rgb("#8b93a0")), air, 0.62),
        seed=3,
        lit=0.3 if night else 0.05,
        glass=air,
        across=8,
    )
    canvas.flat((0.0, horizon + 0.018, 1.0, 0.64), mix(canvas.tone(rgb("#9c948a")), air, 0.3))
    lamps: list[tuple[float, float]] = []
    with canvas.fine() as brush:
        for side in (-1.0, 1.0):
            bounds = (0.09, 0.14, 0.21, 0.31, 0.44, 0.62)
            for index, (near, far) in enumerate(zip(bounds[1:], bounds, strict=False)):
                lit_side = (side < 0) != (canvas.lighting.azimuth <= 0)
                wall = mix(
                    canvas.tone(rgb(canvas.random.choice(_FACADES)), 0.85 if lit_side else 0.25),
                    air,
                    max(0.0, 0.5 - 0.13 * index),
                )
                rise = canvas.random.uniform(1.0, 1.3)
                x0, x1 = centre + side * far, centre + side * near
                top0, top1 = horizon - far * rise, horizon - near * rise
                low0, low1 = horizon + far * 0.42, horizon + near * 0.42
                brush.polygon([(x0, top0), (x1, top1), (x1, low1), (x0, low0)], wall)
                brush.polygon(
                    [(x0, top0), (x1, top1), (x1, top1 + near * 0.05), (x0, top0 + far * 0.05)],
                    mix(wall, rgb("#30221c"), 0.35),
                )
                for floor in range(4):
                    for column in range(2):
                        a, b = 0.16 + 0.44 * column, 0.36 + 0.44 * column
                        high, deep = 0.12 + 0.22 * floor, 0.25 + 0.22 * floor
                        quad = []
                        for u, v in ((a, high), (b, high), (b, deep), (a, deep)):
                            top, low = top0 + (top1 - top0) * u, low0 + (low1 - low0) * u
                            quad.append((x0 + (x1 - x0) * u, top + (low - top) * v))
                        glow = night and canvas.random.random() < 0.55
                        brush.polygon(quad, rgb("#ffcf7d") if glow else mix(wall, rgb("#1c2836"), 0.55))
                if index % 2:
                    awning = canvas.tone(
                        mood.accent(rgb(canvas.random.choice(("#b8463c", "#2f6b6b", "#d69a3a"))), index)
                    )
                    brush.polygon(
                        [
                            (x0, low0 - far * 0.3),
                            (x1, low1 - near * 0.3),
                            (x1 - side * near * 0.16, low1 - near * 0.2),
                            (x0 - side * far * 0.16, low0 - far * 0.2),
                        ],
                        awning,
                    )
                lamps.append((x0 - side * 0.1 * far, horizon - far * 0.2))
    canvas.plane(
        tiles.cobbles(),
        [
            (0.0, canvas.tone(rgb("#2b2a2e"), 0.2)),
            (0.6, canvas.tone(rgb("#8e867e"))),
            (1.0, canvas.tone(rgb("#d2c6b4"), 1.0)),
        ],
        0.63,
        scale=1.0,
        haze=mix(canvas.tone(rgb("#9c948a")), air, 0.3),
        shades=(1.05, 0.8),
    )
    with canvas.fine((0.0, horizon, 1.0, 0.7)) as brush:
        road = mix(canvas.tone(rgb("#9c948a")), air, 0.3)
        brush.polygon(
            [
                (centre - 0.09, horizon + 0.037),
                (centre + 0.09, horizon + 0.037),
                (centre + 0.24, 0.632),
                (centre - 0.24, 0.632),
            ],
            road,
        )
    if night:
        for x, y in lamps:
            canvas.glow(x, y, 0.14, rgb("#ffbf66"), 0.8)
    return Ground(0.64, reflective=0.12)


def village(canvas: Canvas, mood: Mood) -> Ground:
    """Gabled cottages and a church on a green hillside."""
    horizon = 0.6
    green = mood.surface(rgb("#7da657"))
    paint_sky(canvas, mood, horizon, cover=0.44)
    wooded_hills(canvas, mood, horizon - 0.06, green)
    rise = horizon - 0.05 + 0.02 * ridge(canvas.width, seed=canvas.seed + 8, waves=1.2, octaves=3)
    canvas.silhouette(
        rise.astype(np.float32),
        [(0.0, canvas.tone(mix(green, rgb("#f4efa0"), 0.2))), (1.0, canvas.tone(green))],
        bottom=0.66,
    )
    night = mood.hour is Hour.NIGHT
    spots: list[tuple[float, float]] = []
    unit = canvas.unit_x
    with canvas.fine((0.0, 0.2, 1.0, 0.68)) as brush:
        for index in range(int(11 * max(0.7, min(2.0, canvas.aspect)))):
            x = (index + canvas.random.uniform(0.2, 0.8)) / (11 * max(0.7, min(2.0, canvas.aspect)))
            size = canvas.random.uniform(0.8, 1.25) * (0.8 + 0.5 * abs(x - 0.5))
            foot = horizon - 0.03 + 0.05 * size - 0.03
            wide, tall = 0.045 * size * unit, 0.065 * size
            wall = canvas.tone(rgb(canvas.random.choice(("#f3e8d2", "#e8d2ac", "#d9b08c", "#efe9e0"))), 0.7)
            roof = canvas.tone(rgb(canvas.random.choice(("#a6503c", "#8c4436", "#6b5b52"))), 0.6)
            brush.rectangle((x - wide, foot - tall, x + wide, foot), wall)
            brush.rectangle(
                (x + wide * 0.35, foot - tall - 0.07 * size, x + wide * 0.55, foot - tall - 0.01),
                mix(roof, rgb("#2a1c18"), 0.3),
            )
            brush.polygon(
                [
                    (x - wide * 1.2, foot - tall),
                    (x - wide * 0.7, foot - tall - 0.05 * size),
                    (x + wide * 0.7, foot - tall - 0.05 * size),
                    (x + wide * 1.2, foot - tall),
                ],
                roof,
            )
            for column in (-0.55, 0.3):
                left = x + wide * column
                brush.rectangle(
                    (left, foot - tall * 0.7, left + wide * 0.3, foot - tall * 0.35),
                    rgb("#ffd482") if night else mix(wall, rgb("#2d3f50"), 0.7),
                )
            spots.append((x, foot - tall * 0.5))
            if index % 2:
                round_tree(
                    canvas,
                    brush,
                    x + wide * 1.7,
                    foot,
                    0.09 * size,
                    canvas.tone(rgb("#527f42"), 0.6),
                    canvas.tone(rgb("#54422f")),
                )
    if night:
        for x, y in spots:
            canvas.glow(x, y, 0.1, rgb("#ffb85c"), 0.6)
    lawn(canvas, horizon + 0.025, green)
    return Ground(horizon + 0.04)


def road(canvas: Canvas, mood: Mood) -> Ground:
    """A straight road to the mountains."""
    horizon = 0.56
    paint_sky(canvas, mood, horizon, cover=0.42)
    air = haze(mood)
    rocky_range(
        canvas,
        range_line(canvas, horizon, 0.15, seed=31, waves=2.6),
        mix(canvas.tone(rgb("#b29a8c"), 1.0), air, 0.35),
        mix(canvas.tone(rgb("#5c5f7c"), 0.2), air, 0.4),
        air,
        bottom=horizon + 0.01,
        seed=4,
    )
    lawn(canvas, horizon, mood.surface(rgb("#a89a58")))
    asphalt, line = canvas.tone(rgb("#4a4c52"), 0.6), canvas.tone(rgb("#f2ead4"), 0.9)
    with canvas.fine((0.0, horizon, 1.0, 1.0)) as brush:
        brush.polygon(
            [(0.494, horizon), (0.506, horizon), (0.9, 1.0), (0.1, 1.0)], mix(asphalt, canvas.tone(rgb("#c9b98c")), 0.5)
        )
        for step in range(24):
            low, high = (step + 1) / 24, step / 24
            shade = mix(mix(asphalt, air, 0.45), asphalt, min(1.0, high * 2.5))
            y0, y1 = horizon + (1 - horizon) * high, horizon + (1 - horizon) * low
            brush.polygon(
                [
                    (0.496 - 0.366 * high, y0),
                    (0.504 + 0.366 * high, y0),
                    (0.504 + 0.366 * low, y1),
                    (0.496 - 0.366 * low, y1),
                ],
                shade,
            )
        for side in (-1.0, 1.0):
            brush.polygon(
                [(0.5 + side * 0.004, horizon), (0.5 + side * 0.345, 1.0), (0.5 + side * 0.36, 1.0)], line, 0.8
            )
        for step in range(9):
            near, far = 0.93 ** (step * 4.0), 0.93 ** (step * 4.0 + 1.7)
            y0, y1 = horizon + (1 - horizon) * far, horizon + (1 - horizon) * near
            brush.polygon(
                [(0.5 - 0.008 * far, y0), (0.5 + 0.008 * far, y0), (0.5 + 0.008 * near, y1), (0.5 - 0.008 * near, y1)],
                line,
                0.9,
            )
    return Ground(horizon + 0.05)


def ruins(canvas: Canvas, mood: Mood) -> Ground:
    """Broken columns and an architrave on an old stone floor, hills behind."""
    horizon = 0.6
    green = rgb("#a3a868")
    paint_sky(canvas, mood, horizon, cover=0.42)
    wooded_hills(canvas, mood, horizon, green)
    stone = mood.surface(rgb("#d8c5a0"))
    paving(canvas, horizon + 0.005, mix(stone, green, 0.22))
    air = haze(mood)
    unit = canvas.unit_x
    with canvas.fine((0.0, 0.1, 1.0, 0.75)) as brush:
        for x, tall, size, whole_ in (
            (0.36, 0.2, 0.5, False),
            (0.63, 0.26, 0.5, False),
            (0.23, 0.34, 0.75, True),
            (0.8, 0.3, 0.75, False),
            (0.08, 0.44, 1.0, True),
            (0.94, 0.5, 1.05, True),
        ):
            foot = horizon + 0.06 * size
            _column(
                canvas, brush, x, foot, tall, 0.035 * size * unit, mix(stone, air, 0.45 - 0.4 * size), broken=not whole_
            )
        top = horizon + 0.06 - 0.44
        brush.polygon(
            [(-0.02, top - 0.05), (0.15, top - 0.05), (0.17, top - 0.02), (0.15, top + 0.002), (-0.02, top + 0.002)],
            canvas.tone(stone, 0.7),
        )
    return Ground(horizon + 0.04)


def _column(
    canvas: Canvas, brush: Brush, x: float, foot: float, tall: float, half: float, stone: RGB, *, broken: bool
) -> None:
    lit, dark = canvas.tone(stone, 1.0), canvas.tone(mix(stone, rgb("#54453c"), 0.55), 0.2)
    left_lit = canvas.lighting.azimuth <= 0
    for flute in range(8):
        share = flute / 7.0
        tone = mix(lit, dark, share if left_lit else 1.0 - share)
        if flute % 2:
            tone = mix(tone, dark, 0.22)
        x0, x1 = x - half + 2 * half * flute / 8, x - half + 2 * half * (flute + 1) / 8
        jag = canvas.random.uniform(0.0, 0.05) if broken else 0.0
        brush.polygon([(x0, foot), (x0, foot - tall + jag), (x1, foot - tall + jag * 0.7), (x1, foot)], tone)
    brush.rectangle((x - half * 1.35, foot - 0.018, x + half * 1.35, foot + 0.006), mix(lit, dark, 0.4))
    if not broken:
        brush.rectangle(
            (x - half * 1.35, foot - tall - 0.02, x + half * 1.35, foot - tall + 0.008), mix(lit, dark, 0.25)
        )
