"""A logo: badge, mark, border, detail and lettering, each as the attributes say."""

from __future__ import annotations

import math
import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brands.marks import draw_mark
from genevolve.world.atlas.brush import FIELDBOOK, PLATES, Brush, shaded
from genevolve.world.atlas.letters import write
from genevolve.world.atlas.look import Attributes, colour, number
from genevolve.world.atlas.svg import Shape


def draw_logo(b: Brush, look: Attributes, rng: random.Random, word: str = "") -> None:
    """Draw the logo that the attributes describe; `word` is written when the attributes ask for lettering."""
    lettered = bool(word) and "no " not in look["lettering"]
    above = lettered and "above" in look["lettering"]
    tall = 350.0 if lettered else 446.0
    cy = 300.0 if above else 214.0 if lettered else 256.0
    if b.manner is FIELDBOOK:
        _sign(b, cy, tall)
        tall *= 0.84
    r = tall / 2
    _behind(b, look["detail"], cy, r)
    shape = badge(look["badge"], 256, cy, r)
    ground = colour(look["badge colour"])
    b.form(shape, ground, "ball" if b.manner is FIELDBOOK else "flat")
    with b.within(shape):
        if "stripe" in look["detail"]:
            b.form(svg.rect(0, cy + r * 0.56, 512, r * 0.17), colour(look["detail"]), contour=False)
    _border(b, look["border"], look["badge"], cy, r)
    mark_scale = _room(look["badge"]) * r / 100
    lift = (
        -0.14 * r
        if "below" in look["detail"] or "stripe" in look["detail"]
        else 0.1 * r
        if "above" in look["detail"]
        else 0.0
    )
    lift += r * {"shield badge": -0.05, "arch badge": 0.08}.get(look["badge"], 0.0)
    if lift:
        mark_scale *= 0.86
    with b.moved(256, cy + lift, mark_scale):
        draw_mark(b, look["mark"], colour(look["mark colour"]), ground)
    _detail(b, look["detail"], cy, r)
    if b.manner is PLATES:
        _plate(b)
    if lettered:
        _lettering(b, look["lettering"], word, 34.0 if above else 428.0, rng)


def badge(phrase: str, cx: float, cy: float, r: float) -> Shape:
    """The outline of a badge about `r` big."""
    kind = phrase.removesuffix(" badge")
    if kind == "shield":
        d = (
            f"M{cx - r * 0.86:.1f} {cy - r * 0.94:.1f}H{cx + r * 0.86:.1f}V{cy - r * 0.02:.1f}"
            f"C{cx + r * 0.86:.1f} {cy + r * 0.56:.1f} {cx + r * 0.36:.1f} {cy + r * 0.86:.1f} "
            f"{cx:.1f} {cy + r:.1f}C{cx - r * 0.36:.1f} {cy + r * 0.86:.1f} {cx - r * 0.86:.1f} "
            f"{cy + r * 0.56:.1f} {cx - r * 0.86:.1f} {cy - r * 0.02:.1f}Z"
        )
        return svg.path(d, (cx - r * 0.86, cy - r * 0.94, cx + r * 0.86, cy + r))
    if kind == "hexagon":
        return svg.regular(cx, cy, r, 6)
    if kind == "rounded-square":
        return svg.rect(cx - r * 0.9, cy - r * 0.9, r * 1.8, r * 1.8, r * 0.36)
    if kind == "diamond":
        return svg.polygon((cx, cy - r), (cx + r, cy), (cx, cy + r), (cx - r, cy))
    if kind == "arch":
        return svg.arch(cx - r * 0.78, cy - r, r * 1.56, r * 1.96)
    if kind == "oval":
        return svg.ellipse(cx, cy, r * 1.06, r * 0.82)
    if kind == "eight-sided":
        return svg.regular(cx, cy, r, 8, math.pi / 8)
    if kind == "leaf-shaped":
        d = (
            f"M{cx - r * 0.9:.1f} {cy - r * 0.9:.1f}H{cx + r * 0.1:.1f}Q{cx + r * 0.9:.1f} "
            f"{cy - r * 0.9:.1f} {cx + r * 0.9:.1f} {cy - r * 0.1:.1f}V{cy + r * 0.9:.1f}"
            f"H{cx - r * 0.1:.1f}Q{cx - r * 0.9:.1f} {cy + r * 0.9:.1f} {cx - r * 0.9:.1f} "
            f"{cy + r * 0.1:.1f}Z"
        )
        return svg.path(d, (cx - r * 0.9, cy - r * 0.9, cx + r * 0.9, cy + r * 0.9))
    if kind == "scalloped":
        points = [svg.polar(cx, cy, r * (1.0 if i % 2 == 0 else 0.88), math.pi * i / 14) for i in range(28)]
        return svg.smooth(points, tension=1.3)
    return svg.ellipse(cx, cy, r)


def _room(phrase: str) -> float:
    """How much of a badge a mark may fill."""
    return {
        "diamond badge": 0.5,
        "oval badge": 0.58,
        "shield badge": 0.62,
        "arch badge": 0.58,
        "hexagon badge": 0.62,
    }.get(phrase, 0.64)


def _border(b: Brush, phrase: str, badge_phrase: str, cy: float, r: float) -> None:
    if phrase.startswith("no "):
        return
    paint = colour(phrase)
    ring = badge(badge_phrase, 256, cy, r * 0.9)
    if "thick" in phrase:
        b.stroke(badge(badge_phrase, 256, cy, r * 0.94).d, paint, r * 0.12)
    elif "double" in phrase:
        b.stroke(badge(badge_phrase, 256, cy, r * 0.95).d, paint, r * 0.045)
        b.stroke(badge(badge_phrase, 256, cy, r * 0.86).d, paint, r * 0.025)
    elif "dotted" in phrase:
        b.stroke(ring.d, paint, r * 0.05, dash=f"0.1 {r * 0.1:.1f}")
    elif "beaded" in phrase:
        b.stroke(ring.d, paint, r * 0.1, dash=f"0.1 {r * 0.13:.1f}")
    else:
        b.stroke(ring.d, paint, r * 0.035)


def _behind(b: Brush, phrase: str, cy: float, r: float) -> None:
    if "half disc" in phrase:
        paint = colour(phrase)
        b.form(
            svg.path(
                f"M256 {cy - r * 1.06:.1f}A{r * 1.12:.1f} {r * 1.06:.1f} 0 0 1 256 {cy + r * 1.06:.1f}Z",
                (256, cy - r, 256 + r * 1.12, cy + r),
            ),
            paint,
        )


def _detail(b: Brush, phrase: str, cy: float, r: float) -> None:
    paint = colour(phrase)
    if "star" in phrase:
        b.form(svg.star(256, cy - r * 0.64, r * 0.15, 5), paint, contour=False)
    elif "sides" in phrase:
        for side in (-1, 1):
            b.form(svg.ellipse(256 + side * r * 0.66, cy, r * 0.075), paint, contour=False)
    elif "bars" in phrase:
        b.form(svg.rect(256 - r * 0.3, cy + r * 0.52, r * 0.6, r * 0.07), paint, contour=False)
        b.form(svg.rect(256 - r * 0.18, cy + r * 0.65, r * 0.36, r * 0.07), paint, contour=False)
    elif "dot" in phrase and "below" in phrase:
        count = number(phrase, 1)
        for i in range(count):
            b.form(
                svg.ellipse(256 + (i - (count - 1) / 2) * r * 0.22, cy + r * 0.62, r * (0.075 if count > 1 else 0.1)),
                paint,
                contour=False,
            )


def _sign(b: Brush, cy: float, tall: float) -> None:
    """The painter's view: the logo on a board that hangs from a bracket."""
    half = tall / 2 + 12
    b.stroke(f"M{256 - half + 6:.0f} {cy - half + 4:.0f}H{256 + half - 6:.0f}", "#3b434c", 7)
    b.form(svg.rect(256 - half + 4, cy - half + 16, half * 2 - 8, half * 2 - 12, 26), "#ead9b8", "wall")
    b.stroke(svg.rect(256 - half + 14, cy - half + 26, half * 2 - 28, half * 2 - 32, 20).d, "#b98f5a", 3)
    for x in (256 - half * 0.6, 256 + half * 0.6):
        b.stroke(f"M{x:.0f} {cy - half + 4:.0f}v16", "#3b434c", 5)


def _plate(b: Brush) -> None:
    """The lithographer's view: a trade card with ruled edges."""
    b.stroke(svg.rect(-38, -38, 588, 588, 10).d, b.manner.ink, 4.5)
    b.stroke(svg.rect(-24, -24, 560, 560, 4).d, b.manner.ink, 1.6)
    for x in (-24, 536):
        for y in (-24, 536):
            b.form(svg.regular(x, y, 13, 4), "#f3e6c8")


def _lettering(b: Brush, phrase: str, word: str, top: float, rng: random.Random) -> None:
    paint = colour(phrase)
    wide = "wide" in phrase
    width = write(
        b,
        word,
        256,
        top,
        52 if not wide else 44,
        paint,
        max_width=440,
        track=9.0 if wide else 4.2,
        weight=rng.choice((2.0, 2.6, 3.1)),
    )
    if "underlined" in phrase:
        b.stroke(f"M{256 - width / 2:.0f} {top + 66:.0f}h{width:.0f}", shaded(paint, 0.0), 5)
