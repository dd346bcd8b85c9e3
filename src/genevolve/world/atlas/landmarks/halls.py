"""Landmarks that are halls: temple, theatre, observatory, basilica, railway station, glasshouse."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.emblems import emblem
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import crown, long_roof, roof
from genevolve.world.atlas.landmarks.towers import clock
from genevolve.world.atlas.landmarks.walls import door, wall, window, window_row
from genevolve.world.atlas.look import Attributes, colour, number
from genevolve.world.atlas.palettes import colours_in


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
