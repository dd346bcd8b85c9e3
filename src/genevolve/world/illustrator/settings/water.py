"""Places of water: sea, beach, lake, harbour, and under the surface."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.noise import Field, clouds, ridge
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.land import range_line, rocky_range
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import fir, palm
from genevolve.world.illustrator.settings.sky import haze, paint_sky, sky_stops, sun_place


def glitter(canvas: Canvas, mood: Mood, horizon: float, bottom: float = 1.0) -> None:
    """The path of sparks that sun or moon lays on the water."""
    if mood.hour is Hour.GREY:
        return
    colour = {Hour.NIGHT: "#c9d8ff", Hour.SUNSET: "#ffb56e", Hour.GOLDEN: "#ffd78c"}.get(mood.hour, "#fff8e4")
    x, _ = sun_place(canvas, horizon)
    height, width = max(24, round((bottom - horizon) * canvas.height) // 2), max(64, canvas.width // 2)
    noise = clouds(width, height, seed=canvas.seed + 6, scale=1.2, slope=0.9, stretch=5.0)
    rows = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None]
    columns = np.linspace(0.0, 1.0, width, dtype=np.float32)[None, :]
    path = np.exp(-(((columns - x) / (0.05 + 0.16 * rows)) ** 2)) * (1.0 - 0.75 * rows)
    sparks = np.clip((noise + 0.35 * path - 0.62) * 5.0, 0.0, 1.0) * path
    canvas.cover(sparks * (0.95 if mood.hour is not Hour.DAY else 0.6), rgb(colour), (0.0, horizon, 1.0, bottom))


def open_water(
    canvas: Canvas, mood: Mood, horizon: float, deep: RGB, *, bottom: float = 1.0, scale: float = 1.0
) -> None:
    """Waves out to the horizon, taking the colour of the sky."""
    stops = sky_stops(mood)
    light, shaded = mix(deep, stops[-2][1], 0.62), mix(deep, rgb("#04101f"), 0.35)
    canvas.plane(
        tiles.waves(),
        [(0.0, shaded), (0.45, mix(deep, light, 0.3)), (0.85, light), (1.0, mix(light, stops[-1][1], 0.6))],
        horizon,
        bottom=bottom,
        scale=scale,
        haze=mix(stops[-1][1], deep, 0.35),
        haze_reach=0.3,
        shades=(1.0, 0.92),
    )
    glitter(canvas, mood, horizon, bottom)


def sea(canvas: Canvas, mood: Mood) -> Ground:
    """Open sea to a clear horizon, with a distant headland."""
    horizon = 0.54
    paint_sky(canvas, mood, horizon, cover=0.46)
    deep = canvas.tone(mood.surface(rgb("#1d6a92")), 0.5)
    coast = horizon - 0.05 * np.clip(
        ridge(canvas.width, seed=canvas.seed + 4, waves=1.4, roughness=0.35) - 0.05, 0.0, 1.0
    )
    air = haze(mood)
    canvas.silhouette(
        coast.astype(np.float32), [(0.0, mix(deep, air, 0.62)), (1.0, mix(deep, air, 0.8))], bottom=horizon
    )
    open_water(canvas, mood, horizon, deep)
    return Ground(horizon + 0.03, reflective=0.55)


def beach(canvas: Canvas, mood: Mood) -> Ground:
    """Warm sand, a line of foam, a turquoise sea and a palm at the edge."""
    horizon = 0.47
    paint_sky(canvas, mood, horizon, cover=0.4)
    open_water(canvas, mood, horizon, canvas.tone(rgb("#2497ab"), 0.6), bottom=0.66)
    sand = canvas.tone(mood.surface(rgb("#ecd0a0")))
    _surf(canvas, sand)
    leaf, bark = canvas.tone(rgb("#2f6b43"), 0.4), canvas.tone(rgb("#76583f"), 0.4)
    right = canvas.lighting.azimuth <= 0
    with canvas.fine() as brush:
        foot = 0.68
        for x, height, lean in ((0.97, 0.52, -0.32), (1.03, 0.4, -0.14)):
            palm(canvas, brush, x if right else 1.0 - x, foot, height, leaf, bark, lean if right else -lean)
    return Ground(0.66)


def _surf(canvas: Canvas, sand: RGB) -> None:
    line = (0.60 + 0.018 * ridge(canvas.width, seed=canvas.seed + 5, waves=1.6, roughness=0.4)).astype(np.float32)
    foam = canvas.tone(rgb("#ffffff"), 0.9)
    canvas.silhouette(line - 0.012, [(0.0, foam), (1.0, foam)], bottom=0.68, opacity=0.45)
    canvas.silhouette(line, [(0.0, foam), (1.0, foam)], bottom=0.68, opacity=0.9)
    wet = mix(sand, canvas.tone(rgb("#7f7460"), 0.4), 0.55)
    canvas.silhouette(line + 0.012, [(0.0, wet), (0.6, mix(wet, sand, 0.6)), (1.0, sand)], bottom=0.72)
    before = canvas.image.crop(canvas.pixel_box((0.0, 0.6, 1.0, 0.74)))
    canvas.plane(
        tiles.sand(1),
        [(0.0, mix(sand, rgb("#8a6238"), 0.4)), (0.55, sand), (1.0, mix(sand, rgb("#fff6e0"), 0.6))],
        0.6,
        scale=0.9,
        haze=sand,
        haze_reach=0.25,
        shades=(1.0, 0.94),
    )
    box = canvas.pixel_box((0.0, 0.6, 1.0, 0.74))
    fade = np.clip(np.linspace(2.6, -0.4, box[3] - box[1]), 0.0, 1.0)[:, None] * np.ones((1, canvas.width))
    canvas.image.paste(before, box[:2], Image.fromarray((fade * 255).astype(np.uint8)))


def mirror(canvas: Canvas, horizon: float, deep: RGB, *, bottom: float = 1.0, share: float = 0.62) -> None:
    """Still water: what stands above `horizon`, upside down, broken by ripples."""
    left, top, right, low = canvas.pixel_box((0.0, horizon, 1.0, bottom))
    count = low - top
    above = np.asarray(canvas.image)[:top]
    depth = np.arange(count, dtype=np.float32) / count
    noise: Field = clouds(64, count, seed=canvas.seed + 8, scale=1.0, slope=1.2, stretch=8.0)[:, 20] - 0.5
    shake = noise * (2.0 + 26.0 * depth) * canvas.height / 512.0
    rows = np.clip(top - 1 - np.arange(count) * 0.95 + shake * 0.8, 0, top - 1).astype(np.int64)
    reflected = above[rows].astype(np.float32)
    strength = (share * (1.0 - 0.45 * depth) + 0.22 * np.abs(noise))[:, None, None]
    canvas.put(
        np.array(deep, np.float32) * (1.0 - 0.25 * depth[:, None, None]) * (1.0 - strength) + reflected * strength,
        left,
        top,
    )
    streaks = clouds(max(64, right // 2), max(16, count // 2), seed=canvas.seed + 2, scale=1.0, slope=1.2, stretch=9.0)
    rise = np.linspace(0.15, 1.0, streaks.shape[0], dtype=np.float32)[:, None]
    canvas.cover(
        np.clip((streaks - 0.62) * 1.6, 0.0, 0.35) * rise, mix(deep, rgb("#ffffff"), 0.75), (0.0, horizon, 1.0, bottom)
    )


def lake(canvas: Canvas, mood: Mood) -> Ground:
    """A mountain lake that mirrors its far shore."""
    horizon = 0.56
    paint_sky(canvas, mood, horizon, cover=0.34)
    air = haze(mood)
    rocky_range(
        canvas,
        range_line(canvas, 0.55, 0.28, seed=21, waves=2.0),
        mix(canvas.tone(rgb("#b7bfca"), 1.0), air, 0.3),
        mix(canvas.tone(rgb("#4a627f"), 0.2), air, 0.35),
        air,
        bottom=horizon,
        seed=5,
        snow=canvas.tone(rgb("#ffffff"), 0.9),
    )
    shore = 0.548 - 0.05 * np.abs(ridge(canvas.width, seed=canvas.seed + 2, waves=2.0, roughness=0.4))
    wood = mix(canvas.tone(rgb("#34563f"), 0.4), air, 0.25)
    canvas.silhouette(shore.astype(np.float32), [(0.0, wood), (1.0, mix(wood, air, 0.25))], bottom=horizon)
    with canvas.fine((0.0, 0.3, 1.0, horizon)) as brush:
        for _ in range(int(34 * max(0.7, canvas.aspect))):
            x = canvas.random.choice((canvas.random.uniform(0.0, 0.36), canvas.random.uniform(0.66, 1.0)))
            tall = canvas.random.uniform(0.05, 0.13)
            fir(canvas, brush, x, 0.562, tall, mix(canvas.tone(rgb("#2b5140"), 0.5), air, 0.12))
    mirror(canvas, horizon, canvas.tone(mood.surface(rgb("#23566b")), 0.4))
    glitter(canvas, mood, horizon)
    return Ground(horizon + 0.05, reflective=0.6)


_HOUSES = ("#c9574a", "#e3a652", "#f0e3c8", "#5f8ca6", "#d98a6a", "#8aa57c", "#b5485c")


def harbour(canvas: Canvas, mood: Mood) -> Ground:
    """Painted houses along a quay, masts, their colours in the water, and a stone pier in front."""
    waterline = 0.5
    paint_sky(canvas, mood, waterline, cover=0.4)
    night = mood.hour is Hour.NIGHT
    with canvas.fine((0.0, 0.1, 1.0, waterline + 0.01)) as brush:
        x = -0.03
        while x < 1.0:
            wide, tall = canvas.random.uniform(0.085, 0.13) * canvas.unit_x, canvas.random.uniform(0.15, 0.23)
            wall = canvas.tone(rgb(canvas.random.choice(_HOUSES)), 0.55)
            top = waterline - tall
            brush.rectangle((x, top, x + wide, waterline), wall)
            roof = canvas.tone(rgb("#7c4536"), 0.4)
            brush.polygon([(x, top), (x + wide / 2, top - 0.055), (x + wide, top)], mix(wall, roof, 0.75))
            for floor in range(int(tall / 0.05)):
                for column in range(3):
                    left = x + wide * (0.14 + 0.27 * column)
                    lit = night and canvas.random.random() < 0.6
                    pane = rgb("#ffd27a") if lit else mix(wall, rgb("#22303f"), 0.6)
                    brush.rectangle(
                        (left, top + 0.018 + 0.05 * floor, left + wide * 0.16, top + 0.046 + 0.05 * floor), pane
                    )
            x += wide
        for index in range(7):
            mast = 0.06 + 0.145 * index + canvas.random.uniform(-0.03, 0.03)
            tall = canvas.random.uniform(0.16, 0.28)
            brush.line([(mast, waterline), (mast, waterline - tall)], canvas.tone(rgb("#efe6d6")), 0.005)
            brush.line(
                [(mast, waterline - tall), (mast + 0.05 * canvas.unit_x, waterline - 0.012)],
                canvas.tone(rgb("#d8d0c0")),
                0.002,
            )
            hull = canvas.tone(rgb(canvas.random.choice(("#f5f2ea", "#2d4a66", "#b5493c"))))
            reach = 0.06 * canvas.unit_x
            brush.polygon(
                [
                    (mast - reach, waterline - 0.022),
                    (mast + reach, waterline - 0.022),
                    (mast + reach * 0.7, waterline + 0.004),
                    (mast - reach * 0.7, waterline + 0.004),
                ],
                hull,
            )
    mirror(canvas, waterline, canvas.tone(rgb("#1f5268"), 0.4), bottom=0.75)
    canvas.plane(
        tiles.slabs(),
        [
            (0.0, canvas.tone(rgb("#3e3f42"), 0.2)),
            (0.6, canvas.tone(rgb("#9b958c"))),
            (1.0, canvas.tone(rgb("#d6cdbc"), 1.0)),
        ],
        0.70,
        scale=1.1,
        shades=(1.05, 0.85),
    )
    canvas.gradient(
        (0.0, 0.695, 1.0, 0.712), [(0.0, canvas.tone(rgb("#cfc7b8"), 0.9)), (1.0, canvas.tone(rgb("#8f897e"), 0.3))]
    )
    return Ground(0.71)


def underwater(canvas: Canvas, mood: Mood) -> Ground:
    """Blue depth under a bright surface: shafts of light, weed and corals on the sand."""
    tint = mood.surface(rgb("#1583ad"))
    night = mood.hour is Hour.NIGHT
    surface = mix(mix(tint, rgb("#d6fff4"), 0.68), rgb("#0a2c5a"), 0.6 if night else 0.0)
    deep = mix(tint, rgb("#03193c"), 0.78)
    canvas.gradient(
        (0, 0, 1, 1), [(0.0, surface), (0.22, mix(tint, surface, 0.35)), (0.6, mix(tint, deep, 0.45)), (1.0, deep)]
    )
    _shafts(canvas, surface)
    for level, (base, share) in enumerate(((0.84, 0.25), (0.88, 0.5), (0.92, 0.75))):
        line = base + 0.05 * ridge(canvas.width, seed=canvas.seed + level, waves=2.2, roughness=0.5)
        canvas.silhouette(
            line.astype(np.float32), [(0.0, mix(mix(tint, deep, 0.4), rgb("#0a2a44"), share)), (1.0, deep)]
        )
    corals = tuple(mix(rgb(colour), deep, 0.28) for colour in ("#f2776b", "#f4b860", "#c26fb0", "#e8d9b0"))
    with canvas.fine((0.0, 0.62, 1.0, 1.0)) as brush:
        for index in range(16):
            x = canvas.random.choice((canvas.random.uniform(-0.02, 0.3), canvas.random.uniform(0.72, 1.02)))
            foot, tall = canvas.random.uniform(0.94, 1.03), canvas.random.uniform(0.08, 0.22)
            if index % 2:
                sway = [(x + 0.012 * math.sin(t * 1.7 + index), foot - tall * t / 6) for t in range(7)]
                brush.line(sway, mix(rgb("#3f9a6a"), deep, 0.35), 0.012)
            else:
                colour = corals[index // 2 % len(corals)]
                for arm in range(7):
                    angle = math.pi * (0.15 + 0.7 * arm / 6)
                    tip = (x + math.cos(angle) * tall * 0.5 * canvas.unit_x, foot - math.sin(angle) * tall * 0.6)
                    brush.line([(x, foot), tip], colour, 0.016)
                    brush.ellipse(*tip, 0.014, 0.014, mix(colour, rgb("#ffffff"), 0.2))
        for _ in range(3):
            brush.ellipse(canvas.random.random(), 0.7, 0.002, 0.002, surface)
    for _ in range(26):
        canvas.glow(
            canvas.random.random(), canvas.random.uniform(0.05, 0.85), canvas.random.uniform(0.006, 0.02), surface, 0.5
        )
    return Ground(0.86, standing=False)


def _shafts(canvas: Canvas, colour: RGB) -> None:
    width, height = 96, 96
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    source = 0.5 + 0.35 * canvas.lighting.azimuth
    fan = (x - source) / (0.35 + 0.9 * y)
    beams = np.interp(fan, np.linspace(-1.6, 1.6, 200), ridge(200, seed=canvas.seed + 5, waves=14.0, octaves=3))
    strength = np.clip(0.3 + 0.6 * beams, 0.0, 1.0) * np.clip(1.0 - y * 1.15, 0.0, 1.0) ** 1.2
    canvas.cover((strength * 0.5 * np.exp(-((fan / 0.9) ** 2))).astype(np.float32), colour)
