"""Birds: songbird, owl-like, wading bird."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.creatures.headgear import headgear
from genevolve.world.atlas.creatures.parts import coat, eye, markings
from genevolve.world.atlas.look import Attributes, colour, number, one_of
from genevolve.world.atlas.palettes import colours_in


def songbird(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Round-breasted, on a branch."""
    _branch(b, 424)
    _tail(b, look["tail"], 372, 330, 36)
    _perching_legs(b, colour(look["legs"]), ((232, 372), (276, 374)), 420)
    body = svg.smooth(
        [
            (132, 128),
            (176, 92),
            (226, 106),
            (256, 160),
            (320, 214),
            (386, 292),
            (404, 340),
            (352, 358),
            (288, 384),
            (214, 380),
            (150, 330),
            (128, 262),
            (122, 176),
        ]
    )
    belly = svg.smooth([(100, 200), (150, 212), (206, 250), (268, 320), (330, 360), (290, 420), (180, 420), (90, 320)])
    coat(b, look["plumage"], [body], belly, belly)
    _throat(b, look["throat"], body)
    if "cap" in look["head"]:
        with b.within(body):
            b.form(
                svg.smooth([(110, 150), (150, 140), (204, 140), (262, 176), (280, 90), (120, 70)]),
                colour(look["head"]),
                "ball",
                contour=False,
            )
    _beak(b, look["beak"], 128, 152, 1.0)
    _folded_wing(b, look["wing"], 222, 214, 1.0, rng.uniform(-3, 5))
    eye(b, look["eyes"], 164, 142, 13)
    if "cap" not in look["head"]:
        headgear(b, look["head"], 186, 100, 0.95, angle=6)


def owl(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Upright, with a face disc, seen from the front."""
    _branch(b, 446)
    _owl_tail(b, look["tail"])
    if "horns" in look["head"] or "crest" in look["head"] or "antlers" in look["head"]:
        _headgear_pair(b, look["head"])
    body = svg.smooth(
        [
            (256, 92),
            (330, 108),
            (366, 170),
            (372, 270),
            (352, 372),
            (300, 430),
            (212, 430),
            (160, 372),
            (140, 270),
            (146, 170),
            (182, 108),
        ]
    )
    belly = svg.smooth([(256, 226), (318, 250), (330, 320), (306, 400), (256, 422), (206, 400), (182, 320), (194, 250)])
    coat(b, look["plumage"], [body], belly, belly)
    markings(b, look["breast marks"], [belly], (198, 252, 318, 400), rng)
    if "ear tufts" in look["head"]:
        paint = colour(look["head"])
        for side in (-1, 1):
            b.form(svg.polygon((256 + side * 50, 112), (256 + side * 112, 44), (256 + side * 100, 158)), paint, "slope")
    disc = colour(look["face disc"])
    for side in (-1, 1):
        b.form(svg.ellipse(256 + side * 44, 182, 58, 62), disc, "ball")
    b.form(svg.polygon((240, 160), (256, 120), (272, 160), (256, 190)), colour(look["plumage"]), contour=False)
    for side in (-1, 1):
        eye(b, look["eyes"], 256 + side * 44, 180, 25)
    b.form(
        svg.path("M244 196Q256 188 268 196Q268 222 256 236Q244 222 244 196Z", (244, 190, 268, 236)), "#e0a33c", "slope"
    )
    _owl_wing(b, look["wing"])
    paint = colour(look["feet"])
    for x in (222, 290):
        for dx in (-15, 0, 15):
            b.form(svg.limb([(x + dx * 0.5, 418), (x + dx, 436), (x + dx * 1.1, 456)], [14, 13, 6]), paint, "slope")


def wader(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Long legs, long neck, standing in shallow water."""
    b.form(svg.ellipse(262, 478, 170, 14), "#7dbbe2", contour=False)
    b.stroke("M130 480q26 -6 52 0t52 0M280 484q26 -6 52 0t52 0", "#ffffff", 3, opacity=0.8)
    legs = colour(look["legs"])
    bend = rng.uniform(-5, 6)
    b.rope([(300, 330), (312 + bend, 396), (304, 470)], shaded(legs, 0.25), 8)
    b.rope([(262, 334), (270, 400), (258, 474)], legs, 9)
    for x, tone in ((304, shaded(legs, 0.25)), (258, legs)):
        b.stroke(f"M{x} 474l-26 5M{x} 474l-12 9M{x} 474l16 6", tone, 6)
    b.form(svg.ellipse(270, 404, 8), legs, "ball")
    with b.moved(26, 0):
        _tail(b, look["tail"], 372, 268, 28)
    body = svg.smooth([(188, 262), (214, 224), (284, 216), (362, 240), (420, 284), (360, 322), (280, 344), (216, 328)])
    neck = svg.limb([(246, 278), (196, 246), (196, 190), (206, 134), (184, 96)], [80, 52, 32, 28, 36])
    head = svg.smooth([(134, 104), (148, 82), (178, 70), (206, 84), (208, 112), (182, 124), (150, 120)])
    belly = svg.smooth([(150, 240), (184, 232), (206, 280), (280, 306), (400, 300), (340, 370), (200, 360), (150, 300)])
    _beak(b, look["beak"], 142, 102, 0.92)
    coat(b, look["plumage"], [body, neck, head], belly, belly)
    rings = colour(look["neck"])
    with b.within(neck):
        for y in (206, 168) if "two" in look["neck"] else (190,):
            b.form(svg.rect(150, y - 10, 90, 21), rings, "tube", contour=False)
    if "cap" in look["head"]:
        with b.within(head):
            b.form(svg.rect(120, 60, 110, 36), colour(look["head"]), "ball", contour=False)
    else:
        headgear(b, look["head"], 186, 78, 0.74, angle=8)
    with b.moved(46, 42, 0.86):
        _folded_wing(b, look["wing"], 222, 222, 1.0, -14)
    eye(b, look["eyes"], 166, 98, 8.5)


def _branch(b: Brush, y: float) -> None:
    b.form(svg.limb([(66, y + 16), (180, y), (300, y + 6), (452, y - 10)], [18, 26, 24, 10]), "#7d5a3e", "slope")
    for x, dy, side in ((92, 8, -1), (130, 4, 1), (388, 0, -1), (432, -6, 1), (350, 2, 1)):
        leaf = svg.limb([(x, y + dy), (x + 14, y + dy + side * 18), (x + 8, y + dy + side * 38)], [2, 20, 2])
        b.form(leaf, "#5f8a4a", "slope")


def _perching_legs(b: Brush, paint: str, tops: tuple[svg.Point, ...], floor: float) -> None:
    for x, y in tops:
        b.rope([(x, y - 10), (x + 4, (y + floor) / 2), (x - 2, floor)], paint, 8)
        for dx in (-16, -3, 12):
            b.stroke(f"M{x - 2:.0f} {floor - 2:.0f}q{dx * 0.6:.0f} -4 {dx} 12", paint, 7)


def _throat(b: Brush, phrase: str, body: svg.Shape) -> None:
    paint = colour(phrase)
    with b.within(body):
        if "necklace" in phrase:
            b.stroke("M112 232Q170 246 236 190", paint, 15, cap="butt")
        else:
            b.form(
                svg.smooth([(106, 168), (140, 166), (176, 184), (196, 214), (170, 244), (120, 240)]),
                paint,
                "ball",
                contour=False,
            )


def _beak(b: Brush, phrase: str, x: float, y: float, scale: float) -> None:
    paint = colour(phrase)
    kind = one_of(phrase, "hooked", "long", "broad", "spoon", "curved", "short")
    with b.moved(x, y, scale):
        if kind == "hooked":
            b.form(svg.path("M8 -20Q-40 -22 -44 24Q-26 6 8 18Z", (-44, -22, 8, 24)), paint, "slope")
        elif kind == "long":
            b.form(svg.path("M8 -13Q-40 -10 -92 12Q-40 14 8 13Z", (-92, -13, 8, 14)), paint, "slope")
        elif kind == "broad":
            b.form(svg.path("M8 -26Q-62 -34 -72 8Q-60 26 8 22Z", (-72, -34, 8, 26)), paint, "slope")
        elif kind == "spoon":
            b.form(svg.path("M8 -9L-62 -2Q-92 -18 -106 8Q-92 30 -62 12L8 11Z", (-106, -18, 8, 30)), paint, "slope")
        elif kind == "curved":
            b.form(svg.path("M8 -14Q-62 -16 -88 52Q-54 14 8 14Z", (-88, -16, 8, 52)), paint, "slope")
        else:
            b.form(svg.polygon((8, -17), (-36, 3), (8, 17)), paint, "slope")
        end = {"hooked": -24, "short": -24, "curved": -26}.get(kind, -58)
        b.stroke(f"M6 3Q{end / 2:.0f} 0 {end} {4}", shaded(paint, 0.5), 2.2)


def _folded_wing(b: Brush, phrase: str, x: float, y: float, scale: float, tilt: float) -> None:
    paint = colour(phrase)
    with b.moved(x, y, scale, angle=tilt):
        for i in range(4):
            tone = shaded(paint, 0.1 + 0.06 * i)
            b.form(
                svg.limb([(24, 16 + i * 10), (96, 74 + i * 10), (186 - i * 18, 134 - i * 2)], [22, 36, 5]),
                tone,
                "slope",
            )
        shape = svg.smooth([(-26, 2), (20, -22), (74, 12), (124, 74), (108, 104), (54, 102), (-4, 72), (-30, 34)])
        b.form(shape, paint, "ball")
        with b.within(shape):
            if len(colours_in(phrase)) > 1:
                for k in (0, 1, 2):
                    b.stroke(
                        f"M{-30 + k * 30} {60 + k * 26}Q{20 + k * 24} {36 + k * 20} {52 + k * 34} {-14 + k * 30}",
                        colour(phrase, 1),
                        10,
                    )
            else:
                for k in range(3):
                    b.stroke(f"M{-8 + k * 32} {46 + k * 20}q14 12 28 2", shaded(paint, 0.35), 3.4)
                    b.stroke(f"M{-2 + k * 30} {18 + k * 18}q14 12 28 2", shaded(paint, 0.35), 3.4)


def _tail(b: Brush, phrase: str, x: float, y: float, tilt: float) -> None:
    paint = colour(phrase)
    kind = one_of(phrase, "forked", "fan", "plumes", "curled", "short")
    with b.moved(x, y, angle=tilt):
        if kind == "forked":
            for bend in (-40, 34):
                b.form(svg.limb([(-40, 0), (40, bend * 0.3), (128, bend)], [26, 20, 3]), paint, "slope")
        elif kind == "fan":
            for bend in (-52, -26, 0, 26, 52):
                b.form(svg.limb([(-44, 0), (30, bend * 0.6), (86, bend)], [14, 28, 20]), paint, "slope")
        elif kind == "plumes":
            for bend in (-46, 0, 44)[: number(phrase, 3)]:
                b.rope([(-40, 0), (40, bend * 0.5), (96, bend)], shaded(paint, 0.3), 4)
                b.form(svg.ellipse(104, bend, 21, 14), paint, "ball")
                b.detail(svg.ellipse(106, bend, 9, 6), lit(paint, 0.7))
        elif kind == "curled":
            b.rope([(-40, 0), (40, -8), (92, -34), (96, -84), (62, -92), (56, -64), (74, -58)], paint, 17)
        else:
            b.form(svg.polygon((-40, -20), (52, -18), (60, 16), (-40, 20)), paint, "slope")


def _owl_tail(b: Brush, phrase: str) -> None:
    paint = colour(phrase)
    if "fan" in phrase:
        for bend in (-78, -40, 0, 40, 78):
            b.form(svg.limb([(256, 400), (256 + bend * 0.6, 452), (256 + bend, 492)], [20, 34, 30]), paint, "slope")
    elif "plumes" in phrase:
        for bend in (-60, 0, 60):
            b.rope([(256, 410), (256 + bend * 0.6, 450), (256 + bend, 478)], shaded(paint, 0.3), 5)
            b.form(svg.ellipse(256 + bend, 480, 17, 15), paint, "ball")
    else:
        b.form(svg.polygon((214, 410), (298, 410), (288, 490), (224, 490)), paint, "tube")


def _owl_wing(b: Brush, phrase: str) -> None:
    paint = colour(phrase)
    for side in (-1, 1):
        points = [(116, -36), (136, 40), (122, 130), (84, 196), (70, 150), (82, 70), (94, 0)]
        shape = svg.smooth([(256 + side * x, 230 + y) for x, y in points])
        b.form(shape, paint if side < 0 or b.mirrored else shaded(paint, 0.1), "ball")
        with b.within(shape):
            bars = len(colours_in(phrase)) > 1
            for k in range(4):
                y = 246 + k * 36
                tone = colour(phrase, 1) if bars else shaded(paint, 0.35)
                b.stroke(
                    f"M{256 + side * 64} {y + 10}Q{256 + side * 100} {y + 26} {256 + side * 146} {y - 8}",
                    tone,
                    9 if bars else 3.4,
                )


def _headgear_pair(b: Brush, phrase: str) -> None:
    if "crest" in phrase:
        headgear(b, phrase, 238, 100, 0.9, angle=-14)
        return
    headgear(b, phrase, 300, 112, 0.82, angle=4)
    with b.reflected(256):
        headgear(b, phrase, 300, 112, 0.82, angle=4)
