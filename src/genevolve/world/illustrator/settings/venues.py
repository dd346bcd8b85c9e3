"""Halls where people gather: stage, stadium, museum and library."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import mix, rgb
from genevolve.world.illustrator.noise import clouds
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.interior import boards, skirting, wall
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import framed, shelf_row, window
from genevolve.world.illustrator.settings.sky import paint_sky
from genevolve.world.illustrator.settings.surfaces import sheen


def stage(canvas: Canvas, mood: Mood) -> Ground:
    """Velvet curtains, beams from above, a wooden stage."""
    horizon = 0.66
    velvet = mood.surface(mood.accent(rgb("#9c2230")))
    dark = mix(velvet, rgb("#0a0408"), 0.86)
    canvas.gradient((0, 0, 1, horizon), [(0.0, mix(dark, rgb("#050308"), 0.4)), (1.0, mix(dark, velvet, 0.3))])
    column = np.linspace(0.0, 1.0, canvas.width, dtype=np.float32)
    folds = 0.5 + 0.5 * np.sin(column * 46.0 * max(0.6, canvas.aspect) + np.sin(column * 13.0) * 1.5)
    edge = 0.22 + 0.02 * np.sin(column * 30.0)
    side = np.clip((np.abs(column - 0.5) - (0.5 - edge)) * 60.0, 0.0, 1.0)
    box = (0.0, 0.0, 1.0, horizon + 0.01)
    canvas.cover(np.broadcast_to(side, (8, canvas.width)).astype(np.float32), mix(velvet, rgb("#12040a"), 0.55), box)
    canvas.cover(
        np.broadcast_to(side * folds**2 * 0.9, (8, canvas.width)).astype(np.float32),
        canvas.tone(mix(velvet, rgb("#ff9a8a"), 0.12), 1.0),
        box,
    )
    swags = 0.1 + 0.05 * np.abs(np.sin(column * np.pi * max(2, round(4 * canvas.aspect))))
    rows = np.arange(round(0.2 * canvas.height), dtype=np.float32)[:, None]
    valance = np.clip(swags[None, :] * canvas.height - rows, 0.0, 1.0)
    canvas.cover(valance, mix(velvet, rgb("#12040a"), 0.45), (0, 0, 1, 0.2))
    canvas.cover(valance * (folds**2)[None, :] * 0.8, canvas.tone(velvet, 1.0), (0, 0, 1, 0.2))
    gold = np.clip(1.0 - np.abs(swags[None, :] * canvas.height - 3 - rows) / (0.007 * canvas.height), 0.0, 1.0)
    canvas.cover(gold, rgb("#d9a850"), (0, 0, 1, 0.2))
    boards(canvas, horizon, rgb("#8a5c38"), seed=7)
    _beams(canvas, mood)
    return Ground(horizon + 0.03, reflective=0.12)


def _beams(canvas: Canvas, mood: Mood) -> None:
    size = 128
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j].astype(np.float32)
    colours = (rgb("#fff1cc"), mood.accent(rgb("#ffd9a0"), 0), mood.accent(rgb("#bcd4ff"), 1))
    for (top, foot, strength), colour in zip(
        ((0.5, 0.5, 0.5), (0.15, 0.4, 0.26), (0.85, 0.6, 0.26)), colours, strict=True
    ):
        centre = top + (foot - top) * y / 0.8
        half = 0.02 + 0.17 * y
        beam = (
            np.clip(1.0 - np.abs(x - centre) / half, 0.0, 1.0) ** 0.8
            * np.clip((0.86 - y) * 6.0, 0.0, 1.0)
            * (0.9 - 0.6 * y)
        )
        canvas.cover(beam * strength, colour)
        canvas.glow(foot, 0.8, 0.42, colour, strength * 1.2, squash=0.28)


def stadium(canvas: Canvas, mood: Mood) -> Ground:
    """Full stands, floodlights, a mown pitch with its lines."""
    horizon = 0.56
    paint_sky(canvas, mood, 0.3, cover=0.35)
    night = mood.hour is Hour.NIGHT
    stand = canvas.tone(rgb("#4a566b"), 0.5)
    canvas.gradient(
        (0.0, 0.22, 1.0, horizon),
        [(0.0, mix(stand, rgb("#0c1220"), 0.5)), (0.25, stand), (1.0, mix(stand, rgb("#0c1220"), 0.25))],
    )
    _crowd(canvas, mood)
    with canvas.fine((0, 0, 1, horizon + 0.01)) as brush:
        brush.polygon(
            [(0.0, 0.2), (1.0, 0.2), (1.0, 0.25), (0.5, 0.262), (0.0, 0.25)], canvas.tone(rgb("#dfe4ea"), 0.6)
        )
        brush.rectangle((0, 0.38, 1, 0.392), canvas.tone(rgb("#d9dee4"), 0.5))
        boards_at = 0.528
        count = max(5, round(8 * canvas.aspect))
        for index in range(count):
            colour = canvas.tone(mood.accent(rgb(("#2f6fb0", "#e9e4d6", "#c9443a", "#f0b83f")[index % 4]), index), 0.8)
            brush.rectangle((index / count, boards_at, (index + 1) / count - 0.002, horizon + 0.01), colour)
        for x in (0.12, 0.88):
            brush.rectangle((x - 0.004, 0.1, x + 0.004, 0.21), canvas.tone(rgb("#8a929c")))
            for row in range(3):
                for column in range(4):
                    brush.ellipse(
                        x + (column - 1.5) * 0.02 * canvas.unit_x, 0.06 + 0.02 * row, 0.008, 0.008, rgb("#fffbe8")
                    )
    for x in (0.12, 0.88):
        canvas.glow(x, 0.08, 0.5 if night else 0.22, rgb("#f4f6ff"), 0.85 if night else 0.5)
    turf = mood.surface(rgb("#4f9a48"))
    top = round((horizon + 0.01) * canvas.height)
    depth = (np.arange(canvas.height - top, dtype=np.float32) + 0.5) / (canvas.height - top)
    stripe = (np.floor(4.6 * np.log(0.1 + depth)) % 2)[:, None] * np.ones((1, 4), np.float32)
    canvas.plane(
        tiles.grass(1),
        [
            (0.0, canvas.tone(mix(turf, rgb("#0f3a1e"), 0.4), 0.3)),
            (0.5, canvas.tone(turf)),
            (1.0, canvas.tone(mix(turf, rgb("#dff0a0"), 0.35), 1.0)),
        ],
        horizon + 0.01,
        scale=0.7,
        shades=(1.05, 0.88),
    )
    canvas.cover(stripe * 0.16, rgb("#e9ffc0"), (0, top / canvas.height, 1, 1))
    with canvas.fine((0, horizon, 1, 1)) as brush:
        chalk = canvas.tone(rgb("#ffffff"), 0.9)
        brush.polygon([(0.0, 0.645), (1.0, 0.645), (1.0, 0.65), (0.0, 0.65)], chalk, 0.85)
        brush.polygon([(0.3, 0.65), (0.305, 0.65), (0.08, 1.0), (0.065, 1.0)], chalk, 0.85)
        brush.polygon([(0.7, 0.65), (0.695, 0.65), (0.92, 1.0), (0.935, 1.0)], chalk, 0.85)
    return Ground(horizon + 0.06)


def _crowd(canvas: Canvas, mood: Mood) -> None:
    rng = np.random.default_rng((canvas.seed, 5))
    wide, high = max(60, canvas.width // 5), max(24, round(canvas.height * 0.3) // 5)
    hues = [
        mood.accent(rgb(colour), index)
        for index, colour in enumerate(("#e9dccb", "#c9564a", "#4f7fc0", "#f0c860", "#f4f4f0"))
    ]
    for hue in hues:
        dots = (rng.random((high, wide)) > 0.86).astype(np.float32) * rng.uniform(0.35, 0.8, (high, wide)).astype(
            np.float32
        )
        canvas.cover(dots, canvas.tone(hue, 0.5), (0, 0.262, 1, 0.53))
    aisles = (np.arange(wide) % max(8, wide // 9) < 1).astype(np.float32)[None, :] * np.ones((high, 1), np.float32)
    canvas.cover(aisles * 0.5, canvas.tone(rgb("#2c3444")), (0, 0.262, 1, 0.53))


def museum(canvas: Canvas, mood: Mood) -> Ground:
    """A gallery: gilt frames under picture lights, a polished floor."""
    horizon = 0.66
    paint = mood.surface(rgb("#8f9a94"))
    wall(canvas, horizon, paint)
    gilt = canvas.tone(rgb("#c9a24f"), 0.8)
    pictures = (
        ((0.05, 0.17, 0.21, 0.46), "#7a4f3c", "#d9a86a"),
        ((0.27, 0.22, 0.38, 0.4), "#3f5f7f", "#e9dcb8"),
        ((0.63, 0.2, 0.75, 0.42), "#5f7a55", "#c9864f"),
        ((0.8, 0.15, 0.96, 0.47), "#2f3f5a", "#c96a5a"),
    )
    with canvas.fine((0, 0, 1, horizon)) as brush:
        for box, art, second in pictures:
            framed(canvas, brush, box, gilt, canvas.tone(rgb(art), 0.7), canvas.tone(mood.accent(rgb(second)), 0.8))
        moulding = canvas.tone(mix(paint, rgb("#ffffff"), 0.45), 0.8)
        brush.rectangle((0, 0, 1, 0.045), moulding)
        brush.rectangle((0, 0.045, 1, 0.055), rgb("#000000"), 0.16)
        brush.rectangle((0, 0.075, 1, 0.082), moulding)
    canvas.soften(2, (0, 0.1, 1, horizon - 0.05))
    for box, _, _ in pictures:
        canvas.glow((box[0] + box[2]) / 2, box[1] - 0.02, 0.24, rgb("#ffe2ac"), 0.6)
    canvas.plane(
        tiles.planks(8, 8),
        [
            (0.0, canvas.tone(rgb("#2a1a10"), 0.3)),
            (0.55, canvas.tone(rgb("#7d5536"))),
            (1.0, canvas.tone(rgb("#cfa273"), 1.0)),
        ],
        horizon,
        scale=0.9,
        shades=(1.0, 0.9),
    )
    sheen(canvas, horizon, canvas.tone(paint), 0.42)
    skirting(canvas, horizon, mix(paint, rgb("#ffffff"), 0.3))
    return Ground(horizon + 0.03, reflective=0.24)


def library(canvas: Canvas, mood: Mood) -> Ground:
    """Tall shelves of old books around an arched window, a parquet floor."""
    horizon = 0.66
    oak = mood.surface(rgb("#6f4a2c"))
    canvas.gradient(
        (0, 0, 1, horizon), [(0.0, canvas.tone(mix(oak, rgb("#140c08"), 0.5), 0.3)), (1.0, canvas.tone(oak, 0.5))]
    )
    spines = tuple(
        canvas.tone(rgb(colour), 0.65)
        for colour in ("#7a2f2a", "#2f4f45", "#b5894a", "#34466b", "#8a5a3c", "#d6c39a", "#5a2f42")
    )
    lit = canvas.tone(mix(oak, rgb("#f0c890"), 0.25), 0.8)
    with canvas.fine((0, 0, 1, horizon)) as brush:
        cases = ((-0.01, 0.17), (0.185, 0.355), (0.645, 0.815), (0.83, 1.01))
        for left, right in cases:
            brush.rectangle((left, 0.03, right, horizon), canvas.tone(mix(oak, rgb("#140a06"), 0.65), 0.2))
            for row in range(6):
                y = 0.13 + row * 0.1
                shelf_row(canvas, brush, (left + 0.008, y - 0.088, right - 0.008, y), spines)
                brush.rectangle((left, y, right, y + 0.011), lit)
            for x in (left, right):
                brush.rectangle((x - 0.008, 0.02, x + 0.008, horizon), lit)
        window(canvas, brush, (0.4, 0.2, 0.6, 0.56), mood, lit, panes=3, rows=3)
        brush.rectangle((0, 0, 1, 0.03), mix(lit, oak, 0.4))
    canvas.soften(2, (0, 0, 1, horizon))
    canvas.glow(0.5, 0.36, 0.55, rgb("#bcd0ff") if mood.hour is Hour.NIGHT else rgb("#ffeec4"), 0.42)
    boards(canvas, horizon, rgb("#8a5f3a"), seed=9)
    sheen(canvas, horizon, canvas.tone(rgb("#d8b98a")), 0.3)
    mist = clouds(32, 32, seed=canvas.seed, scale=0.5, slope=2.0) * 0.06
    canvas.cover(mist, rgb("#ffe9c4"))
    for x in (0.177, 0.823):
        canvas.glow(x, 0.3, 0.34, rgb("#ffb964"), 0.75 if mood.hour is Hour.NIGHT else 0.3)
    return Ground(horizon + 0.03, reflective=0.14)
