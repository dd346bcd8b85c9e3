"""Open land without trees: mountains, deserts, snow, ice and caves."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.noise import Field, clouds, ridge
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.shapes import fir
from genevolve.world.illustrator.settings.sky import haze, paint_sky


def range_line(canvas: Canvas, base: float, height: float, *, seed: int, waves: float, peaked: bool = True) -> Field:
    """A mountain range's outline, at `base` and up to `height` above it."""
    waves = max(1.2, waves * min(2.5, max(0.45, canvas.aspect)))
    line = ridge(canvas.width, seed=canvas.seed + seed, waves=waves, roughness=0.48 if peaked else 0.36)
    shape = 1.0 - np.abs(line) * 1.1 if peaked else 0.5 + 0.5 * line
    if peaked:
        shape *= 0.72 + 0.36 * ridge(canvas.width, seed=canvas.seed + seed + 50, waves=waves * 0.7, octaves=2)
    return (base - height * np.clip(shape, 0.0, 1.25)).astype(np.float32)


def rocky_range(
    canvas: Canvas, line: Field, lit: RGB, shadow: RGB, foot: RGB, *, bottom: float, seed: int, snow: RGB | None = None
) -> None:
    """A mountain range with lit and shaded faces, snow on its heights, and its foot in haze."""
    edge = line * canvas.height
    top, low = max(0, int(edge.min()) - 1), min(canvas.height, round(bottom * canvas.height))
    if low - top < 4:
        return
    rows = np.arange(top, low, dtype=np.float32)[:, None]
    depth = rows - edge[None, :]
    cover = np.clip(depth + 0.5, 0.0, 1.0)
    grit = clouds(canvas.width, low - top, seed=canvas.seed + seed, scale=1.1, slope=1.35)
    reach = max(6, canvas.width // 28)
    slope = np.convolve(np.pad(edge, reach, mode="edge"), np.r_[np.ones(reach), 0, -np.ones(reach)] / reach, "valid")
    slope = slope[: canvas.width] if canvas.lighting.azimuth <= 0 else -slope[: canvas.width]
    columns = np.arange(canvas.width, dtype=np.float32)[None, :] + (grit - 0.5) * depth * 0.9
    face = slope[np.clip(columns, 0, canvas.width - 1).astype(np.int32)] / max(1.0, reach * 0.3)
    light = np.clip(0.5 - face * 0.42 + (grit - 0.5) * 0.5, 0.0, 1.0)
    box = (0.0, top / canvas.height, 1.0, low / canvas.height)
    canvas.cover(cover, shadow, box)
    canvas.cover(cover * light, lit, box)
    span = float(low - top)
    if snow is not None:
        level = (rows - top) / span + (grit - 0.5) * 0.5
        white = np.clip((0.5 - level) * 3.0, 0.0, 1.0) * cover
        canvas.cover(white * (0.3 + 0.7 * light), snow, box)
    mist = np.clip((rows - top) / span, 0.0, 1.0) ** 1.6
    canvas.cover(cover * mist * 0.96, foot, box)


def mountains(canvas: Canvas, mood: Mood) -> Ground:
    """Three ranges behind one another over an alpine meadow."""
    horizon = 0.64
    paint_sky(canvas, mood, horizon, cover=0.42)
    air = haze(mood)
    snow = canvas.tone(rgb("#ffffff"), 0.9)
    far = range_line(canvas, 0.56, 0.26, seed=1, waves=3.0)
    rocky_range(
        canvas,
        far,
        mix(canvas.tone(rgb("#b9c4d2"), 1.0), air, 0.35),
        mix(canvas.tone(rgb("#566d8e"), 0.2), air, 0.4),
        air,
        bottom=horizon + 0.02,
        seed=2,
        snow=snow,
    )
    near = range_line(canvas, 0.63, 0.19, seed=5, waves=4.0)
    rocky_range(
        canvas,
        near,
        mix(canvas.tone(rgb("#8a9a8e"), 1.0), air, 0.15),
        mix(canvas.tone(rgb("#37505e"), 0.2), air, 0.18),
        mix(air, canvas.tone(rgb("#7d9a72")), 0.35),
        bottom=horizon + 0.03,
        seed=7,
    )
    hills = 0.645 - 0.035 * (0.5 + 0.5 * ridge(canvas.width, seed=canvas.seed + 11, waves=2.0, roughness=0.3))
    canvas.silhouette(hills, [(0.0, canvas.tone(rgb("#6f9160"))), (1.0, canvas.tone(rgb("#5f8a4f")))], bottom=0.67)
    canvas.plane(
        tiles.grass(),
        [
            (0.0, canvas.tone(rgb("#2f5a34"), 0.2)),
            (0.5, canvas.tone(rgb("#6b9a52"))),
            (1.0, canvas.tone(rgb("#b6c972"), 1.0)),
        ],
        0.66,
        scale=0.8,
        haze=canvas.tone(rgb("#6b9257")),
        shades=(1.08, 0.82),
    )
    return Ground(horizon)


def desert(canvas: Canvas, mood: Mood) -> Ground:
    """Dunes with sharp crests under a wide sky."""
    horizon = 0.58
    paint_sky(canvas, mood, horizon + 0.04, cover=0.16)
    air = haze(mood)
    sand = mood.surface(rgb("#dda566"))
    lit, shadow = mix(sand, rgb("#fff0cf"), 0.35), mix(sand, rgb("#7a3d2c"), 0.5)
    for level, (base, height, fade) in enumerate(((0.585, 0.06, 0.62), (0.61, 0.085, 0.36), (0.65, 0.1, 0.12))):
        line = range_line(canvas, base, height, seed=3 + level, waves=1.3 + 0.5 * level, peaked=level < 2)
        crest = mix(canvas.tone(lit, 1.0), air, fade)
        slack = mix(canvas.tone(mix(sand, shadow, 0.5), 0.4), air, fade)
        canvas.silhouette(line, [(0.0, crest), (0.75, slack), (1.0, slack)], bottom=0.72)
        shift = int(canvas.width * 0.06)
        drawn = np.pad(line, shift, mode="edge")
        shifted = (drawn[: canvas.width] if canvas.lighting.azimuth <= 0 else drawn[2 * shift :]) + 0.012
        canvas.silhouette(
            np.maximum(line, shifted).astype(np.float32),
            [(0.0, mix(canvas.tone(shadow, 0.15), air, fade)), (1.0, slack)],
            bottom=0.72,
            opacity=0.7,
        )
    canvas.plane(
        tiles.sand(),
        [(0.0, canvas.tone(shadow, 0.1)), (0.5, canvas.tone(sand)), (1.0, canvas.tone(lit, 1.0))],
        0.655,
        scale=0.9,
        haze=mix(canvas.tone(sand), air, 0.1),
        shades=(1.05, 0.9),
    )
    return Ground(horizon + 0.06)


def snow(canvas: Canvas, mood: Mood) -> Ground:
    """A snowfield before white hills and a dark line of firs."""
    horizon = 0.6
    paint_sky(canvas, mood, horizon, cover=0.5)
    air = mix(haze(mood), rgb("#ffffff"), 0.25 if mood.hour is not Hour.NIGHT else 0.05)
    white, blue = canvas.tone(rgb("#fbfdff"), 1.0), canvas.tone(rgb("#a9c0dc"), 0.2)
    for level, (base, height) in enumerate(((0.58, 0.14), (0.61, 0.09))):
        line = range_line(canvas, base, height, seed=level, waves=1.6, peaked=False)
        canvas.silhouette(line, [(0.0, mix(white, air, 0.5 - 0.25 * level)), (1.0, mix(blue, air, 0.4))], bottom=0.68)
    firs = 0.615 + 0.01 * ridge(canvas.width, seed=canvas.seed + 4, waves=3.0)
    comb = _fir_comb(canvas, 0.07)
    canvas.silhouette(
        firs - comb, [(0.0, mix(canvas.tone(rgb("#4a6478")), air, 0.3)), (1.0, mix(blue, air, 0.3))], bottom=0.66
    )
    canvas.silhouette(
        (0.635 + 0.012 * ridge(canvas.width, seed=canvas.seed + 8, waves=1.2, roughness=0.3)).astype(np.float32),
        [(0.0, white), (1.0, blue)],
        bottom=0.72,
    )
    canvas.plane(
        tiles.smooth(),
        [(0.0, blue), (0.45, mix(blue, white, 0.6)), (1.0, white)],
        0.655,
        scale=1.1,
        haze=mix(white, blue, 0.18),
        shades=(1.02, 0.93),
    )
    spruce = mix(canvas.tone(rgb("#4f6f73"), 0.6), white, 0.18)
    with canvas.fine((0.0, 0.1, 1.0, horizon + 0.09)) as brush:
        for x, tall in ((0.03, 0.36), (0.13, 0.22), (0.21, 0.13), (0.97, 0.4), (0.87, 0.25), (0.79, 0.15)):
            fir(canvas, brush, x, horizon + 0.03 + 0.1 * tall, tall, spruce)
    return Ground(horizon + 0.03)


def _fir_comb(canvas: Canvas, height: float) -> Field:
    """Heights of a row of firs standing shoulder to shoulder."""
    rng = np.random.default_rng((canvas.seed, 13))
    x = np.arange(canvas.width, dtype=np.float32) / canvas.width
    comb = np.zeros(canvas.width, np.float32)
    for _ in range(int(46 * max(0.6, canvas.aspect))):
        centre, tall = rng.random(), height * rng.uniform(0.35, 1.0)
        half = tall * 0.2 * canvas.unit_x / canvas.unit_y
        comb = np.maximum(comb, tall * np.clip(1.0 - np.abs(x - centre) / half, 0.0, 1.0))
    return comb


def arctic(canvas: Canvas, mood: Mood) -> Ground:
    """Pack ice, icebergs and, at night, an aurora."""
    horizon = 0.6
    paint_sky(canvas, mood, horizon, cover=0.3 if mood.hour is not Hour.NIGHT else 0.0)
    if mood.hour is Hour.NIGHT:
        _aurora(canvas, horizon)
    air = haze(mood)
    canvas.gradient(
        (0.0, 0.598, 1.0, 0.7), [(0.0, mix(canvas.tone(rgb("#4f93b0")), air, 0.4)), (1.0, canvas.tone(rgb("#2f7396")))]
    )
    _icebergs(canvas, air)
    canvas.plane(
        tiles.marble(1),
        [
            (0.0, canvas.tone(rgb("#3f86a8"), 0.2)),
            (0.45, canvas.tone(rgb("#93c6dc"))),
            (0.9, canvas.tone(rgb("#eef8fc"), 1.0)),
        ],
        0.64,
        scale=1.2,
        haze=canvas.tone(rgb("#b9dbe6")),
        haze_reach=0.3,
    )
    return Ground(horizon + 0.04, reflective=0.35)


def _icebergs(canvas: Canvas, air: RGB) -> None:
    lit, shaded = canvas.tone(rgb("#f8fdff"), 1.0), canvas.tone(rgb("#79b4d6"), 0.3)
    with canvas.fine((0.0, 0.35, 1.0, 0.66)) as brush:
        for level, (x, wide, tall) in enumerate(
            ((0.24, 0.2, 0.13), (0.62, 0.13, 0.07), (0.88, 0.24, 0.2), (0.42, 0.07, 0.04))
        ):
            foot, unit = 0.615 + 0.004 * level, canvas.unit_x
            tops = [canvas.random.uniform(0.55, 1.0) for _ in range(5)]
            crest = [(x + wide * unit * (i / 5.0 - 0.4), foot - tall * top) for i, top in enumerate(tops)]
            outline = [(x - wide * unit * 0.55, foot), *crest, (x + wide * unit * 0.6, foot)]
            fade = 0.35 if tall < 0.1 else 0.12
            brush.polygon(outline, mix(lit, air, fade))
            ridge_x = crest[2][0]
            if canvas.lighting.azimuth <= 0:
                side = [crest[2], crest[3], crest[4], outline[-1], (ridge_x + 0.06 * wide, foot)]
            else:
                side = [crest[2], crest[1], crest[0], outline[0], (ridge_x - 0.06 * wide, foot)]
            brush.polygon(side, mix(shaded, air, fade))
            mirrored = [(px, foot + (foot - py) * 0.3) for px, py in outline]
            brush.polygon(mirrored, lit, 0.3)


def _aurora(canvas: Canvas, horizon: float) -> None:
    width, height = max(64, canvas.width // 3), max(48, round(canvas.height * horizon) // 3)
    rays = clouds(width, 8, seed=canvas.seed + 3, scale=1.0, slope=1.2)[4]
    y = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None]
    for index, colour in enumerate(("#3fe0a0", "#6f7fe8")):
        line = 0.62 - 0.14 * index + 0.14 * ridge(width, seed=canvas.seed + index, waves=1.4, octaves=3)
        rise = (line[None, :] - y) / 0.5
        band = np.clip(1.0 - rise, 0.0, 1.0) ** 2 * np.clip(rise * 14.0, 0.0, 1.0)
        canvas.cover(band * (0.25 + 0.75 * np.clip(rays, 0, 1))[None, :] * 0.7, rgb(colour), (0.0, 0.0, 1.0, horizon))


def cave(canvas: Canvas, mood: Mood) -> Ground:
    """A cavern that opens on light, with dripstone above and a rock floor."""
    horizon = 0.64
    rock = mood.surface(rgb("#7a6557"))
    dark = canvas.tone(mix(rock, rgb("#120e18"), 0.78), 0.2)
    outside = haze(mood) if mood.hour is not Hour.NIGHT else rgb("#5f7fb4")
    canvas.facing(tiles.earth(2), [(0.0, dark), (1.0, canvas.tone(mix(rock, rgb("#1a1420"), 0.25)))], scale=0.9)
    x = 0.5 + 0.1 * canvas.lighting.azimuth
    canvas.glow(x, 0.5, 0.95, outside, 0.9)
    width = canvas.width
    for level, share in enumerate((0.85, 0.5, 0.2)):
        colour = mix(dark, mix(canvas.tone(rock), outside, 0.35), share * 0.8)
        column = np.arange(width, dtype=np.float32) / width
        teeth = ridge(width, seed=canvas.seed + 20 + level, waves=6.0 + 2 * level, roughness=0.55, octaves=5)
        reach = 0.3 + 0.08 * level
        side = np.clip(np.abs(column - x + 0.05 * teeth) / reach, 0.0, 1.6)
        roof = 0.34 - 0.1 * level + 0.07 * teeth + np.clip(side - 0.55, 0.0, None) ** 1.5 * 1.1
        rows = np.arange(canvas.height, dtype=np.float32)[:, None]
        mask = np.clip((roof[None, :] * canvas.height - rows) / 1.5, 0.0, 1.0)
        canvas.cover(mask * 0.97, colour)
    canvas.plane(
        tiles.cobbles(3),
        [(0.0, dark), (0.6, canvas.tone(rock)), (1.0, canvas.tone(mix(rock, rgb("#ffe9cf"), 0.4), 1.0))],
        0.62,
        scale=1.6,
        haze=mix(canvas.tone(rock), outside, 0.55),
        haze_reach=0.5,
        shades=(1.1, 0.62),
    )
    return Ground(horizon)
