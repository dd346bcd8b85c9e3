"""Landmarks that are one upright thing: lighthouse, clock tower, windmill, water tower, obelisk, pagoda."""

from __future__ import annotations

import math
import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.emblems import emblem
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import crown, roof
from genevolve.world.atlas.landmarks.walls import door, wall, window
from genevolve.world.atlas.look import Attributes, colour, number


def lighthouse(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A tapering tower with a gallery and a glazed lantern."""
    top, half_top, half_foot = rng.uniform(158, 172), rng.uniform(34, 42), rng.uniform(56, 66)
    ground(b, look["base"], rng)
    wall(b, svg.taper(256, top, GROUND + 2, half_top * 2, half_foot * 2), look["tower"], "tube")
    b.form(svg.taper(256, GROUND - 16, GROUND + 4, half_foot * 2 + 6, half_foot * 2 + 18), "#cfc6b4", "tube")
    for y in (top + 48, top + 150) if "double" in look["gallery"] else (top + 52, top + 112, top + 172):
        window(b, look["windows"], 256, y, 24, 32, "#e7dfcf")
    door(b, look["door"], 256, GROUND, 36, 56, "#e7dfcf")
    _gallery(b, look["gallery"], top, half_top)
    lantern = colour(look["lantern"])
    b.form(svg.rect(230, top - 62, 52, 56), "#ffe6a3", "tube")
    b.form(svg.ellipse(256, top - 34, 13, 18), "#fff7da", "ball", contour=False)
    b.stroke(
        f"M231 {top - 62:.0f}v56M248 {top - 62:.0f}v56M265 {top - 62:.0f}v56M281 {top - 62:.0f}"
        f"v56M230 {top - 34:.0f}h52",
        lantern,
        4.5,
    )
    b.form(svg.rect(224, top - 68, 64, 10, 3), lantern, "tube")
    b.form(svg.rect(226, top - 12, 60, 12), lantern, "tube")
    crown(b, look["crown"], roof(b, look["roof"], 256, top - 66, 62, height=44))
    companion(b, look["companion"], rng)


def _gallery(b: Brush, phrase: str, top: float, half: float) -> None:
    paint = colour(phrase)
    for y, w in ((top, half + 22), (top + 92, half + 30))[: 2 if "double" in phrase else 1]:
        b.form(svg.taper(256, y, y + 16, w * 2, w * 2 - 28), shaded(paint, 0.12), "tube")
        b.form(svg.rect(256 - w - 3, y - 6, w * 2 + 6, 9, 3), paint, "tube")
        posts = "".join(f"M{256 - w + i * w / 4:.0f} {y - 4:.0f}v-18" for i in range(9))
        b.stroke(f"{posts}M{256 - w:.0f} {y - 22:.0f}h{2 * w:.0f}", paint, 3)


def clock_tower(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A square shaft with a belfry, a cornice and a big clock."""
    half, top = rng.uniform(54, 62), rng.uniform(176, 190)
    ground(b, look["base"], rng)
    wall(b, svg.rect(256 - half, top, half * 2, GROUND - top + 2), look["walls"])
    stone = lit(colour(look["walls"]), 0.25)
    b.form(svg.rect(256 - half - 12, GROUND - 20, half * 2 + 24, 24), stone, "wall")
    door(b, look["door"], 256, GROUND, 40, 62, stone)
    for y in (top + 118, top + 162):
        for dx in (-26, 26):
            window(b, look["windows"], 256 + dx, y, 20, 28, stone)
    b.form(svg.rect(256 - half - 8, top + 88, half * 2 + 16, 10, 2), stone, "wall")
    b.form(svg.rect(256 - half - 10, top - 10, half * 2 + 20, 14, 2), stone, "wall")
    clock(b, look["clock face"], 256, top + 46, 38)
    belfry = colour(look["walls"])
    b.form(svg.rect(256 - half + 10, top - 62, half * 2 - 20, 54), belfry, "wall")
    for dx in (-24, 0, 24):
        b.form(svg.arch(256 + dx - 8, top - 52, 16, 44), shaded(belfry, 0.62), contour=False)
    b.form(svg.rect(256 - half + 2, top - 70, half * 2 - 4, 10, 2), stone, "wall")
    crown(b, look["crown"], roof(b, look["roof"], 256, top - 68, half * 2 - 16, height=min(82, half * 1.45)))
    companion(b, look["companion"], rng)


def clock(b: Brush, phrase: str, cx: float, cy: float, radius: float) -> None:
    """A clock with a rim, hour marks and two hands at ten past ten."""
    face = colour(phrase)
    hand = "#22242b" if sum(colour_parts(face)) > 330 else "#f7f2e6"
    if "square" in phrase:
        outer, inner = (
            svg.rect(cx - radius, cy - radius, radius * 2, radius * 2, 3),
            svg.rect(cx - radius + 6, cy - radius + 6, radius * 2 - 12, radius * 2 - 12),
        )
    elif "eight-sided" in phrase:
        outer, inner = (
            svg.regular(cx, cy, radius * 1.06, 8, math.pi / 8),
            svg.regular(cx, cy, radius * 0.88, 8, math.pi / 8),
        )
    else:
        outer, inner = svg.ellipse(cx, cy, radius), svg.ellipse(cx, cy, radius * 0.85)
    b.form(outer, colour("gold"), "ball")
    b.form(inner, face, "flat", contour=False)
    marks = ""
    for i in range(12):
        (x0, y0), (x1, y1) = (svg.polar(cx, cy, radius * r, i * math.pi / 6) for r in (0.64, 0.76))
        marks += f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"
    b.stroke(marks, hand, 2.4)
    b.stroke(f"M{cx:.1f} {cy:.1f}l{-radius * 0.34:.1f} {-radius * 0.22:.1f}", hand, 4.4)
    b.stroke(f"M{cx:.1f} {cy:.1f}l{radius * 0.46:.1f} {-radius * 0.34:.1f}", hand, 3.2)
    b.detail(svg.ellipse(cx, cy, 3.4), hand)


def colour_parts(value: str) -> tuple[int, int, int]:
    """The three channels of a hex colour."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def windmill(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A tapering mill with a gallery, a cap and sails."""
    top, half_top, half_foot = rng.uniform(196, 206), rng.uniform(42, 48), rng.uniform(74, 84)
    ground(b, look["base"], rng)
    wall(b, svg.taper(256, top, GROUND + 2, half_top * 2, half_foot * 2), look["tower"], "tube")
    for y in (top + 56, top + 146):
        window(b, look["windows"], 256, y, 22, 28, "#e7dfcf")
    door(b, look["door"], 256, GROUND, 40, 54, "#e7dfcf")
    paint = colour(look["gallery"])
    y, w = top + 98, half_top + 42
    posts = "".join(f"M{256 - w + i * w / 5:.0f} {y:.0f}v-18" for i in range(11))
    b.stroke(
        f"{posts}M{256 - w:.0f} {y - 18:.0f}h{2 * w:.0f}M{256 - w + 6:.0f} {y + 8:.0f}"
        f"L{256 - half_foot + 14:.0f} {y + 40:.0f}M{256 + w - 6:.0f} {y + 8:.0f}"
        f"L{256 + half_foot - 14:.0f} {y + 40:.0f}",
        paint,
        3.4,
    )
    b.form(svg.rect(256 - w - 4, y, w * 2 + 8, 9, 2), paint, "tube")
    roof(b, look["cap"], 256, top + 3, half_top * 2 + 8, height=62)
    _sails(b, look["sails"], 256, top - 22, rng.uniform(8, 22))
    companion(b, look["companion"], rng)


def _sails(b: Brush, phrase: str, cx: float, cy: float, angle: float) -> None:
    paint, count = colour(phrase), number(phrase, 4)
    wide = 34 if count <= 5 else 26 if count == 6 else 22
    for i in range(count):
        with b.moved(cx, cy, angle=angle + 360 * i / count):
            if "lattice" not in phrase:
                b.form(svg.polygon((4, -38), (wide, -42), (wide, -146), (4, -148)), paint, "wall")
            bars = "".join(f"M0 {-42 - k * 17}h{wide}" for k in range(7))
            b.stroke(
                f"M0 0V-152M{wide} -42V-144{bars}",
                "#5b4030" if "lattice" not in phrase else paint,
                2.6 if "lattice" not in phrase else 3.4,
            )
            b.stroke("M0 0V-152", "#5b4030", 5)
    b.form(svg.ellipse(cx, cy, 11), "#5b4030", "ball")


def water_tower(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A tank on legs or on a shaft."""
    half, y0, y1 = rng.uniform(104, 118), 138.0, 262.0
    ground(b, look["base"], rng)
    legs = colour(look["legs"])
    if "shaft" in look["legs"]:
        wall(b, svg.taper(256, y1 - 6, GROUND + 2, 92, 124), f"{look['legs'].split()[0]} with brown brickwork", "tube")
        door(b, "charcoal arched door", 256, GROUND, 34, 52, legs)
        b.form(svg.taper(256, y1 - 4, y1 + 34, half * 1.7, 96), shaded(legs, 0.1), "tube")
    else:
        feet = ((-96, -74), (96, 74), (-34, -28), (34, 28))
        b.stroke("".join(f"M{256 + t} {y1 - 4:.0f}L{256 + f} {GROUND + 4:.0f}" for f, t in feet), legs, 10)
        b.stroke(
            f"M176 {y1 + 56:.0f}H336M168 {y1 + 112:.0f}H344M178 {y1 + 4:.0f}L340 {y1 + 108:.0f}M334 "
            f"{y1 + 4:.0f}L172 {y1 + 108:.0f}",
            legs,
            4.5,
        )
        b.form(svg.rect(246, y1 - 4, 20, GROUND - y1 + 6), lit(legs, 0.2), "tube")
    paint = colour(look["tank"])
    if "barrel" in look["tank"]:
        d = (
            f"M{256 - half + 12:.0f} {y0:.0f}H{244 + half:.0f}Q{256 + half + 14:.0f} "
            f"{(y0 + y1) / 2:.0f} {244 + half:.0f} {y1:.0f}H{268 - half:.0f}Q{242 - half:.0f} "
            f"{(y0 + y1) / 2:.0f} {268 - half:.0f} {y0:.0f}Z"
        )
        tank = svg.path(d, (256 - half, y0, 256 + half, y1))
    elif "eight-sided" in look["tank"]:
        tank = svg.polygon(
            (256 - half + 34, y0),
            (222 + half, y0),
            (256 + half, y0 + 36),
            (256 + half, y1 - 36),
            (222 + half, y1),
            (290 - half, y1),
            (256 - half, y1 - 36),
            (256 - half, y0 + 36),
        )
    else:
        tank = svg.rect(256 - half, y0, half * 2, y1 - y0, 44)
    b.form(tank, paint, "tube")
    stripe = colour(look["stripe"])
    with b.within(tank):
        for y in (y0 + 34, y0 + 70) if "double" in look["stripe"] else (y0 + 46,):
            b.form(svg.rect(120, y, 272, 18 if "double" in look["stripe"] else 30), stripe, "tube", contour=False)
    crown(b, look["crown"], roof(b, look["roof"], 256, y0 + 4, half * 2 - 20, height=66))
    companion(b, look["companion"], rng)


def obelisk(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A tall four-sided stone on a plinth, with guardians."""
    half = rng.uniform(36, 42)
    ground(b, look["base"], rng)
    plinth = colour(look["plinth"])
    b.form(svg.rect(160, 398, 192, 34, 2), plinth, "wall")
    b.form(svg.rect(182, 330, 148, 70), plinth, "wall")
    b.form(svg.rect(172, 322, 168, 14, 3), lit(plinth, 0.3), "wall")
    wall(
        b,
        svg.polygon((256 - half, 324), (256 - half * 0.62, 78), (256 + half * 0.62, 78), (256 + half, 324)),
        look["stone"],
        "slope",
    )
    stone = colour(look["stone"])
    b.form(
        svg.polygon((256 + half * 0.3, 324), (256 + half * 0.2, 78), (256 + half * 0.62, 78), (256 + half, 324)),
        stone,
        "away",
        contour=False,
    )
    cap = colour(look["cap"])
    b.form(svg.polygon((256 - half * 0.64, 80), (256, 28), (256 + half * 0.22, 80)), cap, "wall")
    b.form(svg.polygon((256 + half * 0.22, 80), (256, 28), (256 + half * 0.64, 80)), cap, "away")
    emblem(b, look["emblem"], 256, 366, 27)
    glyph = shaded(stone, 0.38)
    for i in range(6):
        b.stroke(
            f"M{250 - half * 0.25:.0f} {118 + i * 32}h{half * 0.4:.0f}m-{half * 0.2:.0f} 0v12", glyph, 2.4, opacity=0.7
        )
    for x, flip in ((120.0, False), (392.0, True)):
        _guardian(b, look["guardians"], x, flip=flip)
    companion(b, look["companion"], rng)


def _guardian(b: Brush, phrase: str, x: float, *, flip: bool) -> None:
    paint = colour(phrase)
    b.form(svg.rect(x - 26, 408, 52, 26), "#c9c1b0", "wall")
    if "urns" in phrase:
        b.form(
            svg.path(f"M{x - 20} 366h40q-2 32 -14 42h-12q-12 -10 -14 -42Z", (x - 20, 366, x + 20, 408)), paint, "tube"
        )
        b.form(svg.rect(x - 24, 360, 48, 8, 3), lit(paint, 0.2), "tube")
    elif "spheres" in phrase:
        b.form(svg.ellipse(x, 386, 23), paint, "ball")
    else:
        with b.moved(x, 408):
            side = -1 if flip else 1
            b.form(
                svg.smooth(
                    [(-22 * side, 0), (-20 * side, -20), (4 * side, -34), (20 * side, -20), (22 * side, 0)], tension=0.7
                ),
                paint,
                "ball",
            )
            b.form(svg.ellipse(12 * side, -36, 19), shaded(paint, 0.25), "ball")
            b.form(svg.ellipse(15 * side, -35, 12), paint, "ball")
            b.detail(svg.ellipse(18 * side, -38, 2), "#22242b")
            b.detail(svg.ellipse(24 * side, -32, 3), "#22242b")


def pagoda(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Tiers with sweeping eaves, each smaller than the one below."""
    tiers = number(look["tiers"], 3)
    ground(b, look["base"], rng)
    columns, tiles = colour(look["columns"]), colour(look["roofs"])
    edge = colour(look["roofs"], 1) if "edges" in look["roofs"] else lit(tiles, 0.3)
    storey = (GROUND - 92) / tiers
    y, point = GROUND + 2, (256.0, 90.0)
    for i in range(tiers):
        half = (142 - i * (72 / tiers)) * (1.0 if tiers > 2 else 0.95)
        tall = storey * 0.52
        wall(b, svg.rect(256 - half * 0.72, y - tall, half * 1.44, tall), look["walls"])
        count = 5 if i == 0 else 4
        for k in range(count + 1):
            x = 256 - half * 0.72 + k * half * 1.44 / count
            b.form(svg.rect(x - 4, y - tall, 8, tall), columns, "tube")
        if i == 0:
            door(b, look["door"], 256, GROUND, 38, min(62, tall - 6), "#e7dfcf")
        else:
            b.form(
                svg.rect(256 - 17, y - tall * 0.72, 34, tall * 0.5), shaded(colour(look["walls"]), 0.5), contour=False
            )
        point = _eaves(b, tiles, edge, y - tall, half, storey * 0.5)
        y -= storey * (0.99 if i < tiers - 1 else 1.0)
    _lanterns(b, look["lanterns"], tiers, storey)
    crown(b, look["crown"], (point[0], point[1] + 6))
    companion(b, look["companion"], rng)


def _eaves(b: Brush, tiles: str, edge: str, y: float, half: float, h: float) -> svg.Point:
    over = half + 26
    d = (
        f"M{256 - over:.0f} {y - h * 0.12:.0f}Q{256 - half * 0.72:.0f} {y - h * 0.12:.0f} "
        f"{256 - half * 0.5:.0f} {y - h:.0f}"
        f"H{256 + half * 0.5:.0f}Q{256 + half * 0.72:.0f} {y - h * 0.12:.0f} {256 + over:.0f} {y - h * 0.12:.0f}"
        f"Q{256 + half * 0.9:.0f} {y + 10:.0f} {256 + half * 0.7:.0f} {y + 8:.0f}"
        f"H{256 - half * 0.7:.0f}Q{256 - half * 0.9:.0f} {y + 10:.0f} {256 - over:.0f} "
        f"{y - h * 0.12:.0f}Z"
    )
    shape = svg.path(d, (256 - over, y - h, 256 + over, y + 10))
    b.form(shape, tiles, "slope")
    with b.within(shape):
        for k in range(-7, 8):
            b.stroke(
                f"M{256 + k * half * 0.15:.0f} {y + 8:.0f}Q{256 + k * half * 0.09:.0f} {y - h * 0.4:.0f} "
                f"{256 + k * half * 0.07:.0f} {y - h:.0f}",
                shaded(tiles, 0.3),
                1.8,
                opacity=0.6,
            )
    b.stroke(
        f"M{256 - over:.0f} {y - h * 0.12:.0f}Q{256 - half * 0.9:.0f} {y + 10:.0f} "
        f"{256 - half * 0.7:.0f} {y + 8:.0f}H{256 + half * 0.7:.0f}Q{256 + half * 0.9:.0f} "
        f"{y + 10:.0f} {256 + over:.0f} {y - h * 0.12:.0f}",
        edge,
        5,
    )
    b.form(svg.rect(256 - half * 0.54, y - h - 6, half * 1.08, 10, 4), edge, "tube")
    return 256.0, y - h - 6


def _lanterns(b: Brush, phrase: str, tiers: int, storey: float) -> None:
    paint = colour(phrase)
    half = 142 * (1.0 if tiers > 2 else 0.95)
    y = GROUND - storey * 0.52 + 8
    for dx in (-half * 0.94, half * 0.94, -half * 0.62, half * 0.62)[: number(phrase, 2)]:
        b.stroke(f"M{256 + dx:.0f} {y - 12:.0f}v14", "#33261f", 2)
        b.form(svg.ellipse(256 + dx, y + 16, 12, 15), paint, "ball")
        b.stroke(f"M{256 + dx - 6:.0f} {y + 3:.0f}h12M{256 + dx - 6:.0f} {y + 30:.0f}h12", "#33261f", 3)
