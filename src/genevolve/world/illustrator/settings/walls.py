"""Walls to stand before, and floors of stone."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Mood
from genevolve.world.illustrator.settings.surfaces import wall_light


def stone_floor(canvas: Canvas, mood: Mood) -> Ground:
    """Worn flagstones before a plastered wall."""
    horizon = 0.56
    stone = mood.surface(rgb("#a79f93"))
    plaster = mix(stone, rgb("#efe3cf"), 0.55)
    canvas.facing(
        tiles.smooth(1),
        [
            (0.0, canvas.tone(mix(plaster, rgb("#3c332c"), 0.45), 0.3)),
            (1.0, canvas.tone(mix(plaster, rgb("#ffffff"), 0.25), 0.9)),
        ],
        (0, 0, 1, horizon),
        scale=1.2,
    )
    canvas.plane(
        tiles.cobbles(1, 7),
        [
            (0.0, canvas.tone(mix(stone, rgb("#1d1a18"), 0.8), 0.2)),
            (0.6, canvas.tone(stone)),
            (1.0, canvas.tone(mix(stone, rgb("#fff6e6"), 0.55), 1.0)),
        ],
        horizon,
        scale=1.3,
        haze=canvas.tone(mix(stone, rgb("#2a2622"), 0.2)),
        haze_reach=0.18,
        shades=(0.95, 0.92),
    )
    canvas.gradient(
        (0, horizon - 0.025, 1, horizon),
        [
            (0.0, canvas.tone(mix(plaster, rgb("#3c332c"), 0.3), 0.4)),
            (1.0, canvas.tone(mix(stone, rgb("#1d1a18"), 0.6), 0.2)),
        ],
    )
    wall_light(canvas, 0.6)
    return Ground(horizon + 0.02, reflective=0.05)


def _floor_strip(canvas: Canvas, horizon: float, wood: RGB) -> None:
    canvas.plane(
        tiles.planks(2),
        [
            (0.0, canvas.tone(mix(wood, rgb("#1a0e08"), 0.8), 0.3)),
            (0.55, canvas.tone(wood)),
            (1.0, canvas.tone(mix(wood, rgb("#ffe9c8"), 0.5), 1.0)),
        ],
        horizon,
        scale=1.0,
        shades=(0.8, 1.0),
    )
    canvas.shade(
        np.linspace(0.62, 1.0, 16, dtype=np.float32)[:, None] * np.ones((1, 4), np.float32),
        (0.0, horizon, 1.0, horizon + 0.05),
    )


def brick_wall(canvas: Canvas, mood: Mood) -> Ground:
    """A brick wall above a wooden floor."""
    horizon = 0.72
    brick = mood.surface(rgb("#a9553f"))
    joint = mix(brick, rgb("#d9cdbd"), 0.62)
    stops = [
        (0.0, canvas.tone(mix(joint, rgb("#2a1c18"), 0.45), 0.5)),
        (0.12, canvas.tone(mix(joint, rgb("#2a1c18"), 0.4), 0.5)),
        (0.17, canvas.tone(mix(brick, rgb("#25100c"), 0.55), 0.4)),
        (0.55, canvas.tone(brick, 0.7)),
        (1.0, canvas.tone(mix(brick, rgb("#ffd9b8"), 0.5), 1.0)),
    ]
    canvas.facing(tiles.bricks(), stops, (0.0, 0.0, 1.0, horizon), scale=0.62)
    _floor_strip(canvas, horizon, rgb("#7a5a42"))
    wall_light(canvas, 0.75)
    return Ground(horizon + 0.03)


def concrete_wall(canvas: Canvas, mood: Mood) -> Ground:
    """Board-marked concrete with tie holes, above a polished floor."""
    horizon = 0.7
    base = mood.surface(rgb("#c9c7c0"))
    canvas.facing(
        tiles.smooth(3),
        [
            (0.0, canvas.tone(mix(base, rgb("#3a3c40"), 0.55), 0.3)),
            (1.0, canvas.tone(mix(base, rgb("#ffffff"), 0.4), 0.9)),
        ],
        (0, 0, 1, horizon),
        scale=0.9,
    )
    joint, hole = canvas.tone(mix(base, rgb("#2c2d30"), 0.5), 0.3), canvas.tone(mix(base, rgb("#1c1d20"), 0.7), 0.2)
    with canvas.fine((0, 0, 1, horizon)) as brush:
        columns = max(2, round(3 * canvas.aspect))
        for index in range(1, columns):
            brush.line([(index / columns, 0), (index / columns, horizon)], joint, 0.003, 0.7)
        for y in (0.24, 0.48):
            brush.line([(0, y), (1, y)], joint, 0.003, 0.7)
        for index in range(columns * 2):
            for y in (0.06, 0.18, 0.30, 0.42, 0.54, 0.66):
                x = (index + 0.5) / (columns * 2)
                brush.ellipse(x, y + 0.002, 0.006, 0.006, rgb("#ffffff"), 0.25)
                brush.ellipse(x, y, 0.006, 0.006, hole, 0.85)
    canvas.plane(
        tiles.smooth(5),
        [(0.0, canvas.tone(rgb("#55565a"), 0.3)), (1.0, canvas.tone(mix(base, rgb("#d6d4ce"), 0.5), 0.9))],
        horizon,
        scale=1.0,
        shades=(0.72, 1.0),
    )
    wall_light(canvas, 0.7)
    return Ground(horizon + 0.03, reflective=0.16)


def tiled_wall(canvas: Canvas, mood: Mood) -> Ground:
    """Glazed tiles over a stone counter."""
    horizon = 0.68
    glaze = mood.surface(rgb("#7fb3ad"))
    rows = max(5, round(9 / max(0.6, min(1.6, canvas.aspect))))
    high = horizon / rows
    columns = max(2, round(canvas.aspect / high / 1.9))
    canvas.flat((0, 0, 1, horizon), canvas.tone(mix(glaze, rgb("#f4f0e6"), 0.75), 0.6))
    with canvas.fine((0, 0, 1, horizon)) as brush:
        rim_x, rim_y = 0.0035 * canvas.unit_x, 0.0035 * canvas.unit_y
        for row in range(rows):
            for column in range(-1, columns + 1):
                x = (column + 0.5 * (row % 2)) / columns
                shade = mix(
                    glaze,
                    rgb("#ffffff") if canvas.random.random() < 0.5 else rgb("#1d3a3c"),
                    canvas.random.uniform(0.0, 0.22),
                )
                box = (x + rim_x, row * high + rim_y, x + 1 / columns - rim_x, (row + 1) * high - rim_y)
                brush.rectangle(box, canvas.tone(shade, 0.7), radius=0.005)
                brush.rectangle(
                    (box[0] + rim_x * 1.5, box[1] + rim_y * 1.2, box[2] - rim_x * 1.5, box[1] + high * 0.2),
                    rgb("#ffffff"),
                    0.2,
                    radius=0.004,
                )
    canvas.plane(
        tiles.marble(2),
        [
            (0.0, canvas.tone(rgb("#8a8c8e"), 0.4)),
            (0.7, canvas.tone(rgb("#e2dfd8"))),
            (1.0, canvas.tone(rgb("#ffffff"), 1.0)),
        ],
        horizon,
        scale=1.2,
        shades=(0.84, 1.0),
    )
    wall_light(canvas, 0.5)
    return Ground(horizon + 0.03, reflective=0.2)
