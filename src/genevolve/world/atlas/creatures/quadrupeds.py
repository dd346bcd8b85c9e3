"""Four-legged creatures that share one anatomy: fox-like, stag-like, bear-like, lizard-like."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.creatures.headgear import headgear
from genevolve.world.atlas.creatures.parts import coat, eye, markings, on_back, tail
from genevolve.world.atlas.look import Attributes, colour
from genevolve.world.atlas.svg import Point, Shape

FLOOR = 470.0


def fox(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Slender, with a pointed muzzle and big ears."""
    fur = colour(look["coat"])
    leg = rng.uniform(-6, 10)
    _far_legs(b, fur, (198, 344), 21, look["feet"], leg)
    tail(b, look["tail"], 372, 262, fur, 0.96)
    on_back(b, look["back"], [(206, 232), (250, 226), (300, 228), (346, 236)], rng)
    torso = svg.smooth(
        [
            (164, 268),
            (194, 226),
            (262, 230),
            (326, 224),
            (376, 242),
            (390, 288),
            (346, 314),
            (296, 300),
            (232, 318),
            (180, 328),
        ]
    )
    neck = svg.limb([(214, 278), (178, 228), (150, 192)], [92, 74, 62])
    head = svg.smooth(
        [(60, 222), (88, 196), (112, 156), (150, 144), (184, 160), (190, 196), (160, 226), (112, 230), (72, 234)]
    )
    near = [_leg((192, 296), FLOOR, 46, 21), _hind((350, 276), FLOOR, 70, 22)]
    b.form(svg.polygon((158, 160), (186, 92), (196, 170)), fur, "away")
    body = [torso, neck, head, *near]
    belly = svg.smooth(
        [
            (40, 226),
            (110, 218),
            (160, 240),
            (196, 300),
            (280, 298),
            (350, 304),
            (330, 350),
            (180, 360),
            (120, 300),
            (50, 260),
        ]
    )
    coat(b, look["coat"], body, belly, _saddle())
    markings(b, look["markings"], [torso], (196, 226, 380, 296), rng)
    _feet(b, look["feet"], near, [(181, FLOOR), (352, FLOOR)], 21)
    headgear(b, look["head"], 152, 146, 1.0, angle=2)
    ear = svg.polygon((114, 160), (122, 82), (164, 150))
    b.form(ear, fur, "slope")
    inner = colour(look["ears"])
    if "tips" in look["ears"]:
        with b.within(ear):
            b.detail(svg.polygon((100, 112), (110, 70), (160, 70), (150, 116)), inner)
    else:
        b.detail(svg.polygon((124, 154), (127, 102), (152, 148)), inner)
    b.detail(svg.ellipse(62, 221, 9, 7.5), "#22242b")
    b.stroke("M68 232Q92 238 112 226", shaded(fur, 0.5), 3)
    eye(b, look["eyes"], 118, 190, 10)


def stag(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Tall and long-legged, with a raised neck."""
    fur = colour(look["coat"])
    leg = rng.uniform(-6, 8)
    _far_legs(b, fur, (214, 352), 15, look["feet"], leg, top=300)
    tail(b, look["tail"], 376, 250, fur, 0.72)
    on_back(b, look["back"], [(160, 150), (184, 206), (230, 232), (290, 234), (350, 240)], rng)
    torso = svg.smooth(
        [
            (174, 272),
            (200, 232),
            (262, 238),
            (328, 230),
            (380, 248),
            (390, 290),
            (350, 312),
            (300, 296),
            (240, 314),
            (190, 324),
        ]
    )
    neck = svg.limb([(220, 276), (176, 220), (150, 158)], [94, 66, 50])
    head = svg.smooth(
        [(72, 184), (90, 164), (120, 140), (154, 128), (176, 144), (172, 170), (140, 186), (104, 200), (78, 204)]
    )
    near = [_leg((200, 292), FLOOR, 40, 15), _hind((354, 272), FLOOR, 62, 16)]
    body = [torso, neck, head, *near]
    belly = svg.smooth([(150, 200), (186, 280), (230, 302), (300, 296), (360, 300), (330, 344), (190, 350), (140, 260)])
    b.form(svg.limb([(166, 140), (190, 122), (210, 128)], [12, 20, 3]), fur, "away")
    coat(b, look["coat"], body, belly, _saddle())
    markings(b, look["markings"], [torso], (204, 234, 384, 298), rng)
    _feet(b, look["feet"], near, [(189, FLOOR), (354, FLOOR)], 16)
    ruff = colour(look["neck"])
    with b.within(neck, torso):
        if "ruff" in look["neck"]:
            for i in range(6):
                x, y = 148 + i * 13, 186 + i * 17
                b.form(svg.limb([(x - 12, y - 16), (x - 4, y + 10), (x - 22, y + 32)], [26, 24, 3]), ruff, "slope")
        else:
            b.form(svg.limb([(132, 176), (152, 220), (184, 270)], [18, 34, 20]), ruff, contour=False)
    b.detail(svg.ellipse(76, 188, 8, 7), "#22242b")
    b.stroke("M82 202Q100 202 116 190", shaded(fur, 0.5), 3)
    b.form(svg.limb([(158, 142), (184, 116), (206, 112)], [12, 20, 3]), fur, "slope")
    eye(b, look["eyes"], 124, 158, 8.5)
    headgear(b, look["head"], 142, 134, 1.06, angle=-4)


def bear(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Heavy, with thick legs and a broad head."""
    fur = colour(look["coat"])
    _far_pillars(b, fur, look["feet"], rng.uniform(-4, 8))
    tail(b, look["tail"], 402, 262, fur, 0.72)
    on_back(b, look["back"], [(190, 178), (240, 166), (310, 172), (384, 208)], rng)
    torso = svg.smooth(
        [
            (136, 262),
            (164, 196),
            (236, 164),
            (326, 176),
            (404, 220),
            (420, 290),
            (386, 362),
            (290, 372),
            (190, 374),
            (146, 330),
        ]
    )
    head = svg.smooth(
        [
            (50, 286),
            (58, 262),
            (84, 250),
            (98, 212),
            (140, 194),
            (186, 214),
            (196, 262),
            (176, 306),
            (128, 322),
            (72, 316),
        ]
    )
    near = [_pillar((186, 330), 88, 52), _pillar((366, 326), 92, 54)]
    for x in (112, 170):
        b.form(svg.ellipse(x, 204, 21), fur, "ball")
        b.detail(svg.ellipse(x, 206, 11), shaded(fur, 0.35))
    body = [torso, *near]
    belly = svg.smooth([(120, 330), (200, 340), (290, 332), (400, 330), (400, 420), (150, 420)])
    coat(b, look["coat"], body, belly, _saddle(0, -40))
    markings(b, look["markings"], [torso], (200, 190, 410, 320), rng)
    _feet(b, look["feet"], near, [(182, FLOOR), (368, FLOOR)], 52)
    b.fused([head], fur, "ball")
    face = colour(look["face"])
    if "muzzle" in look["face"]:
        b.form(
            svg.smooth([(46, 288), (60, 262), (96, 260), (110, 290), (90, 316), (62, 314)]), face, "ball", contour=False
        )
    else:
        b.form(svg.ellipse(122, 252, 27, 22), face, contour=False)
    b.detail(svg.ellipse(58, 276, 13, 10), "#22242b")
    b.stroke("M60 288v12q16 12 34 2", shaded(fur, 0.6), 3.5)
    eye(b, look["eyes"], 118, 250, 9)
    headgear(b, look["head"], 142, 200, 0.86, angle=-4)


def lizard(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Low and long, with a tapering tail and splayed legs."""
    skin = colour(look["skin"])
    for x in (176, 334):
        b.form(svg.limb([(x, 330), (x + 30, 356), (x + 18, 412)], [38, 26, 18]), skin, "away")
        b.form(svg.ellipse(x + 10, 414, 22, 9), colour(look["feet"]), "away")
    tail(b, look["tail"], 408, 312, skin, 0.7)
    on_back(b, look["back"], [(150, 262), (210, 254), (280, 256), (350, 274)], rng)
    torso = svg.limb([(120, 288), (180, 292), (260, 300), (346, 304), (430, 312)], [70, 84, 104, 84, 26])
    head = svg.smooth(
        [(34, 284), (48, 258), (92, 232), (132, 236), (158, 268), (152, 308), (110, 326), (60, 318), (38, 304)]
    )
    near = [
        svg.limb([(172, 318), (148, 356), (168, 412), (158, 432)], [46, 32, 22, 16]),
        svg.limb([(338, 318), (372, 352), (350, 412), (340, 432)], [52, 36, 24, 16]),
    ]
    if "frill" in look["head"]:
        headgear(b, look["head"], 122, 272, 1.25)
    body = [torso, head, *near]
    belly = svg.smooth([(20, 312), (90, 300), (180, 322), (270, 330), (360, 322), (430, 322), (380, 380), (120, 380)])
    coat(
        b, look["skin"], body, belly, svg.smooth([(60, 220), (260, 240), (440, 290), (440, 316), (260, 282), (90, 262)])
    )
    markings(b, look["markings"], [torso], (156, 256, 410, 316), rng)
    for x in (150, 332):
        paint = colour(look["feet"])
        for dx in (-22, -8, 8):
            b.form(svg.limb([(x + 8, 426), (x + dx, 440), (x + dx - 8, 446)], [15, 12, 7]), paint, "slope")
    b.stroke("M38 300Q80 312 122 292", shaded(skin, 0.5), 3.5)
    b.detail(svg.ellipse(48, 276, 4, 3), shaded(skin, 0.6))
    eye(b, look["eyes"], 100, 262, 13, slit=True)
    if "frill" not in look["head"]:
        headgear(b, look["head"], 116, 238, 0.86, angle=4)


def _leg(top: Point, floor: float, thick: float, thin: float) -> Shape:
    """A front leg from the shoulder to the floor."""
    x, y = top
    drop = floor - y
    points = [(x, y), (x - 8, y + drop * 0.4), (x - 3, floor - 42), (x - 12, floor - 4)]
    return svg.limb(points, [thick, thick * 0.6, thin, thin * 1.05])


def _hind(top: Point, floor: float, thick: float, thin: float) -> Shape:
    """A hind leg: thigh, hock set back, foot."""
    x, y = top
    drop = floor - y
    points = [(x, y), (x - 4, y + drop * 0.34), (x + 24, floor - 76), (x + 12, floor - 30), (x + 2, floor - 4)]
    return svg.limb(points, [thick, thick * 0.7, thin * 1.4, thin, thin * 1.05])


def _pillar(top: Point, thick: float, thin: float) -> Shape:
    """The straight leg of a heavy animal."""
    x, y = top
    return svg.limb([(x, y), (x - 2, FLOOR - 70), (x - 6, FLOOR - 4)], [thick, thin * 1.2, thin])


def _far_pillars(b: Brush, fur: str, feet: str, step: float) -> None:
    for x in (240 + step, 312.0):
        shape = svg.limb([(x, 330), (x - 2, FLOOR - 70), (x - 6, FLOOR - 14)], [56, 44, 40])
        b.form(shape, fur, "away")
        with b.within(shape):
            b.form(svg.rect(x - 60, FLOOR - 44, 120, 60), colour(feet), "away", contour=False)


def _far_legs(
    b: Brush, fur: str, xs: tuple[float, float], thin: float, feet: str, step: float, top: float = 300.0
) -> None:
    front = _leg((xs[0] + 22 + step, top), FLOOR - 10, thin * 2.0, thin)
    hind = _hind((xs[1] - 26, top), FLOOR - 10, thin * 2.5, thin)
    paint = colour(feet)
    for shape in (front, hind):
        b.form(shape, fur, "away")
        with b.within(shape):
            b.form(svg.rect(shape.x0 - 4, FLOOR - 46, shape.x1 - shape.x0 + 8, 60), paint, "away", contour=False)
    for x in (xs[0] + 10 + step, xs[1] - 25):
        b.form(svg.ellipse(x - thin * 0.25, FLOOR - 14, thin * 0.78, 8), paint, "away")


def _feet(b: Brush, phrase: str, legs: list[Shape], toes: list[Point], thin: float) -> None:
    paint = colour(phrase)
    with b.within(*legs):
        for x, floor in toes:
            b.form(
                svg.path(
                    f"M{x - 60:.0f} {floor - 50:.0f}q30 12 60 0t60 0v70h-120Z", (x - 60, floor - 58, x + 60, floor + 12)
                ),
                paint,
                "tube",
                contour=False,
            )
    for x, floor in toes:
        b.form(
            svg.path(
                f"M{x - thin * 0.95:.1f} {floor + 2:.1f}q{-thin * 0.1:.1f} {-thin * 0.55:.1f} "
                f"{thin * 0.7:.1f} {-thin * 0.62:.1f}h{thin * 0.55:.1f}q{thin * 0.36:.1f} "
                f"{thin * 0.3:.1f} {thin * 0.3:.1f} {thin * 0.62:.1f}Z",
                (x - thin, floor - 12, x + thin * 0.6, floor + 2),
            ),
            lit(paint, 0.06),
            "ball",
        )


def _saddle(dx: float = 0.0, dy: float = 0.0) -> Shape:
    points = [
        (150, 150),
        (220, 214),
        (300, 216),
        (392, 226),
        (400, 262),
        (330, 262),
        (250, 258),
        (190, 250),
        (140, 190),
    ]
    return svg.smooth([(x + dx, y + dy) for x, y in points])
