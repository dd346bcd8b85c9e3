"""Charges that are made: towers, keys, ships, bells, swords, crowns, books."""

from __future__ import annotations

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, shaded


def tower(b: Brush, ink: str) -> None:
    """Tower."""
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


def key(b: Brush, ink: str) -> None:
    """Key."""
    b.form(svg.rect(-9, -30, 18, 128, 4), ink, "slope")
    b.form(svg.polygon((7, 40), (52, 40), (52, 58), (32, 58), (32, 70), (52, 70), (52, 90), (7, 90)), ink, "slope")
    for x, y in ((-22, -54), (22, -54), (0, -78)):
        b.form(svg.join(svg.ellipse(x, y, 23), svg.ellipse(x, y, 9)), ink, "slope", rule="evenodd")
    b.form(svg.rect(-17, -34, 34, 12, 4), ink, "slope")


def ship(b: Brush, ink: str) -> None:
    """Ship."""
    line = shaded(ink, 0.6)
    b.stroke("M0 40V-96", ink, 7)
    b.form(
        svg.path("M-60 -72Q0 -56 60 -72Q76 -24 60 18Q0 32 -60 18Q-40 -24 -60 -72Z", (-70, -72, 70, 26)), ink, "slope"
    )
    b.form(svg.path("M-98 30L-74 40H74L98 24Q94 80 54 90H-54Q-92 82 -98 30Z", (-98, 24, 98, 90)), ink, "slope")
    b.form(svg.polygon((2, -98), (40, -90), (2, -80)), ink, contour=False)
    b.stroke("M-78 60H78M-24 -66Q-10 -20 -24 24M24 -66Q38 -20 24 24", line, 3.4)


def anchor(b: Brush, ink: str) -> None:
    """Anchor."""
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


def bell(b: Brush, ink: str) -> None:
    """Bell."""
    line = shaded(ink, 0.6)
    b.form(svg.ellipse(0, 76, 20), ink, "ball")
    b.form(
        svg.path("M0 -82C44 -80 52 -34 56 2Q60 40 84 62H-84Q-60 40 -56 2C-52 -34 -44 -80 0 -82Z", (-84, -82, 84, 62)),
        ink,
        "slope",
    )
    b.form(svg.rect(-14, -98, 28, 22, 8), ink, "slope")
    b.stroke("M-60 36H60M-50 -14H50", line, 4)


def horn(b: Brush, ink: str) -> None:
    """Horn."""
    line = shaded(ink, 0.6)
    b.stroke("M-62 4Q-30 -96 0 -62Q30 -96 66 -30", ink, 6)
    b.form(svg.limb([(-92, -12), (-66, 46), (0, 72), (60, 36), (84, -24)], [44, 38, 32, 24, 14]), ink, "slope")
    b.form(svg.ellipse(-92, -14, 25, 12), ink, "slope")
    b.stroke("M-86 20l32 -12M-16 54l4 34M46 30l16 26", line, 5)


def sword(b: Brush, ink: str) -> None:
    """Sword."""
    line = shaded(ink, 0.6)
    b.form(svg.polygon((-11, 44), (-9, -72), (0, -100), (9, -72), (11, 44)), ink, "slope")
    b.form(svg.rect(-46, 42, 92, 14, 6), ink, "slope")
    b.form(svg.rect(-7, 54, 14, 28), ink, "slope")
    b.form(svg.ellipse(0, 88, 13), ink, "ball")
    b.stroke("M0 -66V40", line, 3)


def crown(b: Brush, ink: str) -> None:
    """Crown."""
    line = shaded(ink, 0.6)
    b.form(svg.polygon((-72, 64), (-92, -40), (-46, 4), (0, -74), (46, 4), (92, -40), (72, 64)), ink, "slope")
    for x, y in ((-92, -50), (0, -84), (92, -50)):
        b.form(svg.ellipse(x, y, 12), ink, "ball")
    b.form(svg.rect(-74, 48, 148, 26, 6), ink, "slope")
    for x in (-44, 0, 44):
        b.detail(svg.regular(x, 61, 9, 4), line)


def wheel(b: Brush, ink: str) -> None:
    """Wheel."""
    line = shaded(ink, 0.6)
    for i in range(4):
        with b.moved(0, 0, angle=45 * i):
            b.form(svg.rect(-6, -82, 12, 164), ink, "slope")
    b.form(svg.join(svg.ellipse(0, 0, 98), svg.ellipse(0, 0, 74)), ink, "slope", rule="evenodd")
    b.form(svg.ellipse(0, 0, 24), ink, "ball")
    b.detail(svg.ellipse(0, 0, 8), line)


def book(b: Brush, ink: str) -> None:
    """Book."""
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


def harp(b: Brush, ink: str) -> None:
    """Harp."""
    b.form(svg.limb([(-58, -84), (-66, 0), (-30, 90)], [18, 15, 18]), ink, "slope")
    b.form(svg.limb([(-62, -82), (-10, -66), (24, -94), (72, -74)], [17, 17, 17, 15]), ink, "slope")
    b.form(svg.limb([(-34, 88), (30, 26), (74, -66)], [26, 22, 12]), ink, "slope")
    b.stroke("M-42 -70L-36 70M-20 -66L-14 52M2 -68L6 32M24 -78L26 8M46 -72V-22", ink, 4)
