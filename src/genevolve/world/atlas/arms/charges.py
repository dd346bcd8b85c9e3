"""Heraldic charges about the origin, within 100 of it. `ink` is the tincture."""

from __future__ import annotations

import math
from collections.abc import Callable

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, shaded

Charge = Callable[[Brush, str], None]


def draw_charge(b: Brush, name: str, ink: str) -> None:
    """Draw a charge by its name."""
    CHARGES[name](b, ink)


def _lion(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.rope([(34, 62), (74, 60), (78, 8), (56, -26), (78, -54)], ink, 11)
    b.form(svg.smooth([(66, -50), (92, -72), (88, -40), (76, -36)]), ink)
    parts = [
        svg.smooth([(-14, -48), (20, -40), (32, 0), (44, 40), (30, 66), (0, 50), (-12, 12), (-26, -16)]),
        svg.limb([(22, 48), (30, 76), (4, 92), (26, 98)], [38, 20, 14, 12]),
        svg.limb([(4, 46), (-26, 62), (-16, 92), (-40, 96)], [34, 21, 14, 12]),
        svg.limb([(-6, -30), (-44, -40), (-66, -66)], [24, 17, 14]),
        svg.limb([(-8, -2), (-46, 8), (-74, -12)], [26, 17, 14]),
    ]
    b.fused(parts, ink, "slope")
    for x, y in ((-70, -70), (-78, -16), (-46, 96), (22, 98)):
        b.stroke(f"M{x} {y}l-10 -6M{x} {y}l-12 3M{x} {y}l-7 10", ink, 5)
    b.form(svg.star(-8, -62, 38, 13, 0.78), ink, "slope")
    b.form(svg.smooth([(-50, -64), (-40, -86), (-14, -92), (6, -76), (0, -52), (-26, -46), (-46, -50)]), ink, "slope")
    b.detail(svg.ellipse(-24, -74, 4), line)
    b.stroke("M-46 -60q10 6 20 2M2 -30q14 10 18 28M-6 20q16 10 30 8", line, 3.2)


def _eagle(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for side in (-1, 1):
        for k in range(5):
            x = 96 - k * 17
            b.form(
                svg.limb([(side * 16, -34), (side * (x * 0.72), -52 + k * 14), (side * x, 14 + k * 13)], [24, 26, 6]),
                ink,
                "slope",
            )
        b.form(svg.limb([(side * 14, -20), (side * 52, -80), (side * 86, -58)], [28, 24, 12]), ink, "slope")
        b.stroke(
            f"M{side * 12} 46L{side * 34} 70M{side * 34} 70l{side * 14} 4M{side * 34} 70l{side * 6} "
            f"14M{side * 34} 70l{side * -8} 10",
            ink,
            7,
        )
    for k in (-24, -12, 0, 12, 24):
        b.form(svg.limb([(0, 40), (k * 0.8, 70), (k * 1.3, 98)], [14, 15, 7]), ink, "slope")
    b.form(svg.smooth([(-22, -40), (0, -58), (22, -40), (24, 6), (12, 48), (0, 56), (-12, 48), (-24, 6)]), ink, "slope")
    b.form(svg.smooth([(-20, -74), (-2, -96), (18, -84), (16, -54), (-6, -50)]), ink, "slope")
    b.form(svg.path("M-14 -86Q-40 -86 -36 -64Q-28 -72 -12 -70Z", (-40, -86, -12, -64)), ink)
    b.detail(svg.ellipse(-4, -80, 3.6), line)
    b.stroke("M-12 -24q12 10 24 0M-14 -4q14 10 28 0M-10 18q10 8 20 0", line, 3)


def _stag(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for side in (-1, 1):
        b.stroke(
            f"M{side * 12} -26Q{side * 60} -44 {side * 62} -98M{side * 38} -44Q{side * 74} -38 "
            f"{side * 92} -66M{side * 56} -70L{side * 34} -92M{side * 26} -36L{side * 22} -70",
            ink,
            10,
        )
        b.form(svg.limb([(side * 20, -8), (side * 50, -14), (side * 72, 6)], [12, 24, 4]), ink, "slope")
    b.form(
        svg.smooth(
            [(-28, -26), (0, -36), (28, -26), (30, 8), (18, 56), (14, 86), (0, 98), (-14, 86), (-18, 56), (-30, 8)]
        ),
        ink,
        "slope",
    )
    for side in (-1, 1):
        b.detail(svg.ellipse(side * 16, 8, 5.5), line)
        b.detail(svg.ellipse(side * 7, 82, 4), line)
    b.stroke("M0 -20V40", line, 3)


def _fish(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    body = svg.path("M-98 8C-60 -50 20 -54 60 -2L96 -40Q84 4 98 48L60 14C24 58 -58 58 -98 8Z", (-98, -54, 98, 58))
    b.form(svg.polygon((-30, -32), (10, -66), (34, -28)), ink, "slope")
    b.form(svg.polygon((-24, 38), (4, 68), (22, 36)), ink, "slope")
    b.form(body, ink, "slope")
    b.detail(svg.ellipse(-64, -2, 7), line)
    b.stroke("M-38 -26Q-22 6 -38 38M-14 -16q12 10 0 22M10 -16q12 10 0 22M-2 10q12 10 0 20", line, 4)


def _lys(b: Brush, ink: str) -> None:
    for side in (-1, 1):
        b.form(
            svg.path(
                f"M{side * 10} 30C{side * 24} -16 {side * 50} -52 {side * 76} -38C{side * 98} -24 "
                f"{side * 88} 10 {side * 60} 4C{side * 70} -18 {side * 46} -12 {side * 32} 30Z",
                (min(0, side * 92), -48, max(0, side * 92), 30),
            ),
            ink,
            "slope",
        )
        b.form(
            svg.path(
                f"M{side * 8} 46Q{side * 18} 80 {side * 46} 84Q{side * 34} 66 {side * 32} 46Z",
                (min(0, side * 46), 46, max(0, side * 46), 84),
            ),
            ink,
            "slope",
        )
    b.form(svg.path("M0 -98C34 -54 34 -24 14 30H-14C-34 -24 -34 -54 0 -98Z", (-28, -98, 28, 30)), ink, "slope")
    b.form(svg.path("M-12 46H12L6 84L0 98L-6 84Z", (-12, 46, 12, 98)), ink, "slope")
    b.form(svg.rect(-42, 28, 84, 18, 8), ink, "slope")


def _star(b: Brush, ink: str) -> None:
    b.form(svg.star(0, 4, 100, 5, 0.42), ink, "slope")


def _crescent(b: Brush, ink: str) -> None:
    b.form(svg.path("M-88 -56A92 92 0 1 0 88 -56A72 72 0 1 1 -88 -56Z", (-92, -56, 92, 92)), ink, "slope")


def _sun(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.star(0, 0, 100, 16, 0.56), ink, "slope")
    b.form(svg.ellipse(0, 0, 50), ink, "ball")
    for side in (-1, 1):
        b.detail(svg.ellipse(side * 17, -8, 5), line)
    b.stroke("M-18 18Q0 32 18 18M0 -4v14", line, 4)


def _tower(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.polygon((-52, -48), (52, -48), (60, 96), (-60, 96)), ink, "slope")
    b.form(
        svg.polygon(
            (-70, -92),
            (-42, -92),
            (-42, -74),
            (-14, -74),
            (-14, -92),
            (14, -92),
            (14, -74),
            (42, -74),
            (42, -92),
            (70, -92),
            (70, -50),
            (-70, -50),
        ),
        ink,
        "slope",
    )
    b.detail(svg.arch(-21, 36, 42, 60), line)
    b.detail(svg.arch(-10, -24, 20, 32), line)
    b.stroke("M-54 14H-24M24 14H54M-50 -14H-28M28 -14H50M-58 60H-36M36 60H58", line, 3)


def _key(b: Brush, ink: str) -> None:
    b.form(svg.rect(-9, -30, 18, 128, 4), ink, "slope")
    b.form(svg.polygon((7, 40), (52, 40), (52, 58), (32, 58), (32, 70), (52, 70), (52, 90), (7, 90)), ink, "slope")
    for x, y in ((-22, -54), (22, -54), (0, -78)):
        b.form(svg.join(svg.ellipse(x, y, 23), svg.ellipse(x, y, 9)), ink, "slope", rule="evenodd")
    b.form(svg.rect(-17, -34, 34, 12, 4), ink, "slope")


def _rose(b: Brush, ink: str) -> None:
    for i in range(5):
        with b.moved(0, 0, angle=72 * i + 36):
            b.form(svg.polygon((-12, -58), (0, -100), (12, -58)), "#3e8f4d", contour=False)
    for i in range(5):
        with b.moved(0, 0, angle=72 * i):
            b.form(svg.smooth([(0, -10), (-46, -52), (-34, -92), (0, -82), (34, -92), (46, -52)]), ink, "slope")
    for i in range(5):
        with b.moved(0, 0, angle=72 * i):
            b.form(svg.smooth([(0, -6), (-22, -30), (0, -50), (22, -30)]), ink, "slope")
    b.form(svg.ellipse(0, 0, 17), "#e3ad2d", "ball")


def _oak(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.polygon((-12, 4), (12, 4), (16, 78), (40, 98), (-40, 98), (-16, 78)), ink, "slope")
    b.form(
        svg.smooth(
            [
                (-30, 28),
                (-70, 36),
                (-92, 0),
                (-70, -40),
                (-52, -82),
                (0, -100),
                (52, -82),
                (70, -40),
                (92, 0),
                (70, 36),
                (30, 28),
                (0, 40),
            ]
        ),
        ink,
        "slope",
    )
    for x, y in ((-48, -8), (-18, -44), (30, -54), (52, -4), (6, 4), (-40, -52), (22, -20)):
        b.stroke(f"M{x - 12} {y}q12 -16 24 0", line, 4)


def _ship(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.stroke("M0 40V-96", ink, 7)
    b.form(
        svg.path("M-60 -72Q0 -56 60 -72Q76 -24 60 18Q0 32 -60 18Q-40 -24 -60 -72Z", (-70, -72, 70, 26)), ink, "slope"
    )
    b.form(svg.path("M-98 30L-74 40H74L98 24Q94 80 54 90H-54Q-92 82 -98 30Z", (-98, 24, 98, 90)), ink, "slope")
    b.form(svg.polygon((2, -98), (40, -90), (2, -80)), ink, contour=False)
    b.stroke("M-78 60H78M-24 -66Q-10 -20 -24 24M24 -66Q38 -20 24 24", line, 3.4)


def _sheaf(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for k in range(-3, 4):
        b.rope([(k * 14, 96), (k * 5, 16), (k * 21, -52)], ink, 8)
        b.form(svg.limb([(k * 19, -44), (k * 23, -72), (k * 26, -98 + abs(k) * 8)], [12, 19, 4]), ink, "slope")
    b.form(svg.rect(-32, 6, 64, 22, 9), ink, "slope")
    b.stroke("M-30 13H30M-30 21H30", line, 3)


def _anchor(b: Brush, ink: str) -> None:
    b.stroke(svg.ellipse(0, -78, 17).d, ink, 11)
    b.form(svg.rect(-9, -62, 18, 150, 4), ink, "slope")
    b.form(svg.rect(-48, -42, 96, 17, 6), ink, "slope")
    b.form(
        svg.path(
            "M-92 22L-60 30L-72 42Q-56 68 0 74Q56 68 72 42L60 30L92 22L90 62L80 54Q54 98 0 98Q-54 98 -80 54L-90 62Z",
            (-92, 22, 92, 98),
        ),
        ink,
        "slope",
    )


def _bell(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.ellipse(0, 76, 20), ink, "ball")
    b.form(
        svg.path("M0 -82C44 -80 52 -34 56 2Q60 40 84 62H-84Q-60 40 -56 2C-52 -34 -44 -80 0 -82Z", (-84, -82, 84, 62)),
        ink,
        "slope",
    )
    b.form(svg.rect(-14, -98, 28, 22, 8), ink, "slope")
    b.stroke("M-60 36H60M-50 -14H50", line, 4)


def _horn(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.stroke("M-62 4Q-30 -96 0 -62Q30 -96 66 -30", ink, 6)
    b.form(svg.limb([(-92, -12), (-66, 46), (0, 72), (60, 36), (84, -24)], [44, 38, 32, 24, 14]), ink, "slope")
    b.form(svg.ellipse(-92, -14, 25, 12), ink, "slope")
    b.stroke("M-86 20l32 -12M-16 54l4 34M46 30l16 26", line, 5)


def _acorn(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.path("M-54 -18H54C54 40 30 74 0 98C-30 74 -54 40 -54 -18Z", (-54, -18, 54, 98)), ink, "slope")
    b.form(svg.path("M-68 -16C-72 -62 -34 -76 0 -76C34 -76 72 -62 68 -16Z", (-70, -76, 70, -16)), ink, "slope")
    b.stroke("M0 -74Q2 -94 20 -98", ink, 10)
    b.stroke("M-66 -18H66M-50 -44l26 -20M-20 -30l40 -34M14 -26l34 -28", line, 4)


def _sword(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.polygon((-11, 44), (-9, -72), (0, -100), (9, -72), (11, 44)), ink, "slope")
    b.form(svg.rect(-46, 42, 92, 14, 6), ink, "slope")
    b.form(svg.rect(-7, 54, 14, 28), ink, "slope")
    b.form(svg.ellipse(0, 88, 13), ink, "ball")
    b.stroke("M0 -66V40", line, 3)


def _crown(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(svg.polygon((-72, 64), (-92, -40), (-46, 4), (0, -74), (46, 4), (92, -40), (72, 64)), ink, "slope")
    for x, y in ((-92, -50), (0, -84), (92, -50)):
        b.form(svg.ellipse(x, y, 12), ink, "ball")
    b.form(svg.rect(-74, 48, 148, 26, 6), ink, "slope")
    for x in (-44, 0, 44):
        b.detail(svg.regular(x, 61, 9, 4), line)


def _wheel(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for i in range(4):
        with b.moved(0, 0, angle=45 * i):
            b.form(svg.rect(-6, -82, 12, 164), ink, "slope")
    b.form(svg.join(svg.ellipse(0, 0, 98), svg.ellipse(0, 0, 74)), ink, "slope", rule="evenodd")
    b.form(svg.ellipse(0, 0, 24), ink, "ball")
    b.detail(svg.ellipse(0, 0, 8), line)


def _swan(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(
        svg.smooth([(-54, 40), (-14, 10), (30, 14), (94, -20), (84, 34), (50, 74), (-10, 82), (-50, 66)]), ink, "slope"
    )
    b.form(svg.limb([(-34, 50), (-62, 6), (-28, -40), (-40, -80), (-66, -72)], [34, 25, 20, 22, 18]), ink, "slope")
    b.form(svg.polygon((-66, -80), (-98, -62), (-66, -60)), "#e9742b")
    b.detail(svg.ellipse(-58, -76, 3.6), line)
    b.stroke("M-10 34Q30 60 74 8M4 52Q36 68 66 40", line, 4)


def _book(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for side in (-1, 1):
        b.form(
            svg.path(
                f"M0 -52Q{side * 44} -84 {side * 94} -62V60Q{side * 44} 40 0 70Z",
                (min(0, side * 94), -74, max(0, side * 94), 70),
            ),
            ink,
            "slope",
        )
        b.stroke(
            "".join(
                f"M{side * 16} {-30 + k * 24}Q{side * 46} {-48 + k * 24} {side * 78} {-38 + k * 24}" for k in range(4)
            ),
            line,
            4,
        )
    b.stroke("M0 -52V70", line, 4)


def _bee(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for side in (-1, 1):
        b.form(
            svg.smooth([(side * 12, -24), (side * 58, -70), (side * 98, -48), (side * 82, -6), (side * 28, 4)]),
            ink,
            "slope",
        )
        b.stroke(
            f"M{side * 8} -78Q{side * 12} -94 {side * 26} -98M{side * 30} 20L{side * 56} 34"
            f"M{side * 28} 50L{side * 50} 72",
            ink,
            5,
        )
    body = svg.smooth([(0, -46), (34, -14), (36, 40), (0, 98), (-36, 40), (-34, -14)])
    b.form(body, ink, "slope")
    with b.within(body):
        b.stroke("M-60 6H60M-60 34H60M-60 62H60", line, 11, cap="butt")
    b.form(svg.ellipse(0, -60, 22), ink, "ball")


def _harp(b: Brush, ink: str) -> None:
    b.form(svg.limb([(-58, -84), (-66, 0), (-30, 90)], [18, 15, 18]), ink, "slope")
    b.form(svg.limb([(-62, -82), (-10, -66), (24, -94), (72, -74)], [17, 17, 17, 15]), ink, "slope")
    b.form(svg.limb([(-34, 88), (30, 26), (74, -66)], [26, 22, 12]), ink, "slope")
    b.stroke("M-42 -70L-36 70M-20 -66L-14 52M2 -68L6 32M24 -78L26 8M46 -72V-22", ink, 4)


def _shell(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    points = [svg.polar(0, 54, 138 if i % 2 else 128, math.radians(200 + i * 140 / 12)) for i in range(13)]
    b.form(svg.smooth([*points, (34, 70), (0, 84), (-34, 70)], tension=0.9), ink, "slope")
    b.form(svg.rect(-40, 62, 80, 22, 8), ink, "slope")
    b.stroke("".join(f"M{k * 6} 60L{k * 26} {-66 + abs(k) * abs(k) * 8}" for k in (-3, -2, -1, 0, 1, 2, 3)), line, 4)


def _wing(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    for k in range(6):
        b.form(
            svg.limb([(-44 + k * 6, -46 + k * 10), (10 + k * 8, -4 + k * 8), (92 - k * 26, 40 + k * 11)], [22, 28, 8]),
            ink,
            "slope",
        )
    b.form(
        svg.smooth([(-60, 40), (-76, -30), (-40, -88), (20, -92), (76, -60), (30, -50), (-10, -20), (-28, 24)]),
        ink,
        "slope",
    )
    b.stroke("M-44 -40Q-10 -66 30 -66M-46 -10Q-20 -44 6 -46", line, 4)


def _serpent(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    b.form(
        svg.limb(
            [
                (78, 92),
                (20, 90),
                (-62, 82),
                (-70, 48),
                (0, 36),
                (66, 22),
                (62, -18),
                (0, -24),
                (-46, -40),
                (-30, -76),
                (6, -84),
            ],
            [4, 16, 22, 24, 25, 25, 24, 23, 22, 20, 20],
        ),
        ink,
        "slope",
    )
    b.form(svg.smooth([(-8, -96), (30, -98), (48, -82), (30, -68), (-6, -72)]), ink, "slope")
    b.stroke("M46 -82H66M66 -82l12 -8M66 -82l12 8", "#cf3833", 4)
    b.detail(svg.ellipse(24, -86, 4), line)


def _maple(b: Brush, ink: str) -> None:
    line = shaded(ink, 0.6)
    half = [
        (0, -100),
        (18, -62),
        (40, -74),
        (36, -34),
        (58, -58),
        (66, -42),
        (96, -44),
        (82, -14),
        (96, -4),
        (46, 34),
        (52, 52),
        (8, 44),
    ]
    b.form(svg.polygon(*half, *[(-x, y) for x, y in reversed(half[1:])]), ink, "slope")
    b.stroke("M0 40V98", ink, 9)
    b.stroke("M0 44V-56M0 20L50 -10M0 20L-50 -10", line, 4)


CHARGES: dict[str, Charge] = {
    "lion": _lion,
    "eagle": _eagle,
    "stag's head": _stag,
    "fish": _fish,
    "fleur-de-lis": _lys,
    "star": _star,
    "crescent": _crescent,
    "sun": _sun,
    "tower": _tower,
    "key": _key,
    "rose": _rose,
    "oak tree": _oak,
    "ship": _ship,
    "wheat sheaf": _sheaf,
    "anchor": _anchor,
    "bell": _bell,
    "hunting horn": _horn,
    "acorn": _acorn,
    "sword": _sword,
    "crown": _crown,
    "wheel": _wheel,
    "swan": _swan,
    "open book": _book,
    "bee": _bee,
    "harp": _harp,
    "scallop shell": _shell,
    "wing": _wing,
    "serpent": _serpent,
    "maple leaf": _maple,
}
