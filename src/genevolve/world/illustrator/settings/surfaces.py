"""Studio sweeps, plain colours, table tops, walls and things seen from straight above."""

from __future__ import annotations

import numpy as np

from genevolve.world.illustrator.noise import clouds
from genevolve.world.illustrator.paint import RGB, WHOLE, Canvas, luminance, mix, rgb
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
    stone = mood.surface(rgb("#eceae6"))
    dark = luminance(stone) < 0.35
    vein = mix(stone, rgb("#f0e6d2") if dark else rgb("#5d6068"), 0.75)
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
    sheen(canvas, horizon, low, 0.5)
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
