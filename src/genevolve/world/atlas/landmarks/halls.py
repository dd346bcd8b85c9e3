"""Solemn halls: temple, observatory, basilica."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.emblems import emblem
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import crown, roof
from genevolve.world.atlas.landmarks.walls import door, wall, window, window_row
from genevolve.world.atlas.look import Attributes, colour, number


def temple(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Columns under a pediment."""
    half = rng.uniform(166, 178)
    ground(b, look["base"], rng)
    stone, columns = colour(look["walls"]), colour(look["columns"])
    wall(b, svg.rect(256 - half + 14, 214, half * 2 - 28, GROUND - 212), look["walls"])
    b.detail(svg.rect(256 - half + 14, 214, half * 2 - 28, 26), shaded(stone, 0.4), 0.5)
    door(b, look["door"], 256, GROUND, 56, 112, stone)
    count = number(look["columns"], 4)
    for i in range(count):
        x = 256 - half + 24 + i * (half * 2 - 48) / (count - 1)
        _column(b, columns, x, 218, GROUND - 2, 22 if count > 5 else 27, fluted="fluted" in look["columns"])
    b.form(svg.rect(256 - half - 6, GROUND - 8, half * 2 + 12, 14, 2), lit(stone, 0.35), "wall")
    b.form(svg.rect(256 - half, 186, half * 2, 32), lit(stone, 0.25), "wall")
    b.stroke(f"M{256 - half:.0f} 202h{half * 2:.0f}", shaded(stone, 0.3), 2.4)
    pediment = colour(look["pediment"])
    b.form(svg.polygon((256 - half - 14, 188), (256, 84), (256 + half + 14, 188)), lit(stone, 0.3), "slope")
    b.form(svg.polygon((256 - half + 26, 178), (256, 103), (256 + half - 26, 178)), pediment, "wall")
    emblem(b, look["emblem"], 256, 150, 19)
    _acroteria(b, look["crown"], half)
    companion(b, look["companion"], rng)


def _acroteria(b: Brush, phrase: str, half: float) -> None:
    if "finial" in phrase:
        crown(b, phrase, (256, 86))
        return
    paint = colour(phrase)
    for x, y in ((256 - half - 2, 182.0), (256.0, 88.0), (256 + half + 2, 182.0)):
        if "urns" in phrase:
            b.form(
                svg.path(
                    f"M{x - 13:.0f} {y - 36:.0f}h26q-2 22 -9 30v8h-8v-8q-7 -8 -9 -30Z", (x - 13, y - 36, x + 13, y + 2)
                ),
                paint,
                "tube",
            )
        else:
            b.form(svg.taper(x, y - 38, y + 2, 12, 28), paint, "tube")
            b.stroke(f"M{x - 4:.0f} {y - 30:.0f}l-14 -12M{x + 4:.0f} {y - 30:.0f}l13 10", paint, 6)
            b.form(svg.ellipse(x, y - 46, 8), paint, "ball")


def _column(b: Brush, paint: str, x: float, top: float, foot: float, width: float, *, fluted: bool) -> None:
    b.form(svg.taper(x, top + 12, foot - 8, width * 0.84, width), paint, "tube")
    if fluted:
        lines = "".join(f"M{x + k * width * 0.2:.1f} {top + 16:.0f}V{foot - 10:.0f}" for k in (-1.2, 0, 1.2))
        b.stroke(lines, shaded(paint, 0.35), 2.2)
    b.form(svg.rect(x - width * 0.66, top, width * 1.32, 13, 3), lit(paint, 0.15), "tube")
    b.form(svg.rect(x - width * 0.66, foot - 10, width * 1.32, 12, 3), lit(paint, 0.1), "tube")


def observatory(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A drum with a slit dome and a telescope."""
    half = rng.uniform(96, 106)
    ground(b, look["base"], rng)
    stone = colour(look["walls"])
    _wings(b, look, half)
    wall(b, svg.rect(256 - half, 232, half * 2, GROUND - 230), look["walls"], "tube")
    for dx in (-half * 0.58, half * 0.58):
        window(b, look["windows"], 256 + dx, 336, 28, 38, stone)
    for dx in (-half * 0.6, 0, half * 0.6):
        window(b, look["windows"], 256 + dx, 276, 20, 24, stone)
    door(b, look["door"], 256, GROUND, 42, 66, stone)
    dome = colour(look["dome"])
    _telescope(b, colour(look["telescope"]))
    b.form(svg.half_ellipse(256, 224, half + 12, half + 12), dome, "ball")
    slit = svg.path(
        f"M222 224Q196 {150 - half * 0.2:.0f} 226 {228 - half:.0f}L262 {215 - half:.0f}Q236 "
        f"{160 - half * 0.2:.0f} 262 224Z",
        (200, 110, 262, 224),
    )
    with b.within(svg.half_ellipse(256, 224, half + 12, half + 12)):
        b.form(slit, shaded(dome, 0.7))
    for k in (0.35, 0.72):
        b.stroke(
            f"M{256 + (half + 12) * k:.0f} 224Q{256 + (half + 12) * k * 0.95:.0f} "
            f"{224 - half * 0.7:.0f} 268 {214 - half:.0f}",
            shaded(dome, 0.28),
            2,
        )
    b.form(svg.rect(256 - half - 20, 218, half * 2 + 40, 18, 4), lit(dome, 0.3), "tube")
    _telescope(b, colour(look["telescope"]), front=True)
    companion(b, look["companion"], rng)


def _telescope(b: Brush, paint: str, *, front: bool = False) -> None:
    with b.moved(240, 168, angle=-52):
        if front:
            b.form(svg.rect(-30, -15, 74, 30, 4), paint, "wall")
        else:
            b.form(svg.rect(30, -19, 96, 38, 4), paint, "slope")
            b.form(svg.rect(112, -23, 22, 46, 4), lit(paint, 0.3), "slope")


def _wings(b: Brush, look: Attributes, half: float) -> None:
    phrase = look["wings"]
    stone = colour(look["walls"])
    paint = colour(phrase)
    sides = (-1, 1) if "two" in phrase else (1,)
    tall = 60 if "two" in phrase else 118
    for side in sides:
        x0, x1 = sorted((256 + side * (half - 6), 256 + side * (half + 76)))
        b.form(svg.rect(x0, GROUND - tall, x1 - x0, tall + 2), shaded(stone, 0.06), "wall")
        window(b, look["windows"], (x0 + x1) / 2 + side * 4, GROUND - tall * 0.5, 24, 30, stone)
        b.form(
            svg.polygon(
                (x0 - 10, GROUND - tall + 2),
                (x0 + 12, GROUND - tall - 34),
                (x1 - 12, GROUND - tall - 34),
                (x1 + 10, GROUND - tall + 2),
            ),
            paint,
            "slope",
        )


def basilica(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A great dome between two towers."""
    ground(b, look["base"], rng)
    stone = colour(look["walls"])
    spread = rng.uniform(132, 142)
    b.form(svg.rect(180, 184, 152, 70), shaded(stone, 0.06), "tube")
    window_row(b, "charcoal arched windows", 190, 322, 216, 5, (14, 34), stone)
    crown(b, look["crown"], roof(b, look["dome"], 256, 188, 152, height=100))
    wall(b, svg.rect(256 - spread, 292, spread * 2, GROUND - 290), look["walls"])
    for side in (-1, 1):
        x = 256 + side * spread
        wall(b, svg.rect(x - 32, 226, 64, GROUND - 224), look["walls"])
        b.form(svg.rect(x - 36, 282, 72, 9), lit(stone, 0.35), "wall")
        b.form(svg.arch(x - 12, 240, 24, 38), shaded(stone, 0.62), contour=False)
        window(b, "charcoal arched windows", x, 346, 20, 44, stone)
        b.form(svg.rect(x - 37, 218, 74, 11, 2), lit(stone, 0.35), "wall")
        roof(b, look["towers"].split(" with ")[1], x, 220, 58, height=62)
    b.form(svg.polygon((150, 294), (256, 226), (362, 294)), lit(stone, 0.14), "slope")
    b.form(svg.rect(256 - spread + 30, 286, spread * 2 - 60, 12), lit(stone, 0.35), "wall")
    _rose(b, look["rose window"], 256, 332, 30)
    door(b, look["door"], 256, GROUND, 46, 60, stone)
    companion(b, look["companion"], rng)


def _rose(b: Brush, phrase: str, cx: float, cy: float, r: float) -> None:
    paint = colour(phrase)
    b.form(svg.ellipse(cx, cy, r + 6), lit(paint, 0.7))
    b.form(svg.ellipse(cx, cy, r), paint, contour=False)
    for i in range(8):
        x, y = svg.polar(cx, cy, r * 0.62, i * 0.7854)
        b.detail(svg.ellipse(x, y, r * 0.2), lit(paint, 0.6))
    b.detail(svg.ellipse(cx, cy, r * 0.24), lit(paint, 0.75))
