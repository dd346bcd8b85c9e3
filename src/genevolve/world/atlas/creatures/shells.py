"""Creatures in shells: crab and turtle."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.creatures.headgear import headgear
from genevolve.world.atlas.creatures.parts import eye, markings, on_back, tail
from genevolve.world.atlas.look import Attributes, colour, number


def crab(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Seen from the front, claws raised."""
    legs = colour(look["legs"])
    count = number(look["legs"], 6) // 2
    for side in (-1, 1):
        for i in range(count):
            y = 330 + i * (26 if count == 4 else 34)
            reach = 212 - i * 26
            points = [
                (256 + side * 110, y - 10),
                (256 + side * (150 + reach * 0.22), y - 34 + i * 12),
                (256 + side * reach, y + 66 + i * 8),
            ]
            b.form(svg.limb(points, [26, 22, 5]), legs, "slope")
    on_back(b, look["back"], [(170, 240), (220, 214), (256, 206), (292, 214), (342, 240)], rng)
    _claws(b, look["claws"])
    rim = colour(look["rim"])
    shell = svg.smooth(
        [
            (256, 216),
            (336, 226),
            (396, 272),
            (400, 326),
            (350, 382),
            (256, 400),
            (162, 382),
            (112, 326),
            (116, 272),
            (176, 226),
        ]
    )
    if "spiny" in look["rim"]:
        for i in range(15):
            px, py = svg.polar(0, 0, 1, 3.14 + i * 3.14 / 14)
            cx, cy = 256 + px * 138, 310 + py * 86
            b.form(
                svg.polygon((cx - 13, cy + 12), (256 + px * 186, 310 + py * 132), (cx + 13, cy + 12)),
                rim,
                "slope",
            )
    b.form(
        svg.smooth(
            [
                (256, 206),
                (342, 216),
                (408, 268),
                (412, 330),
                (356, 392),
                (256, 410),
                (156, 392),
                (100, 330),
                (104, 268),
                (170, 216),
            ]
        ),
        rim,
        "ball",
    )
    b.fused([shell], colour(look["shell"]), "ball")
    markings(b, look["markings"], [shell], (142, 240, 370, 326), rng)
    b.stroke("M212 366Q256 384 300 366", shaded(colour(look["shell"]), 0.55), 5)
    for side in (-1, 1):
        b.rope([(256 + side * 84, 244), (256 + side * 88, 218), (256 + side * 88, 204)], colour(look["shell"]), 13)
        eye(b, look["eyes"], 256 + side * 88, 196, 18)


def _claws(b: Brush, phrase: str) -> None:
    paint = colour(phrase)
    big = "big" in phrase
    for side in (-1, 1):
        scale = 1.06 if big else 0.8
        if "small" in phrase and side > 0:
            scale = 0.6
        b.form(
            svg.limb([(256 + side * 124, 286), (256 + side * 186, 254), (256 + side * 184, 206)], [34, 34, 30]),
            paint,
            "slope",
        )
        with b.moved(256 + side * 180, 196, scale):
            upper = svg.path(
                f"M0 20C{side * -62} 4 {side * -66} -76 {side * -18} -124C{side * -20} -84 {side * -6} "
                f"-66 {side * 8} -58Z",
                (-60, -124, 60, 20),
            )
            lower = svg.path(
                f"M0 20C{side * 56} 6 {side * 66} -60 {side * 34} -112C{side * 22} -84 {side * 10} -70 {side * 6} -52Z",
                (-66, -112, 66, 20),
            )
            b.form(lower, paint, "ball")
            b.form(upper, paint, "ball")


def turtle(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A domed shell on four short legs."""
    skin = colour(look["skin"])
    for x in (190, 340):
        b.form(svg.limb([(x, 360), (x + 8, 400), (x + 4, 432)], [52, 44, 46]), skin, "away")
    tail(b, look["tail"], 436, 362, skin, 0.52)
    on_back(b, look["back"], [(186, 210), (244, 176), (316, 176), (372, 208)], rng)
    neck = svg.limb([(190, 356), (134, 330), (98, 284)], [74, 58, 58])
    head = svg.smooth([(34, 266), (50, 232), (94, 216), (134, 234), (138, 276), (110, 304), (64, 304), (40, 288)])
    headgear(b, look["head"], 112, 226, 0.78, angle=6)
    b.fused([neck, head], skin, "ball")
    b.stroke("M38 276Q66 292 96 278", shaded(skin, 0.5), 4)
    eye(b, look["eyes"], 84, 254, 12)
    for x in (162, 384):
        b.form(svg.limb([(x, 356), (x - 6, 410), (x - 10, 450)], [72, 60, 58]), skin, "ball")
        for dx in (-28, -10, 8):
            b.form(svg.ellipse(x + dx, 464, 9, 8), lit(skin, 0.4), "ball")
    shell = svg.path("M118 352C118 216 200 168 282 168C370 168 446 232 446 352Q282 400 118 352Z", (118, 168, 446, 380))
    b.fused([shell], colour(look["shell"]), "ball")
    _plates(b, look["plates"], shell)
    rim = svg.path("M106 340Q282 396 458 340Q470 366 446 378Q282 420 118 378Q94 366 106 340Z", (100, 340, 464, 410))
    b.form(rim, colour(look["rim"]), "slope")
    joints = "".join(f"M{146 + i * 39} {367 + 14 - abs(i - 3.5) * 4:.0f}l-2 26" for i in range(8))
    b.stroke(joints, shaded(colour(look["rim"]), 0.35), 3)


def _plates(b: Brush, phrase: str, shell: svg.Shape) -> None:
    paint = colour(phrase)
    with b.within(shell):
        for cx, cy, r in (
            (282, 218, 40),
            (208, 258, 36),
            (356, 258, 36),
            (282, 306, 42),
            (156, 318, 32),
            (408, 318, 32),
            (212, 338, 28),
            (352, 338, 28),
        ):
            if "rings" in phrase:
                b.stroke(svg.ellipse(cx, cy, r * 0.68).d, paint, 9)
                b.detail(svg.ellipse(cx, cy, r * 0.22), paint)
            else:
                b.form(svg.regular(cx, cy, r * 0.88, 6), paint, "slope")
                b.stroke(svg.regular(cx, cy, r * 0.5, 6).d, shaded(paint, 0.25), 2.4)
