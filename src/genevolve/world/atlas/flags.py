"""Invented flags: stripes, crosses and emblems, on a cloth with a slight wave of light."""

from __future__ import annotations

import random

from genevolve.world.atlas import svg
from genevolve.world.atlas.arms.charges import draw_charge
from genevolve.world.atlas.brush import Brush
from genevolve.world.atlas.palettes import colour_table

_DARK = ("red", "blue", "green", "navy", "black", "crimson", "teal", "purple")
_LIGHT = ("white", "yellow", "gold", "sky-blue")
_CHARGES = ("star", "sun", "crescent", "eagle", "tower", "maple leaf", "key", "anchor", "wheel", "lion")
X, Y, W, H = 26.0, 104.0, 460.0, 304.0


def draw_flag(b: Brush, rng: random.Random) -> None:
    """A flag of no country."""
    cloth = svg.rect(X, Y, W, H)
    first, second = rng.sample(_DARK, 2)
    light = rng.choice(_LIGHT)
    table = colour_table()
    a, c, m = table[first], table[second], table[light]
    design = rng.choice(("upright", "level", "nordic", "hoist triangle", "diagonal", "canton", "bordered"))
    with b.within(cloth):
        b.form(cloth, m, contour=False)
        _ground(b, design, a, c)
        x, y, r, ink = _emblem_place(design, a, m)
        if rng.random() < 0.72 or design in ("canton", "bordered"):
            with b.moved(x, y, r / 100):
                draw_charge(b, rng.choice(_CHARGES), ink)
        for i, shade in enumerate((0.05, 0.1, 0.06)):
            b.shadow(svg.rect(X + 70 + i * 150, Y, 46, H), shade)
    b.stroke(cloth.d, "#3a3430", 2.5)


def _ground(b: Brush, design: str, a: str, c: str) -> None:
    if design == "upright":
        b.form(svg.rect(X, Y, W / 3, H), a, contour=False)
        b.form(svg.rect(X + 2 * W / 3, Y, W / 3, H), c, contour=False)
    elif design == "level":
        b.form(svg.rect(X, Y, W, H / 3), a, contour=False)
        b.form(svg.rect(X, Y + 2 * H / 3, W, H / 3), c, contour=False)
    elif design == "nordic":
        b.form(svg.rect(X + 126, Y, 64, H), a, contour=False)
        b.form(svg.rect(X, Y + H / 2 - 32, W, 64), a, contour=False)
        b.form(svg.rect(X + 144, Y, 28, H), c, contour=False)
        b.form(svg.rect(X, Y + H / 2 - 14, W, 28), c, contour=False)
    elif design == "hoist triangle":
        b.form(svg.rect(X, Y, W, H / 2), c, contour=False)
        b.form(svg.polygon((X, Y), (X + 200, Y + H / 2), (X, Y + H)), a, contour=False)
    elif design == "diagonal":
        b.form(svg.polygon((X, Y), (X + W, Y), (X, Y + H)), a, contour=False)
        b.form(svg.polygon((X + W, Y), (X + W, Y + H), (X, Y + H)), c, contour=False)
        b.stroke(f"M{X - 20:.0f} {Y + H + 14:.0f}L{X + W + 20:.0f} {Y - 14:.0f}", "#f7f2e6", 26)
    elif design == "canton":
        for i in range(0, 7, 2):
            b.form(svg.rect(X, Y + i * H / 7, W, H / 7), c, contour=False)
        b.form(svg.rect(X, Y, W * 0.44, H * 4 / 7), a, contour=False)
    else:
        b.form(svg.rect(X, Y, W, H), a, contour=False)
        b.stroke(svg.rect(X + 17, Y + 17, W - 34, H - 34).d, c, 34)


def _emblem_place(design: str, a: str, light: str) -> tuple[float, float, float, str]:
    return {
        "upright": (256.0, 256.0, 58.0, a),
        "level": (256.0, 256.0, 44.0, a),
        "nordic": (406.0, 180.0, 42.0, a),
        "hoist triangle": (92.0, 256.0, 48.0, light),
        "diagonal": (146.0, 188.0, 58.0, light),
        "canton": (127.0, 190.0, 62.0, light),
        "bordered": (256.0, 256.0, 88.0, light),
    }[design]
