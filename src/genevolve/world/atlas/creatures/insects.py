"""Insects: beetle and moth, seen from above as in a collector's case."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.creatures.headgear import headgear
from genevolve.world.atlas.creatures.parts import eye, markings
from genevolve.world.atlas.look import Attributes, colour


def beetle(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Wing cases with a seam, a neck shield, six legs."""
    legs = colour(look["legs"])
    wide = rng.uniform(118, 130)
    for side in (-1, 1):
        for y0, x1, y1, x2, y2 in ((196, 172, 170, 196, 112), (280, 190, 290, 222, 350), (360, 170, 410, 196, 484)):
            b.rope([(256 + side * 90, y0 + 10), (256 + side * x1, y1), (256 + side * x2, y2)], legs, 13)
    _jaws(b, look["head"])
    head = svg.smooth([(256, 82), (306, 96), (316, 136), (256, 156), (196, 136), (206, 96)])
    b.form(head, shaded(colour(look["shell"]), 0.35), "ball")
    for side in (-1, 1):
        eye(b, look["eyes"], 256 + side * 46, 116, 13)
    shell = svg.smooth(
        [
            (256, 190),
            (256 + wide * 0.82, 206),
            (256 + wide, 290),
            (256 + wide * 0.86, 390),
            (256, 474),
            (256 - wide * 0.86, 390),
            (256 - wide, 290),
            (256 - wide * 0.82, 206),
        ]
    )
    b.form(
        svg.smooth(
            [
                (256, 184),
                (256 + wide * 0.9, 200),
                (268 + wide, 290),
                (256 + wide * 0.94, 396),
                (256, 488),
                (256 - wide * 0.94, 396),
                (244 - wide, 290),
                (256 - wide * 0.9, 200),
            ]
        ),
        colour(look["rim"]),
        "ball",
    )
    b.fused([shell], colour(look["shell"]), "ball")
    left = svg.rect(256 - wide - 10, 186, wide + 10, 300)
    with b.within(shell):
        state = rng.getstate()
        markings(b, look["markings"], [left], (262 - wide, 216, 250, 430), rng)
        with b.reflected(256):
            rng.setstate(state)
            markings(b, look["markings"], [left], (262 - wide, 216, 250, 430), rng)
        b.stroke("M256 180V490", colour(look["seam"]), 13, cap="butt")
        b.stroke(
            f"M{256 - wide * 0.55:.0f} 226Q{256 - wide * 0.8:.0f} 280 {256 - wide * 0.7:.0f} 360",
            "#ffffff",
            9,
            opacity=0.32,
        )
    shield = svg.smooth(
        [(256, 132), (330, 142), (364, 186), (340, 222), (256, 232), (172, 222), (148, 186), (182, 142)]
    )
    b.form(shield, colour(look["shield"]), "ball")
    b.stroke("M256 146V220", shaded(colour(look["shield"]), 0.3), 3)


def _jaws(b: Brush, phrase: str) -> None:
    paint = colour(phrase)
    if "jaws" in phrase:
        for side in (-1, 1):
            b.form(
                svg.limb([(256 + side * 26, 104), (256 + side * 66, 62), (256 + side * 30, 22)], [28, 22, 4]),
                paint,
                "slope",
            )
            b.form(svg.polygon((256 + side * 52, 44), (256 + side * 22, 52), (256 + side * 56, 62)), paint, "slope")
    elif "horns" in phrase:
        for x, h, lean in ((-40, 58, -22), (0, 82, 0), (40, 58, 22)):
            b.form(
                svg.limb([(256 + x, 112), (256 + x + lean * 0.4, 70), (256 + x + lean, 112 - h)], [24, 18, 3]),
                paint,
                "slope",
            )
    elif "horn" in phrase:
        b.form(svg.limb([(256, 112), (252, 62), (268, 18)], [38, 26, 4]), paint, "slope")
    else:
        with b.moved(256, 92, 1.0):
            headgear(b, phrase if "fan" in phrase else f"{phrase} pair", 0 if "fan" in phrase else -6, 0)


def moth(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Wings spread."""
    lift = rng.uniform(-8, 8)
    headgear(b, look["head"], 256 if "fan" in look["head"] else 250, 158, 1.05)
    for side in (False, True):
        if side:
            with b.reflected(256):
                _wings(b, look, lift)
        else:
            _wings(b, look, lift)
    paint = colour(look["body"])
    body = svg.smooth(
        [
            (256, 150),
            (284, 176),
            (290, 226),
            (276, 300),
            (266, 368),
            (256, 396),
            (246, 368),
            (236, 300),
            (222, 226),
            (228, 176),
        ]
    )
    b.fused([body], paint, "tube")
    with b.within(body):
        for i in range(7):
            y = 236 + i * 22
            tone = "#f5e6bf" if "striped" in look["body"] else shaded(paint, 0.3)
            b.stroke(f"M216 {y}Q256 {y + 14} 296 {y}", tone, 9 if "striped" in look["body"] else 3.2)
    if "furry" in look["body"]:
        for i in range(9):
            x = 224 + i * 8
            b.form(
                svg.limb([(x, 178), (x - 1, 204), (x + (i - 4) * 2, 232)], [14, 13, 2]),
                lit(paint, 0.12 if i % 2 else 0.3),
                "slope",
            )
    b.form(svg.ellipse(256, 166, 25, 22), lit(paint, 0.1), "ball")
    for dx in (-17, 17):
        eye(b, look["eyes"], 256 + dx, 160, 9)


def _wings(b: Brush, look: Attributes, lift: float) -> None:
    """The left pair of wings."""
    rim, bands, spots = colour(look["wing rim"]), colour(look["wing bands"]), colour(look["wing spots"])
    hind = colour(look["hind wings"])
    if "tailed" in look["hind wings"]:
        back = svg.smooth(
            [
                (246, 270),
                (170, 272),
                (96, 300),
                (84, 352),
                (128, 386),
                (120, 440),
                (138, 486),
                (160, 446),
                (172, 400),
                (222, 362),
            ]
        )
    else:
        back = svg.smooth([(246, 270), (170, 272), (92, 304), (74, 364), (110, 420), (174, 424), (222, 368)])
    b.form(back, hind, "ball")
    with b.within(back):
        b.stroke("M74 330Q128 300 246 316", shaded(hind, 0.25), 4)
        b.stroke(back.d, rim, 17)
        _wing_spot(b, look["wing spots"], spots, 140, 352, 0.72)
    if b.manner.outline:
        b.stroke(back.d, b.manner.ink, b.manner.outline)
    fore = svg.smooth(
        [
            (248, 212),
            (196, 150),
            (110, 96 + lift),
            (34, 78 + lift),
            (22, 130 + lift),
            (46, 204),
            (84, 268),
            (160, 294),
            (244, 276),
        ]
    )
    b.form(fore, colour(look["wings"]), "ball")
    with b.within(fore):
        b.stroke("M168 110Q150 200 176 310", bands, 17, cap="butt")
        b.stroke("M206 140Q196 210 212 300", bands, 10, cap="butt")
        b.stroke(fore.d, rim, 21)
        for y in (120, 170, 220):
            b.stroke(f"M246 240Q150 {y + 30} 40 {y}", shaded(colour(look["wings"]), 0.3), 2, opacity=0.6)
        _wing_spot(b, look["wing spots"], spots, 104, 178 + lift * 0.5, 1.0)
    if b.manner.outline:
        b.stroke(fore.d, b.manner.ink, b.manner.outline)


def _wing_spot(b: Brush, phrase: str, paint: str, x: float, y: float, k: float) -> None:
    if "crescents" in phrase:
        b.form(
            svg.path(
                f"M{x - 10 * k:.1f} {y - 34 * k:.1f}a34 34 0 0 1 0 {68 * k:.1f}a52 52 0 0 0 0 {-68 * k:.1f}Z".replace(
                    "a34 34", f"a{36 * k:.1f} {36 * k:.1f}"
                ).replace("a52 52", f"a{46 * k:.1f} {46 * k:.1f}"),
                (x - 20, y - 34, x + 28, y + 34),
            ),
            paint,
            contour=False,
        )
    elif "diamonds" in phrase:
        for dy in (-34, 8):
            b.detail(
                svg.polygon(
                    (x - 18 * k, y + dy * k), (x, y + (dy - 24) * k), (x + 18 * k, y + dy * k), (x, y + (dy + 24) * k)
                ),
                paint,
            )
    else:
        b.detail(svg.ellipse(x, y, 33 * k), paint)
        b.detail(svg.ellipse(x, y, 23 * k), lit(paint, 0.75))
        b.detail(svg.ellipse(x, y, 14 * k), "#22242b")
        b.detail(svg.ellipse(x - 5 * k, y - 5 * k, 4.5 * k), "#ffffff")
