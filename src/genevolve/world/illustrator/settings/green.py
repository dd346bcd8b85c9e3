"""Open green places: meadow, garden, park and farm."""

from __future__ import annotations

import math

import numpy as np

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.noise import ridge
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import round_tree
from genevolve.world.illustrator.settings.sky import haze, paint_sky


def lawn(canvas: Canvas, horizon: float, green: RGB, *, bottom: float = 1.0, scale: float = 0.8) -> None:
    """Grass in perspective."""
    dark, light = mix(green, rgb("#0e2a1c"), 0.5), mix(green, rgb("#f2eb8a"), 0.42)
    canvas.plane(
        tiles.grass(),
        [(0.0, canvas.tone(dark, 0.3)), (0.5, canvas.tone(green)), (1.0, canvas.tone(light, 1.0))],
        horizon,
        bottom=bottom,
        scale=scale,
        haze=canvas.tone(mix(green, light, 0.35)),
        shades=(1.06, 0.84),
    )


def wooded_hills(canvas: Canvas, mood: Mood, base: float, green: RGB) -> None:
    """Two soft hill lines and a line of trees, fading into the air."""
    air = haze(mood)
    for level, (lift, fade) in enumerate(((0.1, 0.68), (0.06, 0.45))):
        line = base - lift * (0.5 + 0.5 * ridge(canvas.width, seed=canvas.seed + level, waves=1.7, roughness=0.32))
        colour = mix(canvas.tone(mix(green, rgb("#2c5668"), 0.35)), air, fade)
        canvas.silhouette(line.astype(np.float32), [(0.0, colour), (1.0, mix(colour, air, 0.4))], bottom=base + 0.02)
    crowns = np.abs(
        ridge(canvas.width, seed=canvas.seed + 6, waves=16.0 * max(0.6, canvas.aspect), roughness=0.55, octaves=4)
    )
    colour = mix(canvas.tone(mix(green, rgb("#16382c"), 0.45), 0.45), air, 0.2)
    canvas.silhouette(
        (base + 0.006 - 0.034 * crowns).astype(np.float32),
        [(0.0, colour), (1.0, mix(colour, air, 0.15))],
        bottom=base + 0.02,
    )


_FLOWERS = ("#e8574f", "#f4c542", "#f7f3ea", "#b77fd0", "#f08fb0", "#5f86d8")


def sprinkle_flowers(canvas: Canvas, top: float, count: int, colours: tuple[RGB, ...], *, clear: float = 0.0) -> None:
    """Flowers over the grass below `top`, larger towards the viewer, thinner in the `clear` middle."""
    with canvas.fine((0.0, top - 0.03, 1.0, 1.0)) as brush:
        for _ in range(count):
            depth = canvas.random.random() ** 1.6
            x, y = canvas.random.random(), top + (1.0 - top) * depth
            if abs(x - 0.5) < clear and canvas.random.random() < 0.8:
                continue
            size = 0.0022 + 0.0085 * depth
            colour = canvas.random.choice(colours)
            brush.line([(x, y), (x, y + size * 2.4)], mix(colour, rgb("#2c5a2c"), 0.8), size * 0.3)
            brush.ellipse(x, y, size, size * 0.8, colour)
            brush.ellipse(x, y - size * 0.2, size * 0.45, size * 0.32, mix(colour, rgb("#fff6c8"), 0.55))


def meadow(canvas: Canvas, mood: Mood) -> Ground:
    """A flowering meadow below soft hills."""
    horizon = 0.58
    green = mood.surface(rgb("#7cab52"))
    paint_sky(canvas, mood, horizon, cover=0.5)
    wooded_hills(canvas, mood, horizon, green)
    lawn(canvas, horizon + 0.008, green, scale=0.7)
    flowers = tuple(canvas.tone(rgb(colour), 0.7) for colour in _FLOWERS)
    sprinkle_flowers(canvas, horizon + 0.04, int(240 * max(0.8, min(1.8, canvas.aspect))), flowers, clear=0.16)
    return Ground(horizon + 0.02)


def garden(canvas: Canvas, mood: Mood) -> Ground:
    """Clipped hedges, flower beds and a gravel walk."""
    horizon = 0.58
    green = mood.surface(rgb("#5f9a50"))
    paint_sky(canvas, mood, horizon, cover=0.38)
    wooded_hills(canvas, mood, horizon - 0.03, green)
    leaf, bark = canvas.tone(rgb("#4d8348"), 0.6), canvas.tone(rgb("#5d4634"), 0.4)
    with canvas.fine((0.0, 0.1, 1.0, horizon + 0.03)) as brush:
        for x, tall in ((0.06, 0.36), (0.94, 0.4), (0.24, 0.24), (0.79, 0.22)):
            round_tree(canvas, brush, x, horizon + 0.01, tall, leaf, bark)
    hedge = canvas.tone(mix(green, rgb("#173d28"), 0.55), 0.6)
    canvas.facing(
        tiles.grass(2),
        [(0.0, mix(hedge, rgb("#0c2018"), 0.4)), (1.0, mix(hedge, rgb("#dcea90"), 0.3))],
        (0.0, horizon - 0.055, 1.0, horizon + 0.02),
        scale=0.4,
    )
    lawn(canvas, horizon + 0.02, green)
    gravel = canvas.tone(rgb("#e0cfae"))
    with canvas.fine((0.0, horizon, 1.0, 1.0)) as brush:
        brush.polygon([(0.47, horizon + 0.02), (0.53, horizon + 0.02), (0.82, 1.0), (0.18, 1.0)], gravel, 0.9)
        brush.polygon(
            [(0.47, horizon + 0.02), (0.473, horizon + 0.02), (0.2, 1.0), (0.18, 1.0)],
            canvas.tone(rgb("#8b7a5c"), 0.3),
            0.7,
        )
        brush.polygon(
            [(0.53, horizon + 0.02), (0.527, horizon + 0.02), (0.8, 1.0), (0.82, 1.0)],
            canvas.tone(rgb("#8b7a5c"), 0.3),
            0.7,
        )
    flowers = tuple(canvas.tone(rgb(colour), 0.75) for colour in _FLOWERS)
    _beds(canvas, horizon, flowers)
    return Ground(horizon + 0.03)


def _beds(canvas: Canvas, horizon: float, flowers: tuple[RGB, ...]) -> None:
    with canvas.fine((0.0, horizon, 1.0, 1.0)) as brush:
        for _ in range(320):
            depth = canvas.random.random() ** 1.3
            y = horizon + 0.03 + (0.97 - horizon) * depth
            side = canvas.random.choice((-1.0, 1.0))
            x = 0.5 + side * (0.06 + 0.3 * depth + canvas.random.uniform(0.0, 0.04 + 0.13 * depth))
            size = 0.003 + 0.011 * depth
            colour = canvas.random.choice(flowers) if canvas.random.random() < 0.55 else canvas.tone(rgb("#3f7a3c"))
            brush.ellipse(x, y, size, size * 0.8, mix(colour, rgb("#14301c"), 0.25))
            brush.ellipse(x, y - size * 0.25, size * 0.75, size * 0.55, colour)


def park(canvas: Canvas, mood: Mood) -> Ground:
    """Old trees on a lawn, a winding path, a bench and lamps."""
    horizon = 0.57
    green = mood.surface(rgb("#6fa653"))
    paint_sky(canvas, mood, horizon, cover=0.42)
    wooded_hills(canvas, mood, horizon, green)
    lawn(canvas, horizon, green, scale=1.0)
    path = canvas.tone(rgb("#d9c7a2"))
    left, right = [], []
    for step in range(15):
        share = step / 14.0
        centre = 0.5 + 0.17 * math.sin(2.2 * share + 0.4) * (1.0 - share * 0.5)
        y = horizon + 0.015 + (1.0 - horizon) * share**1.7
        left.append((centre - 0.012 - 0.16 * share**1.5, y))
        right.append((centre + 0.012 + 0.16 * share**1.5, y))
    leaf, bark = canvas.tone(rgb("#528a45"), 0.65), canvas.tone(rgb("#51402f"), 0.4)
    night = mood.hour is Hour.NIGHT
    with canvas.fine() as brush:
        brush.polygon(left + right[::-1], path, 0.88)
        for x, tall, foot in (
            (0.3, 0.22, 0.58),
            (0.7, 0.2, 0.58),
            (0.86, 0.36, 0.62),
            (0.1, 0.5, 0.66),
            (1.0, 0.55, 0.68),
        ):
            brush.ellipse(x, foot, tall * 0.3, tall * 0.05, rgb("#0c2414"), 0.3)
            round_tree(canvas, brush, x, foot, tall, leaf, bark)
        iron = canvas.tone(rgb("#2c332f"), 0.5)
        for x in (0.24, 0.77):
            brush.line([(x, 0.64), (x, 0.42)], iron, 0.006)
            brush.ellipse(x, 0.41, 0.016, 0.016, rgb("#fff0b8") if night else canvas.tone(rgb("#f4f0e2")))
    if night:
        for x in (0.24, 0.77):
            canvas.glow(x, 0.41, 0.26, rgb("#ffcf7a"), 0.8)
    return Ground(horizon + 0.04)


def farm(canvas: Canvas, mood: Mood) -> Ground:
    """Furrowed fields, a red barn with its silo, hills behind."""
    horizon = 0.58
    green = rgb("#8fae55")
    paint_sky(canvas, mood, horizon, cover=0.46)
    wooded_hills(canvas, mood, horizon, green)
    lawn(canvas, horizon, mood.surface(rgb("#b4a94e")), scale=0.9)
    with canvas.fine((0.0, horizon, 1.0, 1.0)) as brush:
        for index in range(-16, 17):
            x = 0.5 + index * 0.014
            foot = 0.5 + index * 0.13
            brush.polygon(
                [(x, horizon + 0.02), (x + 0.004, horizon + 0.02), (foot + 0.045, 1.0), (foot, 1.0)],
                canvas.tone(rgb("#5f5a26"), 0.3),
                0.34,
            )
    right = canvas.lighting.azimuth <= 0
    _barn(canvas, 0.83 if right else 0.17, horizon + 0.03, mood)
    with canvas.fine((0.0, 0.3, 1.0, 0.64)) as brush:
        for index in range(3):
            x = (0.06 + 0.09 * index) if right else (0.94 - 0.09 * index)
            round_tree(
                canvas,
                brush,
                x,
                horizon + 0.01,
                0.12 + 0.03 * (index % 2),
                canvas.tone(rgb("#5b8a48"), 0.6),
                canvas.tone(rgb("#54422f")),
            )
    return Ground(horizon + 0.04)


def _barn(canvas: Canvas, x: float, foot: float, mood: Mood) -> None:
    unit = canvas.unit_x
    red, dark = canvas.tone(rgb("#b5402f"), 0.7), canvas.tone(rgb("#5a4a48"), 0.4)
    with canvas.fine((x - 0.3, 0.25, x + 0.3, foot + 0.02)) as brush:
        wide, tall = 0.12 * unit, 0.13
        silo = x + 0.165 * unit
        brush.rectangle((silo - 0.032 * unit, foot - 0.21, silo + 0.032 * unit, foot), canvas.tone(rgb("#c9c6bd"), 0.6))
        brush.ellipse(silo, foot - 0.21, 0.032, 0.03, canvas.tone(rgb("#8f9aa0"), 0.6))
        brush.polygon(
            [
                (x - wide, foot),
                (x - wide, foot - tall),
                (x - wide * 0.68, foot - tall - 0.06),
                (x, foot - tall - 0.09),
                (x + wide * 0.68, foot - tall - 0.06),
                (x + wide, foot - tall),
                (x + wide, foot),
            ],
            red,
        )
        brush.line(
            [
                (x - wide * 1.1, foot - tall + 0.008),
                (x - wide * 0.7, foot - tall - 0.064),
                (x, foot - tall - 0.096),
                (x + wide * 0.7, foot - tall - 0.064),
                (x + wide * 1.1, foot - tall + 0.008),
            ],
            dark,
            0.014,
        )
        white = canvas.tone(rgb("#f2ece0"), 0.7)
        door = (x - wide * 0.38, foot - tall * 0.7, x + wide * 0.38, foot)
        brush.rectangle(door, white)
        brush.rectangle(
            (door[0] + 0.008 * unit, door[1] + 0.008, door[2] - 0.008 * unit, foot), mix(red, rgb("#2a0f0c"), 0.4)
        )
        brush.line([(door[0], foot), (door[2], door[1])], white, 0.006)
        brush.line([(door[0], door[1]), (door[2], foot)], white, 0.006)
        pane = rgb("#ffd27a") if mood.hour is Hour.NIGHT else mix(red, rgb("#1a0c0a"), 0.6)
        brush.rectangle((x - 0.018 * unit, foot - tall - 0.04, x + 0.018 * unit, foot - tall - 0.005), pane)
