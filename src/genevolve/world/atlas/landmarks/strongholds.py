"""Landmarks with a body of their own: castle, city gate, stilt house, statue."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.emblems import emblem
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import battlements, crown, long_roof, roof
from genevolve.world.atlas.landmarks.walls import door, wall, window
from genevolve.world.atlas.look import Attributes, colour, number


def castle(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A keep behind a curtain wall with round towers."""
    ground(b, look["base"], rng)
    stone = colour(look["walls"])
    wide = rng.uniform(46, 54)
    wall(b, svg.rect(256 - wide, 170, wide * 2, 180), look["walls"])
    for dx in (-20, 20):
        window(b, look["windows"], 256 + dx, 214, 20, 28, stone)
    b.form(svg.rect(256 - wide - 6, 162, wide * 2 + 12, 12, 2), lit(stone, 0.25), "wall")
    crown(b, look["banner"], roof(b, look["keep"], 256, 164, wide * 2, height=80))
    if "four" in look["towers"]:
        for side in (-1, 1):
            _tower(b, look, 256 + side * 92, 222, 27)
    wall(b, svg.rect(110, 318, 292, GROUND - 316), look["walls"])
    battlements(b, 118, 394, 320, stone)
    for side in (-1, 1):
        _tower(b, look, 256 + side * 150, 262, 40)
    door(b, look["gate"], 256, GROUND, 54, 76, stone)
    b.stroke(
        f"M240 {GROUND - 60}V{GROUND}M256 {GROUND - 72}V{GROUND}M272 {GROUND - 60}V{GROUND}M232 "
        f"{GROUND - 40}H280M232 {GROUND - 20}H280",
        "#33261f",
        2,
        opacity=0.7,
    )
    companion(b, look["companion"], rng)


def _tower(b: Brush, look: Attributes, x: float, top: float, half: float) -> None:
    stone = colour(look["walls"])
    wall(b, svg.taper(x, top, GROUND + 4, half * 2, half * 2.12), look["walls"], "tube")
    window(b, look["windows"], x, top + 44, half * 0.5, half * 0.8, stone)
    b.form(svg.taper(x, top - 16, top + 8, half * 2.36, half * 2), lit(stone, 0.2), "tube")
    if "battlements" in look["towers"]:
        battlements(b, x - half * 1.18, x + half * 1.18, top - 16, stone)
    else:
        roof(b, look["towers"].split(" with ")[1], x, top - 14, half * 2.1)


def city_gate(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A great arch between two towers."""
    ground(b, look["base"], rng)
    stone = colour(look["walls"])
    spread = rng.uniform(122, 132)
    wall(b, svg.rect(256 - spread, 216, spread * 2, GROUND - 214), look["walls"])
    b.form(svg.rect(256 - spread, 206, spread * 2, 14), lit(stone, 0.35), "wall")
    b.form(svg.polygon((150, 208), (256, 140), (362, 208)), lit(stone, 0.2), "slope")
    crown(b, look["crown"], (256, 142))
    emblem(b, look["emblem"], 256, 196, 24)
    door(b, look["gate"], 256, GROUND, 104, 138, stone)
    for x in (200.0, 312.0):
        b.form(svg.arch(x - 9, 236, 18, 30), shaded(stone, 0.62), contour=False)
    paint = colour(look["banners"])
    for side in (-1, 1):
        x = 256.0 + side * 84
        b.form(svg.path(f"M{x - 12:.0f} 284h24v84l-12 -12l-12 12Z", (x - 12, 284, x + 12, 368)), paint, "slope")
    for side in (-1, 1):
        x = 256.0 + side * (spread + 26)
        wall(b, svg.taper(x, 190, GROUND + 4, 88, 96), look["walls"], "tube")
        for y in (238, 312):
            b.form(svg.arch(x - 10, y, 20, 34), shaded(stone, 0.62), contour=False)
        b.form(svg.taper(x, 174, 198, 108, 92), lit(stone, 0.2), "tube")
        if "battlements" in look["towers"]:
            battlements(b, x - 54, x + 54, 176, stone)
        else:
            roof(b, look["towers"].split(" with ")[1], x, 176, 92, height=84)
    companion(b, look["companion"], rng)


def stilt_house(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A house on posts above water or sand."""
    ground(b, look["base"], rng)
    stilts = colour(look["stilts"])
    half = rng.uniform(122, 132)
    count = number(look["stilts"], 4)
    for i in range(count):
        x = 256 - half + 12 + i * (half * 2 - 24) / (count - 1)
        b.form(svg.taper(x, 316, GROUND + 30, 11, 14), stilts, "tube")
    b.stroke(f"M{262 - half:.0f} 400L{250 + half:.0f} 336M{262 - half:.0f} 336L{250 + half:.0f} 400", stilts, 5)
    wall(b, svg.rect(256 - half, 190, half * 2, 122), look["walls"])
    walls = colour(look["walls"])
    for dx in (-half * 0.64, half * 0.64):
        window(b, look["windows"], 256 + dx, 248, 38, 46, walls)
    door(b, look["door"], 256, 312, 44, 78, walls)
    b.form(svg.rect(256 - half - 30, 308, half * 2 + 60, 14, 3), shaded(stilts, 0.05), "wall")
    posts = "".join(f"M{256 - half - 24 + i * 30:.0f} 308v-30" for i in range(3)) + "".join(
        f"M{256 + half + 24 - i * 30:.0f} 308v-30" for i in range(3)
    )
    b.stroke(f"{posts}M{256 - half - 26:.0f} 278h66M{256 + half + 26:.0f} 278h-66", stilts, 4)
    peak = long_roof(b, look["roof"], 256 - half - 8, 256 + half + 8, 194, 112)
    crown(b, look["crown"], peak)
    ladder = colour(look["ladder"])
    rungs = "".join(f"M{238 + k * 1.5:.0f} {330 + k * 18}h{34 - k}" for k in range(7))
    b.stroke(f"M236 318L246 {GROUND + 26:.0f}M276 318L272 {GROUND + 26:.0f}{rungs}", ladder, 6)
    companion(b, look["companion"], rng)


def statue(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A figure on a plinth."""
    ground(b, look["base"], rng)
    plinth = colour(look["plinth"])
    half = rng.uniform(74, 82)
    for i, inset in enumerate((0.0, 14.0, 28.0)[: 3 if "stepped" in look["plinth"] else 1]):
        b.form(
            svg.rect(256 - half - 34 + inset, GROUND - 16 - i * 16, (half + 34 - inset) * 2, 18, 2),
            lit(plinth, 0.15),
            "wall",
        )
    b.form(svg.rect(256 - half, 302, half * 2, GROUND - 316), plinth, "tube" if "round" in look["plinth"] else "wall")
    b.form(
        svg.rect(256 - half - 12, 290, half * 2 + 24, 18, 4),
        lit(plinth, 0.3),
        "tube" if "round" in look["plinth"] else "wall",
    )
    plaque = colour(look["plaque"])
    b.form(svg.rect(214, 340, 84, 46, 5), plaque, "slope")
    b.stroke("M226 354h60M226 364h46M226 374h54", lit(plaque, 0.7), 2.6)
    garland = colour(look["wreath"])
    b.rope([(256 - half + 8, 314), (216, 330), (256, 316), (296, 330), (256 + half - 8, 314)], garland, 9)
    with b.moved(0, 0):
        _figure(b, look)
    companion(b, look["companion"], rng)


def _figure(b: Brush, look: Attributes) -> None:
    paint = colour(look["figure"])
    if "lion" in look["figure"]:
        b.rope([(330, 262), (366, 240), (360, 196), (384, 182)], paint, 11)
        torso = svg.smooth(
            [(170, 206), (214, 186), (270, 206), (336, 216), (350, 264), (322, 290), (250, 262), (196, 262)]
        )
        legs = [
            svg.limb([(200, 240), (188, 264), (184, 288)], [44, 28, 26]),
            svg.limb([(322, 250), (334, 270), (318, 288)], [56, 34, 28]),
        ]
        b.fused([torso, *legs], paint, "ball")
        b.form(svg.star(190, 174, 66, 16, 0.86), shaded(paint, 0.25), "ball")
        b.form(svg.smooth([(140, 184), (150, 146), (190, 132), (222, 160), (210, 200), (166, 210)]), paint, "ball")
        b.detail(svg.ellipse(146, 182, 9, 7), shaded(paint, 0.7))
        b.detail(svg.ellipse(174, 162, 5), shaded(paint, 0.7))
        hand = (216.0, 110.0)
    elif "rider" in look["figure"]:
        b.rope([(330, 226), (372, 230), (376, 276)], shaded(paint, 0.15), 15)
        horse = [
            svg.smooth([(186, 206), (240, 196), (316, 200), (338, 230), (300, 254), (216, 256), (188, 240)]),
            svg.limb([(214, 228), (176, 186), (164, 142)], [66, 46, 30]),
            svg.smooth([(110, 176), (124, 150), (158, 124), (178, 138), (168, 164), (124, 190)]),
            svg.limb([(210, 240), (192, 258), (168, 256), (170, 278)], [34, 20, 15, 14]),
            svg.limb([(228, 240), (230, 268), (226, 290)], [30, 17, 16]),
            svg.limb([(318, 226), (328, 262), (312, 290)], [48, 22, 16]),
        ]
        b.fused(horse, paint, "ball")
        b.form(svg.limb([(256, 204), (256, 150), (262, 116)], [60, 48, 40]), lit(paint, 0.08), "tube")
        b.form(svg.limb([(262, 196), (240, 226), (250, 256)], [34, 24, 16]), shaded(paint, 0.12), "slope")
        b.form(svg.ellipse(258, 92, 20, 23), paint, "ball")
        b.form(svg.limb([(264, 126), (306, 104), (316, 66)], [22, 18, 14]), paint, "slope")
        hand = (317.0, 60.0)
    else:
        if "winged" in look["figure"]:
            for side in (-1, 1):
                for k in range(4):
                    b.form(
                        svg.limb(
                            [
                                (256 + side * 14, 150),
                                (256 + side * (70 + k * 6), 106 + k * 28),
                                (256 + side * (128 - k * 10), 120 + k * 36),
                            ],
                            [26, 30, 5],
                        ),
                        shaded(paint, 0.06 * k),
                        "slope",
                    )
        robe = svg.path("M228 140Q256 122 284 140Q296 200 316 290H196Q216 200 228 140Z", (196, 128, 316, 290))
        b.form(svg.limb([(236, 146), (212, 186), (232, 214)], [24, 20, 15]), shaded(paint, 0.12), "slope")
        b.form(robe, paint, "tube")
        b.stroke("M244 172Q238 230 226 286M262 170Q264 230 258 288M276 180Q286 236 294 286", shaded(paint, 0.35), 3)
        b.form(svg.limb([(276, 148), (310, 124), (312, 82)], [26, 20, 15]), paint, "slope")
        b.form(svg.ellipse(256, 106, 21, 25), paint, "ball")
        b.detail(
            svg.path("M234 104Q240 78 258 80Q278 80 278 106Q258 88 234 104Z", (234, 78, 278, 106)), shaded(paint, 0.3)
        )
        hand = (313.0, 76.0)
    _raised(b, look["raised"], hand)


def _raised(b: Brush, phrase: str, at: svg.Point) -> None:
    paint = colour(phrase)
    x, y = at
    if "torch" in phrase:
        b.form(svg.taper(x, y - 10, y + 24, 16, 8), "#8c6b35", "tube")
        b.form(
            svg.path(
                f"M{x:.0f} {y - 50:.0f}Q{x + 26:.0f} {y - 22:.0f} {x + 10:.0f} {y - 8:.0f}h-20"
                f"Q{x - 24:.0f} {y - 22:.0f} {x:.0f} {y - 50:.0f}Z",
                (x - 22, y - 50, x + 22, y - 8),
            ),
            paint,
            "ball",
        )
    elif "sword" in phrase:
        b.form(svg.polygon((x - 5, y), (x - 4, y - 46), (x, y - 56), (x + 4, y - 46), (x + 5, y)), paint, "tube")
        b.stroke(f"M{x - 14:.0f} {y:.0f}h28M{x:.0f} {y:.0f}v16", paint, 6)
    elif "book" in phrase:
        b.form(
            svg.polygon((x - 30, y - 30), (x, y - 22), (x + 30, y - 30), (x + 30, y + 6), (x, y + 14), (x - 30, y + 6)),
            paint,
            "slope",
        )
        b.stroke(f"M{x:.0f} {y - 22:.0f}v36", lit(paint, 0.7), 3)
    else:
        b.form(svg.star(x, y - 18, 28, 5), paint, "ball")
