"""Rooms people work and trade in: office, classroom, workshop, cafe, shop."""

from __future__ import annotations

from genevolve.world.illustrator.brush import mix, rgb
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.interior import BULB, boards, lamp_glow, skirting, wall
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import framed, pendant, pot_plant, shelf_row, window
from genevolve.world.illustrator.settings.surfaces import sheen, table_edge, wall_light
from genevolve.world.illustrator.settings.town import skyline


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
        pendant(canvas, brush, 0.5, 0.1, 0.11, canvas.tone(rgb("#2f4f4a"), 0.6), BULB)
    canvas.soften(2, (0, 0, 1, horizon))
    boards(canvas, horizon, rgb("#8f6238"), seed=5, scale=1.1)
    table_edge(canvas, horizon, canvas.tone(rgb("#b98a58")))
    lamp_glow(canvas, mood, ((0.5, 0.17),), 0.7)
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
            pendant(canvas, brush, x, 0.1, 0.075, canvas.tone(mood.accent(rgb("#2f5f58")), 0.6), BULB)
    canvas.soften(3, (0, 0, 1, horizon))
    boards(canvas, horizon, rgb("#a4714a"), seed=6, scale=1.2)
    table_edge(canvas, horizon, canvas.tone(rgb("#c9986a")))
    lamp_glow(canvas, mood, ((0.3, 0.14), (0.52, 0.14), (0.74, 0.14)), 0.36)
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
