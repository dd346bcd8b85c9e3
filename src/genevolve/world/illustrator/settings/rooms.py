"""Rooms people live and work in: kitchen, living room, bedroom, bathroom, office, classroom, workshop, cafe, shop."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.paint import RGB, Box, Brush, Canvas, mix, rgb
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import framed, pendant, pot_plant, shelf_row, window
from genevolve.world.illustrator.settings.surfaces import sheen, table_edge, wall_light
from genevolve.world.illustrator.settings.town import skyline

_BULB = rgb("#ffe3a6")


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


def _lamp_glow(canvas: Canvas, mood: Mood, spots: tuple[tuple[float, float], ...], reach: float = 0.4) -> None:
    strength = 0.85 if mood.hour is Hour.NIGHT else 0.32
    for x, y in spots:
        canvas.glow(x, y, reach, rgb("#ffb964"), strength)
        canvas.glow(x, y, reach * 0.25, rgb("#fff0cc"), strength)


def kitchen(canvas: Canvas, mood: Mood) -> Ground:
    """A counter before a tiled wall, shelves of crockery and a window."""
    horizon = 0.6
    paint = mood.surface(rgb("#dfe3d6"))
    wall(canvas, horizon, paint)
    cupboard = canvas.tone(mood.accent(rgb("#6f8f86")), 0.6)
    with canvas.fine((0, 0, 1, horizon)) as brush:
        _splashback(canvas, brush, (0.0, 0.36, 1.0, horizon), mix(paint, rgb("#ffffff"), 0.4))
        window(canvas, brush, (0.36, 0.08, 0.64, 0.42), mood, canvas.tone(rgb("#fbf8f0"), 0.9), panes=2, rows=2)
        for left in (-0.02, 0.145, 0.69, 0.855):
            brush.rectangle((left, -0.02, left + 0.155, 0.23), cupboard)
            brush.rectangle((left + 0.012, 0.0, left + 0.143, 0.215), mix(cupboard, rgb("#ffffff"), 0.08))
            brush.ellipse(left + (0.135 if left < 0.5 else 0.02), 0.195, 0.006, 0.006, canvas.tone(rgb("#d8b36a"), 0.9))
        shelf = canvas.tone(rgb("#a8774a"), 0.6)
        for left, right in ((0.02, 0.3), (0.7, 0.98)):
            brush.rectangle((left, 0.37, right, 0.382), shelf)
            brush.rectangle((left, 0.382, right, 0.395), rgb("#000000"), 0.12)
            x = left + 0.03
            while x < right - 0.03:
                size = canvas.random.uniform(0.025, 0.04)
                crock = canvas.tone(rgb(canvas.random.choice(("#f4efe4", "#d98f6a", "#7fa3a8", "#e3c178"))), 0.7)
                brush.rectangle(
                    (x - size * 0.5 * canvas.unit_x, 0.37 - size * 1.5, x + size * 0.5 * canvas.unit_x, 0.37),
                    crock,
                    radius=0.008,
                )
                x += size * 1.6 * canvas.unit_x + 0.014
        for x in (0.06, 0.11, 0.16):
            brush.line([(x, 0.42), (x, 0.52)], canvas.tone(rgb("#8b6a48")), 0.005)
            brush.ellipse(x, 0.535, 0.014, 0.018, canvas.tone(rgb("#b9895a")))
        pot_plant(canvas, brush, 0.9, horizon, 0.16, canvas.tone(rgb("#5c8f52"), 0.6), canvas.tone(rgb("#c9764f"), 0.7))
    canvas.soften(2, (0, 0, 1, horizon))
    canvas.plane(
        tiles.planks(3),
        [
            (0.0, canvas.tone(rgb("#4a2d1a"), 0.3)),
            (0.55, canvas.tone(rgb("#b98a58"))),
            (1.0, canvas.tone(rgb("#f0d3a2"), 1.0)),
        ],
        horizon,
        scale=1.1,
        shades=(1.06, 0.92),
    )
    table_edge(canvas, horizon, canvas.tone(rgb("#d9b27e")))
    sheen(canvas, horizon, canvas.tone(paint), 0.3)
    if mood.hour is Hour.NIGHT:
        _lamp_glow(canvas, mood, ((0.5, 0.02),), 0.7)
    return Ground(horizon + 0.02, reflective=0.1)


def _splashback(canvas: Canvas, brush: Brush, box: Box, glaze: RGB) -> None:
    rows, columns = 5, max(4, round(11 * canvas.aspect))
    high, wide = (box[3] - box[1]) / rows, (box[2] - box[0]) / columns
    brush.rectangle(box, canvas.tone(mix(glaze, rgb("#8d8a80"), 0.3), 0.5))
    for row in range(rows):
        for column in range(-1, columns + 1):
            x = box[0] + (column + 0.5 * (row % 2)) * wide
            tone = canvas.tone(mix(glaze, rgb("#b9c4be"), canvas.random.uniform(0.0, 0.3)), 0.75)
            brush.rectangle(
                (x + 0.002, box[1] + row * high + 0.002, x + wide - 0.002, box[1] + (row + 1) * high - 0.002), tone
            )


def living_room(canvas: Canvas, mood: Mood) -> Ground:
    """A sofa, pictures, a lamp and a rug on a wooden floor."""
    horizon = 0.64
    paint = mood.surface(rgb("#c8b9a4"))
    wall(canvas, horizon, paint)
    sofa = canvas.tone(mood.accent(rgb("#3f6b70")), 0.6)
    dark = mix(sofa, rgb("#101418"), 0.3)
    unit = canvas.unit_x
    with canvas.fine((0, 0, 1, horizon + 0.1)) as brush:
        framed(
            canvas,
            brush,
            (0.36, 0.12, 0.49, 0.33),
            canvas.tone(rgb("#3a2c22")),
            canvas.tone(mood.accent(rgb("#c9764f"), 1)),
            canvas.tone(rgb("#2f4f5f")),
        )
        framed(
            canvas,
            brush,
            (0.53, 0.15, 0.63, 0.3),
            canvas.tone(rgb("#d8b36a")),
            canvas.tone(rgb("#7f9f86")),
            canvas.tone(rgb("#e0b070")),
        )
        window(canvas, brush, (0.03, 0.08, 0.22, 0.46), mood, canvas.tone(rgb("#f6f1e6"), 0.9), panes=2, rows=3)
        for left, right in ((0.0, 0.045), (0.205, 0.255)):
            brush.rectangle((left, 0.03, right, horizon - 0.02), canvas.tone(mix(paint, rgb("#fff6e6"), 0.5), 0.8))
        brush.rectangle((0.3, 0.44, 0.76, 0.6), mix(sofa, rgb("#ffffff"), 0.06), radius=0.03)
        brush.rectangle((0.28, 0.54, 0.78, 0.65), dark, radius=0.02)
        for left in (0.31, 0.46, 0.61):
            brush.rectangle((left, 0.535, left + 0.145, 0.6), sofa, radius=0.015)
        for left in (0.265, 0.745):
            brush.rectangle((left, 0.5, left + 0.05, 0.65), mix(sofa, rgb("#ffffff"), 0.1), radius=0.02)
        for x, colour in ((0.36, "#e0a35a"), (0.7, "#c9614a")):
            size = 0.05
            brush.polygon(
                [(x - size * unit, 0.545), (x, 0.545 - size * 1.1), (x + size * unit, 0.545), (x, 0.545 + size * 0.5)],
                canvas.tone(mood.accent(rgb(colour), 2), 0.8),
            )
        brush.line([(0.86, 0.3), (0.86, 0.65)], canvas.tone(rgb("#3a322c")), 0.008)
        brush.polygon(
            [
                (0.86 - 0.045 * unit, 0.22),
                (0.86 + 0.045 * unit, 0.22),
                (0.86 + 0.075 * unit, 0.33),
                (0.86 - 0.075 * unit, 0.33),
            ],
            mix(canvas.tone(rgb("#f3e2bd")), _BULB, 0.6),
        )
        pot_plant(canvas, brush, 0.95, 0.67, 0.3, canvas.tone(rgb("#4f7f52"), 0.6), canvas.tone(rgb("#d8cfc0"), 0.7))
    boards(canvas, horizon + 0.02, rgb("#a97b52"))
    skirting(canvas, horizon + 0.02, paint)
    with canvas.fine((0, horizon, 1, 1)) as brush:
        brush.rectangle((0.3, horizon + 0.0, 0.76, horizon + 0.025), dark, 0.9)
        rug = canvas.tone(mood.accent(rgb("#d9c2a0"), 1), 0.7)
        brush.polygon([(0.26, 0.74), (0.76, 0.74), (0.98, 1.0), (0.04, 1.0)], rug, 0.92)
        brush.polygon([(0.29, 0.76), (0.73, 0.76), (0.91, 0.98), (0.11, 0.98)], mix(rug, sofa, 0.5), 0.5)
        brush.polygon([(0.3, 0.77), (0.72, 0.77), (0.88, 0.965), (0.14, 0.965)], rug, 1.0)
    canvas.soften(2, (0, 0, 1, horizon))
    _lamp_glow(canvas, mood, ((0.86, 0.3),), 0.5)
    return Ground(horizon + 0.04)


def bedroom(canvas: Canvas, mood: Mood) -> Ground:
    """A made bed, a window with curtains, a bedside lamp."""
    horizon = 0.66
    paint = mood.surface(rgb("#b8c0cf"))
    wall(canvas, horizon, paint)
    unit = canvas.unit_x
    cover = canvas.tone(mood.accent(rgb("#c98f86")), 0.7)
    with canvas.fine((0, 0, 1, horizon + 0.04)) as brush:
        window(canvas, brush, (0.06, 0.1, 0.3, 0.5), mood, canvas.tone(rgb("#f8f4ec"), 0.9), panes=2, rows=2)
        for left, right in ((0.0, 0.08), (0.28, 0.36)):
            for fold in range(4):
                step = (right - left) / 4
                tone = canvas.tone(mix(rgb("#f3e9dc"), rgb("#a89a90"), 0.35 * (fold % 2)), 0.8)
                brush.rectangle((left + fold * step, 0.05, left + (fold + 1) * step, horizon - 0.01), tone)
        brush.rectangle((-0.02, 0.04, 0.38, 0.052), canvas.tone(rgb("#6b5242")))
        brush.rectangle((0.46, 0.34, 0.9, 0.64), canvas.tone(rgb("#8a6a4f"), 0.6), radius=0.03)
        brush.rectangle((0.48, 0.36, 0.88, 0.62), canvas.tone(rgb("#a07c5c"), 0.7), radius=0.025)
        for left in (0.5, 0.69):
            brush.rectangle((left, 0.45, left + 0.17, 0.54), canvas.tone(rgb("#fbf7f0"), 0.8), radius=0.03)
            brush.rectangle(
                (left + 0.015, 0.51, left + 0.155, 0.545), canvas.tone(rgb("#cfc8c0"), 0.5), 0.5, radius=0.02
            )
        brush.rectangle((0.44, 0.53, 0.92, 0.67), canvas.tone(rgb("#f4efe6"), 0.7), radius=0.025)
        brush.rectangle((0.435, 0.57, 0.925, 0.68), cover, radius=0.02)
        brush.rectangle((0.435, 0.57, 0.925, 0.585), mix(cover, rgb("#ffffff"), 0.3), radius=0.006)
        framed(
            canvas,
            brush,
            (0.6, 0.1, 0.77, 0.26),
            canvas.tone(rgb("#f1ece2")),
            canvas.tone(rgb("#7f93ad")),
            canvas.tone(mood.accent(rgb("#e0b48a"))),
        )
        brush.rectangle((0.94, 0.52, 1.03, 0.67), canvas.tone(rgb("#8a6a4f"), 0.5))
        brush.line([(0.97, 0.52), (0.97, 0.44)], canvas.tone(rgb("#5c4838")), 0.01)
        brush.polygon(
            [
                (0.97 - 0.03 * unit, 0.37),
                (0.97 + 0.03 * unit, 0.37),
                (0.97 + 0.055 * unit, 0.45),
                (0.97 - 0.055 * unit, 0.45),
            ],
            mix(canvas.tone(rgb("#f6e6c4")), _BULB, 0.6),
        )
    canvas.soften(2, (0, 0, 1, horizon + 0.02))
    canvas.plane(
        tiles.smooth(2),
        [
            (0.0, canvas.tone(mix(paint, rgb("#5a4c44"), 0.6), 0.3)),
            (0.6, canvas.tone(mix(paint, rgb("#d9cbb8"), 0.7))),
            (1.0, canvas.tone(rgb("#f2e8d8"), 1.0)),
        ],
        horizon + 0.015,
        scale=0.8,
        shades=(0.9, 0.95),
    )
    _lamp_glow(canvas, mood, ((0.97, 0.42),), 0.55)
    return Ground(horizon + 0.03)


def bathroom(canvas: Canvas, mood: Mood) -> Ground:
    """Pale tiles, a free-standing tub, a round mirror and a fern."""
    horizon = 0.62
    glaze = mood.surface(rgb("#bcd6d4"))
    canvas.flat((0, 0, 1, 1), canvas.tone(mix(glaze, rgb("#ffffff"), 0.4)))
    unit = canvas.unit_x
    with canvas.fine((0, 0, 1, horizon + 0.05)) as brush:
        columns = max(5, round(14 * canvas.aspect))
        for row in range(13):
            for column in range(columns):
                tone = canvas.tone(mix(glaze, rgb("#ffffff"), canvas.random.uniform(0.15, 0.42)), 0.75)
                high = horizon / 13
                brush.rectangle(
                    (
                        column / columns + 0.002,
                        row * high + 0.002,
                        (column + 1) / columns - 0.002,
                        (row + 1) * high - 0.002,
                    ),
                    tone,
                )
        brush.ellipse(0.27, 0.27, 0.128, 0.128, canvas.tone(rgb("#c9a35f"), 0.8))
        brush.ellipse(0.27, 0.27, 0.118, 0.118, canvas.tone(mix(glaze, rgb("#f4fbff"), 0.75), 0.9))
        brush.polygon(
            [
                (0.27 - 0.09 * unit, 0.3),
                (0.27 + 0.02 * unit, 0.19),
                (0.27 + 0.06 * unit, 0.19),
                (0.27 - 0.06 * unit, 0.33),
            ],
            rgb("#ffffff"),
            0.45,
        )
        window(canvas, brush, (0.62, 0.08, 0.86, 0.34), mood, canvas.tone(rgb("#fdfbf6"), 0.9), panes=2, rows=1)
        white, shade = canvas.tone(rgb("#ffffff"), 0.9), canvas.tone(rgb("#c9cfd2"), 0.4)
        brush.polygon([(0.5, 0.47), (0.97, 0.47), (0.94, 0.63), (0.9, 0.655), (0.57, 0.655), (0.53, 0.63)], shade)
        brush.polygon([(0.5, 0.47), (0.88, 0.47), (0.84, 0.64), (0.57, 0.645), (0.53, 0.62)], white)
        brush.rectangle((0.485, 0.455, 0.985, 0.48), white, radius=0.014)
        brush.line([(0.93, 0.46), (0.93, 0.37), (0.88, 0.37), (0.88, 0.4)], canvas.tone(rgb("#c9a35f"), 0.8), 0.012)
        pot_plant(canvas, brush, 0.07, 0.66, 0.28, canvas.tone(rgb("#5a9160"), 0.7), canvas.tone(rgb("#e6d9c6"), 0.7))
    canvas.soften(2, (0, 0, 1, horizon))
    canvas.plane(
        tiles.checks(0, 4),
        [
            (0.0, canvas.tone(rgb("#5c7378"), 0.4)),
            (0.3, canvas.tone(mix(glaze, rgb("#4a6468"), 0.5))),
            (0.85, canvas.tone(rgb("#f1f1ec"), 0.8)),
            (1.0, canvas.tone(rgb("#ffffff"), 1.0)),
        ],
        horizon + 0.02,
        scale=0.9,
        haze=canvas.tone(glaze),
        haze_reach=0.2,
        shades=(0.95, 0.92),
    )
    sheen(canvas, horizon + 0.02, canvas.tone(glaze), 0.3)
    _lamp_glow(canvas, mood, ((0.27, 0.08),), 0.4)
    return Ground(horizon + 0.04, reflective=0.2)


def office(canvas: Canvas, mood: Mood) -> Ground:
    """A desk before great windows over the city."""
    horizon = 0.62
    paint = mood.surface(rgb("#aeb6bb"))
    night = mood.hour is Hour.NIGHT
    with canvas.fine((0, 0, 1, horizon)) as brush:
        window(canvas, brush, (-0.02, -0.02, 1.02, 0.56), mood, canvas.tone(rgb("#33383d"), 0.5), panes=1, rows=1)
    for height, colour, lit in ((0.3, "#8fa3b5", 0.2), (0.18, "#71859a", 0.26)):
        skyline(
            canvas,
            0.56,
            height,
            rgb("#1a2444") if night else canvas.tone(rgb(colour), 0.7),
            seed=int(height * 100),
            lit=lit if night else 0.05,
            glass=rgb("#c9d9e4") if not night else rgb("#0a1028"),
            across=12,
        )
    canvas.soften(2, (0, 0, 1, 0.57))
    with canvas.fine((0, 0, 1, horizon + 0.02)) as brush:
        frame = canvas.tone(rgb("#2f3438"), 0.6)
        for index in range(1, 4):
            brush.rectangle((index / 4 - 0.005, 0, index / 4 + 0.005, 0.56), frame)
        brush.rectangle((0, 0.07, 1, 0.08), frame)
        brush.rectangle((0, 0.555, 1, horizon + 0.02), canvas.tone(paint, 0.6))
        brush.rectangle((0, 0.55, 1, 0.562), frame)
        pot_plant(
            canvas,
            brush,
            0.07,
            horizon + 0.02,
            0.34,
            canvas.tone(rgb("#4f8055"), 0.6),
            canvas.tone(rgb("#e4e0d8"), 0.7),
        )
        pot_plant(
            canvas,
            brush,
            0.95,
            horizon + 0.02,
            0.24,
            canvas.tone(rgb("#5f8d5a"), 0.6),
            canvas.tone(rgb("#6b6f73"), 0.6),
        )
    canvas.plane(
        tiles.planks(4, 4),
        [
            (0.0, canvas.tone(rgb("#3a271a"), 0.3)),
            (0.55, canvas.tone(rgb("#8f6a4a"))),
            (1.0, canvas.tone(rgb("#d9b98f"), 1.0)),
        ],
        horizon,
        scale=1.4,
        shades=(1.1, 0.9),
    )
    table_edge(canvas, horizon, canvas.tone(rgb("#b8946c")))
    sheen(canvas, horizon, mix(canvas.tone(paint), rgb("#0a1028"), 0.5 if night else 0.0), 0.32)
    return Ground(horizon + 0.02, reflective=0.12)


def classroom(canvas: Canvas, mood: Mood) -> Ground:
    """A chalkboard, a clock, a map, and rows of desks on a wooden floor."""
    horizon = 0.64
    paint = mood.surface(rgb("#e6d9b8"))
    wall(canvas, horizon, paint)
    unit = canvas.unit_x
    with canvas.fine((0, 0, 1, 0.8)) as brush:
        wood, board = canvas.tone(rgb("#9a6a3f"), 0.6), canvas.tone(rgb("#2f5647"), 0.6)
        brush.rectangle((0.17, 0.1, 0.83, 0.48), wood, radius=0.006)
        brush.rectangle((0.185, 0.12, 0.815, 0.455), board)
        for _ in range(9):
            x, y = canvas.random.uniform(0.2, 0.7), canvas.random.uniform(0.14, 0.42)
            brush.polygon(
                [(x, y), (x + 0.12, y - 0.02), (x + 0.13, y + 0.02), (x + 0.02, y + 0.03)],
                mix(board, rgb("#ffffff"), 0.3),
                0.16,
            )
        brush.rectangle((0.18, 0.47, 0.82, 0.488), mix(wood, rgb("#ffffff"), 0.2))
        for x, colour in ((0.3, "#ffffff"), (0.34, "#f4d35e"), (0.61, "#f2a6a6")):
            brush.rectangle((x, 0.462, x + 0.028, 0.471), canvas.tone(rgb(colour), 0.9))
        brush.ellipse(0.91, 0.13, 0.05, 0.05, canvas.tone(rgb("#3c3a38")))
        brush.ellipse(0.91, 0.13, 0.043, 0.043, canvas.tone(rgb("#fbf9f2"), 0.9))
        brush.line([(0.91, 0.13), (0.91, 0.13 - 0.03)], rgb("#222222"), 0.005)
        brush.line([(0.91, 0.13), (0.91 + 0.022 * unit, 0.137)], rgb("#222222"), 0.005)
        framed(
            canvas,
            brush,
            (0.03, 0.16, 0.14, 0.36),
            canvas.tone(rgb("#7a5a3c")),
            canvas.tone(rgb("#5f9fc0")),
            canvas.tone(rgb("#8fb56a")),
        )
    boards(canvas, horizon, rgb("#c08f58"))
    skirting(canvas, horizon, mix(paint, rgb("#8f6a44"), 0.5))
    with canvas.fine((0, 0.5, 1, 0.85)) as brush:
        for x, y, size in ((0.22, 0.66, 0.75), (0.78, 0.66, 0.75), (0.08, 0.73, 1.15), (0.92, 0.73, 1.15)):
            top, leg = canvas.tone(rgb("#d6a468"), 0.9), canvas.tone(rgb("#4a5a66"), 0.5)
            half = 0.08 * size * unit
            for side in (-0.85, 0.85):
                brush.line([(x + half * side, y), (x + half * side, y + 0.1 * size)], leg, 0.007 * size)
            brush.polygon(
                [
                    (x - half * 0.85, y - 0.025 * size),
                    (x + half * 0.85, y - 0.025 * size),
                    (x + half, y + 0.01 * size),
                    (x - half, y + 0.01 * size),
                ],
                top,
            )
            brush.rectangle((x - half, y + 0.01 * size, x + half, y + 0.022 * size), mix(top, rgb("#5a3a1c"), 0.4))
    canvas.soften(2, (0, 0, 1, horizon - 0.02))
    return Ground(horizon + 0.04)


def workshop(canvas: Canvas, mood: Mood) -> Ground:
    """A pegboard of tools above a scarred bench."""
    horizon = 0.6
    board = mood.surface(rgb("#a98c62"))
    wall(canvas, horizon, board)
    unit = canvas.unit_x
    with canvas.fine((0, 0, 1, horizon)) as brush:
        hole = canvas.tone(mix(board, rgb("#20160c"), 0.6), 0.3)
        columns = max(8, round(24 * canvas.aspect))
        for row in range(13):
            for column in range(columns):
                brush.ellipse((column + 0.5) / columns, 0.03 + row * 0.038, 0.0035, 0.0035, hole)
        steel, grip = canvas.tone(rgb("#aab0b4"), 0.8), canvas.tone(mood.accent(rgb("#b5493a")), 0.7)
        for index in range(9):
            x = (index + 0.5) / 9 + canvas.random.uniform(-0.015, 0.015)
            if 0.36 < x < 0.64:
                continue
            y, kind = canvas.random.uniform(0.1, 0.16), index % 4
            brush.line([(x + 0.006, y + 0.01), (x + 0.006, y + 0.27)], rgb("#20140a"), 0.016, 0.25)
            if kind == 0:
                brush.line([(x, y), (x, y + 0.25)], canvas.tone(rgb("#8a5a34"), 0.7), 0.016)
                brush.rectangle((x - 0.045 * unit, y - 0.02, x + 0.04 * unit, y + 0.025), steel, radius=0.006)
            elif kind == 1:
                brush.line([(x, y + 0.1), (x, y + 0.26)], steel, 0.008)
                brush.rectangle((x - 0.014 * unit, y, x + 0.014 * unit, y + 0.12), grip, radius=0.01)
            elif kind == 2:
                brush.polygon(
                    [
                        (x - 0.01 * unit, y + 0.06),
                        (x + 0.035 * unit, y + 0.06),
                        (x + 0.015 * unit, y + 0.3),
                        (x - 0.01 * unit, y + 0.3),
                    ],
                    steel,
                )
                brush.rectangle(
                    (x - 0.025 * unit, y, x + 0.04 * unit, y + 0.07), canvas.tone(rgb("#8a5a34"), 0.7), radius=0.015
                )
            else:
                brush.line([(x, y + 0.03), (x, y + 0.24)], steel, 0.014)
                brush.ellipse(x, y + 0.02, 0.026, 0.026, steel)
                brush.ellipse(x, y + 0.008, 0.013, 0.016, canvas.tone(board))
        brush.rectangle((0.0, 0.49, 1.0, 0.503), canvas.tone(rgb("#6f4a2a"), 0.6))
        pendant(canvas, brush, 0.5, 0.1, 0.11, canvas.tone(rgb("#2f4f4a"), 0.6), _BULB)
    canvas.soften(2, (0, 0, 1, horizon))
    boards(canvas, horizon, rgb("#8f6238"), seed=5, scale=1.1)
    table_edge(canvas, horizon, canvas.tone(rgb("#b98a58")))
    _lamp_glow(canvas, mood, ((0.5, 0.17),), 0.7)
    return Ground(horizon + 0.02)


def cafe(canvas: Canvas, mood: Mood) -> Ground:
    """Pendant lamps over a counter of bottles and cups; a small table in front."""
    horizon = 0.6
    paint = mood.surface(rgb("#5d4a40"))
    wall(canvas, horizon, paint)
    unit = canvas.unit_x
    bottles = tuple(canvas.tone(rgb(colour), 0.7) for colour in ("#8c3f2f", "#d9a653", "#4d7a5c", "#e9dcc0", "#a86a3c"))
    with canvas.fine((0, 0, 1, horizon + 0.01)) as brush:
        window(canvas, brush, (0.02, 0.1, 0.26, 0.48), mood, canvas.tone(rgb("#2c2320"), 0.5), panes=3, rows=2)
        slate = canvas.tone(rgb("#23282a"), 0.5)
        brush.rectangle((0.36, 0.13, 0.62, 0.4), canvas.tone(rgb("#a87a4a"), 0.7))
        brush.rectangle((0.37, 0.14, 0.61, 0.39), slate)
        for row in range(6):
            brush.line(
                [(0.39, 0.18 + row * 0.035), (0.39 + canvas.random.uniform(0.08, 0.18), 0.18 + row * 0.035)],
                mix(slate, rgb("#ffffff"), 0.6),
                0.005,
            )
        for row in range(3):
            y = 0.22 + row * 0.115
            shelf_row(canvas, brush, (0.7, y - 0.085, 0.98, y), bottles, fill=0.8)
            brush.rectangle((0.68, y, 1.0, y + 0.012), canvas.tone(rgb("#9a6b40"), 0.7))
        brush.rectangle((0.3, 0.46, 1.0, horizon + 0.01), canvas.tone(rgb("#8a5a38"), 0.5))
        for index in range(14):
            x = 0.3 + 0.05 * index
            brush.rectangle((x, 0.48, x + 0.003, horizon), canvas.tone(rgb("#3d2617"), 0.3))
        brush.rectangle((0.28, 0.45, 1.0, 0.475), canvas.tone(rgb("#d8b48a"), 0.8))
        for x in (0.36, 0.42, 0.86):
            brush.rectangle(
                (x - 0.018 * unit, 0.41, x + 0.018 * unit, 0.45), canvas.tone(rgb("#f4ece0"), 0.8), radius=0.006
            )
        for x in (0.3, 0.52, 0.74):
            pendant(canvas, brush, x, 0.1, 0.075, canvas.tone(mood.accent(rgb("#2f5f58")), 0.6), _BULB)
    canvas.soften(3, (0, 0, 1, horizon))
    boards(canvas, horizon, rgb("#a4714a"), seed=6, scale=1.2)
    table_edge(canvas, horizon, canvas.tone(rgb("#c9986a")))
    _lamp_glow(canvas, mood, ((0.3, 0.14), (0.52, 0.14), (0.74, 0.14)), 0.36)
    return Ground(horizon + 0.02, reflective=0.08)


def shop(canvas: Canvas, mood: Mood) -> Ground:
    """Shelves of bright wares either side of a clear wall, a checked floor."""
    horizon = 0.64
    paint = mood.surface(rgb("#efe3cc"))
    wall(canvas, horizon, paint)
    wares = tuple(
        canvas.tone(mood.accent(rgb(colour), index), 0.75)
        for index, colour in enumerate(("#d9694f", "#3f8f8a", "#e9b44c", "#6a78b0", "#efd9b4", "#8fb573"))
    )
    with canvas.fine((0, 0, 1, horizon + 0.01)) as brush:
        shelf = canvas.tone(rgb("#b88a58"), 0.7)
        for left, right in ((-0.02, 0.3), (0.7, 1.02)):
            brush.rectangle((left, 0.13, right, horizon), canvas.tone(mix(paint, rgb("#6b5238"), 0.5), 0.4))
            for row in range(4):
                y = 0.25 + row * 0.125
                shelf_row(canvas, brush, (left + 0.02, y - 0.1, right - 0.02, y), wares, slim=False, fill=0.92)
                brush.rectangle((left, y, right, y + 0.014), shelf)
        stripes = max(8, round(14 * canvas.aspect))
        awning = canvas.tone(mood.accent(rgb("#c9503f")), 0.8)
        for index in range(stripes):
            x0, x1 = index / stripes, (index + 1) / stripes
            colour = awning if index % 2 else canvas.tone(rgb("#fbf5e8"), 0.85)
            brush.rectangle((x0, 0.0, x1, 0.085), colour)
            brush.ellipse((x0 + x1) / 2, 0.085, (x1 - x0) / 2 / canvas.unit_x, 0.022, colour)
        brush.rectangle((0.0, 0.1, 1.0, 0.125), rgb("#000000"), 0.1)
    canvas.soften(2, (0, 0.1, 1, horizon))
    canvas.plane(
        tiles.checks(1, 4),
        [
            (0.0, canvas.tone(rgb("#5f4a3c"), 0.4)),
            (0.3, canvas.tone(rgb("#a5826a"))),
            (0.85, canvas.tone(rgb("#efe4d0"), 0.8)),
            (1.0, canvas.tone(rgb("#fff9ec"), 1.0)),
        ],
        horizon,
        scale=0.9,
        haze=canvas.tone(rgb("#cbb698")),
        haze_reach=0.2,
        shades=(0.92, 0.95),
    )
    wall_light(canvas, 0.25)
    return Ground(horizon + 0.03, reflective=0.12)
