"""Creatures of the water's edge: fish, serpent, frog-like."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.creatures.headgear import headgear
from genevolve.world.atlas.creatures.parts import coat, eye, markings, on_back, tail
from genevolve.world.atlas.look import Attributes, colour


def fish(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A deep-bodied fish, swimming to the left."""
    deep = rng.uniform(0, 14)
    if "cap" not in look["head"]:
        headgear(b, look["head"], 146, 206, 0.92, angle=-12)
    _fish_tail(b, look["tail"])
    _back_fin(b, look["back fin"], deep)
    fins = colour(look["fins"])
    b.form(svg.limb([(236, 352 + deep), (250, 392), (214, 440)], [50, 44, 6]), fins, "slope")
    b.form(svg.limb([(340, 330), (372, 372), (366, 410)], [44, 34, 5]), fins, "slope")
    body = svg.smooth(
        [
            (48, 270),
            (84, 224),
            (156, 182 - deep),
            (250, 170 - deep),
            (340, 204),
            (408, 256),
            (418, 284),
            (400, 304),
            (330, 346),
            (240, 372 + deep),
            (150, 356 + deep),
            (84, 316),
        ]
    )
    belly = svg.smooth([(30, 292), (120, 300), (240, 314), (340, 300), (430, 280), (400, 420), (100, 420)])
    ground = coat(b, look["scales"], [body], belly, belly)
    markings(b, look["markings"], [body], (190, 184, 400, 330), rng)
    if "cap" in look["head"]:
        with b.within(body):
            b.form(
                svg.smooth([(40, 240), (96, 232), (170, 214), (190, 150), (60, 150)]),
                colour(look["head"]),
                contour=False,
            )
    b.stroke("M172 206Q206 272 172 340", shaded(ground, 0.4), 4)
    b.stroke("M160 216Q190 272 160 330", lit(ground, 0.4), 3, opacity=0.7)
    b.form(svg.limb([(196, 290), (240, 306), (286, 288)], [22, 46, 34]), fins, "slope")
    b.stroke("M212 296Q246 310 280 292M214 302Q240 318 272 306", shaded(fins, 0.35), 2.4)
    lips = colour(look["lips"])
    b.form(svg.smooth([(36, 262), (54, 252), (74, 264), (56, 274)]), lips, "ball")
    b.form(svg.smooth([(42, 280), (58, 272), (76, 278), (60, 294)]), lips, "ball")
    eye(b, look["eyes"], 118, 250, 18)
    for x, y, r in ((30, 210, 9), (48, 176, 6), (22, 160, 4)):
        b.stroke(svg.ellipse(x, y, r).d, "#7dbbe2", 3)


def _fish_tail(b: Brush, phrase: str) -> None:
    paint = colour(phrase)
    if "forked" in phrase:
        shape = svg.path(
            "M398 262Q444 212 490 176Q470 244 462 276Q474 320 492 384Q440 344 398 304Z", (398, 176, 492, 384)
        )
    elif "crescent" in phrase:
        shape = svg.path("M398 268Q452 240 482 158Q500 280 482 402Q452 326 398 298Z", (398, 158, 494, 402))
    else:
        shape = svg.smooth([(398, 264), (446, 204), (486, 196), (494, 282), (486, 368), (446, 352), (398, 302)])
    b.form(shape, paint, "slope")
    for y in (216, 250, 284, 318, 350):
        b.stroke(f"M414 {282 + (y - 282) * 0.15:.0f}L466 {y}", shaded(paint, 0.3), 2.6, opacity=0.8)


def _back_fin(b: Brush, phrase: str, deep: float) -> None:
    paint = colour(phrase)
    if "spiny" in phrase:
        for i in range(7):
            x = 176.0 + i * 30
            y = 190 - deep + abs(i - 2) * 7
            b.form(svg.polygon((x - 10, y + 14), (x + 22, y - 66 + abs(i - 2) * 5), (x + 24, y + 18)), paint, "slope")
        return
    top = (
        [(190, 196), (226, 104 - deep), (276, 110), (316, 156), (352, 214)]
        if "tall" in phrase
        else [(160, 196), (190, 138 - deep), (280, 130), (370, 168), (404, 236)]
    )
    b.form(svg.smooth([*top, (280, 220)], tension=0.8), paint, "slope")
    for i in range(5):
        x = top[0][0] + 30 + i * (top[-1][0] - top[0][0] - 50) / 5
        b.stroke(f"M{x:.0f} 196L{x + 16:.0f} {142 + 8 * abs(i - 1)}", shaded(paint, 0.3), 2.6, opacity=0.8)


def serpent(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Coiled, with a raised head."""
    sway = rng.uniform(-6, 6)
    tail(b, look["tail"], 410, 398, colour(look["scales"]), 0.74)
    low = svg.limb([(418, 400), (372, 442), (256, 462), (132, 446), (98, 408), (150, 380)], [24, 44, 56, 56, 52, 48])
    middle = svg.limb(
        [(110, 404), (200, 372), (320, 384), (388, 372), (380, 326), (310, 308)], [46, 56, 60, 56, 52, 48]
    )
    neck = svg.limb(
        [(392, 352), (330, 296), (236, 300), (186 + sway, 244), (214, 170), (226, 128)], [40, 50, 56, 58, 52, 46]
    )
    head = svg.smooth(
        [(108, 140), (126, 108), (176, 88), (232, 84), (262, 112), (252, 148), (206, 164), (150, 166), (116, 158)]
    )
    on_back(b, look["back"], [(244, 100), (252, 150), (226, 208), (226, 262), (300, 280)], rng)
    ground = _coil(b, look, low, (110, 430, 400, 470), rng)
    tongue = colour(look["tongue"])
    b.stroke("M120 150Q92 158 74 152M74 152l-22 -10M74 152l-20 14", tongue, 5.5)
    belly = svg.smooth(
        [(100, 156), (170, 152), (208, 180), (160 + sway, 240), (196, 300), (150, 310), (120, 240), (90, 170)]
    )
    back = svg.limb([(250, 90), (250, 150), (222, 220), (260, 290)], [40, 26, 26, 20])
    body = [middle, neck, head]
    coat(
        b, look["scales"], body, svg.join(belly, svg.rect(70, 398, 390, 60)), svg.join(back, svg.rect(70, 340, 390, 30))
    )
    markings(b, look["markings"], [middle], (130, 356, 390, 400), rng)
    markings(b, look["markings"], [neck], (184, 174, 330, 318), rng)
    b.stroke("M112 148Q160 156 214 136", shaded(ground, 0.5), 3.6)
    b.detail(svg.ellipse(120, 130, 4, 3), shaded(ground, 0.6))
    eye(b, look["eyes"], 176, 118, 13, slit=True)
    headgear(b, look["head"], 226, 96, 0.82, angle=6)


def _coil(
    b: Brush, look: Attributes, shape: svg.Shape, box: tuple[float, float, float, float], rng: random.Random
) -> str:
    belly = svg.rect(box[0] - 60, box[3] - 2, box[2] - box[0] + 130, 60)
    ground = coat(b, look["scales"], [shape], belly, svg.rect(box[0] - 60, box[1] - 60, box[2] - box[0] + 130, 52))
    markings(b, look["markings"], [shape], box, rng)
    return ground


def frog(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Sitting, with a big folded hind leg."""
    skin = colour(look["skin"])
    feet = colour(look["feet"])
    b.form(svg.limb([(250, 330), (226, 380), (236, 430)], [44, 30, 22]), skin, "away")
    _webbed(b, feet, 214, 446, away=True)
    on_back(b, look["back"], [(236, 148), (300, 182), (360, 236), (404, 310)], rng)
    if "horns" not in look["head"]:
        headgear(b, look["head"], 196, 134, 0.86, angle=8)
    torso = svg.smooth(
        [
            (62, 208),
            (88, 170),
            (150, 146),
            (222, 138),
            (308, 184),
            (380, 250),
            (420, 330),
            (408, 396),
            (330, 418),
            (240, 402),
            (170, 366),
            (120, 300),
            (74, 252),
        ]
    )
    bump = svg.ellipse(152, 146, 40, 38)
    front = svg.limb([(196, 330), (166, 376), (178, 438)], [58, 36, 26])
    belly = svg.smooth([(50, 226), (130, 246), (200, 290), (260, 360), (340, 420), (200, 430), (100, 330)])
    coat(
        b,
        look["skin"],
        [torso, bump, front],
        belly,
        svg.smooth([(200, 120), (300, 170), (420, 300), (430, 340), (360, 290), (280, 220), (210, 180)]),
    )
    markings(b, look["markings"], [torso], (216, 176, 400, 330), rng)
    b.form(svg.ellipse(122, 288, 52, 40), colour(look["throat"]), "ball")
    b.stroke("M64 222Q128 258 214 228", shaded(skin, 0.55), 4.5)
    thigh = svg.smooth([(268, 384), (280, 316), (340, 282), (404, 304), (432, 366), (400, 420), (320, 432)])
    b.fused([thigh], skin, "ball")
    markings(b, look["markings"], [thigh], (300, 306, 420, 380), rng)
    b.form(svg.limb([(420, 392), (352, 440), (290, 444)], [44, 34, 26]), skin, "slope")
    _webbed(b, feet, 272, 456)
    _webbed(b, feet, 160, 456)
    b.detail(svg.ellipse(78, 196, 4, 3), shaded(skin, 0.6))
    eye(b, look["eyes"], 146, 140, 25)
    if "horns" in look["head"]:
        headgear(b, look["head"], 186, 122, 0.8)


def _webbed(b: Brush, paint: str, x: float, y: float, *, away: bool = False) -> None:
    shape = svg.path(
        f"M{x + 34} {y - 14}Q{x} {y - 16} {x - 40} {y + 6}Q{x - 24} {y + 4} {x - 16} {y + 12}"
        f"Q{x} {y + 6} {x + 8} {y + 14}Q{x + 24} {y + 4} {x + 38} {y + 8}Z",
        (x - 40, y - 16, x + 38, y + 14),
    )
    b.form(shape, paint, "away" if away else "slope")
