"""Bridges: of stone arches, and of cables."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.grounds import water
from genevolve.world.atlas.landmarks.roofs import crown, roof
from genevolve.world.atlas.landmarks.walls import wall
from genevolve.world.atlas.look import Attributes, colour, number
from genevolve.world.atlas.palettes import mix


def arch_bridge(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A humped stone bridge with houses, towers or lamps on it."""
    rise = rng.uniform(26, 40)
    stone = colour(look["stone"])
    water(b, look["water"], 404)
    _on_bridge(b, look, rise)
    count = number(look["arches"], 3)
    step = 420 / count
    deck = f"M18 300Q256 {300 - rise * 2:.0f} 494 300V428H18Z"
    holes = []
    for i in range(count):
        x0, w = 46 + i * step + 10, step - 20
        tall = min(w / 2, 104 - 14 * abs(i - (count - 1) / 2))
        holes.append(
            f"M{x0:.1f} 430V{430 - tall * 0.25:.1f}A{w / 2:.1f} {tall * 0.92:.1f} 0 0 1 {x0 + w:.1f} "
            f"{430 - tall * 0.25:.1f}V430Z"
        )
    shape = svg.path(deck, (18, 300 - rise, 494, 428))
    paint = colour(look["water"])
    wall(b, shape, look["stone"])
    for i, hole in enumerate(holes):
        x0, w = 46 + i * step + 10, step - 20
        box = svg.path(hole, (x0, 320, x0 + w, 430))
        b.stroke(hole.replace("Z", ""), lit(stone, 0.5), 15, cap="butt")
        b.form(box, mix(paint, "#142238", 0.45))
        with b.within(box):
            b.detail(svg.ellipse(x0 + w / 2 - 10, 432, w * 0.42, 16), lit(paint, 0.2))
    for i in range(count + 1):
        x = 46 + i * step
        b.form(
            svg.polygon((x - 15, 432), (x - 12, 372), (x, 362), (x + 12, 372), (x + 15, 432)), lit(stone, 0.12), "tube"
        )
    railing = colour(look["railing"])
    b.stroke(f"M18 300Q256 {300 - rise * 2:.0f} 494 300", lit(stone, 0.45), 11, cap="butt")
    posts = []
    for i in range(25):
        t = i / 24
        y = (1 - t) ** 2 * 300 + 2 * t * (1 - t) * (300 - rise * 2) + t * t * 300
        posts.append(f"M{18 + 476 * t:.0f} {y:.0f}v-20")
    b.stroke("".join(posts) + f"M18 280Q256 {280 - rise * 2:.0f} 494 280", railing, 4.5)
    b.stroke("M30 428q20 -6 40 0t40 0t40 0M330 430q20 -6 40 0t40 0t40 0", "#ffffff", 3.5, opacity=0.7)


def _on_bridge(b: Brush, look: Attributes, rise: float) -> None:
    phrase = look["houses"]
    paint = colour(phrase)
    count = number(phrase, 3)
    places = {1: (256,), 2: (150, 362), 3: (124, 256, 388), 4: (80, 196, 316, 432)}[count]
    tops = []
    for x in places:
        foot = 306 - rise * (1 - abs(x - 256) / 250)
        if "lamps" in phrase:
            b.stroke(f"M{x} {foot:.0f}v-108", "#3b434c", 6)
            b.form(svg.ellipse(x, foot - 118, 17), paint, "ball")
            tops.append((float(x), foot - 134))
        elif "houses" in phrase:
            b.form(svg.rect(x - 38, foot - 96, 76, 100), paint, "wall")
            for dx in (-17, 17):
                b.form(svg.rect(x + dx - 9, foot - 78, 18, 24, 2), "#f3d58c", "slope")
            b.form(svg.arch(x - 10, foot - 40, 20, 42), shaded(paint, 0.5))
            tops.append(roof(b, look["roofs"].removesuffix(" roofs"), x, foot - 94, 80, height=58))
        else:
            b.form(svg.rect(x - 34, foot - 150, 68, 156), paint, "wall")
            for dy in (-124, -76):
                b.form(svg.arch(x - 9, foot + dy, 18, 30), shaded(paint, 0.55), contour=False)
            b.form(svg.rect(x - 40, foot - 158, 80, 12, 2), lit(paint, 0.3), "wall")
            tops.append(roof(b, look["roofs"].removesuffix(" roofs"), x, foot - 156, 70, height=64))
    if "lamps" in phrase:
        foot = 306 - rise
        b.form(svg.rect(232, foot - 84, 48, 90), lit(colour(look["stone"]), 0.2), "tube")
        tops = [roof(b, look["roofs"].removesuffix(" roofs"), 256, foot - 82, 58, height=54)]
    for top in tops:
        crown(b, look["banner"], top)


def cable_bridge(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Two tall pylons and a deck that hangs from them."""
    spread = rng.uniform(116, 126)
    water(b, look["water"], 404)
    left, right = 256 - spread, 256 + spread
    pylons, cables = colour(look["pylons"]), colour(look["cables"])
    piers = colour(look["piers"])
    top = 108.0
    for x in (left, right):
        b.form(svg.taper(x, 362, 440, 62, 84), piers, "tube")
        b.stroke(f"M{x - 50:.0f} 440q25 -8 50 0t50 0", "#ffffff", 4, opacity=0.8)
    for x in (left, right):
        _pylon(b, look["pylon shape"], pylons, x, top)
    _cables(b, look["cables"], cables, left, right, top)
    deck = colour(look["deck"])
    b.form(svg.path("M10 344Q256 318 502 344V366Q256 340 10 366Z", (10, 331, 502, 366)), deck, "wall")
    b.stroke("M10 340Q256 314 502 340", lit(deck, 0.5), 4)
    trusses = "".join(f"M{14 + i * 22} {363 - 12 * (1 - ((i - 11) / 11) ** 2):.0f}l11 14l11 -14" for i in range(22))
    b.stroke(trusses, shaded(deck, 0.25), 3)
    if "no " not in look["lamps"]:
        for i in range(9):
            x = 40 + i * 54
            b.stroke(f"M{x} 340v-30", "#3b434c", 3.4)
            b.form(svg.ellipse(x, 304, 8), colour(look["lamps"]), "ball")
    for x in (left, right):
        crown(b, look["crown"], (x, top - 2))


def _pylon(b: Brush, phrase: str, paint: str, x: float, top: float) -> None:
    if "pointed" in phrase:
        d = f"M{x - 32:.0f} 372L{x:.0f} {top:.0f}L{x + 32:.0f} 372h-16L{x:.0f} {top + 84:.0f}L{x - 16:.0f} 372Z"
        b.form(svg.path(d, (x - 32, top, x + 32, 372)), paint, "slope")
        b.form(svg.rect(x - 15, 268, 30, 12), paint, "wall")
        return
    for dx in (-26, 12):
        b.form(
            svg.rect(x + dx, top + (26 if "round" in phrase else 0), 14, 372 - top - (26 if "round" in phrase else 0)),
            paint,
            "tube",
        )
    if "round" in phrase:
        d = f"M{x - 26:.0f} {top + 30:.0f}A26 30 0 0 1 {x + 26:.0f} {top + 30:.0f}h-14a12 16 0 0 0 -24 0Z"
        b.form(svg.path(d, (x - 26, top, x + 26, top + 30)), paint, "slope")
        b.form(svg.rect(x - 14, 240, 28, 12), paint, "wall")
    else:
        b.form(svg.rect(x - 34, top - 4, 68, 18, 3), lit(paint, 0.15), "wall")
        for y in (top + 70, top + 140):
            b.form(svg.rect(x - 16, y, 32, 12), paint, "wall")


def _cables(b: Brush, phrase: str, paint: str, left: float, right: float, top: float) -> None:
    lines = []
    if "fan" in phrase:
        for x in (left, right):
            for k in range(1, 7):
                for side in (-1, 1):
                    lines.append(f"M{x:.0f} {top + 8 + k * 5:.0f}L{x + side * k * 19.5:.0f} 336")
        b.stroke("".join(lines), paint, 2.8)
        return
    main = (
        f"M6 330Q{left - 46:.0f} 250 {left:.0f} {top + 6:.0f}Q256 {2 * 300 - top - 6:.0f} "
        f"{right:.0f} {top + 6:.0f}Q{right + 46:.0f} 250 506 330"
    )
    for i in range(1, 16):
        t = i / 16
        y = (1 - t) ** 2 * (top + 6) + 2 * t * (1 - t) * (2 * 300 - top - 6) + t * t * (top + 6)
        lines.append(f"M{left + (right - left) * t:.0f} {min(y, 330):.0f}V334")
    for k in range(1, 6):
        t = k / 6
        for x, far in ((left, 6.0), (right, 506.0)):
            lines.append(f"M{x + (far - x) * t:.0f} {top + 6 + (330 - top) * (1 - (1 - t) ** 1.5):.0f}V336")
    b.stroke("".join(lines), paint, 2.6)
    b.stroke(main, paint, 6)
