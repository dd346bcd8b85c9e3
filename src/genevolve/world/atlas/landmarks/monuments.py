"""Landmarks of ceremony: obelisk and pagoda."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.landmarks.emblems import emblem
from genevolve.world.atlas.landmarks.grounds import GROUND, companion, ground
from genevolve.world.atlas.landmarks.roofs import crown
from genevolve.world.atlas.landmarks.walls import door, wall
from genevolve.world.atlas.look import Attributes, colour, number


def obelisk(b: Brush, look: Attributes, rng: random.Random) -> None:
    """A tall four-sided stone on a plinth, with guardians."""
    half = rng.uniform(36, 42)
    ground(b, look["base"], rng)
    plinth = colour(look["plinth"])
    b.form(svg.rect(160, 398, 192, 34, 2), plinth, "wall")
    b.form(svg.rect(182, 330, 148, 70), plinth, "wall")
    b.form(svg.rect(172, 322, 168, 14, 3), lit(plinth, 0.3), "wall")
    wall(
        b,
        svg.polygon((256 - half, 324), (256 - half * 0.62, 78), (256 + half * 0.62, 78), (256 + half, 324)),
        look["stone"],
        "slope",
    )
    stone = colour(look["stone"])
    b.form(
        svg.polygon((256 + half * 0.3, 324), (256 + half * 0.2, 78), (256 + half * 0.62, 78), (256 + half, 324)),
        stone,
        "away",
        contour=False,
    )
    cap = colour(look["cap"])
    b.form(svg.polygon((256 - half * 0.64, 80), (256, 28), (256 + half * 0.22, 80)), cap, "wall")
    b.form(svg.polygon((256 + half * 0.22, 80), (256, 28), (256 + half * 0.64, 80)), cap, "away")
    emblem(b, look["emblem"], 256, 366, 27)
    glyph = shaded(stone, 0.38)
    for i in range(6):
        b.stroke(
            f"M{250 - half * 0.25:.0f} {118 + i * 32}h{half * 0.4:.0f}m-{half * 0.2:.0f} 0v12", glyph, 2.4, opacity=0.7
        )
    for x, flip in ((120.0, False), (392.0, True)):
        _guardian(b, look["guardians"], x, flip=flip)
    companion(b, look["companion"], rng)


def _guardian(b: Brush, phrase: str, x: float, *, flip: bool) -> None:
    paint = colour(phrase)
    b.form(svg.rect(x - 26, 408, 52, 26), "#c9c1b0", "wall")
    if "urns" in phrase:
        b.form(
            svg.path(f"M{x - 20} 366h40q-2 32 -14 42h-12q-12 -10 -14 -42Z", (x - 20, 366, x + 20, 408)), paint, "tube"
        )
        b.form(svg.rect(x - 24, 360, 48, 8, 3), lit(paint, 0.2), "tube")
    elif "spheres" in phrase:
        b.form(svg.ellipse(x, 386, 23), paint, "ball")
    else:
        with b.moved(x, 408):
            side = -1 if flip else 1
            b.form(
                svg.smooth(
                    [(-22 * side, 0), (-20 * side, -20), (4 * side, -34), (20 * side, -20), (22 * side, 0)], tension=0.7
                ),
                paint,
                "ball",
            )
            b.form(svg.ellipse(12 * side, -36, 19), shaded(paint, 0.25), "ball")
            b.form(svg.ellipse(15 * side, -35, 12), paint, "ball")
            b.detail(svg.ellipse(18 * side, -38, 2), "#22242b")
            b.detail(svg.ellipse(24 * side, -32, 3), "#22242b")


def pagoda(b: Brush, look: Attributes, rng: random.Random) -> None:
    """Tiers with sweeping eaves, each smaller than the one below."""
    tiers = number(look["tiers"], 3)
    ground(b, look["base"], rng)
    columns, tiles = colour(look["columns"]), colour(look["roofs"])
    edge = colour(look["roofs"], 1) if "edges" in look["roofs"] else lit(tiles, 0.3)
    storey = (GROUND - 92) / tiers
    y, point = GROUND + 2, (256.0, 90.0)
    for i in range(tiers):
        half = (142 - i * (72 / tiers)) * (1.0 if tiers > 2 else 0.95)
        tall = storey * 0.52
        wall(b, svg.rect(256 - half * 0.72, y - tall, half * 1.44, tall), look["walls"])
        count = 5 if i == 0 else 4
        for k in range(count + 1):
            x = 256 - half * 0.72 + k * half * 1.44 / count
            b.form(svg.rect(x - 4, y - tall, 8, tall), columns, "tube")
        if i == 0:
            door(b, look["door"], 256, GROUND, 38, min(62, tall - 6), "#e7dfcf")
        else:
            b.form(
                svg.rect(256 - 17, y - tall * 0.72, 34, tall * 0.5), shaded(colour(look["walls"]), 0.5), contour=False
            )
        point = _eaves(b, tiles, edge, y - tall, half, storey * 0.5)
        y -= storey * (0.99 if i < tiers - 1 else 1.0)
    _lanterns(b, look["lanterns"], tiers, storey)
    crown(b, look["crown"], (point[0], point[1] + 6))
    companion(b, look["companion"], rng)


def _eaves(b: Brush, tiles: str, edge: str, y: float, half: float, h: float) -> svg.Point:
    over = half + 26
    d = (
        f"M{256 - over:.0f} {y - h * 0.12:.0f}Q{256 - half * 0.72:.0f} {y - h * 0.12:.0f} "
        f"{256 - half * 0.5:.0f} {y - h:.0f}"
        f"H{256 + half * 0.5:.0f}Q{256 + half * 0.72:.0f} {y - h * 0.12:.0f} {256 + over:.0f} {y - h * 0.12:.0f}"
        f"Q{256 + half * 0.9:.0f} {y + 10:.0f} {256 + half * 0.7:.0f} {y + 8:.0f}"
        f"H{256 - half * 0.7:.0f}Q{256 - half * 0.9:.0f} {y + 10:.0f} {256 - over:.0f} "
        f"{y - h * 0.12:.0f}Z"
    )
    shape = svg.path(d, (256 - over, y - h, 256 + over, y + 10))
    b.form(shape, tiles, "slope")
    with b.within(shape):
        for k in range(-7, 8):
            b.stroke(
                f"M{256 + k * half * 0.15:.0f} {y + 8:.0f}Q{256 + k * half * 0.09:.0f} {y - h * 0.4:.0f} "
                f"{256 + k * half * 0.07:.0f} {y - h:.0f}",
                shaded(tiles, 0.3),
                1.8,
                opacity=0.6,
            )
    b.stroke(
        f"M{256 - over:.0f} {y - h * 0.12:.0f}Q{256 - half * 0.9:.0f} {y + 10:.0f} "
        f"{256 - half * 0.7:.0f} {y + 8:.0f}H{256 + half * 0.7:.0f}Q{256 + half * 0.9:.0f} "
        f"{y + 10:.0f} {256 + over:.0f} {y - h * 0.12:.0f}",
        edge,
        5,
    )
    b.form(svg.rect(256 - half * 0.54, y - h - 6, half * 1.08, 10, 4), edge, "tube")
    return 256.0, y - h - 6


def _lanterns(b: Brush, phrase: str, tiers: int, storey: float) -> None:
    paint = colour(phrase)
    half = 142 * (1.0 if tiers > 2 else 0.95)
    y = GROUND - storey * 0.52 + 8
    for dx in (-half * 0.94, half * 0.94, -half * 0.62, half * 0.62)[: number(phrase, 2)]:
        b.stroke(f"M{256 + dx:.0f} {y - 12:.0f}v14", "#33261f", 2)
        b.form(svg.ellipse(256 + dx, y + 16, 12, 15), paint, "ball")
        b.stroke(f"M{256 + dx - 6:.0f} {y + 3:.0f}h12M{256 + dx - 6:.0f} {y + 30:.0f}h12", "#33261f", 3)
