"""Skylines by day and by night, and the pavement before them."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from genevolve.world.illustrator.brush import RGB, mix, rgb
from genevolve.world.illustrator.noise import ridge
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood
from genevolve.world.illustrator.settings.sky import haze, paint_sky


def skyline(
    canvas: Canvas, base: float, height: float, wall: RGB, *, seed: int, lit: float, glass: RGB, across: int
) -> None:
    """A row of towers with windows, `lit` of which shine."""
    rng = np.random.default_rng((canvas.seed, seed))
    width, low = canvas.width, round(base * canvas.height)
    cell = max(3, round(min(canvas.width, canvas.height) / 95))
    edges = [0]
    while edges[-1] < width:
        edges.append(edges[-1] + cell * int(rng.integers(4, 10) * max(1.0, across / 10)))
    owner = np.searchsorted(np.array(edges[1:]), np.arange(width), side="right")
    count = len(edges)
    tall = (rng.random(count) ** 1.5 * 0.75 + 0.25) * height * canvas.height
    middle = np.abs((np.array(edges) / width) - 0.5) * 2.0
    tall *= 0.62 + 0.38 * np.clip(middle, 0.0, 1.0)
    tops = np.round(low - tall)[owner]
    step = rng.random(count)[owner]
    inside = np.arange(width) - np.array(edges)[owner]
    span = np.diff([*edges, edges[-1] + cell])[owner]
    crown = (step > 0.62) & (np.abs(inside - span / 2) > span * 0.28)
    tops = tops + crown * 0.045 * canvas.height
    top = max(0, int(tops.min()))
    if low - top < 3:
        return
    rows = np.arange(top, low)[:, None]
    body = rows >= tops[None, :]
    from_top = np.maximum(rows - tops[None, :], 0).astype(np.uint32)
    pane = (
        (inside[None, :] % cell >= cell * 0.38)
        & (from_top % (cell + 1) >= cell * 0.45)
        & (from_top > cell)
        & (inside < span - 1)
    )
    mixed = (from_top // (cell + 1)) * np.uint32(668265263) + (
        owner.astype(np.uint32) * np.uint32(374761393) + (inside // cell).astype(np.uint32) * np.uint32(2246822519)
    )
    key = ((mixed ^ (mixed >> np.uint32(13))) * np.uint32(1274126177) >> np.uint32(16)) % np.uint32(1009)
    shines = pane & body & (key < lit * 1009)
    side = np.where((inside / np.maximum(span, 1) < 0.5) == (canvas.lighting.azimuth <= 0), 1.0, 0.0)
    tone = (rng.uniform(-0.1, 0.1, count))[owner] + 0.09 * side
    box = (0.0, top / canvas.height, 1.0, base)
    canvas.cover(body.astype(np.float32), wall, box)
    canvas.cover(
        body * np.clip(tone, 0.0, 1.0)[None, :], rgb("#ffffff") if lit < 0.2 else mix(wall, rgb("#8fb0e0"), 0.5), box
    )
    canvas.cover((pane & body).astype(np.float32) * 0.4, mix(wall, glass, 0.5), box)
    if lit >= 0.2:
        warm = shines & (key % np.uint32(3) > 0)
        canvas.cover(warm.astype(np.float32), rgb("#ffc978"), box)
        canvas.cover((shines & ~warm).astype(np.float32) * 0.9, rgb("#d9e9ff"), box)


def _city(canvas: Canvas, mood: Mood, *, night: bool, base: float = 0.6) -> None:
    air = haze(mood)
    if night:
        layers = ((0.42, "#34406e", 0.55, 0.22), (0.34, "#1d2750", 0.18, 0.3), (0.22, "#0d1430", 0.0, 0.34))
    else:
        layers = ((0.4, "#8fa5b8", 0.6, 0.05), (0.32, "#8091a4", 0.34, 0.05), (0.2, "#6d7580", 0.1, 0.05))
    for index, (height, wall, fade, lit) in enumerate(layers):
        colour = mix(rgb(wall) if night else canvas.tone(rgb(wall), 0.7), air, fade)
        skyline(
            canvas,
            base,
            height,
            colour,
            seed=index,
            lit=lit,
            glass=rgb("#0b1330") if night else mix(air, rgb("#39597a"), 0.55),
            across=10 + 3 * index,
        )


def city_day(canvas: Canvas, mood: Mood) -> Ground:
    """Towers in the haze behind a paved terrace."""
    if mood.hour is Hour.NIGHT:
        return city_night(canvas, mood)
    horizon = 0.6
    paint_sky(canvas, mood, horizon, cover=0.4)
    _city(canvas, mood, night=False, base=horizon + 0.01)
    leaf = canvas.tone(rgb("#5f8a54"), 0.6)
    crowns = np.abs(
        ridge(canvas.width, seed=canvas.seed + 6, waves=14.0 * max(0.6, canvas.aspect), roughness=0.5, octaves=4)
    )
    canvas.silhouette(
        (horizon + 0.012 - 0.04 * crowns).astype(np.float32),
        [(0.0, mix(leaf, rgb("#f4eeb0"), 0.2)), (1.0, mix(leaf, rgb("#16301f"), 0.4))],
        bottom=horizon + 0.03,
    )
    paving(canvas, horizon + 0.02, mood.surface(rgb("#c9c2b6")))
    return Ground(horizon + 0.03)


def paving(canvas: Canvas, horizon: float, stone: RGB, *, wet: float = 0.0) -> None:
    """Flagstones in perspective."""
    canvas.plane(
        tiles.slabs(),
        [
            (0.0, canvas.tone(mix(stone, rgb("#22242a"), 0.7), 0.2)),
            (0.6, canvas.tone(stone)),
            (1.0, canvas.tone(mix(stone, rgb("#ffffff"), 0.5), 1.0)),
        ],
        horizon,
        scale=1.1,
        haze=canvas.tone(stone),
        haze_reach=0.25,
        shades=(1.03, 0.84 - 0.1 * wet),
    )


def city_night(canvas: Canvas, mood: Mood) -> Ground:
    """A lit skyline and its lights on a wet terrace."""
    horizon = 0.6
    late = Mood(Hour.NIGHT, mood.tint, mood.accents)
    paint_sky(canvas, late, horizon, cover=0.3)
    canvas.glow(0.5, horizon, 1.2, rgb("#e08a5a"), 0.42, squash=0.55)
    _city(canvas, late, night=True, base=horizon + 0.005)
    for _ in range(16):
        hue = mood.accent(
            rgb(canvas.random.choice(("#ff5f8a", "#42d7ff", "#ffb347", "#b07bff"))), canvas.random.randrange(4)
        )
        canvas.glow(
            canvas.random.random(),
            horizon - canvas.random.uniform(0.0, 0.09),
            canvas.random.uniform(0.03, 0.09),
            hue,
            0.75,
        )
    _wet_ground(canvas, horizon + 0.005)
    return Ground(horizon + 0.03, reflective=0.45)


def _wet_ground(canvas: Canvas, horizon: float, dark: str = "#0c1224") -> None:
    """Dark pavement in which what stands above it shows in long streaks."""
    left, top, _, low = canvas.pixel_box((0.0, horizon, 1.0, 1.0))
    count = low - top
    above = canvas.image.crop((0, max(0, top - count), canvas.width, top))
    streaked = above.reduce((2, 6)).resize((canvas.width, count)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    depth = np.linspace(0.0, 1.0, count, dtype=np.float32)[:, None, None]
    share = 0.78 * (1.0 - depth) ** 1.3 + 0.1
    canvas.put(
        np.array(rgb(dark), np.float32) * (1.0 - share) * (1.4 - 0.5 * depth)
        + np.asarray(streaked, np.float32) * share * 0.9,
        left,
        top,
    )
    field = tiles.slabs(1)
    base = canvas.image.copy()
    canvas.plane(
        field,
        [(0.0, (0.0, 0.0, 0.0)), (0.65, (190.0, 190.0, 200.0)), (1.0, (255.0, 255.0, 255.0))],
        horizon,
        scale=1.1,
        haze=(205.0, 205.0, 210.0),
    )
    box = (0, top, canvas.width, low)
    canvas.image.paste(ImageChops.multiply(base.crop(box), canvas.image.crop(box)), (0, top))
