"""Charges that live: beasts, birds, a fish, a bee, a serpent. Each about the origin, within 100 of it."""

from __future__ import annotations

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, shaded


def lion(b: Brush, ink: str) -> None:
    """Lion."""
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


def eagle(b: Brush, ink: str) -> None:
    """Eagle."""
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


def stag(b: Brush, ink: str) -> None:
    """Stag."""
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


def fish(b: Brush, ink: str) -> None:
    """Fish."""
    line = shaded(ink, 0.6)
    body = svg.path("M-98 8C-60 -50 20 -54 60 -2L96 -40Q84 4 98 48L60 14C24 58 -58 58 -98 8Z", (-98, -54, 98, 58))
    b.form(svg.polygon((-30, -32), (10, -66), (34, -28)), ink, "slope")
    b.form(svg.polygon((-24, 38), (4, 68), (22, 36)), ink, "slope")
    b.form(body, ink, "slope")
    b.detail(svg.ellipse(-64, -2, 7), line)
    b.stroke("M-38 -26Q-22 6 -38 38M-14 -16q12 10 0 22M10 -16q12 10 0 22M-2 10q12 10 0 20", line, 4)


def swan(b: Brush, ink: str) -> None:
    """Swan."""
    line = shaded(ink, 0.6)
    b.form(
        svg.smooth([(-54, 40), (-14, 10), (30, 14), (94, -20), (84, 34), (50, 74), (-10, 82), (-50, 66)]), ink, "slope"
    )
    b.form(svg.limb([(-34, 50), (-62, 6), (-28, -40), (-40, -80), (-66, -72)], [34, 25, 20, 22, 18]), ink, "slope")
    b.form(svg.polygon((-66, -80), (-98, -62), (-66, -60)), "#e9742b")
    b.detail(svg.ellipse(-58, -76, 3.6), line)
    b.stroke("M-10 34Q30 60 74 8M4 52Q36 68 66 40", line, 4)


def bee(b: Brush, ink: str) -> None:
    """Bee."""
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


def wing(b: Brush, ink: str) -> None:
    """Wing."""
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


def serpent(b: Brush, ink: str) -> None:
    """Serpent."""
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
