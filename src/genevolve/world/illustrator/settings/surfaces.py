"""Studio sweeps, plain colours, table tops, cloth and paper."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.brush import RGB, luminance, mix, rgb
from genevolve.world.illustrator.noise import clouds
from genevolve.world.illustrator.paint import WHOLE, Canvas
from genevolve.world.illustrator.settings import tiles
from genevolve.world.illustrator.settings.place import Ground, Hour, Mood

_STUDIOS = ("#e9b7a1", "#9cc4c9", "#c9b8dd", "#e8d3a2", "#a9c7a4", "#e3a5a8", "#a8b9dc", "#d9cabb")


def studio(canvas: Canvas, mood: Mood) -> Ground:
    """A seamless sweep of coloured paper, lit from the side."""
    base = mood.surface(mood.accent(rgb(_STUDIOS[canvas.seed % len(_STUDIOS)])))
    horizon = 0.62
    top = mix(canvas.tone(base, 0.35), rgb("#101018"), 0.18)
    bright = mix(canvas.tone(base, 1.0), rgb("#ffffff"), 0.16)
    canvas.gradient(
        WHOLE,
        [
            (0.0, top),
            (0.42, canvas.tone(base, 0.75)),
            (0.60, canvas.tone(base, 0.9)),
            (0.68, bright),
            (0.8, canvas.tone(base, 0.85)),
            (1.0, canvas.tone(mix(base, rgb("#101018"), 0.1), 0.5)),
        ],
    )
    side = 0.5 + 0.3 * canvas.lighting.azimuth
    canvas.glow(side, 0.36, 0.95, mix(base, rgb("#ffffff"), 0.4), 0.5)
    canvas.glow(0.5, 0.78, 0.7, mix(base, rgb("#ffffff"), 0.3), 0.22, squash=0.35)
    return Ground(horizon)


def plain(canvas: Canvas, mood: Mood) -> Ground:
    """One flat colour."""
    canvas.flat(WHOLE, mood.surface(mood.accent(rgb("#f4f2ec"))))
    return Ground(0.6)


def bokeh(canvas: Canvas, top: RGB, bottom: RGB, lights: tuple[RGB, ...], horizon: float, *, count: int = 20) -> None:
    """An unfocused room or garden: broad shapes of colour, and discs of light."""
    canvas.gradient((0.0, 0.0, 1.0, horizon + 0.02), [(0.0, top), (1.0, bottom)])
    for _ in range(6):
        x, y = canvas.random.random(), canvas.random.uniform(0.05, horizon)
        canvas.glow(x, y, canvas.random.uniform(0.25, 0.5), canvas.random.choice(lights), 0.22)
    with canvas.fine((0.0, 0.0, 1.0, horizon)) as brush:
        for _ in range(count):
            x, y = canvas.random.random(), canvas.random.uniform(0.02, horizon * 0.95)
            size = canvas.random.uniform(0.015, 0.05)
            colour = canvas.random.choice(lights)
            brush.ellipse(x, y, size, size, colour, 0.2)
            brush.ellipse(x, y, size * 0.88, size * 0.88, colour, 0.14)
    canvas.soften(3, (0.0, 0.0, 1.0, horizon + 0.02))


def table_edge(canvas: Canvas, horizon: float, colour: RGB) -> None:
    """The far edge of a table: a thin bright line over a soft shadow."""
    canvas.gradient(
        (0.0, horizon - 0.004, 1.0, horizon + 0.006), [(0.0, mix(colour, rgb("#ffffff"), 0.35)), (1.0, colour)]
    )


def wood_table(canvas: Canvas, mood: Mood) -> Ground:
    """A plank table before an unfocused garden."""
    horizon = 0.58
    night = mood.hour is Hour.NIGHT
    lights = tuple(rgb(c) for c in (("#ffc97a", "#ff9f5a", "#ffe2a8") if night else ("#e9f0b8", "#bcd88e", "#fff4d0")))
    top, low = (rgb("#1c2030"), rgb("#3a2e2a")) if night else (canvas.tone(rgb("#6f8f66")), canvas.tone(rgb("#b9c394")))
    bokeh(canvas, top, low, tuple(mood.accent(light, index) for index, light in enumerate(lights)), horizon)
    wood = mood.surface(rgb("#a8703f"))
    canvas.plane(
        tiles.planks(),
        [
            (0.0, canvas.tone(mix(wood, rgb("#1f0f08"), 0.8), 0.3)),
            (0.45, canvas.tone(mix(wood, rgb("#3a1d0e"), 0.28))),
            (0.62, canvas.tone(wood, 0.8)),
            (1.0, canvas.tone(mix(wood, rgb("#ffe6bd"), 0.6), 1.0)),
        ],
        horizon,
        scale=1.0,
        shades=(1.14, 0.86),
    )
    table_edge(canvas, horizon, canvas.tone(mix(wood, rgb("#ffe6bd"), 0.3)))
    canvas.glow(
        0.5 + 0.35 * canvas.lighting.azimuth, horizon + 0.03, 0.75, canvas.tone(rgb("#ffe9c4"), 1.0), 0.32, squash=0.4
    )
    return Ground(horizon + 0.02, reflective=0.06)


def marble_table(canvas: Canvas, mood: Mood) -> Ground:
    """Polished marble before a bright unfocused interior."""
    horizon = 0.58
    night = mood.hour is Hour.NIGHT
    lights = tuple(rgb(c) for c in (("#ffcf8a", "#ffb070", "#f0d8b0") if night else ("#ffffff", "#fdf2dc", "#dfeaf0")))
    top, low = (rgb("#22242e"), rgb("#4a4038")) if night else (canvas.tone(rgb("#a9b6b8")), canvas.tone(rgb("#dcd8cc")))
    bokeh(canvas, top, low, lights, horizon, count=14)
    stone = mood.surface(rgb("#e2dfd9"))
    dark = luminance(stone) < 0.35
    vein = mix(stone, rgb("#f0e6d2") if dark else rgb("#3f434c"), 0.85)
    pale = mix(stone, rgb("#ffffff"), 0.1 if dark else 0.5)
    canvas.plane(
        tiles.marble(),
        [
            (0.0, canvas.tone(vein, 0.5)),
            (0.35, canvas.tone(mix(vein, stone, 0.35))),
            (0.72, canvas.tone(stone, 0.7)),
            (1.0, canvas.tone(pale, 1.0)),
        ],
        horizon,
        scale=1.3,
        shades=(1.02, 0.9),
    )
    sheen(canvas, horizon, low, 0.26)
    table_edge(canvas, horizon, canvas.tone(mix(stone, rgb("#ffffff"), 0.3)))
    return Ground(horizon + 0.02, reflective=0.3)


def sheen(canvas: Canvas, horizon: float, colour: RGB, strength: float, *, reach: float = 0.6) -> None:
    """The soft reflection of what is behind on a polished surface, strongest far away."""
    rows = np.clip(1.0 - np.linspace(0.0, 1.0 / reach, 64, dtype=np.float32), 0.0, 1.0)[:, None] ** 1.5
    canvas.cover(
        rows * strength * np.ones((1, 8), np.float32), mix(colour, rgb("#ffffff"), 0.3), (0.0, horizon, 1.0, 1.0)
    )


def wall_light(canvas: Canvas, strength: float = 0.5) -> None:
    """The fall-off of a light from the side over a wall."""
    width = 48
    y, x = np.mgrid[0 : 1 : width * 1j, 0 : 1 : width * 1j].astype(np.float32)
    azimuth = canvas.lighting.azimuth
    distance = np.hypot(x - (0.5 + 0.45 * azimuth), (y - 0.25) * 1.1)
    canvas.shade(np.clip(1.0 - strength * np.clip(distance - 0.25, 0.0, 1.0), 0.2, 1.0))


def fabric(canvas: Canvas, mood: Mood) -> Ground:
    """Cloth seen from above, in soft folds."""
    cloth = mood.surface(mood.accent(rgb("#6f7f9e")))
    canvas.facing(
        tiles.weave(),
        [
            (0.0, canvas.tone(mix(cloth, rgb("#0e0e16"), 0.5), 0.4)),
            (0.6, canvas.tone(cloth)),
            (1.0, canvas.tone(mix(cloth, rgb("#ffffff"), 0.35), 1.0)),
        ],
        scale=0.55,
    )
    size = 72
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j].astype(np.float32)
    warp = clouds(size, size, seed=canvas.seed, scale=0.35, slope=2.4)
    across = (x * 0.8 - y * 0.55) * 9.0 + warp * 9.0
    calm = np.clip(np.hypot(x - 0.5, y - 0.5) * 1.9 - 0.2, 0.08, 1.0)
    folds = np.sin(across)
    canvas.shade(1.0 - np.clip(-folds, 0.0, 1.0) ** 1.3 * 0.5 * calm)
    canvas.cover(np.clip(folds, 0.0, 1.0) ** 3 * 0.32 * calm, canvas.tone(mix(cloth, rgb("#ffffff"), 0.65), 1.0))
    wall_light(canvas, 0.35)
    return Ground(0.7, standing=False)


def paper(canvas: Canvas, mood: Mood) -> Ground:
    """A sheet of handmade paper."""
    sheet = mood.surface(mood.accent(rgb("#efe6d2")))
    canvas.facing(
        tiles.fibres(),
        [
            (0.0, canvas.tone(mix(sheet, rgb("#5a4a38"), 0.5), 0.6)),
            (0.72, canvas.tone(sheet, 0.7)),
            (1.0, canvas.tone(mix(sheet, rgb("#ffffff"), 0.4), 1.0)),
        ],
        scale=0.7,
    )
    wall_light(canvas, 0.22)
    return Ground(0.7, standing=False)
