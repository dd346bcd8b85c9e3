"""What surrounds a shield: crest, branches or mantling, and the ribbon with the motto."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.arms.shield import CX, Y0, draw_shield
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.letters import write
from genevolve.world.atlas.look import Attributes, colour
from genevolve.world.atlas.palettes import luminance


def draw_arms(b: Brush, look: Attributes, rng: random.Random, motto: str = "") -> None:
    """Draw the arms that the attributes describe; `motto` is written on the ribbon."""
    _sides(b, look["sides"])
    draw_shield(b, look)
    _crest(b, look["crest"])
    _ribbon(b, look["ribbon"], motto, rng)


def _sides(b: Brush, phrase: str) -> None:
    paint = colour(phrase)
    for right in (False, True):
        if right:
            with b.reflected(CX):
                _side(b, phrase, paint)
        else:
            _side(b, phrase, paint)


def _side(b: Brush, phrase: str, paint: str) -> None:
    if "mantling" in phrase:
        flourish = [
            (250, 96),
            (176, 74),
            (112, 92),
            (70, 72),
            (84, 128),
            (46, 136),
            (86, 182),
            (42, 206),
            (88, 242),
            (56, 286),
            (104, 306),
            (92, 356),
            (136, 372),
            (170, 300),
            (150, 120),
        ]
        b.form(svg.smooth(flourish), paint, "slope")
        b.stroke("M130 104Q84 130 100 180M104 206Q78 250 112 300", lit(paint, 0.55), 5)
        b.form(svg.smooth([(70, 72), (84, 128), (104, 100)]), "#f4cb35", contour=False)
        b.form(svg.smooth([(42, 206), (88, 242), (96, 208)]), "#f4cb35", contour=False)
        b.form(svg.smooth([(46, 136), (86, 182), (94, 146)]), "#f4cb35", contour=False)
    elif "banners" in phrase:
        b.stroke("M116 420L66 62", "#8c6b35", 7)
        b.form(svg.path("M72 84Q40 98 12 80L26 236Q58 252 96 226Z", (12, 80, 96, 244)), paint, "slope")
        b.stroke("M22 190Q56 206 88 184", "#f4cb35", 6)
        b.form(svg.polygon((58, 66), (64, 34), (76, 62)), "#e3ad2d")
    elif "wheat" in phrase:
        b.rope([(196, 424), (116, 380), (82, 270), (96, 130)], shaded(paint, 0.1), 6)
        for i in range(9):
            t = i / 8
            x, y = 112 - 34 * t + 20 * t * t, 366 - 236 * t
            for side in (-1, 1):
                b.form(svg.limb([(x, y), (x + side * 16, y - 14), (x + side * 20, y - 42)], [4, 17, 3]), paint, "slope")
    else:
        b.rope([(206, 428), (112, 384), (74, 270), (98, 120)], "#6b4a33", 6)
        for i in range(9):
            t = i / 8
            x, y = 124 - 58 * t + 34 * t * t, 380 - 250 * t
            for side in (-1, 1):
                b.form(svg.limb([(x, y), (x + side * 26, y - 10), (x + side * 36, y - 42)], [4, 23, 3]), paint, "slope")


def _crest(b: Brush, phrase: str) -> None:
    gold, top = colour("gold"), Y0 - 4
    second = colour(phrase)
    if "mural" in phrase:
        b.form(svg.rect(196, top - 52, 120, 50), gold, "tube")
        for i in range(4):
            b.form(svg.rect(194 + i * 34, top - 80, 22, 32), gold, "tube")
        b.stroke(
            f"M196 {top - 26:.0f}H316M216 {top - 50:.0f}v24M256 {top - 50:.0f}v24M296 {top - 50:.0f}"
            f"v24M236 {top - 26:.0f}v24M276 {top - 26:.0f}v24",
            shaded(gold, 0.45),
            2.6,
        )
    elif "helmet" in phrase:
        plume = colour(phrase, 1)
        for k, (x, y) in enumerate(((-64, -56), (-34, -84), (0, -92), (34, -84), (64, -56))):
            b.form(
                svg.limb(
                    [(CX, top - 44), (CX + x * 0.5, top - 44 + y * 0.6), (CX + x, top - 26 + y * 0.66)], [12, 28, 20]
                ),
                lit(plume, 0.15) if k % 2 else plume,
                "slope",
            )
        b.form(
            svg.path(
                f"M214 {top:.0f}V{top - 34:.0f}C214 {top - 86:.0f} 298 {top - 86:.0f} 298 {top - 34:.0f}"
                f"V{top:.0f}Q256 {top + 14:.0f} 214 {top:.0f}Z",
                (214, top - 74, 298, top + 8),
            ),
            colour("silver"),
            "tube",
        )
        b.stroke(f"M226 {top - 38:.0f}H286", "#22242b", 9)
        b.stroke(
            f"M238 {top - 22:.0f}v18M250 {top - 22:.0f}v22M262 {top - 22:.0f}v22M274 {top - 22:.0f}v18", "#22242b", 3
        )
    elif "cap" in phrase:
        b.form(
            svg.path(
                f"M200 {top - 22:.0f}C184 {top - 78:.0f} 328 {top - 78:.0f} 312 {top - 22:.0f}Z",
                (190, top - 66, 322, top - 22),
            ),
            second,
            "ball",
        )
        b.form(svg.ellipse(CX, top - 66, 10), gold, "ball")
        _coronet(b, gold, top)
    elif "star" in phrase:
        wreath = colour(phrase, 1)
        for i in range(6):
            b.form(
                svg.polygon(
                    (202 + i * 18, top - 2), (210 + i * 18, top - 18), (228 + i * 18, top - 18), (220 + i * 18, top - 2)
                ),
                wreath if i % 2 else colour("white"),
                "slope",
            )
        b.form(svg.star(CX, top - 56, 40, 6, 0.5), gold, "ball")
    else:
        b.form(
            svg.path(
                f"M204 {top - 20:.0f}C188 {top - 80:.0f} 246 {top - 84:.0f} 256 {top - 70:.0f}C266 "
                f"{top - 84:.0f} 324 {top - 80:.0f} 308 {top - 20:.0f}Z",
                (194, top - 82, 318, top - 20),
            ),
            "#a51f3d",
            "ball",
        )
        b.rope([(206, top - 20), (204, top - 64), (252, top - 72)], gold, 7)
        b.rope([(306, top - 20), (308, top - 64), (260, top - 72)], gold, 7)
        b.stroke(f"M256 {top - 20:.0f}V{top - 74:.0f}", gold, 7)
        b.form(svg.ellipse(CX, top - 80, 9), gold, "ball")
        _coronet(b, gold, top)


def _coronet(b: Brush, gold: str, top: float) -> None:
    b.form(svg.rect(192, top - 24, 128, 22, 4), gold, "tube")
    for i in range(5):
        x = 200 + i * 28
        b.form(svg.polygon((x - 9, top - 22), (x, top - 44), (x + 9, top - 22)), gold, "tube")
        b.form(svg.ellipse(x, top - 46, 6), "#f7f2e6", "ball")
    for i, paint in enumerate(("#cf3833", "#2e68b5", "#3e8f4d", "#2e68b5", "#cf3833")):
        b.detail(svg.ellipse(204 + i * 26, top - 13, 5, 4.5), paint)


def _ribbon(b: Brush, phrase: str, motto: str, rng: random.Random) -> None:
    paint = colour(phrase)
    dip = rng.uniform(0, 6)
    for side in (-1, 1):
        tail = [(256 + side * x, y) for x, y in ((150, 424), (226, 408), (206, 436), (232, 462), (150, 464))]
        b.form(svg.polygon(*tail), shaded(paint, 0.24), "slope")
    band = svg.path(
        f"M76 {440 - dip:.0f}Q256 {448 + dip:.0f} 436 {440 - dip:.0f}V{486 - dip:.0f}Q256 "
        f"{494 + dip:.0f} 76 {486 - dip:.0f}Z",
        (76, 430, 436, 500),
    )
    b.form(band, paint, "wall")
    ink = "#2b2622" if luminance(paint) > 0.5 else "#f7f2e6"
    if motto:
        write(b, motto, 256, 455, 21, ink, max_width=310, track=4.4, weight=2.2)
