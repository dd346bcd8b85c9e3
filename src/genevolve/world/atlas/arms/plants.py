"""Charges that grow or shine: lilies, roses, trees, sheaves, shells, sun, moon and star."""

from __future__ import annotations

import math

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, shaded


def lys(b: Brush, ink: str) -> None:
    """Lys."""
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


def rose(b: Brush, ink: str) -> None:
    """Rose."""
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


def oak(b: Brush, ink: str) -> None:
    """Oak."""
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


def sheaf(b: Brush, ink: str) -> None:
    """Sheaf."""
    line = shaded(ink, 0.6)
    for k in range(-3, 4):
        b.rope([(k * 14, 96), (k * 5, 16), (k * 21, -52)], ink, 8)
        b.form(svg.limb([(k * 19, -44), (k * 23, -72), (k * 26, -98 + abs(k) * 8)], [12, 19, 4]), ink, "slope")
    b.form(svg.rect(-32, 6, 64, 22, 9), ink, "slope")
    b.stroke("M-30 13H30M-30 21H30", line, 3)


def acorn(b: Brush, ink: str) -> None:
    """Acorn."""
    line = shaded(ink, 0.6)
    b.form(svg.path("M-54 -18H54C54 40 30 74 0 98C-30 74 -54 40 -54 -18Z", (-54, -18, 54, 98)), ink, "slope")
    b.form(svg.path("M-68 -16C-72 -62 -34 -76 0 -76C34 -76 72 -62 68 -16Z", (-70, -76, 70, -16)), ink, "slope")
    b.stroke("M0 -74Q2 -94 20 -98", ink, 10)
    b.stroke("M-66 -18H66M-50 -44l26 -20M-20 -30l40 -34M14 -26l34 -28", line, 4)


def maple(b: Brush, ink: str) -> None:
    """Maple."""
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


def shell(b: Brush, ink: str) -> None:
    """Shell."""
    line = shaded(ink, 0.6)
    points = [svg.polar(0, 54, 138 if i % 2 else 128, math.radians(200 + i * 140 / 12)) for i in range(13)]
    b.form(svg.smooth([*points, (34, 70), (0, 84), (-34, 70)], tension=0.9), ink, "slope")
    b.form(svg.rect(-40, 62, 80, 22, 8), ink, "slope")
    b.stroke("".join(f"M{k * 6} 60L{k * 26} {-66 + abs(k) * abs(k) * 8}" for k in (-3, -2, -1, 0, 1, 2, 3)), line, 4)


def sun(b: Brush, ink: str) -> None:
    """Sun."""
    line = shaded(ink, 0.6)
    b.form(svg.star(0, 0, 100, 16, 0.56), ink, "slope")
    b.form(svg.ellipse(0, 0, 50), ink, "ball")
    for side in (-1, 1):
        b.detail(svg.ellipse(side * 17, -8, 5), line)
    b.stroke("M-18 18Q0 32 18 18M0 -4v14", line, 4)


def crescent(b: Brush, ink: str) -> None:
    """Crescent."""
    b.form(svg.path("M-88 -56A92 92 0 1 0 88 -56A72 72 0 1 1 -88 -56Z", (-92, -56, 92, 92)), ink, "slope")


def star(b: Brush, ink: str) -> None:
    """Star."""
    b.form(svg.star(0, 4, 100, 5, 0.42), ink, "slope")
