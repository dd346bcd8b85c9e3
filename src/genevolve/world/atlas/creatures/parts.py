"""What creatures have in common: eyes, markings, horns and crests, tails, and what grows on a back.

All face left. Parts are drawn about the point at which they grow.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.look import colour, one_of
from genevolve.world.atlas.palettes import colours_in
from genevolve.world.atlas.svg import Point, Shape


def eye(b: Brush, phrase: str, x: float, y: float, r: float, *, slit: bool = False) -> None:
    """An eye with iris, pupil and a glint."""
    b.detail(svg.ellipse(x, y, r * 1.24), "#22242b")
    b.detail(svg.ellipse(x, y, r), colour(phrase))
    b.detail(svg.ellipse(x, y, r * (0.24 if slit else 0.5), r * (0.85 if slit else 0.5)), "#22242b")
    glint = r * (0.34 if b.mirrored else -0.34)
    b.detail(svg.ellipse(x + glint, y - r * 0.36, r * 0.26), "#ffffff")


def coat(b: Brush, phrase: str, body: Sequence[Shape], belly: Shape, back: Shape) -> str:
    """A body in its ground colour with a belly or a back of another; returns the ground colour."""
    ground = colour(phrase)
    b.fused(body, ground, "ball")
    if len(colours_in(phrase)) > 1:
        with b.within(*body):
            b.form(belly if "belly" in phrase else back, colour(phrase, 1), "slope", contour=False)
    return ground


def markings(
    b: Brush, phrase: str, body: Sequence[Shape], box: tuple[float, float, float, float], rng: random.Random
) -> None:
    """Markings over the part of the body that `box` encloses."""
    paint = colour(phrase)
    kind = one_of(phrase, "spots", "stripes", "rings", "dapples", "diamonds", "chevrons")
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    with b.within(*body):
        if kind == "stripes":
            count = max(4, round(width / 30))
            for i in range(count):
                x = x0 + (i + 0.5) * width / count
                bend = rng.uniform(-6, 6)
                b.form(
                    svg.limb([(x + 6, y0 - 6), (x - 3 + bend, y0 + height * 0.5), (x + 4, y1)], [13, 11, 2]),
                    paint,
                    contour=False,
                )
            return
        columns = max(3, round(width / 42))
        rows = max(1, round(height / 38))
        for row in range(rows):
            for column in range(columns):
                x = x0 + (column + 0.5 + 0.5 * (row % 2) - 0.25) * width / columns + rng.uniform(-3, 3)
                y = y0 + (row + 0.5) * height / rows + rng.uniform(-3, 3)
                _mark(b, kind, x, y, rng.uniform(9.5, 12.5), paint)


def _mark(b: Brush, kind: str, x: float, y: float, r: float, paint: str) -> None:
    if kind == "rings":
        b.stroke(svg.ellipse(x, y, r).d, paint, 5)
    elif kind == "diamonds":
        b.detail(svg.polygon((x - r * 1.2, y), (x, y - r * 1.5), (x + r * 1.2, y), (x, y + r * 1.5)), paint)
    elif kind == "chevrons":
        b.stroke(f"M{x - r:.1f} {y - r * 0.5:.1f}l{r:.1f} {r:.1f}l{r:.1f} {-r:.1f}", paint, 5)
    elif kind == "dapples":
        b.detail(svg.ellipse(x, y, r * 0.55), paint)
        b.detail(svg.ellipse(x + r, y - r * 0.9, r * 0.4), paint)
        b.detail(svg.ellipse(x - r, y - r * 0.7, r * 0.32), paint)
    else:
        b.detail(svg.ellipse(x, y, r * 1.1, r), paint)


def tail(b: Brush, phrase: str, x: float, y: float, coat_colour: str, scale: float = 1.0) -> None:
    """A tail that starts at a rump and swings to the right."""
    paint = colour(phrase)
    kind = one_of(phrase, "bushy", "tuft", "ringed", "curled", "fan", "rattle", "forked", "short")
    with b.moved(x, y, scale):
        if kind == "bushy":
            brush = svg.limb([(-8, 4), (40, -8), (78, -58), (84, -118)], [20, 46, 62, 10])
            b.form(brush, coat_colour, "ball")
            with b.within(brush):
                b.form(
                    svg.smooth([(30, -88), (60, -78), (84, -88), (120, -76), (120, -150), (30, -150)]),
                    paint,
                    contour=False,
                )
        elif kind == "tuft":
            b.rope([(-6, 2), (46, -2), (70, -48), (98, -72)], coat_colour, 11)
            b.form(svg.smooth([(92, -64), (98, -92), (124, -108), (122, -78), (106, -60)]), paint, "ball")
        elif kind == "ringed":
            band = svg.limb([(-8, 4), (44, 2), (82, -44), (80, -104)], [24, 26, 24, 12])
            b.form(band, coat_colour, "ball")
            with b.within(band):
                for k in ((26, 4, 8), (54, -6, -40), (72, -34, -60), (78, -62, -84), (80, -90, -90)):
                    b.detail(svg.ellipse(k[0], k[1] - 4, 11, 17), paint)
        elif kind == "curled":
            b.rope([(-6, 2), (40, 8), (76, -20), (66, -60), (36, -58), (36, -34), (54, -34)], paint, 15)
        elif kind == "fan":
            for angle in (-62, -38, -14, 10):
                dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
                b.form(svg.limb([(-4, 0), (50 * dx, 50 * dy), (104 * dx, 104 * dy)], [8, 20, 22]), paint, "slope")
        elif kind == "rattle":
            for i in range(4):
                b.form(svg.ellipse(6 + i * 15, -i * 9, 14 - i * 1.8, 12 - i * 1.5), paint, "ball")
        elif kind == "forked":
            for tip in ((84, -52), (92, 12)):
                b.form(svg.limb([(-8, 0), (40, tip[1] * 0.3), tip], [12, 16, 2]), paint, "slope")
        else:
            b.form(svg.limb([(-8, 0), (20, 6), (42, 16)], [26, 16, 3]), coat_colour, "ball")


def along(points: Sequence[Point], count: int) -> list[tuple[float, float, float]]:
    """`count` places on a soft line through `points`: x, y and the angle of the line there, in degrees."""
    places = []
    for i in range(count):
        t = (i + 0.5) / count * (len(points) - 1)
        k = min(int(t), len(points) - 2)
        (ax, ay), (bx, by) = points[k], points[k + 1]
        f = t - k
        places.append((ax + (bx - ax) * f, ay + (by - ay) * f, math.degrees(math.atan2(by - ay, bx - ax))))
    return places


def on_back(b: Brush, phrase: str, spine: Sequence[Point], rng: random.Random) -> None:
    """What grows along a back; `spine` runs from the head to the tail. Painted before the body."""
    paint = colour(phrase)
    kind = one_of(
        phrase,
        "spines",
        "wings",
        "plates",
        "sail",
        "mane",
        "mushrooms",
        "tree",
        "crystals",
        "anemone",
        "coral",
        "barnacles",
    )
    middle = spine[len(spine) // 2]
    if kind == "spines":
        for i, (x, y, angle) in enumerate(along(spine, 9)):
            with b.moved(x, y, 0.7 + 0.4 * math.sin((i + 0.5) / 9 * math.pi), angle=angle):
                b.form(svg.polygon((-15, 10), (8, -42), (15, 10)), paint, "slope")
    elif kind == "plates":
        for i, (x, y, angle) in enumerate(along(spine, 6)):
            with b.moved(x, y, 0.7 + 0.45 * math.sin((i + 0.5) / 6 * math.pi), angle=angle):
                b.form(svg.smooth([(-24, 14), (-26, -14), (0, -38), (26, -14), (24, 14)]), paint, "slope")
    elif kind == "sail":
        tops = [(x, y - 20 - 62 * math.sin((i + 0.5) / 8 * math.pi)) for i, (x, y, _) in enumerate(along(spine, 8))]
        b.form(
            svg.smooth([(spine[0][0], spine[0][1] + 16), *tops, (spine[-1][0], spine[-1][1] + 16)], tension=0.8),
            paint,
            "slope",
        )
        for (x, y, _), (tx, ty) in zip(along(spine, 8), tops, strict=True):
            b.stroke(f"M{x:.0f} {y + 8:.0f}L{tx:.0f} {ty:.0f}", shaded(paint, 0.35), 3)
    elif kind == "mane":
        for x, y, angle in along(spine[: len(spine) // 2 + 1], 8):
            with b.moved(x, y, 1.0, angle=angle + rng.uniform(-8, 8)):
                b.form(svg.limb([(-8, 14), (4, -12), (22, -26)], [22, 22, 3]), paint, "slope")
    elif kind == "mushrooms":
        for (x, y, _), k in zip(along(spine, 4), (0.8, 1.2, 1.0, 0.7), strict=True):
            with b.moved(x, y + 6, k):
                b.form(svg.taper(0, -30, 8, 11, 15), "#f5e6bf", "tube")
                b.form(svg.half_ellipse(0, -24, 27, 26), paint, "ball")
                b.detail(svg.ellipse(-9, -36, 4.5), "#fffaf0")
                b.detail(svg.ellipse(8, -33, 3.6), "#fffaf0")
    elif kind == "crystals":
        for (x, y, _), k in zip(along(spine, 5), (0.7, 1.1, 1.4, 1.0, 0.7), strict=True):
            with b.moved(x, y + 8, k):
                b.form(svg.polygon((-11, 6), (-14, -26), (-2, -48), (3, 6)), lit(paint, 0.3))
                b.form(svg.polygon((3, 6), (-2, -48), (13, -24), (12, 6)), paint, "away")
    elif kind == "tree":
        with b.moved(middle[0] - 30, middle[1] - 4, 1.05):
            b.form(svg.limb([(0, 4), (-4, -24), (4, -46)], [15, 10, 8]), "#6b4a33", "tube")
            b.form(svg.smooth([(-44, -50), (-34, -84), (0, -98), (34, -84), (44, -52), (0, -38)]), paint, "ball")
    elif kind == "anemone":
        with b.moved(middle[0], middle[1] + 8, 1.25):
            for i in range(9):
                x = -40 + i * 10
                b.rope([(x * 0.5, 6), (x * 0.8, -28), (x * 1.2, -50 - 8 * (i % 2))], paint, 8)
    elif kind == "coral":
        with b.moved(middle[0], middle[1] + 8, 1.25):
            for pts in (
                [(0, 4), (-6, -34), (-28, -66)],
                [(0, 4), (4, -40), (2, -80)],
                [(2, 4), (18, -32), (40, -58)],
                [(3, -40), (20, -58), (22, -80)],
                [(-8, -38), (-36, -40), (-46, -54)],
            ):
                b.rope(pts, paint, 10)
    elif kind == "barnacles":
        for (x, y, _), k in zip(along(spine, 5), (0.9, 1.2, 1.0, 1.3, 0.8), strict=True):
            with b.moved(x, y + 8, k):
                b.form(svg.taper(0, -26, 6, 16, 36), paint, "tube")
                b.form(svg.ellipse(0, -26, 9, 4), shaded(paint, 0.5), contour=False)
    else:
        wing(b, paint, middle[0] - 14, middle[1] + 20, 0.85)


def wing(b: Brush, paint: str, x: float, y: float, scale: float) -> None:
    """A small raised wing with three rows of feathers."""
    with b.moved(x, y, scale):
        for i, (dx, dy) in enumerate(((120, -34), (112, -66), (94, -96), (66, -118))):
            tone = shaded(paint, 0.16) if i % 2 else paint
            b.form(svg.limb([(0, 0), (dx * 0.5, dy * 0.62), (dx, dy)], [22, 30, 8]), tone, "slope")
        b.form(svg.limb([(-6, 6), (12, -50), (52, -96)], [30, 30, 12]), lit(paint, 0.2), "slope")
