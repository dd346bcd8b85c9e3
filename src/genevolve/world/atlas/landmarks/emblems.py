"""Small emblems on façades."""

from __future__ import annotations

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.look import colour, one_of


def emblem(b: Brush, phrase: str, cx: float, cy: float, radius: float) -> None:
    """The emblem that a phrase names, about `radius` big."""
    paint = colour(phrase)
    kind = one_of(phrase, "star", "eye", "wreath", "mask", "lyre", "sun")
    dark = shaded(paint, 0.55)
    b.form(svg.ellipse(cx, cy, radius * 1.3), "#f7f2e6", "ball")
    b.stroke(svg.ellipse(cx, cy, radius * 1.14).d, paint, radius * 0.06)
    if kind == "star":
        b.form(svg.star(cx, cy, radius, 5), paint, "ball")
    elif kind == "eye":
        d = (
            f"M{cx - radius:.1f} {cy:.1f}Q{cx:.1f} {cy - radius:.1f} {cx + radius:.1f} {cy:.1f}"
            f"Q{cx:.1f} {cy + radius:.1f} {cx - radius:.1f} {cy:.1f}Z"
        )
        b.form(svg.path(d, (cx - radius, cy - radius / 2, cx + radius, cy + radius / 2)), paint)
        b.detail(svg.ellipse(cx, cy, radius * 0.36), lit(paint, 0.85))
        b.detail(svg.ellipse(cx, cy, radius * 0.2), dark)
    elif kind == "wreath":
        for side in (-1, 1):
            b.stroke(
                f"M{cx:.1f} {cy + radius * 0.8:.1f}Q{cx + side * radius:.1f} {cy + radius * 0.4:.1f} "
                f"{cx + side * radius * 0.62:.1f} {cy - radius * 0.75:.1f}",
                paint,
                3,
            )
            for i in range(4):
                x, y = svg.polar(cx, cy, radius * 0.78, 1.2 - i * 0.62)
                b.form(svg.ellipse(cx + side * (x - cx), y, radius * 0.2, radius * 0.28), paint, contour=False)
    elif kind == "mask":
        d = (
            f"M{cx - radius * 0.8:.1f} {cy - radius * 0.7:.1f}Q{cx:.1f} {cy - radius * 1.05:.1f} "
            f"{cx + radius * 0.8:.1f} {cy - radius * 0.7:.1f}Q{cx + radius * 0.8:.1f} "
            f"{cy + radius * 0.6:.1f} {cx:.1f} {cy + radius:.1f}Q{cx - radius * 0.8:.1f} "
            f"{cy + radius * 0.6:.1f} {cx - radius * 0.8:.1f} {cy - radius * 0.7:.1f}Z"
        )
        b.form(svg.path(d, (cx - radius, cy - radius, cx + radius, cy + radius)), paint, "ball")
        for side in (-1, 1):
            b.detail(svg.ellipse(cx + side * radius * 0.34, cy - radius * 0.2, radius * 0.18, radius * 0.13), dark)
        b.stroke(
            f"M{cx - radius * 0.4:.1f} {cy + radius * 0.25:.1f}Q{cx:.1f} {cy + radius * 0.75:.1f} "
            f"{cx + radius * 0.4:.1f} {cy + radius * 0.25:.1f}",
            dark,
            radius * 0.14,
        )
    elif kind == "lyre":
        for side in (-1, 1):
            b.stroke(
                f"M{cx:.1f} {cy + radius * 0.75:.1f}Q{cx + side * radius * 1.1:.1f} "
                f"{cy + radius * 0.2:.1f} {cx + side * radius * 0.6:.1f} {cy - radius * 0.9:.1f}",
                paint,
                radius * 0.2,
            )
        strings = "".join(
            f"M{cx + dx * radius:.1f} {cy - radius * 0.5:.1f}v{radius * 1.1:.1f}" for dx in (-0.2, 0.0, 0.2)
        )
        b.stroke(f"M{cx - radius * 0.75:.1f} {cy - radius * 0.5:.1f}h{radius * 1.5:.1f}{strings}", paint, radius * 0.1)
    else:
        b.form(svg.star(cx, cy, radius, 12, 0.62), paint, "ball")
        b.form(svg.ellipse(cx, cy, radius * 0.5), lit(paint, 0.4), "ball", contour=False)
