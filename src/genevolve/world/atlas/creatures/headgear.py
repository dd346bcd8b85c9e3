"""What grows on heads: horns, antlers, crests, feelers, tufts."""

from __future__ import annotations

from itertools import pairwise

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.look import colour, one_of


def headgear(b: Brush, phrase: str, x: float, y: float, scale: float = 1.0, *, angle: float = 0.0) -> None:
    """Horns, antlers, crests, feelers or a cap on the crown of a head."""
    paint = colour(phrase)
    kind = one_of(
        phrase, "antlers", "spiral", "three", "curved", "feather crest", "fan crest", "fan feelers", "feelers",
        "ear tufts", "neck frill", "lantern lure", "cap", "tuft",
    )  # fmt: skip
    with b.moved(x, y, scale, angle=angle):
        _HEADGEAR[kind](b, paint)


def _antlers(b: Brush, paint: str) -> None:
    for dx, tone in ((16.0, shaded(paint, 0.2)), (0.0, paint)):
        b.rope([(dx, 4), (dx + 16, -36), (dx + 10, -84)], tone, 8)
        for px, py, qx, qy in ((11, -24, -14, -50), (15, -46, 44, -74), (12, -64, -10, -92)):
            b.rope([(dx + px, py), (dx + (px + qx) / 2 + 3, (py + qy) / 2 + 6), (dx + qx, qy)], tone, 6)


def _spiral_horn(b: Brush, paint: str) -> None:
    horn = svg.polygon((-11, 4), (-26, -84), (11, 0))
    b.form(horn, paint, "tube")
    with b.within(horn):
        for i in range(6):
            b.stroke(f"M-34 {-4 - i * 14}l40 -14", shaded(paint, 0.4), 3)


def _three_horns(b: Brush, paint: str) -> None:
    for dx, h in ((-16, 34), (2, 56), (20, 38)):
        b.form(svg.polygon((dx - 9, 4), (dx - 8, -h), (dx + 9, 3)), paint, "tube")


def _curved_horns(b: Brush, paint: str) -> None:
    for dx, tone in ((18.0, shaded(paint, 0.22)), (0.0, paint)):
        b.form(svg.limb([(dx, 6), (dx + 6, -34), (dx + 36, -58), (dx + 62, -44)], [20, 17, 11, 2]), tone, "slope")


def _feather_crest(b: Brush, paint: str) -> None:
    for i, (dx, dy) in enumerate(((66, -30), (50, -58), (24, -76), (-2, -78))):
        tone = paint if i % 2 else lit(paint, 0.25)
        b.form(svg.limb([(4, 4), (dx * 0.4, dy * 0.75), (dx, dy)], [5, 15, 4]), tone, "slope")


def _fan_crest(b: Brush, paint: str) -> None:
    tips = [(-18, -46), (4, -62), (30, -62), (54, -46), (66, -20)]
    for (ax, ay), (bx, by) in pairwise(tips):
        b.form(svg.polygon((0, 6), (ax, ay), ((ax + bx) * 0.46, (ay + by) * 0.46), (bx, by)), paint, "slope")
    for px, py in tips:
        b.stroke(f"M0 4L{px} {py}", shaded(paint, 0.35), 3)


def _feelers(b: Brush, paint: str) -> None:
    for dx, tip in ((0, (-34, -74)), (12, (34, -78))):
        b.rope([(dx, 4), (dx + tip[0] * 0.2, -46), (dx + tip[0], tip[1])], shaded(paint, 0.15), 4.5)
        b.form(svg.ellipse(dx + tip[0], tip[1], 9.5), paint, "ball")


def _fan_feelers(b: Brush, paint: str) -> None:
    for side in (-1, 1):
        b.form(svg.limb([(side * 4, 4), (side * 30, -34), (side * 66, -58)], [6, 20, 3]), paint, "slope")
        b.stroke(f"M{side * 4} 4Q{side * 24} -34 {side * 66} -58", shaded(paint, 0.4), 2)


def _ear_tufts(b: Brush, paint: str) -> None:
    for side in (-1, 1):
        b.form(svg.polygon((side * 24, 14), (side * 70, -38), (side * 62, 22)), paint, "slope")


def _frill(b: Brush, paint: str) -> None:
    tips = [(52, -66), (78, -30), (84, 12), (70, 50), (44, 74)]
    for (ax, ay), (bx, by) in pairwise(tips):
        b.form(svg.polygon((6, 10), (ax, ay), ((ax + bx) * 0.44, (ay + by) * 0.44 + 4), (bx, by)), paint, "slope")


def _lure(b: Brush, paint: str) -> None:
    b.rope([(20, 4), (6, -52), (-42, -58)], shaded(paint, 0.35), 4.5)
    b.detail(svg.ellipse(-46, -50, 21), lit(paint, 0.5), 0.4)
    b.form(svg.ellipse(-46, -50, 13), paint, "ball")


def _cap(b: Brush, paint: str) -> None:
    b.form(
        svg.path("M-40 10Q-34 -22 2 -24Q40 -22 46 14Q4 -8 -40 10Z", (-40, -24, 46, 14)), paint, "ball", contour=False
    )


def _tuft(b: Brush, paint: str) -> None:
    for dx, dy in ((30, -34), (8, -50), (-18, -40)):
        b.form(svg.limb([(2, 6), (dx * 0.7, dy * 0.5), (dx, dy)], [18, 13, 2]), paint, "slope")


_HEADGEAR = {
    "antlers": _antlers,
    "spiral": _spiral_horn,
    "three": _three_horns,
    "curved": _curved_horns,
    "feather crest": _feather_crest,
    "fan crest": _fan_crest,
    "fan feelers": _fan_feelers,
    "feelers": _feelers,
    "ear tufts": _ear_tufts,
    "neck frill": _frill,
    "lantern lure": _lure,
    "cap": _cap,
    "tuft": _tuft,
}
