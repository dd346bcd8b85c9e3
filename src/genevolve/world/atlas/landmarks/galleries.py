"""Halls for crowds: theatre, railway station, glasshouse."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.emblems import emblem
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import crown, long_roof, roof
from genevolve.world.atlas.landmarks.towers import clock
from genevolve.world.atlas.landmarks.walls import door, wall
from genevolve.world.atlas.look import Attributes, colour, number
from genevolve.world.atlas.palettes import colours_in


def station(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A long front with a train-shed roof, a clock and two towers."""
    half = rng.uniform(176, 186)
    ground(b, look["base"], rng)
    stone = colour(look["walls"])
    peak = long_roof(b, look["roof"], 122, 390, 240, 132 if "barrel" in look["roof"] else 112)
    crown(b, look["crown"], peak)
    wall(b, svg.rect(256 - half, 244, half * 2, GROUND - 242), look["walls"])
    b.form(svg.rect(256 - half - 6, 236, half * 2 + 12, 14, 2), lit(stone, 0.35), "wall")
    for side in (-1, 1):
        x = 256 + side * (half - 26)
        wall(b, svg.rect(x - 34, 186, 68, GROUND - 184), look["walls"])
        b.form(svg.rect(x - 39, 178, 78, 12, 2), lit(stone, 0.35), "wall")
        roof(b, look["towers"].split(" with ")[1], x, 180, 60, height=58)
        for y in (222, 290):
            b.form(svg.arch(x - 11, y, 22, 40), "#f3d58c", "slope")
    arches = colour(look["arches"])
    count = number(look["arches"], 3)
    step = (half * 2 - 136) / count
    for i in range(count):
        x = 256 - half + 68 + (i + 0.5) * step
        w = step * 0.8
        b.form(svg.arch(x - w / 2 - 4, GROUND - 110, w + 8, 110), lit(stone, 0.45))
        b.form(svg.arch(x - w / 2, GROUND - 106, w, 106), arches, "slope", contour=False)
        b.stroke(
            f"M{x:.0f} {GROUND - 104:.0f}V{GROUND:.0f}M{x - w / 2:.0f} {GROUND - 62:.0f}h{w:.0f}"
            f"M{x - w / 4:.0f} {GROUND - 62:.0f}V{GROUND:.0f}M{x + w / 4:.0f} {GROUND - 62:.0f}"
            f"V{GROUND:.0f}",
            lit(arches, 0.5),
            2,
        )
    clock(b, look["clock"], 256, 264 if "barrel" not in look["roof"] else 258, 38)
    companion(b, look["companion"], rng)


def glasshouse(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A winter garden of glass on a light frame."""
    ground(b, look["base"], rng)
    frame, glass = colour(look["frame"]), colour(look["glass"])
    spread = rng.uniform(176, 188)
    low = svg.path(
        f"M{256 - spread:.0f} {GROUND - 12}V330Q{256 - spread:.0f} 282 {256 - spread + 60:.0f} "
        f"274H{256 + spread - 60:.0f}Q{256 + spread:.0f} 282 {256 + spread:.0f} 330V{GROUND - 12}Z",
        (256 - spread, 274, 256 + spread, GROUND - 12),
    )
    if "domed" in look["shape"]:
        mid, top = (
            svg.path(
                f"M160 {GROUND - 12}V230C160 150 210 116 256 110C302 116 352 150 352 230V{GROUND - 12}Z",
                (160, 110, 352, GROUND - 12),
            ),
            110.0,
        )
    elif "pointed" in look["shape"]:
        mid, top = svg.polygon((160, GROUND - 12), (160, 232), (256, 112), (352, 232), (352, GROUND - 12)), 112.0
    else:
        mid, top = (
            svg.path(f"M150 {GROUND - 12}V236A106 98 0 0 1 362 236V{GROUND - 12}Z", (150, 138, 362, GROUND - 12)),
            138.0,
        )
    for shape in (low, mid):
        b.form(shape, glass, "slope")
        with b.within(shape):
            _plants(b, look["plants"], shape)
            b.detail(
                svg.polygon(
                    (shape.x0, shape.y1),
                    (shape.x0 + 90, shape.y0),
                    (shape.x0 + 130, shape.y0),
                    (shape.x0 + 40, shape.y1),
                ),
                "#ffffff",
                0.3,
            )
            bars = "".join(
                f"M{shape.x0 + k * 24:.0f} {shape.y1:.0f}V{shape.y0 + 30:.0f}L256 {shape.y0 - 30:.0f}"
                for k in range(1, int((shape.x1 - shape.x0) / 24) + 1)
            )
            b.stroke(bars, frame, 3)
            b.stroke(
                f"M{shape.x0:.0f} 236H{shape.x1:.0f}M{shape.x0:.0f} 290H{shape.x1:.0f}M{shape.x0:.0f} 344"
                f"H{shape.x1:.0f}",
                frame,
                4.5,
            )
        b.stroke(shape.d, frame, 7)
    b.form(svg.rect(256 - spread - 8, GROUND - 26, spread * 2 + 16, 28), "#d9cdb6", "wall")
    b.form(svg.rect(240, top - 20, 32, 26), frame, "tube")
    crown(b, look["crown"], (256, top - 20))
    door(b, look["door"], 256, GROUND, 46, 84, frame)
    companion(b, look["companion"], rng)


def _plants(b: Brush, phrase: str, shape: svg.Shape) -> None:
    leaf = colour("forest-green") if "flowers" in phrase else colour(phrase)
    x = shape.x0 + 18
    while x < shape.x1:
        tall = 96 if "palms" in phrase else 60
        if "palms" in phrase:
            b.stroke(f"M{x:.0f} {shape.y1:.0f}q-4 -40 2 {-tall}", "#8a6240", 5)
        for dx, dy in ((-26, -6), (-16, -22), (2, -28), (18, -20), (28, -4)):
            y = shape.y1 - (tall if "palms" in phrase else 30)
            b.form(svg.limb([(x, y), (x + dx * 0.5, y + dy), (x + dx, y + dy * 0.6)], [4, 10, 2]), leaf, contour=False)
        if "flowers" in phrase and colours_in(phrase):
            for dx, dy in ((-16, -48), (4, -58), (18, -44)):
                b.detail(svg.ellipse(x + dx, shape.y1 + dy, 8), colour(phrase))
        x += 44


def theatre(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A wide front with arches, an awning and banners, and a roof over the middle."""
    half, top = rng.uniform(182, 192), 236.0
    ground(b, look["base"], rng)
    stone = colour(look["walls"])
    if "dome" in look["roof"]:
        b.form(svg.rect(172, 168, 168, 60), shaded(stone, 0.08), "tube")
        peak = roof(b, look["roof"], 256, 172, 168, height=92)
    else:
        peak = long_roof(b, look["roof"], 128, 384, 192, 104)
        b.form(svg.rect(128, 188, 256, 40), shaded(stone, 0.08), "wall")
    crown(b, look["crown"], peak)
    wall(b, svg.rect(256 - half, top, half * 2, GROUND - top + 2), look["walls"])
    b.form(svg.rect(256 - half - 8, top - 10, half * 2 + 16, 16, 2), lit(stone, 0.35), "wall")
    b.form(svg.polygon((140, top - 8), (256, 168), (372, top - 8)), lit(stone, 0.2), "slope")
    emblem(b, look["emblem"], 256, 214, 22)
    count = number(look["arches"], 3)
    arches = colour(look["arches"])
    step = (half * 2 - 30) / count
    for i in range(count):
        x = 256 - half + 15 + (i + 0.5) * step
        w = min(52.0, step * 0.66)
        b.form(svg.arch(x - w / 2 - 5, GROUND - 98, w + 10, 98), lit(stone, 0.4))
        b.form(svg.arch(x - w / 2, GROUND - 92, w, 92), arches, "slope", contour=False)
        b.stroke(
            f"M{x:.0f} {GROUND - 86:.0f}V{GROUND:.0f}M{x - w / 2:.0f} {GROUND - 56:.0f}h{w:.0f}",
            shaded(arches, 0.5),
            2.4,
        )
        b.form(svg.rect(x - w * 0.3, top + 22, w * 0.6, 40, 2), "#f3d58c", "slope")
    _awning(b, look["awning"], 256 - half * 0.5, 256 + half * 0.5, GROUND - 112)
    _banners(b, look["banners"], half, top)
    companion(b, look["companion"], rng)


def _awning(b: Brush, phrase: str, x0: float, x1: float, y: float) -> None:
    paint = colour(phrase)
    count = 9
    step = (x1 - x0) / count
    for i in range(count):
        tone = "#f7f2e6" if "striped" in phrase and i % 2 else paint
        x = x0 + i * step
        d = (
            f"M{x + step * 0.1:.1f} {y:.1f}h{step:.1f}L{x + step:.1f} {y + 30:.1f}a{step / 2:.1f} 9 "
            f"0 0 1 {-step:.1f} 0Z"
        )
        b.form(svg.path(d, (x, y, x + step, y + 39)), tone, "wall", contour=b.manner.outline > 0)


def _banners(b: Brush, phrase: str, half: float, top: float) -> None:
    paint = colour(phrase)
    xs = (-half + 16, half - 16, -half * 0.42, half * 0.42)
    for dx in xs[: number(phrase, 2)]:
        x = 256 + dx
        d = f"M{x - 13:.0f} {top + 12:.0f}h26v92l-13 -14l-13 14Z"
        b.form(svg.path(d, (x - 13, top + 12, x + 13, top + 104)), paint, "slope")
        b.stroke(f"M{x - 17:.0f} {top + 12:.0f}h34", colour("gold"), 4.5)
        b.form(svg.ellipse(x, top + 46, 6), lit(paint, 0.75), contour=False)
