"""Rooms of a home: kitchen, living room, bedroom, bathroom."""

from __future__ import annotations

from genevolve.world.illustrator.brush import RGB, Box, Brush, mix, rgb
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.interior import BULB, boards, lamp_glow, skirting, wall
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import framed, pot_plant, window
from genevolve.world.illustrator.settings.surfaces import sheen, table_edge


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
        lamp_glow(canvas, mood, ((0.5, 0.02),), 0.7)
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
            mix(canvas.tone(rgb("#f3e2bd")), BULB, 0.6),
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
    lamp_glow(canvas, mood, ((0.86, 0.3),), 0.5)
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
            mix(canvas.tone(rgb("#f6e6c4")), BULB, 0.6),
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
    lamp_glow(canvas, mood, ((0.97, 0.42),), 0.55)
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
    lamp_glow(canvas, mood, ((0.27, 0.08),), 0.4)
    return Ground(horizon + 0.04, reflective=0.2)
