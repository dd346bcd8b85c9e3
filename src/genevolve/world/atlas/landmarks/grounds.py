"""What a landmark stands on and what stands beside it."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.look import colour, number, one_of
from genevolve.world.atlas.palettes import colour_table

GROUND = 430.0
"""Where walls meet the ground."""


def ground(b: Brush, phrase: str, rng: random.Random) -> None:
    """The piece of land under the landmark, about 450 wide."""
    paint = colour(phrase)
    kind = one_of(phrase, "rock", "hill", "islet", "quay", "steps")
    {"rock": _rock, "hill": _hill, "islet": _islet, "quay": _quay, "steps": _steps}[kind](b, paint, rng)


def water(b: Brush, phrase: str, top: float) -> None:
    """A stretch of water from `top` to the foot of the picture."""
    paint = colour(phrase)
    d = (
        f"M30 {top:.0f}H482Q500 {top + 22:.0f} 470 {top + 40:.0f}Q360 492 256 490Q150 492 42 "
        f"{top + 40:.0f}Q12 {top + 22:.0f} 30 {top:.0f}Z"
    )
    shape = svg.path(d, (20, top, 492, 492))
    b.form(shape, paint, "wall")
    with b.within(shape):
        for i, (x, w) in enumerate(((60, 90), (210, 120), (380, 80), (110, 70), (300, 110), (180, 60))):
            y = top + 14 + i * 9.5
            b.stroke(f"M{x} {y:.0f}q{w / 4} -5 {w / 2} 0t{w / 2} 0", lit(paint, 0.5), 3, opacity=0.7)


def _rock(b: Brush, paint: str, rng: random.Random) -> None:
    b.detail(svg.ellipse(256, 482, 232, 12), colour_table()["sky-blue"], 0.55)
    jag = [rng.uniform(-5, 5) for _ in range(6)]
    outline = svg.polygon(
        (34, 484), (52, 462 + jag[0]), (92, 450 + jag[1]), (112, 434), (150, 426), (362, 426), (398, 436 + jag[2]),
        (430, 444 + jag[3]), (462, 466 + jag[4]), (480, 484), (400, 492), (256, 494), (120, 492),
    )  # fmt: skip
    b.form(outline, paint, "slope")
    with b.within(outline):
        b.detail(svg.polygon((150, 426), (362, 426), (330, 440), (250, 436), (170, 444)), lit(paint, 0.35))
        b.detail(
            svg.polygon((398, 436), (362, 426), (340, 446), (372, 494), (480, 494), (470, 466)), shaded(paint, 0.22)
        )
        b.detail(svg.polygon((112, 434), (92, 450), (120, 494), (176, 494), (150, 452)), shaded(paint, 0.14))
        b.detail(svg.polygon((230, 452), (262, 444), (300, 494), (214, 494)), shaded(paint, 0.12))
    b.stroke("M40 488q20 -7 40 0t40 0M392 489q18 -7 36 0t36 0", "#ffffff", 4, opacity=0.85)


def _hill(b: Brush, paint: str, rng: random.Random) -> None:
    shape = svg.path(
        "M22 488Q60 440 160 430Q256 422 352 430Q452 440 490 488Q380 496 256 495Q130 496 22 488Z", (22, 424, 490, 496)
    )
    b.form(shape, paint, "slope")
    with b.within(shape):
        b.detail(
            svg.path("M22 488Q60 440 160 430Q256 422 300 427Q150 440 90 496Z", (22, 424, 300, 496)),
            lit(paint, 0.22),
            0.8,
        )
    for _ in range(9):
        x, y = rng.uniform(70, 440), rng.uniform(458, 482)
        b.stroke(
            f"M{x:.0f} {y:.0f}l-3 -9M{x:.0f} {y:.0f}l1 -11M{x:.0f} {y:.0f}l5 -8", shaded(paint, 0.3), 2, opacity=0.7
        )


def _islet(b: Brush, paint: str, rng: random.Random) -> None:
    sea = colour_table()["sky-blue"]
    b.form(svg.ellipse(256, 472, 236, 22), sea, "slope", contour=False)
    b.form(
        svg.path("M50 470Q110 428 256 424Q402 428 462 470Q380 484 256 484Q132 484 50 470Z", (50, 424, 462, 484)),
        paint,
        "slope",
    )
    b.stroke("M40 480q24 -7 48 0t48 0M330 486q22 -7 44 0t44 0M180 490q20 -6 40 0t40 0", "#ffffff", 3.5, opacity=0.8)
    for _ in range(4):
        x = rng.choice((rng.uniform(90, 150), rng.uniform(370, 430)))
        b.stroke(f"M{x:.0f} 456q-2 -14 -8 -22M{x:.0f} 456q0 -16 2 -26M{x:.0f} 456q4 -12 10 -18", "#5c7a3a", 2.4)


def _quay(b: Brush, paint: str, rng: random.Random) -> None:
    b.form(svg.rect(34, 458, 444, 34, 10), colour_table()["teal"], "wall", contour=False)
    b.stroke("M52 482q20 -6 40 0t40 0M210 486q22 -6 44 0t44 0M370 481q20 -6 40 0t40 0", "#ffffff", 3, opacity=0.6)
    b.form(svg.rect(40, 440, 432, 36), paint, "wall")
    b.form(svg.rect(28, 426, 456, 17, 4), lit(paint, 0.3), "wall")
    shift = rng.uniform(0, 20)
    joints = "".join(f"M{62 + shift + i * 44:.0f} 445v15M{44 + shift + i * 44:.0f} 460v15" for i in range(9))
    b.stroke(f"M40 460h432{joints}", shaded(paint, 0.28), 2, opacity=0.7)


def _steps(b: Brush, paint: str, rng: random.Random) -> None:
    del rng
    for i, (inset, y) in enumerate(((74, 426), (52, 441), (34, 457), (18, 473))):
        b.form(svg.rect(inset, y, 512 - 2 * inset, 19, 2), shaded(paint, 0.05 * i), "wall")
        b.stroke(f"M{inset + 2} {y + 3}H{510 - inset}", lit(paint, 0.6), 3, opacity=0.8)


def companion(b: Brush, phrase: str, rng: random.Random) -> None:
    """What stands beside the landmark: at both sides, or at one."""
    count = number(phrase)
    kind = one_of(phrase, *_COMPANIONS)
    both = count > 1
    places = [(66.0, 1.0), (446.0, 1.0), (108.0, 0.8)][:count] if both else [(74.0, 1.12)]
    for x, scale in places:
        with b.moved(x, 458, scale * rng.uniform(0.94, 1.04)):
            _COMPANIONS[kind](b, colour(phrase))


def _cypress(b: Brush, paint: str) -> None:
    b.form(svg.rect(-4, -14, 8, 18), "#6b4a33", "tube")
    b.form(
        svg.path("M0 -150C26 -100 30 -40 18 -12Q0 -4 -18 -12C-30 -40 -26 -100 0 -150Z", (-27, -150, 27, -6)),
        paint,
        "tube",
    )


def _round_tree(b: Brush, paint: str) -> None:
    b.form(svg.limb([(0, 4), (-2, -40), (3, -66)], [13, 9, 7]), "#6b4a33", "tube")
    crown = [(-40, -70), (-30, -104), (0, -122), (32, -106), (42, -74), (22, -52), (-18, -50)]
    b.form(svg.smooth(crown), paint, "ball")
    b.detail(svg.ellipse(-12, -94, 12, 9), lit(paint, 0.35), 0.6)


def _pine(b: Brush, paint: str) -> None:
    b.form(svg.rect(-5, -22, 10, 26), "#6b4a33", "tube")
    for i in range(3):
        y, w = -18 - i * 30, 34 - i * 8
        b.form(svg.polygon((-w, y), (0, y - 48), (w, y)), paint, "tube")


def _palm(b: Brush, paint: str) -> None:
    b.form(svg.limb([(0, 4), (-6, -50), (4, -104)], [12, 9, 7]), "#8a6240", "tube")
    for dx, dy in ((-44, 4), (-34, -26), (-6, -42), (30, -32), (46, -2)):
        b.form(
            svg.limb([(4, -104), (4 + dx * 0.5, -104 + dy - 12), (4 + dx, -104 + dy + 14)], [5, 13, 2]), paint, "slope"
        )


def _lamp(b: Brush, paint: str) -> None:
    b.form(svg.taper(0, -8, 4, 12, 22), paint, "tube")
    b.stroke("M0 -6V-96M-12 -84H12", paint, 5)
    b.form(svg.polygon((-12, -126), (12, -126), (8, -98), (-8, -98)), "#ffd98a", "tube")
    b.form(svg.polygon((-16, -124), (16, -124), (0, -142)), paint, "tube")


def _boat(b: Brush, paint: str) -> None:
    b.form(svg.path("M-52 -20Q0 -8 54 -22Q46 8 26 12H-26Q-46 6 -52 -20Z", (-52, -22, 54, 12)), paint, "wall")
    b.stroke("M-52 -20Q0 -8 54 -22", lit(paint, 0.6), 5)
    b.stroke("M-4 -12L38 -58", "#7a5033", 4)


def _beach_hut(b: Brush, paint: str) -> None:
    b.form(svg.rect(-30, -62, 60, 64), paint, "wall")
    b.stroke("M-18 -60V0M18 -60V0", lit(paint, 0.7), 6, cap="butt")
    b.form(svg.rect(-11, -42, 22, 44), shaded(paint, 0.4))
    b.form(svg.polygon((-38, -60), (0, -92), (38, -60)), lit(paint, 0.75), "slope")


def _kiosk(b: Brush, paint: str) -> None:
    b.form(svg.rect(-34, -44, 68, 48), lit(paint, 0.7), "tube")
    b.form(svg.rect(-40, -24, 80, 10, 3), paint, "tube")
    b.stroke("M-32 -44V-80M32 -44V-80M0 -44V-80", "#6b4a33", 4)
    b.form(svg.path("M-48 -78Q-16 -92 0 -122Q16 -92 48 -78Z", (-48, -122, 48, -78)), paint, "tube")
    b.form(svg.ellipse(0, -124, 6), lit(paint, 0.5), "ball")


def _flag_pole(b: Brush, paint: str) -> None:
    b.form(svg.taper(0, -6, 4, 12, 20), "#9aa1a5", "tube")
    b.stroke("M0 0V-150", "#5d6468", 4.5)
    b.form(svg.path("M2 -148Q24 -156 44 -144V-100Q24 -112 2 -104Z", (2, -156, 44, -100)), paint, "slope")


def _cottage(b: Brush, paint: str) -> None:
    b.form(svg.rect(-46, -48, 92, 52), "#efe6d2", "wall")
    b.form(svg.polygon((-54, -46), (-34, -84), (34, -84), (54, -46)), paint, "slope")
    b.form(svg.rect(16, -100, 14, 26), "#b06a4d", "tube")
    b.form(svg.rect(-9, -30, 18, 34), paint)
    for x in (-32, 20):
        b.form(svg.rect(x, -34, 13, 14), "#8fb4c9")


def _bush(b: Brush, paint: str) -> None:
    b.form(svg.smooth([(-40, 2), (-34, -28), (-10, -46), (20, -42), (40, -20), (40, 2)]), "#4f7d45", "ball")
    for x, y in ((-24, -18), (-8, -34), (8, -16), (22, -30), (30, -10), (-10, -6), (-32, -4)):
        b.detail(svg.ellipse(x, y, 6.5), paint)
        b.detail(svg.ellipse(x - 1.5, y - 1.5, 2.2), lit(paint, 0.7))


def _buoy(b: Brush, paint: str) -> None:
    b.form(svg.polygon((-10, -62), (10, -62), (22, 0), (-22, 0)), paint, "tube")
    b.form(svg.rect(-16, -34, 32, 12), "#f7f2e6", "tube")
    b.form(svg.ellipse(0, 0, 28, 9), paint, "ball")
    b.form(svg.ellipse(0, -70, 8), "#ffd98a", "ball")


_COMPANIONS = {
    "cypresses": _cypress,
    "round tree": _round_tree,
    "pines": _pine,
    "palms": _palm,
    "lamp posts": _lamp,
    "rowing boat": _boat,
    "beach hut": _beach_hut,
    "kiosk": _kiosk,
    "flags on poles": _flag_pole,
    "cottage": _cottage,
    "buoys": _buoy,
    "bushes": _bush,
}
