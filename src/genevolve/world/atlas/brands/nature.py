"""Marks from nature: sun, flowers, waves, mountains, animals, leaves. Each about the origin, within 100 of it."""

from __future__ import annotations

import math

from genevolve.world.atlas import svg
from genevolve.world.atlas.brands.tone import Tone
from genevolve.world.atlas.brush import Brush


def sun(b: Brush, tone: Tone) -> None:
    """Sun."""
    b.form(svg.half_ellipse(0, 46, 50, 50), tone.ink)
    for i in range(tone.count):
        angle = math.pi + math.pi * (i + 0.5) / tone.count
        a, c = svg.polar(0, 46, 64, angle - 0.07), svg.polar(0, 46, 64, angle + 0.07)
        b.form(svg.polygon(a, svg.polar(0, 46, 122, angle - 0.1), svg.polar(0, 46, 122, angle + 0.1), c), tone.ink)
    b.form(svg.rect(-100, 56, 200, 14, 7), tone.ink)
    b.form(svg.rect(-62, 80, 124, 12, 6), tone.ink)


def flower(b: Brush, tone: Tone) -> None:
    """Flower."""
    for i in range(tone.count):
        with b.moved(0, 0, angle=360 * i / tone.count):
            b.form(
                svg.smooth([(0, -18), (-26, -62), (0, -98), (26, -62)])
                if tone.count < 7
                else svg.smooth([(0, -18), (-19, -66), (0, -98), (19, -66)]),
                tone.ink,
            )
    b.form(svg.ellipse(0, 0, 26), tone.ground)
    b.form(svg.ellipse(0, 0, 16), tone.ink)


def waves(b: Brush, tone: Tone) -> None:
    """Waves."""
    for i in range(tone.count):
        y = (i - (tone.count - 1) / 2) * 50
        b.stroke(f"M-94 {y + 12:.0f}q23.5 -46 47 0t47 0t47 0t47 0", tone.ink, 20)


def mountain(b: Brush, tone: Tone) -> None:
    """Mountain."""
    if tone.count == 3:
        b.form(svg.polygon((-104, 70), (-54, -22), (-4, 70)), tone.ink)
        b.form(svg.polygon((4, 70), (56, -30), (104, 70)), tone.ink)
    else:
        b.form(svg.polygon((6, 70), (56, -26), (104, 70)), tone.ink)
    x = 0 if tone.count == 3 else -24
    b.form(svg.polygon((x - 78, 70), (x, -88), (x + 78, 70)), tone.ink)
    b.form(
        svg.polygon((x - 26, -34), (x, -88), (x + 26, -34), (x + 10, -46), (x, -26), (x - 11, -44)),
        tone.ground,
        contour=False,
    )


def crescent(b: Brush, tone: Tone) -> None:
    """Crescent."""
    b.form(svg.path("M34 -90A94 94 0 1 0 34 90A74 74 0 1 1 34 -90Z", (-94, -94, 60, 94)), tone.ink)
    b.form(svg.star(52, -6, 30, 5), tone.ink)


def star(b: Brush, tone: Tone) -> None:
    """Star."""
    b.form(svg.star(0, 4, 100, tone.count, 0.4 if tone.count == 5 else 0.56), tone.ink)
    if tone.count > 5:
        b.form(svg.ellipse(0, 4, 24), tone.ground)


def bird(b: Brush, tone: Tone) -> None:
    """Bird."""
    b.form(
        svg.path(
            "M-98 14C-60 22 -40 8 -20 -14C-6 -64 34 -90 92 -92C66 -68 62 -46 48 -26C66 -30 82 -22 "
            "98 -8C76 -8 60 2 44 24C20 58 -26 66 -64 52L-92 74L-84 40Q-88 26 -98 14Z",
            (-98, -92, 98, 74),
        ),
        tone.ink,
    )
    b.form(svg.ellipse(62, -12, 5), tone.ground, contour=False)


def fish(b: Brush, tone: Tone) -> None:
    """Fish."""
    b.form(
        svg.path("M-96 10C-66 -62 30 -78 62 -8L98 -48Q88 2 98 52L62 16C34 76 -62 78 -96 10Z", (-98, -62, 98, 66)),
        tone.ink,
    )
    b.form(svg.ellipse(-54, -2, 9), tone.ground, contour=False)
    b.stroke("M-24 -34Q-4 6 -24 44", tone.ground, 8)


def leaf(b: Brush, tone: Tone) -> None:
    """Leaf."""
    b.form(
        svg.smooth(
            [
                (0, -98),
                (26, -72),
                (20, -56),
                (56, -44),
                (40, -20),
                (68, 8),
                (42, 22),
                (46, 52),
                (0, 72),
                (-46, 52),
                (-42, 22),
                (-68, 8),
                (-40, -20),
                (-56, -44),
                (-20, -56),
                (-26, -72),
            ],
            tension=0.8,
        ),
        tone.ink,
    )
    b.stroke("M0 98V-58M0 -8l30 -26M0 -8l-30 -26M0 34l32 -20M0 34l-32 -20", tone.ground, 7)
    b.stroke("M0 98V66", tone.ink, 9)


def tree(b: Brush, tone: Tone) -> None:
    """Tree."""
    b.form(svg.rect(-10, 20, 20, 78), tone.ink)
    b.form(svg.ellipse(0, -44, 52), tone.ink)
    b.form(svg.ellipse(-44, 4, 36), tone.ink, contour=False)
    b.form(svg.ellipse(44, 4, 36), tone.ink, contour=False)
    b.stroke("M0 30V-40M0 14l26 -24M0 -6l-24 -22", tone.ground, 7)


def drop(b: Brush, tone: Tone) -> None:
    """Drop."""
    b.form(
        svg.path("M0 -100C20 -52 64 -20 64 34A64 64 0 0 1 -64 34C-64 -20 -20 -52 0 -100Z", (-64, -100, 64, 98)),
        tone.ink,
    )
    b.stroke("M-36 34A36 36 0 0 0 0 70", tone.ground, 13)


def flame(b: Brush, tone: Tone) -> None:
    """Flame."""
    b.form(
        svg.path(
            "M8 -100C18 -50 72 -26 66 34A66 66 0 0 1 -66 38C-70 2 -38 -8 -40 -48C-16 -40 -6 -22 -4 "
            "-2C14 -30 16 -64 8 -100Z",
            (-70, -100, 72, 98),
        ),
        tone.ink,
    )
    b.form(
        svg.path("M2 96A32 32 0 0 1 -30 62C-30 40 -4 32 0 6C22 28 34 42 34 64A32 32 0 0 1 2 96Z", (-30, 6, 34, 96)),
        tone.ground,
        contour=False,
    )


def wheat(b: Brush, tone: Tone) -> None:
    """Wheat."""
    b.stroke("M0 100V-60", tone.ink, 9)
    b.form(svg.smooth([(0, -100), (13, -76), (0, -50), (-13, -76)]), tone.ink)
    for i in range(4):
        y = 40 - i * 32
        for side in (-1, 1):
            b.form(svg.limb([(side * 4, y), (side * 26, y - 22), (side * 36, y - 54)], [4, 24, 3]), tone.ink)


def bee(b: Brush, tone: Tone) -> None:
    """Bee."""
    for side in (-1, 1):
        b.form(
            svg.smooth([(side * 14, -20), (side * 60, -72), (side * 98, -52), (side * 84, -8), (side * 30, 6)]),
            tone.ink,
        )
    body = svg.smooth([(0, -46), (36, -14), (38, 40), (0, 98), (-38, 40), (-36, -14)])
    b.form(body, tone.ink)
    with b.within(body):
        b.stroke("M-60 8H60M-60 38H60M-60 66H60", tone.ground, 12, cap="butt")
    b.form(svg.ellipse(0, -62, 22), tone.ink)
    b.stroke("M-10 -80Q-14 -96 -28 -98M10 -80Q14 -96 28 -98", tone.ink, 6)


def feather(b: Brush, tone: Tone) -> None:
    """Feather."""
    b.form(svg.path("M86 -96C10 -92 -62 -44 -66 44L-44 52C30 50 84 -10 86 -96Z", (-66, -96, 86, 52)), tone.ink)
    b.stroke("M66 -74Q-20 -20 -90 96", tone.ground, 7)
    b.stroke("M-52 44Q-72 66 -90 96", tone.ink, 10)
    b.stroke("M22 -40l34 12M-8 -8l34 14M30 -48l-10 -34M-6 -8l-14 -34", tone.ground, 6)


def acorn(b: Brush, tone: Tone) -> None:
    """Acorn."""
    b.form(svg.path("M-58 -16H58C58 40 32 74 0 98C-32 74 -58 40 -58 -16Z", (-58, -16, 58, 98)), tone.ink)
    b.form(svg.path("M-72 -24C-70 -66 -34 -80 0 -80C34 -80 70 -66 72 -24Z", (-72, -80, 72, -24)), tone.ink)
    b.stroke("M0 -80Q2 -96 18 -102", tone.ink, 11)
    b.stroke("M-66 -20H66", tone.ground, 9)
