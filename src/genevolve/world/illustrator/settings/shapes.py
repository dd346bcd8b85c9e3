"""Things that backdrops are furnished with: trees, windows, lamps, shelves, plants."""

from __future__ import annotations

import itertools
import math

from genevolve.world.illustrator.brush import RGB, Box, Brush, mix, rgb
from genevolve.world.illustrator.paint import Canvas
from genevolve.world.illustrator.settings.place import Hour, Mood
from genevolve.world.illustrator.settings.sky import sky_stops


def round_tree(canvas: Canvas, brush: Brush, x: float, foot: float, height: float, leaf: RGB, bark: RGB) -> None:
    """A broad tree: a trunk, and a crown of leaf masses lit from the light's side."""
    unit = canvas.unit_x / canvas.unit_y * 1.0
    side = 1.0 if canvas.lighting.azimuth > 0 else -1.0
    half = height * 0.035 * unit
    brush.polygon(
        [
            (x - half, foot),
            (x - half * 0.6, foot - height * 0.6),
            (x + half * 0.6, foot - height * 0.6),
            (x + half, foot),
        ],
        bark,
    )
    crown = height / canvas.unit_y
    tones = (mix(leaf, rgb("#10241c"), 0.36), mix(leaf, rgb("#10241c"), 0.1), mix(leaf, rgb("#fff3b8"), 0.16))
    for level, tone in enumerate(tones):
        for _ in range(26 - 3 * level):
            angle, reach = canvas.random.uniform(0.0, math.tau), canvas.random.random() ** 0.6
            px = x + (math.cos(angle) * reach * 0.27 + side * 0.05 * level) * height * unit
            py = foot - height * (0.68 + 0.035 * level) + math.sin(angle) * reach * 0.2 * height
            size = crown * canvas.random.uniform(0.055, 0.105) * (1.0 - 0.3 * level)
            brush.ellipse(px, py, size, size * 0.86, tone)


def fir(canvas: Canvas, brush: Brush, x: float, foot: float, height: float, colour: RGB) -> None:
    """A fir: tiers of drooping branches."""
    unit = canvas.unit_x / canvas.unit_y
    side = 0.28 if canvas.lighting.azimuth > 0 else -0.28
    for tier in range(6):
        top = foot - height * (1.0 - 0.145 * tier)
        low = foot - height * (0.78 - 0.145 * tier)
        half = height * (0.05 + 0.031 * tier) * unit
        brush.polygon(
            [
                (x, top),
                (x + half, low),
                (x + half * 0.4, low - height * 0.02),
                (x, low + height * 0.012),
                (x - half * 0.4, low - height * 0.02),
                (x - half, low),
            ],
            mix(colour, rgb("#0c1c1c"), 0.12 + 0.03 * tier),
        )
        brush.polygon([(x, top), (x + half * side * 3, low), (x + half * side, low - height * 0.02)], colour)


def palm(canvas: Canvas, brush: Brush, x: float, foot: float, height: float, leaf: RGB, bark: RGB, lean: float) -> None:
    """A palm that leans by `lean` of its height."""
    unit = canvas.unit_x / canvas.unit_y
    points = [(x + lean * height * unit * (t / 8) ** 1.8, foot - height * t / 8) for t in range(9)]
    for first, second in itertools.pairwise(points):
        brush.line([first, second], bark, 0.014 * height / canvas.unit_y * 2)
    top_x, top_y = points[-1]
    for index in range(11):
        angle = math.pi * (index / 10.0) + canvas.random.uniform(-0.1, 0.1)
        reach = height * canvas.random.uniform(0.38, 0.5)
        spine, under = [], []
        for t in range(7):
            share = t / 6.0
            px = top_x + math.cos(angle) * reach * share * unit
            py = top_y - math.sin(angle) * reach * share * 0.55 + reach * 0.62 * share**2.2
            spine.append((px, py))
            under.append((px, py + height * 0.075 * math.sin(math.pi * min(1.0, share + 0.12))))
        shade = mix(leaf, rgb("#0c2018"), 0.3 * (index % 3) / 2)
        brush.polygon(spine + under[::-1], shade)


def window(canvas: Canvas, brush: Brush, box: Box, mood: Mood, frame: RGB, *, panes: int = 2, rows: int = 2) -> None:
    """A window onto the sky of the hour."""
    left, top, right, bottom = box
    rim_x, rim_y = 0.014 * canvas.unit_x, 0.014 * canvas.unit_y
    brush.rectangle((left - rim_x, top - rim_y, right + rim_x, bottom + rim_y), mix(frame, rgb("#000000"), 0.12))
    stops = sky_stops(mood)
    steps = 28
    for index in range(steps):
        share = index / (steps - 1)
        pick = 1.0 + share * (len(stops) - 1.001)
        first = min(len(stops) - 1, int(pick))
        colour = mix(stops[first - 1][1], stops[first][1], pick - int(pick))
        y0 = top + (bottom - top) * index / steps
        brush.rectangle(
            (left, y0, right, top + (bottom - top) * (index + 1) / steps),
            mix(colour, rgb("#ffffff"), 0.12 if mood.hour is not Hour.NIGHT else 0.0),
        )
    for index in range(1, panes):
        x = left + (right - left) * index / panes
        brush.rectangle((x - rim_x * 0.35, top, x + rim_x * 0.35, bottom), frame)
    for index in range(1, rows):
        y = top + (bottom - top) * index / rows
        brush.rectangle((left, y - rim_y * 0.35, right, y + rim_y * 0.35), frame)


def pendant(canvas: Canvas, brush: Brush, x: float, y: float, size: float, shade: RGB, bulb: RGB) -> None:
    """A lamp on a cord; light it afterwards with a glow."""
    unit_x, unit_y = size * canvas.unit_x, size * canvas.unit_y
    brush.line([(x, 0.0), (x, y)], rgb("#2b2622"), 0.004)
    brush.ellipse(x, y + unit_y * 0.52, size * 0.3, size * 0.17, bulb)
    brush.polygon(
        [
            (x - unit_x * 0.18, y - unit_y * 0.3),
            (x + unit_x * 0.18, y - unit_y * 0.3),
            (x + unit_x * 0.72, y + unit_y * 0.5),
            (x - unit_x * 0.72, y + unit_y * 0.5),
        ],
        shade,
    )


def pot_plant(canvas: Canvas, brush: Brush, x: float, foot: float, height: float, leaf: RGB, pot: RGB) -> None:
    """A leafy plant in a pot."""
    unit = canvas.unit_x / canvas.unit_y
    for index in range(13):
        angle = math.pi * (0.08 + 0.84 * index / 12.0)
        reach = height * canvas.random.uniform(0.5, 0.72)
        tip_x, tip_y = x + math.cos(angle) * reach * 0.75 * unit, foot - height * 0.3 - math.sin(angle) * reach
        side = 0.05 * height * unit
        middle_x, middle_y = (x + tip_x) / 2, (foot - height * 0.3 + tip_y) / 2 - 0.04 * height
        brush.polygon(
            [(x, foot - height * 0.28), (middle_x - side, middle_y), (tip_x, tip_y), (middle_x + side, middle_y)],
            mix(leaf, rgb("#0e2a1c"), 0.35 * (index % 2)),
        )
    wide = height * 0.17 * unit
    brush.polygon(
        [
            (x - wide, foot - height * 0.32),
            (x + wide, foot - height * 0.32),
            (x + wide * 0.74, foot),
            (x - wide * 0.74, foot),
        ],
        pot,
    )


def shelf_row(
    canvas: Canvas, brush: Brush, box: Box, colours: tuple[RGB, ...], *, fill: float = 0.94, slim: bool = True
) -> None:
    """Books, boxes or bottles side by side on one shelf."""
    left, top, right, bottom = box
    x = left
    narrow, wide = (0.012, 0.03) if slim else (0.05, 0.1)
    while x < right:
        step = canvas.random.uniform(narrow, wide) * canvas.unit_x
        high = (bottom - top) * canvas.random.uniform(0.66, 0.96)
        if canvas.random.random() < fill:
            colour = mix(canvas.random.choice(colours), rgb("#1a1410"), canvas.random.uniform(0.0, 0.3))
            end = min(right, x + step * 0.93)
            brush.rectangle((x, bottom - high, end, bottom), colour)
            brush.rectangle((x, bottom - high * 0.84, end, bottom - high * 0.78), mix(colour, rgb("#f3e6c0"), 0.45))
        x += step


def framed(canvas: Canvas, brush: Brush, box: Box, frame: RGB, art: RGB, second: RGB) -> None:
    """A framed picture: an abstract landscape in two colours."""
    left, top, right, bottom = box
    rim_x, rim_y = 0.012 * canvas.unit_x, 0.012 * canvas.unit_y
    brush.rectangle(
        (left + rim_x * 0.6, top + rim_y * 0.8, right + rim_x * 1.6, bottom + rim_y * 1.8), rgb("#000000"), 0.14
    )
    brush.rectangle((left - rim_x, top - rim_y, right + rim_x, bottom + rim_y), frame)
    brush.rectangle(box, mix(art, rgb("#ffffff"), 0.55))
    middle = top + (bottom - top) * 0.55
    brush.polygon(
        [
            (left, middle),
            (left + (right - left) * 0.4, middle - (bottom - top) * 0.18),
            (right, middle),
            (right, bottom),
            (left, bottom),
        ],
        art,
    )
    brush.polygon(
        [
            (left, bottom - (bottom - top) * 0.2),
            (right, middle + (bottom - top) * 0.05),
            (right, bottom),
            (left, bottom),
        ],
        second,
    )
    brush.ellipse(
        left + (right - left) * 0.68,
        top + (bottom - top) * 0.26,
        (right - left) / canvas.unit_x * 0.1,
        (right - left) / canvas.unit_x * 0.1,
        second,
    )
