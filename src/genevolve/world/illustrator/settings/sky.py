"""The sky by the hour: gradients, sun, moon, stars and clouds; and the places that are all sky."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import RGB, Stops, mix, rgb
from genevolve.world.illustrator.noise import clouds, resize
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood

_SKIES: dict[Hour, tuple[str, str, str, str]] = {
    Hour.DAY: ("#2f74b5", "#64a3d3", "#a9d0e4", "#e4efe9"),
    Hour.MORNING: ("#7ba6cf", "#aecbdd", "#f2dcc6", "#fdebcb"),
    Hour.GOLDEN: ("#54799f", "#9fabb4", "#f1c88c", "#ffe2a0"),
    Hour.SUNSET: ("#2b3268", "#73508c", "#dd6f6c", "#ffb870"),
    Hour.GREY: ("#84929e", "#a2aeb6", "#bfc8cb", "#d6d8d4"),
    Hour.NIGHT: ("#060b22", "#0f1c44", "#22396e", "#46618f"),
}
_CLOUDS: dict[Hour, tuple[str, str]] = {
    Hour.DAY: ("#ffffff", "#a9c0d4"),
    Hour.MORNING: ("#fff4e2", "#c9b6bd"),
    Hour.GOLDEN: ("#ffe9bd", "#b59a97"),
    Hour.SUNSET: ("#ffb27c", "#7a5485"),
    Hour.GREY: ("#dfe3e3", "#8d98a1"),
    Hour.NIGHT: ("#3f5587", "#121c3d"),
}


def sky_stops(mood: Mood) -> Stops:
    """The gradient of the sky from the zenith to the horizon, tinted when a colour was asked for."""
    stops = [(at, rgb(colour)) for at, colour in zip((0.0, 0.42, 0.8, 1.0), _SKIES[mood.hour], strict=True)]
    if mood.tint is None:
        return stops
    shares = (0.75, 0.62, 0.45, 0.3)
    return [(at, mix(colour, mood.tint, share)) for (at, colour), share in zip(stops, shares, strict=True)]


def haze(mood: Mood) -> RGB:
    """The colour that distance takes."""
    stops = sky_stops(mood)
    return mix(stops[-1][1], stops[-2][1], 0.45)


def sun_place(canvas: Canvas, horizon: float) -> tuple[float, float]:
    """Where in the sky the sun or moon stands, after the light's direction."""
    light = canvas.lighting
    x = 0.5 + 0.38 * max(-1.0, min(1.0, light.azimuth))
    return x, min(horizon, 0.62) * (0.92 - 0.8 * max(0.0, min(1.0, light.elevation)))


def paint_sky(canvas: Canvas, mood: Mood, horizon: float, *, cover: float = 0.45, bottom: float | None = None) -> None:
    """Sky down to `horizon` with `cover` (0..1) of clouds."""
    canvas.gradient((0.0, 0.0, 1.0, horizon), sky_stops(mood))
    if bottom is not None and bottom > horizon:
        canvas.flat((0.0, horizon, 1.0, bottom), sky_stops(mood)[-1][1])
    if mood.hour is Hour.NIGHT:
        stars(canvas, horizon)
        paint_clouds(canvas, mood, horizon, cover=cover * 0.8)
        moon(canvas, horizon)
    else:
        sun(canvas, mood, horizon)
        paint_clouds(canvas, mood, horizon, cover=cover)


def sun(canvas: Canvas, mood: Mood, horizon: float) -> None:
    """The sun's glow, and its disc where it stands low."""
    if mood.hour is Hour.GREY:
        return
    x, y = sun_place(canvas, horizon)
    low = mood.hour in (Hour.GOLDEN, Hour.SUNSET, Hour.MORNING) or canvas.lighting.behind
    warm = {
        Hour.GOLDEN: "#ffc46a",
        Hour.SUNSET: "#ff9a5a",
        Hour.MORNING: "#ffdca0",
    }.get(mood.hour, "#fff4d4")
    if low:
        y = horizon * (0.80 if mood.hour is Hour.SUNSET else 0.66 if mood.hour is Hour.GOLDEN else 0.55)
        canvas.glow(x, y, 1.15, rgb(warm), 0.55, squash=0.8)
        canvas.glow(x, y, 0.42, rgb(warm), 0.75)
        radius = 0.052
        with canvas.fine(_around(canvas, x, y, radius * 1.1)) as brush:
            brush.ellipse(x, y, radius, radius, mix(rgb("#fffaf0"), rgb(warm), 0.12))
    else:
        canvas.glow(x, y, 0.9, rgb(warm), 0.5)
        canvas.glow(x, y, 0.26, rgb("#ffffff"), 0.8)


def _around(canvas: Canvas, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    reach_x, reach_y = radius * canvas.unit_x, radius * canvas.unit_y
    return (x - reach_x, y - reach_y, x + reach_x, y + reach_y)


def moon(canvas: Canvas, horizon: float, *, radius: float = 0.05) -> None:
    """A full moon with its seas, in a halo."""
    x, y = sun_place(canvas, horizon)
    y = max(y, 0.06 + radius * canvas.unit_y)
    canvas.glow(x, y, 0.75, rgb("#8fb0f0"), 0.5)
    canvas.glow(x, y, 0.2, rgb("#dbe7ff"), 0.6)
    with canvas.fine(_around(canvas, x, y, radius * 1.1)) as brush:
        brush.ellipse(x, y, radius, radius, rgb("#f4f1e2"))
        for dx, dy, size in ((-0.3, -0.25, 0.26), (0.25, -0.05, 0.2), (-0.1, 0.35, 0.22), (0.36, 0.4, 0.12)):
            unit_x, unit_y = radius * canvas.unit_x, radius * canvas.unit_y
            brush.ellipse(x + dx * unit_x, y + dy * unit_y, radius * size, radius * size, rgb("#cfcdbf"), 0.55)


def stars(canvas: Canvas, horizon: float, *, density: float = 1.0) -> None:
    """Stars, denser and brighter towards the zenith."""
    rng = np.random.default_rng((canvas.seed, 3))
    top = max(1, round(horizon * canvas.height))
    count = int(150 * density * max(1.0, canvas.aspect) * max(1.0, 1.0 / canvas.aspect))
    x = rng.integers(0, canvas.width, count)
    y = (rng.random(count) ** 1.4 * top).astype(np.int64)
    field = np.zeros((top, canvas.width), np.float32)
    field[y, x] = rng.random(count) ** 2.0 * (1.0 - 0.75 * y / top)
    bright = field + 0.45 * (np.roll(field, 1, 1) + np.roll(field, 1, 0)) * (canvas.width > 640)
    canvas.cover(np.clip(bright * 1.4, 0.0, 1.0), rgb("#f2f4ff"), (0.0, 0.0, 1.0, top / canvas.height))


def paint_clouds(canvas: Canvas, mood: Mood, horizon: float, *, cover: float, top: float = 0.0) -> None:
    """Banks of clouds, lit from the sun's side and flattening towards the horizon."""
    if cover <= 0.0:
        return
    width = max(48, canvas.width // 3)
    height = max(32, round(canvas.height * (horizon - top)) // 3)
    squeeze = min(4.0, max(1.2, 1.7 * canvas.aspect))
    field = clouds(width, height, seed=canvas.seed, scale=0.85, slope=1.75, stretch=squeeze)
    y = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None]
    edge = 1.0 - cover * (0.55 + 0.5 * np.exp(-(((y - 0.58) / 0.3) ** 2)))
    body = np.clip((field - edge) / 0.3, 0.0, 1.0)
    body = body * body * (3.0 - 2.0 * body)
    shift = 3 if canvas.lighting.azimuth <= 0 else -3
    under = np.clip((field - np.roll(np.roll(field, 4, axis=0), shift, axis=1)) * 5.0 + 0.5, 0.0, 1.0)
    lit, shadow = (rgb(colour) for colour in _CLOUDS[mood.hour])
    if mood.tint is not None:
        lit, shadow = mix(lit, mood.tint, 0.25), mix(shadow, mood.tint, 0.5)
    fade = np.clip((1.0 - y) / 0.16, 0.0, 1.0) * 0.92
    box = (0.0, top, 1.0, horizon)
    thick = body * fade
    canvas.cover(thick, shadow, box)
    canvas.cover(thick * np.clip(0.25 + 0.9 * under - 0.3 * body * y, 0.0, 1.0), lit, box)


def sky(canvas: Canvas, mood: Mood) -> Ground:
    """Nothing but sky, with a sea of clouds far below."""
    paint_sky(canvas, mood, 1.0, cover=0.5)
    for level, top in enumerate((0.74, 0.83, 0.92)):
        rng_seed = canvas.seed + level * 17
        width = max(64, canvas.width // 2)
        rows = max(16, round(canvas.height * (1.0 - top + 0.08) / 2))
        field = clouds(width, rows, seed=rng_seed, scale=0.9, slope=1.7, stretch=2.0)
        y = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None]
        body = np.clip((field * 0.9 + y * 1.5 - 0.75) * 2.2, 0.0, 1.0)
        lit, shadow = (rgb(colour) for colour in _CLOUDS[mood.hour])
        box = (0.0, top - 0.08, 1.0, 1.0)
        canvas.cover(body * (0.55 + 0.15 * level), mix(shadow, lit, 0.35 + 0.15 * level), box)
        canvas.cover(body * np.clip(0.9 - np.abs(y - 0.35) * 2.0, 0.0, 1.0) * field, lit, box)
    return Ground(0.86, standing=False)


_NEBULAE = (("#1b2a6b", "#7a3fa0", "#e08bb0"), ("#0e3a5c", "#1f8a9a", "#a8e0c8"), ("#3a1a52", "#b0486a", "#f0b070"))


def space(canvas: Canvas, mood: Mood) -> Ground:
    """Deep space: a nebula, stars of many sizes, and the limb of a planet."""
    canvas.gradient((0, 0, 1, 1), [(0.0, rgb("#04050f")), (0.6, rgb("#0a0c24")), (1.0, rgb("#0c0f2c"))])
    deep, mid, bright = (rgb(colour) for colour in _NEBULAE[canvas.seed % len(_NEBULAE)])
    if mood.tint is not None:
        deep, mid, bright = mix(deep, mood.tint, 0.5), mix(mid, mood.tint, 0.6), mix(bright, mood.tint, 0.4)
    width, height = max(48, canvas.width // 4), max(48, canvas.height // 4)
    field = clouds(width, height, seed=canvas.seed, scale=0.7, slope=1.8)
    detail = clouds(width, height, seed=canvas.seed + 5, scale=1.0, slope=1.4)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    band = np.exp(-(((y - 0.78 + 0.62 * x) / 0.3) ** 2))
    cloud = np.clip(band * (field * 1.5 - 0.25), 0.0, 1.0)
    canvas.cover(cloud * 0.9, deep)
    canvas.cover(cloud**1.7 * detail * 1.5, mid)
    canvas.cover(cloud**3.2 * detail**2 * 1.6, bright)
    stars(canvas, 1.0, density=4.0)
    for _ in range(7):
        canvas.glow(
            canvas.random.random(), canvas.random.random(), canvas.random.uniform(0.012, 0.035), rgb("#dfe8ff"), 1.0
        )
    _planet(canvas, mood, mid)
    return Ground(0.8, standing=False)


def _planet(canvas: Canvas, mood: Mood, hue: RGB) -> None:
    side = 1.0 if canvas.lighting.azimuth <= 0 else 0.0
    radius = 0.55
    x, y = (1.02 if side else -0.02), 1.12
    ground = mood.accent(mix(hue, rgb("#506090"), 0.4))
    reach_x, reach_y = radius * canvas.unit_x, radius * canvas.unit_y
    left, top, right, bottom = canvas.pixel_box((x - reach_x, y - reach_y, x + reach_x, y + reach_y))
    if right <= left or bottom <= top:
        return
    columns = (np.arange(left, right, dtype=np.float32) / canvas.width - x) / reach_x
    rows = (np.arange(top, bottom, dtype=np.float32) / canvas.height - y) / reach_y
    distance = np.hypot(rows[:, None], columns[None, :])
    canvas.glow(x, y, radius * 1.25, mix(ground, rgb("#ffffff"), 0.5), 0.8)
    cover = np.clip((1.0 - distance) * radius * min(canvas.width, canvas.height), 0.0, 1.0)
    bands = resize(clouds(64, 64, seed=canvas.seed + 9, scale=0.5, slope=1.6, stretch=6.0), right - left, bottom - top)
    lit = np.clip(0.35 - columns[None, :] * (0.75 if side else -0.75) - rows[:, None] * 0.65, 0.05, 1.0)
    box = (left / canvas.width, top / canvas.height, right / canvas.width, bottom / canvas.height)
    canvas.cover(cover, mix(ground, rgb("#05060f"), 0.82), box)
    canvas.cover(cover * np.clip(lit * (0.5 + 0.7 * bands), 0.0, 1.0), mix(ground, rgb("#ffffff"), 0.25), box)
    canvas.cover(cover * np.clip((distance - 0.93) * 12.0, 0.0, 1.0) * lit, mix(ground, rgb("#ffffff"), 0.8), box)
