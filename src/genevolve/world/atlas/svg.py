"""Shapes: SVG path data with the box it fills.

Rectangles, ellipses, soft curves and limbs all run counter-clockwise, so that overlapping ones join without holes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """Path data and its bounding box (for curves: the box of their control points)."""

    d: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def size(self) -> float:
        """Area of the box."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)


def polygon(*points: Point) -> Shape:
    """Straight edges through `points`, closed."""
    body = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return _boxed(f"M{body}Z", points)


def rect(x: float, y: float, width: float, height: float, radius: float = 0.0) -> Shape:
    """An upright rectangle from its upper left corner."""
    if not radius:
        return Shape(f"M{x:.1f} {y:.1f}v{height:.1f}h{width:.1f}v{-height:.1f}Z", x, y, x + width, y + height)
    r = min(radius, width / 2, height / 2)
    d = (
        f"M{x + r:.1f} {y:.1f}h{width - 2 * r:.1f}a{r:.1f} {r:.1f} 0 0 1 {r:.1f} {r:.1f}v{height - 2 * r:.1f}"
        f"a{r:.1f} {r:.1f} 0 0 1 {-r:.1f} {r:.1f}h{2 * r - width:.1f}a{r:.1f} {r:.1f} 0 0 1 {-r:.1f} {-r:.1f}"
        f"v{2 * r - height:.1f}a{r:.1f} {r:.1f} 0 0 1 {r:.1f} {-r:.1f}Z"
    )
    return Shape(d, x, y, x + width, y + height)


def taper(cx: float, top: float, bottom: float, top_width: float, bottom_width: float) -> Shape:
    """An upright trapezium about the axis `cx`."""
    a, b = top_width / 2, bottom_width / 2
    return polygon((cx - a, top), (cx + a, top), (cx + b, bottom), (cx - b, bottom))


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Shape:
    """An ellipse, or a circle when `ry` is left out."""
    ry = rx if ry is None else ry
    d = f"M{cx - rx:.1f} {cy:.1f}a{rx:.1f} {ry:.1f} 0 1 0 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 0 {-2 * rx:.1f} 0Z"
    return Shape(d, cx - rx, cy - ry, cx + rx, cy + ry)


def half_ellipse(cx: float, base: float, rx: float, ry: float) -> Shape:
    """The upper half of an ellipse standing on `base`."""
    return Shape(
        f"M{cx - rx:.1f} {base:.1f}a{rx:.1f} {ry:.1f} 0 0 1 {2 * rx:.1f} 0Z", cx - rx, base - ry, cx + rx, base
    )


def arch(x: float, y: float, width: float, height: float, rise: float | None = None) -> Shape:
    """A door or window with a round head; `rise` is the height of the head (default: half the width)."""
    rise = width / 2 if rise is None else rise
    d = f"M{x:.1f} {y + height:.1f}V{y + rise:.1f}a{width / 2:.1f} {rise:.1f} 0 0 1 {width:.1f} 0V{y + height:.1f}Z"
    return Shape(d, x, y, x + width, y + height)


def smooth(points: Sequence[Point], *, closed: bool = True, tension: float = 1.0) -> Shape:
    """A soft curve through `points` (Catmull-Rom)."""
    if closed and _turns_clockwise(points):
        points = points[::-1]
    count = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    k = tension / 6
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count]
        else:
            p0, p1, p2, p3 = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, count - 1)]
        parts.append(
            f"C{p1[0] + (p2[0] - p0[0]) * k:.1f} {p1[1] + (p2[1] - p0[1]) * k:.1f} "
            f"{p2[0] - (p3[0] - p1[0]) * k:.1f} {p2[1] - (p3[1] - p1[1]) * k:.1f} {p2[0]:.1f} {p2[1]:.1f}"
        )
    if closed:
        parts.append("Z")
    return _boxed("".join(parts), points)


def star(cx: float, cy: float, radius: float, points: int, inner: float = 0.45, turn: float = 0.0) -> Shape:
    """A star with `points` tips; `inner` is the radius of its notches as a share of `radius`."""
    corners = []
    for i in range(points * 2):
        angle = math.pi * i / points - math.pi / 2 + turn
        r = radius if i % 2 == 0 else radius * inner
        corners.append((cx + r * math.cos(angle), cy + r * math.sin(angle)))
    return polygon(*corners)


def regular(cx: float, cy: float, radius: float, sides: int, turn: float = 0.0) -> Shape:
    """A regular polygon with a corner at the top (plus `turn` radians)."""
    return polygon(*(polar(cx, cy, radius, 2 * math.pi * i / sides - math.pi / 2 + turn) for i in range(sides)))


def join(*shapes: Shape) -> Shape:
    """Several shapes painted as one (overlaps cut out only under the even-odd rule)."""
    return Shape(
        "".join(s.d for s in shapes),
        min(s.x0 for s in shapes),
        min(s.y0 for s in shapes),
        max(s.x1 for s in shapes),
        max(s.y1 for s in shapes),
    )


def path(d: str, box: tuple[float, float, float, float]) -> Shape:
    """Hand-written path data with the box it fills."""
    return Shape(d, *box)


def curve(points: Sequence[Point]) -> str:
    """Open path data of a soft line through `points`."""
    return smooth(points, closed=False).d


def polar(cx: float, cy: float, radius: float, angle: float) -> Point:
    """The point at `angle` radians (clockwise from the right) and `radius` from a centre."""
    return cx + radius * math.cos(angle), cy + radius * math.sin(angle)


def limb(points: Sequence[Point], widths: Sequence[float]) -> Shape:
    """A soft tapering band along `points`, `widths[i]` wide at each: tails, necks, legs, horns."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(i - 1, 0)]
        bx, by = points[min(i + 1, len(points) - 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length * widths[i] / 2, (bx - ax) / length * widths[i] / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    forth = smooth(left, closed=False).d
    back = smooth(right[::-1], closed=False).d
    return _boxed(f"{forth}L{back[1:]}Z", left + right)


def _turns_clockwise(points: Sequence[Point]) -> bool:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)) > 0


def _boxed(d: str, points: Iterable[Point]) -> Shape:
    xs, ys = zip(*points, strict=True)
    return Shape(d, min(xs), min(ys), max(xs), max(ys))
