"""Walls with their patterns, windows and doors."""

from __future__ import annotations

from genevolve.world.atlas import svg
from genevolve.world.atlas.brush import Brush, Turn, lit, shaded
from genevolve.world.atlas.look import colour, one_of
from genevolve.world.atlas.palettes import mix


def wall(b: Brush, shape: svg.Shape, phrase: str, turn: Turn = "wall") -> None:
    """A wall in its ground colour, with the pattern that the phrase names."""
    ground = colour(phrase)
    b.form(shape, ground, turn)
    if " with " not in phrase:
        return
    second = colour(phrase, 1)
    with b.within(shape):
        _pattern(b, shape, one_of(phrase, *_PATTERNS), second, turn)
    if b.manner.outline:
        b.stroke(shape.d, b.manner.ink, b.manner.outline)


_PATTERNS = ("bands", "spiral", "diamonds", "brickwork", "timber", "corner stones", "planks", "chequers")


def _pattern(b: Brush, s: svg.Shape, name: str, paint: str, turn: Turn) -> None:
    width, height = s.x1 - s.x0, s.y1 - s.y0
    if name == "bands":
        count = max(2, round(height / 62))
        step = height / (2 * count)
        for i in range(count):
            b.form(svg.rect(s.x0 - 2, s.y0 + (2 * i + 0.6) * step, width + 4, step), paint, turn, contour=False)
    elif name == "spiral":
        rise = width * 0.55
        for i in range(-1, round(height / 70) + 1):
            y = s.y0 + i * 78 + 20
            band = svg.polygon((s.x0, y + rise), (s.x1, y), (s.x1, y + 34), (s.x0, y + rise + 34))
            b.form(band, paint, turn, contour=False)
    elif name == "diamonds":
        cx = (s.x0 + s.x1) / 2
        r = min(width * 0.24, 26.0)
        for i in range(max(1, int(height / (r * 2.6)))):
            b.form(svg.regular(cx, s.y0 + r * 1.5 + i * r * 2.6, r, 4), paint, turn, contour=False)
    elif name == "brickwork":
        _bricks(b, s, paint)
    elif name == "timber":
        _timber(b, s, paint)
    elif name == "corner stones":
        for i in range(int(height / 16) + 1):
            w = 20 if i % 2 else 13
            b.form(svg.rect(s.x0, s.y0 + i * 16, w, 13), paint, contour=False)
            b.form(svg.rect(s.x1 - w, s.y0 + i * 16, w, 13), paint, "away", contour=False)
    elif name == "planks":
        for i in range(int(height / 14) + 1):
            b.detail(svg.rect(s.x0, s.y0 + i * 14, width, 6), paint)
    else:
        side = max(14.0, width / 9)
        for row in range(int(height / side) + 1):
            for column in range(row % 2, int(width / side) + 1, 2):
                b.detail(svg.rect(s.x0 + column * side, s.y0 + row * side, side, side), paint)


def _bricks(b: Brush, s: svg.Shape, paint: str) -> None:
    d = []
    for row in range(int((s.y1 - s.y0) / 13) + 1):
        y = s.y0 + row * 13 + 5
        x = s.x0 + (row % 2) * 15 + 3
        while x < s.x1:
            if (row * 7 + int(x - s.x0)) % 5 != 1:
                d.append(f"M{x:.0f} {y:.0f}h14")
            x += 30
    b.stroke("".join(d), paint, 5.5, cap="butt", opacity=0.9)


def _timber(b: Brush, s: svg.Shape, paint: str) -> None:
    width, height = s.x1 - s.x0, s.y1 - s.y0
    columns = max(2, round(width / 48))
    rows = max(1, round(height / 60))
    cell_w, cell_h = width / columns, height / rows
    d = [f"M{s.x0:.0f} {s.y0 + r * cell_h:.0f}h{width:.0f}" for r in range(rows + 1)]
    d += [f"M{s.x0 + c * cell_w:.0f} {s.y0:.0f}v{height:.0f}" for c in range(columns + 1)]
    for r in range(rows):
        for c in (0, columns - 1):
            x, y = s.x0 + c * cell_w, s.y0 + r * cell_h
            d.append(
                f"M{x:.0f} {y + cell_h:.0f}L{x + cell_w:.0f} {y:.0f}"
                if c
                else f"M{x:.0f} {y:.0f}l{cell_w:.0f} {cell_h:.0f}"
            )
    b.stroke("".join(d), paint, 7, cap="butt")


def opening(phrase: str, x: float, y: float, width: float, height: float) -> svg.Shape:
    """The outline that a window or door phrase names, in a box."""
    shape = one_of(phrase, "arched", "round", "pointed", "square", "tall", "double")
    if shape == "arched":
        return svg.arch(x, y, width, height)
    if shape == "round":
        r = min(width, height) / 2
        return svg.ellipse(x + width / 2, y + height / 2, r)
    if shape == "pointed":
        half = width / 2
        d = (
            f"M{x:.1f} {y + height:.1f}V{y + half * 1.2:.1f}Q{x:.1f} {y + half * 0.4:.1f} {x + half:.1f} {y:.1f}"
            f"Q{x + width:.1f} {y + half * 0.4:.1f} {x + width:.1f} {y + half * 1.2:.1f}V{y + height:.1f}Z"
        )
        return svg.path(d, (x, y, x + width, y + height))
    if shape == "tall":
        return svg.rect(x + width * 0.2, y, width * 0.6, height, 2)
    if shape == "square":
        side = min(width, height)
        return svg.rect(x + (width - side) / 2, y + (height - side) / 2, side, side, 2)
    return svg.rect(x, y, width, height, 2)


def window(b: Brush, phrase: str, cx: float, cy: float, width: float, height: float, frame: str) -> None:
    """One glazed window with a frame a little lighter than the wall around it."""
    glass = colour(phrase)
    x, y = cx - width / 2, cy - height / 2
    rim = opening(phrase, x - 3.5, y - 3.5, width + 7, height + 7)
    pane = opening(phrase, x, y, width, height)
    b.form(rim, mix(frame, "#fffaf0", 0.35), contour=b.manner.outline > 0)
    b.form(pane, glass, "slope", contour=False)
    if width > 12:
        inner = mix(frame, "#fffaf0", 0.35)
        b.stroke(
            f"M{cx:.1f} {pane.y0:.1f}V{pane.y1:.1f}M{pane.x0:.1f} {cy + 1:.1f}H{pane.x1:.1f}", inner, 1.8, cap="butt"
        )
    b.detail(svg.rect(pane.x0, pane.y1 + 2.5, pane.x1 - pane.x0, 2.5), shaded(frame), 0.6)


def window_row(
    b: Brush, phrase: str, x0: float, x1: float, cy: float, count: int, size: tuple[float, float], frame: str
) -> None:
    """`count` windows spread evenly between two walls."""
    step = (x1 - x0) / count
    for i in range(count):
        window(b, phrase, x0 + (i + 0.5) * step, cy, *size, frame)


def door(b: Brush, phrase: str, cx: float, ground: float, width: float, height: float, frame: str) -> None:
    """A door with a surround, standing on `ground`."""
    paint = colour(phrase)
    x, y = cx - width / 2, ground - height
    if "round" in phrase:
        r = max(width, height * 0.7) / 2
        outer, leaf = svg.ellipse(cx, ground - r, r + 5), svg.ellipse(cx, ground - r, r)
        foot = svg.rect(cx - r - 6, ground, 2 * r + 12, 20)
    else:
        outer, leaf = opening(phrase, x - 5, y - 5, width + 10, height + 5), opening(phrase, x, y, width, height)
        foot = None
    b.form(outer, lit(frame, 0.35))
    b.form(leaf, paint, "slope", contour=False)
    if "double" in phrase or "pointed" in phrase or "arched" in phrase:
        b.stroke(f"M{cx:.1f} {leaf.y0:.1f}V{leaf.y1:.1f}", shaded(paint, 0.5), 2)
    middle = (leaf.y0 + leaf.y1) / 2
    for dx in (-width * 0.25, width * 0.25):
        b.stroke(f"M{cx + dx:.1f} {middle - height * 0.12:.1f}V{ground - 5:.1f}", shaded(paint, 0.35), 1.6)
    b.detail(svg.ellipse(cx + width * 0.1, middle + 6, 2.4), lit(colour("gold"), 0.3))
    if foot is not None:
        b.stroke(f"M{cx - width * 0.7:.1f} {ground:.1f}h{width * 1.4:.1f}", shaded(frame, 0.2), 4)
