"""Roofs, finials, flags and battlements. Every roof returns the point on which a finial stands."""

from __future__ import annotations

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, lit, shaded
from genevolve.world.atlas.look import colour, one_of
from genevolve.world.atlas.svg import Point


def roof(b: Brush, phrase: str, cx: float, eaves: float, width: float, *, height: float = 0.0) -> Point:
    """A roof over a round or square tower `width` wide."""
    paint = colour(phrase)
    half = width / 2
    kind = one_of(phrase, "onion dome", "stepped", "bell roof", "spire", "pyramid", "cone", "ribbed dome", "dome")
    if kind == "onion dome":
        return _onion(b, paint, cx, eaves, half, height or width * 0.95)
    if kind == "stepped":
        return _stepped(b, paint, cx, eaves, half, height or width * 0.62)
    if kind == "bell roof":
        return _bell(b, paint, cx, eaves, half, height or width * 0.8)
    if kind in ("spire", "pyramid", "cone"):
        return _pointed(
            b, paint, cx, eaves, half, height or width * {"spire": 1.7, "pyramid": 0.72, "cone": 0.95}[kind], kind
        )
    return _dome(b, paint, cx, eaves, half, height or width * 0.55, ribbed="ribbed" in kind)


def _onion(b: Brush, paint: str, cx: float, y: float, half: float, h: float) -> Point:
    d = (
        f"M{cx - half * 0.72:.1f} {y:.1f}C{cx - half * 1.35:.1f} {y - h * 0.28:.1f} "
        f"{cx - half * 1.1:.1f} {y - h * 0.6:.1f} "
        f"{cx - half * 0.35:.1f} {y - h * 0.74:.1f}Q{cx - half * 0.06:.1f} {y - h * 0.82:.1f} {cx:.1f} {y - h:.1f}"
        f"Q{cx + half * 0.06:.1f} {y - h * 0.82:.1f} {cx + half * 0.35:.1f} {y - h * 0.74:.1f}"
        f"C{cx + half * 1.1:.1f} {y - h * 0.6:.1f} {cx + half * 1.35:.1f} {y - h * 0.28:.1f} "
        f"{cx + half * 0.72:.1f} {y:.1f}Z"
    )
    b.form(svg.path(d, (cx - half * 1.15, y - h, cx + half * 1.15, y)), paint, "ball")
    for k in (-0.45, 0.0, 0.45):
        rib = (
            f"M{cx + half * k * 1.3:.1f} {y:.1f}Q{cx + half * k * 2.1:.1f} {y - h * 0.45:.1f} "
            f"{cx + k * 4:.1f} {y - h * 0.8:.1f}"
        )
        b.stroke(rib, shaded(paint, 0.35), 1.8, opacity=0.6)
    b.form(svg.rect(cx - half * 0.8, y - 5, half * 1.6, 8, 3), lit(paint, 0.3), "tube")
    return cx, y - h


def _stepped(b: Brush, paint: str, cx: float, y: float, half: float, h: float) -> Point:
    for i, k in enumerate((1.08, 0.78, 0.48, 0.2)):
        b.form(svg.rect(cx - half * k, y - h * (i + 1) / 4, half * 2 * k, h / 4 + 1), paint, "tube")
    return cx, y - h


def _bell(b: Brush, paint: str, cx: float, y: float, half: float, h: float) -> Point:
    d = (
        f"M{cx - half * 1.2:.1f} {y:.1f}Q{cx - half * 0.85:.1f} {y - h * 0.1:.1f} "
        f"{cx - half * 0.75:.1f} {y - h * 0.4:.1f}"
        f"Q{cx - half * 0.6:.1f} {y - h * 0.82:.1f} {cx:.1f} {y - h:.1f}Q{cx + half * 0.6:.1f} {y - h * 0.82:.1f} "
        f"{cx + half * 0.75:.1f} {y - h * 0.4:.1f}Q{cx + half * 0.85:.1f} {y - h * 0.1:.1f} "
        f"{cx + half * 1.2:.1f} {y:.1f}Z"
    )
    b.form(svg.path(d, (cx - half * 1.2, y - h, cx + half * 1.2, y)), paint, "slope")
    return cx, y - h


def _pointed(b: Brush, paint: str, cx: float, y: float, half: float, h: float, kind: str) -> Point:
    over = half * 1.16
    if kind == "pyramid":
        b.form(svg.polygon((cx - over, y), (cx, y - h), (cx + over * 0.35, y)), lit(paint, 0.08), "wall")
        b.form(svg.polygon((cx + over * 0.35, y), (cx, y - h), (cx + over, y)), paint, "away")
    else:
        shape = svg.path(
            f"M{cx - over:.1f} {y:.1f}L{cx:.1f} {y - h:.1f}L{cx + over:.1f} {y:.1f}Q{cx:.1f} "
            f"{y + half * 0.22:.1f} {cx - over:.1f} {y:.1f}Z",
            (cx - over, y - h, cx + over, y + half * 0.1),
        )
        b.form(shape, paint, "tube")
        for i in range(1, 4):
            yy, w = y - h * i * 0.2, over * (1 - i * 0.2)
            b.stroke(
                f"M{cx - w:.1f} {yy:.1f}Q{cx:.1f} {yy + w * 0.2:.1f} {cx + w:.1f} {yy:.1f}",
                shaded(paint, 0.3),
                1.6,
                opacity=0.55,
            )
    return cx, y - h


def _dome(b: Brush, paint: str, cx: float, y: float, half: float, h: float, *, ribbed: bool) -> Point:
    b.form(svg.half_ellipse(cx, y, half, h), paint, "ball")
    for k in (-0.62, -0.22, 0.22, 0.62) if ribbed else (-0.5, 0.5):
        rib = f"M{cx + half * k:.1f} {y:.1f}Q{cx + half * k * 0.95:.1f} {y - h * 0.7:.1f} {cx:.1f} {y - h:.1f}"
        b.stroke(rib, lit(paint, 0.45) if ribbed else shaded(paint, 0.3), 3 if ribbed else 1.8, opacity=0.75)
    b.form(svg.rect(cx - half * 1.06, y - 5, half * 2.12, 9, 3), lit(paint, 0.28), "tube")
    if h > 60:
        b.form(svg.rect(cx - 9, y - h - 15, 18, 18), lit(paint, 0.4), "tube")
        b.form(svg.half_ellipse(cx, y - h - 14, 12, 10), paint, "ball")
        return cx, y - h - 24
    return cx, y - h


def long_roof(b: Brush, phrase: str, x0: float, x1: float, eaves: float, height: float) -> Point:
    """A roof over a hall, seen from the side of its eaves."""
    paint = colour(phrase)
    cx, over = (x0 + x1) / 2, 12
    kind = one_of(phrase, "mansard", "hipped", "barrel", "thatch", "gable")
    if kind == "barrel":
        b.form(svg.half_ellipse(cx, eaves, (x1 - x0) / 2 + over, height), paint, "ball")
    elif kind == "mansard":
        knee = eaves - height * 0.62
        b.form(svg.polygon((x0 - over, eaves), (x0 + 16, knee), (x1 - 16, knee), (x1 + over, eaves)), paint, "slope")
        b.form(
            svg.polygon((x0 + 16, knee), (x0 + 50, eaves - height), (x1 - 50, eaves - height), (x1 - 16, knee)),
            lit(paint, 0.15),
            "slope",
        )
    elif kind == "hipped":
        b.form(
            svg.polygon((x0 - over, eaves), (x0 + 60, eaves - height), (x1 - 60, eaves - height), (x1 + over, eaves)),
            paint,
            "slope",
        )
        b.form(
            svg.polygon((x1 + over, eaves), (x1 - 60, eaves - height), (x1 - 76, eaves)), paint, "away", contour=False
        )
    elif kind == "thatch":
        points = [
            (x0 - 26, eaves + 10),
            (x0 - 6, eaves - height * 0.4),
            (cx - 40, eaves - height),
            (cx + 40, eaves - height),
            (x1 + 6, eaves - height * 0.4),
            (x1 + 26, eaves + 10),
            (cx, eaves + 2),
        ]
        shape = svg.smooth(points, tension=0.7)
        b.form(shape, paint, "slope")
        with b.within(shape):
            for i in range(26):
                x = x0 - 20 + i * (x1 - x0 + 40) / 25
                b.stroke(
                    f"M{x:.0f} {eaves + 12:.0f}L{cx + (x - cx) * 0.4:.0f} {eaves - height:.0f}",
                    shaded(paint, 0.35),
                    2,
                    opacity=0.45,
                )
    else:
        b.form(svg.polygon((x0 - over, eaves), (cx, eaves - height), (x1 + over, eaves)), paint, "slope")
        inset = svg.polygon((x0 + 22, eaves - 7), (cx, eaves - height + 22), (x1 - 22, eaves - 7))
        b.stroke(inset.d, lit(paint, 0.4), 3, opacity=0.8)
    if kind in ("mansard", "hipped"):
        for i in range(1, 4):
            y = eaves - height * i * 0.2
            b.stroke(f"M{x0 + i * 8:.0f} {y:.0f}H{x1 - i * 8:.0f}", shaded(paint, 0.3), 1.6, opacity=0.5)
    return cx, eaves - height


def battlements(b: Brush, x0: float, x1: float, y: float, paint: str) -> None:
    """A row of merlons along the top of a wall."""
    count = max(3, round((x1 - x0) / 24)) | 1
    step = (x1 - x0) / count
    b.form(svg.rect(x0 - 4, y - 4, x1 - x0 + 8, 12), lit(paint, 0.15), "wall")
    for i in range(0, count, 2):
        b.form(svg.rect(x0 + i * step - 1, y - 18, step + 2, 16), lit(paint, 0.1), "wall")


def crown(b: Brush, phrase: str, at: Point) -> None:
    """What stands on top: a finial, a flag or a weathercock."""
    x, y = at
    paint = colour(phrase)
    kind = one_of(
        phrase, "pennant", "swallow-tailed", "star", "weathercock", "crescent", "ringed spire", "chimney", "ball"
    )
    if kind == "chimney":
        b.form(svg.rect(x + 34, y - 6, 24, 52), paint, "tube")
        b.form(svg.rect(x + 30, y - 12, 32, 9), lit(paint, 0.2), "tube")
        return
    tall = 52 if kind in ("pennant", "swallow-tailed") else 26
    b.stroke(f"M{x:.1f} {y + 4:.1f}v{-tall}", shaded(colour("charcoal"), 0.1), 3.4)
    top = y - tall + 6
    if kind == "pennant":
        b.form(svg.polygon((x + 1, top), (x + 50, top + 13), (x + 1, top + 26)), paint, "slope")
    elif kind == "swallow-tailed":
        b.form(
            svg.polygon((x + 1, top), (x + 52, top), (x + 38, top + 14), (x + 52, top + 28), (x + 1, top + 28)),
            paint,
            "slope",
        )
    elif kind == "star":
        b.form(svg.star(x, top - 6, 17, 5), paint, "ball")
    elif kind == "crescent":
        d = f"M{x + 8:.1f} {top - 20:.1f}a15 15 0 1 0 8 22a12 12 0 1 1 -8 -22Z"
        b.form(svg.path(d, (x - 15, top - 20, x + 16, top + 8)), paint, "ball")
    elif kind == "weathercock":
        d = f"M{x - 24:.1f} {top - 18:.1f}q4 14 18 15q12 0 15 -16l8 -6l7 6l-7 2q2 20 -16 24q-20 0 -25 -25Z"
        b.form(svg.path(d, (x - 24, top - 24, x + 24, top + 7)), paint)
        b.stroke(f"M{x - 20:.1f} {top + 12:.1f}h40", paint, 3)
    elif kind == "ringed spire":
        for i in range(4):
            b.form(svg.ellipse(x, y - 6 - i * 9, 13 - i * 2.4, 4.5), paint, "ball")
    else:
        b.form(svg.ellipse(x, top - 2, 12), paint, "ball")
