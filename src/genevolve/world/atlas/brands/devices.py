"""Marks that are made: chevrons, keys, rings, arrows, gears, boats. Each about the origin, within 100 of it."""

from __future__ import annotations

import math

from genevolve.world.atlas import svg
from genevolve.world.atlas.brands.tone import Tone
from genevolve.world.atlas.brush import Brush


def chevrons(b: Brush, tone: Tone) -> None:
    """Chevrons."""
    step = 52 if tone.count == 3 else 66
    for i in range(tone.count):
        y = (i - (tone.count - 1) / 2) * step + 12
        b.form(
            svg.polygon((-86, y + 22), (0, y - 46), (86, y + 22), (86, y + 52), (0, y - 14), (-86, y + 52)), tone.ink
        )


def boat(b: Brush, tone: Tone) -> None:
    """Boat."""
    b.form(svg.path("M-8 -96Q-70 -20 -84 32H-8Z", (-84, -96, -8, 32)), tone.ink)
    b.form(svg.path("M8 -76Q52 -22 72 32H8Z", (8, -76, 72, 32)), tone.ink)
    b.form(svg.path("M-98 48H98Q82 92 40 92H-44Q-84 92 -98 48Z", (-98, 48, 98, 92)), tone.ink)


def key(b: Brush, tone: Tone) -> None:
    """Key."""
    b.form(svg.join(svg.ellipse(0, -54, 44), svg.ellipse(0, -54, 20)), tone.ink, rule="evenodd")
    b.form(svg.rect(-10, -14, 20, 112, 5), tone.ink)
    b.form(svg.rect(6, 44, 44, 17, 4), tone.ink)
    b.form(svg.rect(6, 76, 34, 17, 4), tone.ink)


def eye(b: Brush, tone: Tone) -> None:
    """Eye."""
    b.form(svg.path("M-100 0Q0 -96 100 0Q0 96 -100 0Z", (-100, -50, 100, 50)), tone.ink)
    b.form(svg.ellipse(0, 0, 36), tone.ground)
    b.form(svg.ellipse(0, 0, 19), tone.ink)
    b.stroke("M0 -66V-92M-46 -52L-60 -76M46 -52L60 -76", tone.ink, 11)


def spiral(b: Brush, tone: Tone) -> None:
    """Spiral."""
    points = [svg.polar(0, 0, 8 + i * 2.05, i * 0.4) for i in range(44)]
    b.stroke(svg.curve(points), tone.ink, 19)


def rings(b: Brush, tone: Tone) -> None:
    """Rings."""
    places = [(-38, 0), (38, 0)] if tone.count == 2 else [(-40, 30), (40, 30), (0, -40)]
    for x, y in places:
        b.stroke(svg.ellipse(x, y, 54 if tone.count == 2 else 50).d, tone.ground, 27)
        b.stroke(svg.ellipse(x, y, 54 if tone.count == 2 else 50).d, tone.ink, 16)


def arrow(b: Brush, tone: Tone) -> None:
    """Arrow."""
    b.form(
        svg.polygon((-80, 44), (28, -64), (-24, -64), (-24, -96), (88, -96), (88, 16), (56, 16), (56, -36), (-52, 72)),
        tone.ink,
    )
    b.form(svg.polygon((-90, 62), (-62, 90), (-76, 98), (-98, 78)), tone.ink)


def gear(b: Brush, tone: Tone) -> None:
    """Gear."""
    for i in range(8):
        with b.moved(0, 0, angle=45 * i):
            b.form(svg.taper(0, -98, -58, 28, 40), tone.ink, contour=False)
    b.form(svg.ellipse(0, 0, 72), tone.ink)
    b.form(svg.ellipse(0, 0, 34), tone.ground)
    b.form(svg.ellipse(0, 0, 14), tone.ink)


def anchor(b: Brush, tone: Tone) -> None:
    """Anchor."""
    b.stroke(svg.ellipse(0, -74, 20).d, tone.ink, 14)
    b.stroke("M0 -54V86M-44 -26H44M-80 20C-76 68 -36 88 0 88C36 88 76 68 80 20", tone.ink, 17)
    for side in (-1, 1):
        b.form(svg.polygon((side * 80, 2), (side * 102, 44), (side * 56, 40)), tone.ink, contour=False)


def bell(b: Brush, tone: Tone) -> None:
    """Bell."""
    b.form(
        svg.path("M0 -92C48 -88 54 -38 58 0Q62 38 86 58H-86Q-62 38 -58 0C-54 -38 -48 -88 0 -92Z", (-86, -92, 86, 58)),
        tone.ink,
    )
    b.form(svg.ellipse(0, 78, 20, 18), tone.ink)
    b.stroke("M-48 28H48", tone.ground, 9)


def knot(b: Brush, tone: Tone) -> None:
    """Knot."""
    for angle in (0, 60, 120):
        with b.moved(0, 0, angle=angle):
            b.stroke(svg.ellipse(0, 0, 90, 36).d, tone.ground, 25)
            b.stroke(svg.ellipse(0, 0, 90, 36).d, tone.ink, 14)


def beam(b: Brush, tone: Tone) -> None:
    """Beam."""
    b.form(svg.taper(0, -44, 98, 34, 68), tone.ink)
    b.form(svg.rect(-20, -74, 40, 28, 4), tone.ink)
    b.form(svg.polygon((-28, -74), (28, -74), (0, -102)), tone.ink)
    b.stroke("M-28 8H28M-34 50H34", tone.ground, 15, cap="butt")
    for side in (-1, 1):
        b.form(svg.polygon((side * 28, -60), (side * 104, -92), (side * 104, -26)), tone.ink)


def cube(b: Brush, tone: Tone) -> None:
    """Cube."""
    b.form(svg.polygon((0, -96), (84, -50), (0, -4), (-84, -50)), tone.ink)
    b.form(svg.polygon((-84, -34), (-8, 8), (-8, 98), (-84, 54)), tone.ink)
    b.form(svg.polygon((84, -34), (8, 8), (8, 98), (84, 54)), tone.ink)
    b.form(svg.polygon((0, -70), (40, -48), (0, -26), (-40, -48)), tone.ground, contour=False)


def compass(b: Brush, tone: Tone) -> None:
    """Compass."""
    b.stroke(svg.ellipse(0, 0, 66).d, tone.ink, 10)
    b.form(svg.star(0, 0, 102, 4, 0.2), tone.ink)
    b.form(svg.star(0, 0, 58, 4, 0.3, math.pi / 4), tone.ink)
    b.form(svg.ellipse(0, 0, 11), tone.ground)


def kite(b: Brush, tone: Tone) -> None:
    """Kite."""
    b.form(svg.polygon((24, -100), (82, -34), (6, 44), (-40, -36)), tone.ink)
    b.stroke("M24 -100L6 44M82 -34L-40 -36", tone.ground, 7)
    b.stroke("M6 44C-26 60 -2 80 -34 84C-56 88 -52 100 -76 94", tone.ink, 9)
    b.form(svg.polygon((-30, 70), (-14, 92), (-42, 98)), tone.ink, contour=False)


def arch(b: Brush, tone: Tone) -> None:
    """Arch."""
    b.form(svg.arch(-74, -98, 148, 196), tone.ink)
    b.form(svg.arch(-46, -66, 92, 168), tone.ground, contour=False)
    b.form(svg.arch(-24, -38, 48, 136), tone.ink)


def arcs(b: Brush, tone: Tone) -> None:
    """Arcs."""
    for r in (36, 68, 100):
        b.stroke(f"M{-r} 52A{r} {r} 0 0 1 {r} 52", tone.ink, 19, cap="butt")
    b.form(svg.ellipse(0, 50, 16), tone.ink)
    b.form(svg.rect(-110, 66, 220, 14), tone.ink)
