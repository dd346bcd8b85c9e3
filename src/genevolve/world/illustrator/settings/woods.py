"""Forest and jungle."""

from __future__ import annotations

import math

import numpy as np

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.noise import clouds, ridge
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.sky import haze


def forest(canvas: Canvas, mood: Mood) -> Ground:
    """Trunks receding into lit mist, a floor of moss and leaves."""
    horizon = 0.62
    air = mix(haze(mood), mood.surface(rgb("#bcd8a4")), 0.5)
    if mood.hour is Hour.NIGHT:
        air = mix(air, rgb("#1c3350"), 0.6)
    leaf = mix(canvas.tone(rgb("#3e6b45"), 0.4), air, 0.1)
    canvas.gradient((0, 0, 1, horizon + 0.04), [(0.0, mix(leaf, air, 0.45)), (0.55, air), (1.0, mix(air, leaf, 0.25))])
    canvas.glow(0.5 + 0.28 * canvas.lighting.azimuth, 0.3, 0.8, mix(air, rgb("#fff6cf"), 0.6), 0.6)
    for level, fade in enumerate((0.74, 0.5, 0.22)):
        trunk = mix(canvas.tone(rgb("#3b2f2a"), 0.35), air, fade)
        foot = horizon - 0.01 + 0.035 * level
        canvas.silhouette(
            (foot - 0.02 + 0.014 * ridge(canvas.width, seed=canvas.seed + level, waves=2.0)).astype(np.float32),
            [(0.0, mix(leaf, air, fade * 0.8)), (1.0, mix(leaf, air, fade * 0.5))],
            bottom=foot + 0.03,
        )
        _trunks(canvas, trunk, foot, level)
        canopy(canvas, mix(leaf, rgb("#0f2a20"), 0.15 + 0.12 * level), air, fade, level)
    floor = mood.surface(rgb("#6d7a3e"))
    canvas.plane(
        tiles.earth(1),
        [
            (0.0, canvas.tone(mix(floor, rgb("#1c1a10"), 0.65), 0.3)),
            (0.5, canvas.tone(floor)),
            (1.0, canvas.tone(mix(floor, rgb("#d9c878"), 0.6), 1.0)),
        ],
        horizon + 0.035,
        scale=0.9,
        haze=mix(canvas.tone(floor), air, 0.45),
        haze_reach=0.4,
        shades=(1.05, 0.8),
    )
    return Ground(horizon + 0.03)


def _trunks(canvas: Canvas, colour: RGB, foot: float, level: int) -> None:
    side = 0.3 if canvas.lighting.azimuth > 0 else -0.3
    lit = mix(colour, rgb("#e9d9a8"), 0.22)
    with canvas.fine((0.0, 0.0, 1.0, foot + 0.03)) as brush:
        for _ in range(int((15, 10, 6)[level] * max(0.7, min(2.0, canvas.aspect)))):
            x = canvas.random.random()
            if level == 2:
                x = x * 0.26 if x < 0.5 else 1.0 - (1.0 - x) * 0.5
            half = (0.006, 0.011, 0.026)[level] * canvas.random.uniform(0.7, 1.3) * canvas.unit_x
            low = foot + canvas.random.uniform(-0.01, 0.02)
            brush.polygon([(x - half * 0.7, 0.0), (x + half * 0.7, 0.0), (x + half, low), (x - half, low)], colour)
            edge = x + half * side * 1.6
            brush.polygon(
                [
                    (edge - half * 0.3, 0.0),
                    (edge + half * 0.3, 0.0),
                    (edge + half * 0.4, low),
                    (edge - half * 0.4, low),
                ],
                lit,
            )


def canopy(canvas: Canvas, leaf: RGB, air: RGB, fade: float, level: int) -> None:
    """Foliage across the top, lit here and there; `fade` of it is lost in the air."""
    width, height = max(48, canvas.width // 3), max(32, canvas.height // 6)
    field = clouds(width, height, seed=canvas.seed + 30 + level, scale=0.8, slope=1.15)
    y = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None]
    body = np.clip((field + 0.62 - 1.25 * y - 0.08 * level) * 3.2 - 0.6, 0.0, 1.0)
    bottom = 0.5 - 0.06 * level
    canvas.cover(body * 0.95, mix(leaf, air, fade), (0.0, 0.0, 1.0, bottom))
    canvas.cover(
        body * np.clip(field * 2.0 - 0.95, 0.0, 1.0) * 0.6,
        mix(mix(leaf, rgb("#f3f0a0"), 0.4), air, fade),
        (0.0, 0.0, 1.0, bottom),
    )


def jungle(canvas: Canvas, mood: Mood) -> Ground:
    """Great leaves framing a misty clearing."""
    horizon = 0.66
    green = mood.surface(rgb("#3f8a4a"))
    air = mix(mix(haze(mood), rgb("#dff2b8"), 0.5), canvas.tone(green), 0.32)
    if mood.hour is Hour.NIGHT:
        air = mix(air, rgb("#123a4a"), 0.7)
    deep = canvas.tone(mix(green, rgb("#06231f"), 0.72), 0.3)
    canvas.gradient((0, 0, 1, 0.72), [(0.0, mix(deep, air, 0.3)), (0.5, air), (1.0, mix(air, deep, 0.35))])
    for level, fade in enumerate((0.7, 0.45)):
        canopy(canvas, mix(deep, canvas.tone(green), 0.4), air, fade, level)
        line = horizon - 0.03 - 0.12 * np.abs(ridge(canvas.width, seed=canvas.seed + level, waves=7.0, roughness=0.6))
        canvas.silhouette(
            line.astype(np.float32),
            [(0.0, mix(canvas.tone(green), air, fade)), (1.0, mix(deep, air, fade * 0.6))],
            bottom=0.72,
        )
    canvas.plane(
        tiles.earth(2),
        [
            (0.0, deep),
            (0.5, canvas.tone(mix(green, rgb("#5a4a2c"), 0.5))),
            (1.0, canvas.tone(mix(green, rgb("#e9e08a"), 0.45), 1.0)),
        ],
        horizon,
        scale=0.8,
        haze=mix(canvas.tone(green), air, 0.4),
        shades=(1.05, 0.75),
    )
    _great_leaves(canvas, green, deep)
    return Ground(horizon + 0.01)


def _great_leaves(canvas: Canvas, green: RGB, deep: RGB) -> None:
    with canvas.fine() as brush:
        for index in range(26):
            left = index % 2 == 0
            at_top = index % 3 == 0
            x = canvas.random.uniform(-0.05, 0.08) if left else canvas.random.uniform(0.92, 1.05)
            y = canvas.random.uniform(-0.05, 0.2) if at_top else canvas.random.uniform(0.5, 1.02)
            aim = canvas.random.uniform(0.1, 1.1) if at_top else canvas.random.uniform(-1.2, -0.1)
            angle = aim if left else math.pi - aim
            reach = canvas.random.uniform(0.16, 0.32)
            tone = mix(
                deep, canvas.tone(mix(green, rgb("#c9e070"), 0.2 * (index % 3))), canvas.random.uniform(0.25, 0.9)
            )
            edge_a, edge_b, spine = [], [], []
            for t in range(9):
                share = t / 8.0
                px, py = math.cos(angle) * reach * share, math.sin(angle) * reach * share + 0.16 * reach * share**2
                half = 0.2 * reach * math.sin(math.pi * share**0.8)
                edge_a.append((x + (px - math.sin(angle) * half) * canvas.unit_x, y + (py + math.cos(angle) * half)))
                edge_b.append((x + (px + math.sin(angle) * half) * canvas.unit_x, y + (py - math.cos(angle) * half)))
                spine.append((x + px * canvas.unit_x, y + py))
            brush.polygon(edge_a + edge_b[::-1], tone)
            brush.polygon(edge_b + spine[::-1], mix(tone, rgb("#eaf7a0"), 0.12))
            brush.line(spine, mix(tone, rgb("#eaf7a0"), 0.35), 0.003)
