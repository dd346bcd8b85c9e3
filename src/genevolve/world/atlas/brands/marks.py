"""Marks: simple geometric signs about the origin, within 100 of it.

`ink` is the mark's colour, `ground` the badge's, for what is cut out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush
from genevolve.world.atlas.look import NUMBERS, one_of


@dataclass(frozen=True, slots=True)
class Tone:
    """A mark's colour, the badge's colour for what is cut out, and how many of its parts there are."""

    ink: str
    ground: str
    count: int


Mark = Callable[[Brush, Tone], None]


def draw_mark(b: Brush, phrase: str, ink: str, ground: str) -> None:
    """Draw the mark that a phrase names, e.g. "rising sun with nine rays"."""
    words = phrase.replace("-petalled", "").replace("-pointed", "").split()
    count = next((NUMBERS[word] for word in words if word in NUMBERS), 1)
    MARKS[one_of(phrase, *MARKS)](b, Tone(ink, ground, count))


def _sun(b: Brush, tone: Tone) -> None:
    b.form(svg.half_ellipse(0, 46, 50, 50), tone.ink)
    for i in range(tone.count):
        angle = math.pi + math.pi * (i + 0.5) / tone.count
        a, c = svg.polar(0, 46, 64, angle - 0.07), svg.polar(0, 46, 64, angle + 0.07)
        b.form(svg.polygon(a, svg.polar(0, 46, 122, angle - 0.1), svg.polar(0, 46, 122, angle + 0.1), c), tone.ink)
    b.form(svg.rect(-100, 56, 200, 14, 7), tone.ink)
    b.form(svg.rect(-62, 80, 124, 12, 6), tone.ink)


def _chevrons(b: Brush, tone: Tone) -> None:
    step = 52 if tone.count == 3 else 66
    for i in range(tone.count):
        y = (i - (tone.count - 1) / 2) * step + 12
        b.form(
            svg.polygon((-86, y + 22), (0, y - 46), (86, y + 22), (86, y + 52), (0, y - 14), (-86, y + 52)), tone.ink
        )


def _flower(b: Brush, tone: Tone) -> None:
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


def _waves(b: Brush, tone: Tone) -> None:
    for i in range(tone.count):
        y = (i - (tone.count - 1) / 2) * 50
        b.stroke(f"M-94 {y + 12:.0f}q23.5 -46 47 0t47 0t47 0t47 0", tone.ink, 20)


def _mountain(b: Brush, tone: Tone) -> None:
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


def _crescent(b: Brush, tone: Tone) -> None:
    b.form(svg.path("M34 -90A94 94 0 1 0 34 90A74 74 0 1 1 34 -90Z", (-94, -94, 60, 94)), tone.ink)
    b.form(svg.star(52, -6, 30, 5), tone.ink)


def _star(b: Brush, tone: Tone) -> None:
    b.form(svg.star(0, 4, 100, tone.count, 0.4 if tone.count == 5 else 0.56), tone.ink)
    if tone.count > 5:
        b.form(svg.ellipse(0, 4, 24), tone.ground)


def _boat(b: Brush, tone: Tone) -> None:
    b.form(svg.path("M-8 -96Q-70 -20 -84 32H-8Z", (-84, -96, -8, 32)), tone.ink)
    b.form(svg.path("M8 -76Q52 -22 72 32H8Z", (8, -76, 72, 32)), tone.ink)
    b.form(svg.path("M-98 48H98Q82 92 40 92H-44Q-84 92 -98 48Z", (-98, 48, 98, 92)), tone.ink)


def _bird(b: Brush, tone: Tone) -> None:
    b.form(
        svg.path(
            "M-98 14C-60 22 -40 8 -20 -14C-6 -64 34 -90 92 -92C66 -68 62 -46 48 -26C66 -30 82 -22 "
            "98 -8C76 -8 60 2 44 24C20 58 -26 66 -64 52L-92 74L-84 40Q-88 26 -98 14Z",
            (-98, -92, 98, 74),
        ),
        tone.ink,
    )
    b.form(svg.ellipse(62, -12, 5), tone.ground, contour=False)


def _fish(b: Brush, tone: Tone) -> None:
    b.form(
        svg.path("M-96 10C-66 -62 30 -78 62 -8L98 -48Q88 2 98 52L62 16C34 76 -62 78 -96 10Z", (-98, -62, 98, 66)),
        tone.ink,
    )
    b.form(svg.ellipse(-54, -2, 9), tone.ground, contour=False)
    b.stroke("M-24 -34Q-4 6 -24 44", tone.ground, 8)


def _leaf(b: Brush, tone: Tone) -> None:
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


def _tree(b: Brush, tone: Tone) -> None:
    b.form(svg.rect(-10, 20, 20, 78), tone.ink)
    b.form(svg.ellipse(0, -44, 52), tone.ink)
    b.form(svg.ellipse(-44, 4, 36), tone.ink, contour=False)
    b.form(svg.ellipse(44, 4, 36), tone.ink, contour=False)
    b.stroke("M0 30V-40M0 14l26 -24M0 -6l-24 -22", tone.ground, 7)


def _key(b: Brush, tone: Tone) -> None:
    b.form(svg.join(svg.ellipse(0, -54, 44), svg.ellipse(0, -54, 20)), tone.ink, rule="evenodd")
    b.form(svg.rect(-10, -14, 20, 112, 5), tone.ink)
    b.form(svg.rect(6, 44, 44, 17, 4), tone.ink)
    b.form(svg.rect(6, 76, 34, 17, 4), tone.ink)


def _eye(b: Brush, tone: Tone) -> None:
    b.form(svg.path("M-100 0Q0 -96 100 0Q0 96 -100 0Z", (-100, -50, 100, 50)), tone.ink)
    b.form(svg.ellipse(0, 0, 36), tone.ground)
    b.form(svg.ellipse(0, 0, 19), tone.ink)
    b.stroke("M0 -66V-92M-46 -52L-60 -76M46 -52L60 -76", tone.ink, 11)


def _spiral(b: Brush, tone: Tone) -> None:
    points = [svg.polar(0, 0, 8 + i * 2.05, i * 0.4) for i in range(44)]
    b.stroke(svg.curve(points), tone.ink, 19)


def _rings(b: Brush, tone: Tone) -> None:
    places = [(-38, 0), (38, 0)] if tone.count == 2 else [(-40, 30), (40, 30), (0, -40)]
    for x, y in places:
        b.stroke(svg.ellipse(x, y, 54 if tone.count == 2 else 50).d, tone.ground, 27)
        b.stroke(svg.ellipse(x, y, 54 if tone.count == 2 else 50).d, tone.ink, 16)


def _arrow(b: Brush, tone: Tone) -> None:
    b.form(
        svg.polygon((-80, 44), (28, -64), (-24, -64), (-24, -96), (88, -96), (88, 16), (56, 16), (56, -36), (-52, 72)),
        tone.ink,
    )
    b.form(svg.polygon((-90, 62), (-62, 90), (-76, 98), (-98, 78)), tone.ink)


def _gear(b: Brush, tone: Tone) -> None:
    for i in range(8):
        with b.moved(0, 0, angle=45 * i):
            b.form(svg.taper(0, -98, -58, 28, 40), tone.ink, contour=False)
    b.form(svg.ellipse(0, 0, 72), tone.ink)
    b.form(svg.ellipse(0, 0, 34), tone.ground)
    b.form(svg.ellipse(0, 0, 14), tone.ink)


def _drop(b: Brush, tone: Tone) -> None:
    b.form(
        svg.path("M0 -100C20 -52 64 -20 64 34A64 64 0 0 1 -64 34C-64 -20 -20 -52 0 -100Z", (-64, -100, 64, 98)),
        tone.ink,
    )
    b.stroke("M-36 34A36 36 0 0 0 0 70", tone.ground, 13)


def _flame(b: Brush, tone: Tone) -> None:
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


def _anchor(b: Brush, tone: Tone) -> None:
    b.stroke(svg.ellipse(0, -74, 20).d, tone.ink, 14)
    b.stroke("M0 -54V86M-44 -26H44M-80 20C-76 68 -36 88 0 88C36 88 76 68 80 20", tone.ink, 17)
    for side in (-1, 1):
        b.form(svg.polygon((side * 80, 2), (side * 102, 44), (side * 56, 40)), tone.ink, contour=False)


def _bell(b: Brush, tone: Tone) -> None:
    b.form(
        svg.path("M0 -92C48 -88 54 -38 58 0Q62 38 86 58H-86Q-62 38 -58 0C-54 -38 -48 -88 0 -92Z", (-86, -92, 86, 58)),
        tone.ink,
    )
    b.form(svg.ellipse(0, 78, 20, 18), tone.ink)
    b.stroke("M-48 28H48", tone.ground, 9)


def _knot(b: Brush, tone: Tone) -> None:
    for angle in (0, 60, 120):
        with b.moved(0, 0, angle=angle):
            b.stroke(svg.ellipse(0, 0, 90, 36).d, tone.ground, 25)
            b.stroke(svg.ellipse(0, 0, 90, 36).d, tone.ink, 14)


def _wheat(b: Brush, tone: Tone) -> None:
    b.stroke("M0 100V-60", tone.ink, 9)
    b.form(svg.smooth([(0, -100), (13, -76), (0, -50), (-13, -76)]), tone.ink)
    for i in range(4):
        y = 40 - i * 32
        for side in (-1, 1):
            b.form(svg.limb([(side * 4, y), (side * 26, y - 22), (side * 36, y - 54)], [4, 24, 3]), tone.ink)


def _beam(b: Brush, tone: Tone) -> None:
    b.form(svg.taper(0, -44, 98, 34, 68), tone.ink)
    b.form(svg.rect(-20, -74, 40, 28, 4), tone.ink)
    b.form(svg.polygon((-28, -74), (28, -74), (0, -102)), tone.ink)
    b.stroke("M-28 8H28M-34 50H34", tone.ground, 15, cap="butt")
    for side in (-1, 1):
        b.form(svg.polygon((side * 28, -60), (side * 104, -92), (side * 104, -26)), tone.ink)


def _cube(b: Brush, tone: Tone) -> None:
    b.form(svg.polygon((0, -96), (84, -50), (0, -4), (-84, -50)), tone.ink)
    b.form(svg.polygon((-84, -34), (-8, 8), (-8, 98), (-84, 54)), tone.ink)
    b.form(svg.polygon((84, -34), (8, 8), (8, 98), (84, 54)), tone.ink)
    b.form(svg.polygon((0, -70), (40, -48), (0, -26), (-40, -48)), tone.ground, contour=False)


def _compass(b: Brush, tone: Tone) -> None:
    b.stroke(svg.ellipse(0, 0, 66).d, tone.ink, 10)
    b.form(svg.star(0, 0, 102, 4, 0.2), tone.ink)
    b.form(svg.star(0, 0, 58, 4, 0.3, math.pi / 4), tone.ink)
    b.form(svg.ellipse(0, 0, 11), tone.ground)


def _kite(b: Brush, tone: Tone) -> None:
    b.form(svg.polygon((24, -100), (82, -34), (6, 44), (-40, -36)), tone.ink)
    b.stroke("M24 -100L6 44M82 -34L-40 -36", tone.ground, 7)
    b.stroke("M6 44C-26 60 -2 80 -34 84C-56 88 -52 100 -76 94", tone.ink, 9)
    b.form(svg.polygon((-30, 70), (-14, 92), (-42, 98)), tone.ink, contour=False)


def _bee(b: Brush, tone: Tone) -> None:
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


def _feather(b: Brush, tone: Tone) -> None:
    b.form(svg.path("M86 -96C10 -92 -62 -44 -66 44L-44 52C30 50 84 -10 86 -96Z", (-66, -96, 86, 52)), tone.ink)
    b.stroke("M66 -74Q-20 -20 -90 96", tone.ground, 7)
    b.stroke("M-52 44Q-72 66 -90 96", tone.ink, 10)
    b.stroke("M22 -40l34 12M-8 -8l34 14M30 -48l-10 -34M-6 -8l-14 -34", tone.ground, 6)


def _acorn(b: Brush, tone: Tone) -> None:
    b.form(svg.path("M-58 -16H58C58 40 32 74 0 98C-32 74 -58 40 -58 -16Z", (-58, -16, 58, 98)), tone.ink)
    b.form(svg.path("M-72 -24C-70 -66 -34 -80 0 -80C34 -80 70 -66 72 -24Z", (-72, -80, 72, -24)), tone.ink)
    b.stroke("M0 -80Q2 -96 18 -102", tone.ink, 11)
    b.stroke("M-66 -20H66", tone.ground, 9)


def _arch(b: Brush, tone: Tone) -> None:
    b.form(svg.arch(-74, -98, 148, 196), tone.ink)
    b.form(svg.arch(-46, -66, 92, 168), tone.ground, contour=False)
    b.form(svg.arch(-24, -38, 48, 136), tone.ink)


def _arcs(b: Brush, tone: Tone) -> None:
    for r in (36, 68, 100):
        b.stroke(f"M{-r} 52A{r} {r} 0 0 1 {r} 52", tone.ink, 19, cap="butt")
    b.form(svg.ellipse(0, 50, 16), tone.ink)
    b.form(svg.rect(-110, 66, 220, 14), tone.ink)


MARKS: dict[str, Mark] = {
    "rising sun": _sun,
    "chevrons": _chevrons,
    "flower": _flower,
    "waves": _waves,
    "mountain": _mountain,
    "crescent moon": _crescent,
    "compass rose": _compass,
    "star": _star,
    "sailing boat": _boat,
    "flying bird": _bird,
    "leaping fish": _fish,
    "oak leaf": _leaf,
    "tall tree": _tree,
    "key": _key,
    "open eye": _eye,
    "spiral": _spiral,
    "linked rings": _rings,
    "arrow": _arrow,
    "gear wheel": _gear,
    "drop": _drop,
    "flame": _flame,
    "anchor": _anchor,
    "bell": _bell,
    "knot": _knot,
    "wheat ear": _wheat,
    "lighthouse beam": _beam,
    "cube": _cube,
    "kite": _kite,
    "bee": _bee,
    "feather": _feather,
    "acorn": _acorn,
    "arched door": _arch,
    "concentric arcs": _arcs,
}
