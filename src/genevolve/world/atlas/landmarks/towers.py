"""Landmarks that are one upright thing: lighthouse, clock tower, windmill, water tower."""

from __future__ import annotations

import math
import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import crown, roof
from genevolve.world.atlas.landmarks.walls import door, wall, window
from genevolve.world.atlas.look import Attributes, colour, number
from genevolve.world.atlas.palettes import luminance


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
    hand = "#22242b" if luminance(face) > 0.45 else "#f7f2e6"
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
