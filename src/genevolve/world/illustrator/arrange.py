"""Places for bodies that were given none: balanced rows, symmetric and staggered, around those that have theirs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from genevolve.world.illustrator.body import Body

_CANDIDATES = (0.5, 0.3, 0.7, 0.38, 0.62, 0.14, 0.86)
BACK, FRONT = 0.9, 0.05
"""Depths of the last and of the first of several rows."""

_STRIP = 0.24  # in heights of the frame: better than a row of smaller things than that are two


class FrameLike(Protocol):
    """What arranging needs to know of the frame."""

    @property
    def width(self) -> int:
        """In pixels."""
        ...

    @property
    def height(self) -> int:
        """In pixels."""
        ...

    @property
    def standing(self) -> bool:
        """Whether there is ground to stand on."""
        ...

    @property
    def margin(self) -> float:
        """Free border in pixels."""
        ...

    @property
    def taken(self) -> tuple[tuple[float, float, float, float], ...]:
        """Boxes that are kept free."""
        ...

    def ground(self, depth: float) -> float:
        """Y of the feet at a depth."""
        ...


def arrange_free(bodies: Sequence[Body], order: Sequence[int], frame: FrameLike) -> None:
    """Give every body that has none an x and a y. `order` runs from left to right."""
    free = [at for at in order if not bodies[at].fixed_x]
    placed = [body for body in bodies if body.fixed_x]
    if free and all(body.set_depth and body.depth >= BACK for body in placed):
        _in_rows([bodies[at] for at in free], frame)
        if placed and frame.standing:
            _in_front([bodies[at] for at in free])
    else:
        for at in free:
            _into_gap(bodies[at], [b for b in bodies if b is not bodies[at]], frame)
    for body in bodies:
        _set_height(body, bodies, frame)


def _in_front(bodies: Sequence[Body]) -> None:
    """What stands before the background has the foreground for itself."""
    for body in bodies:
        if not body.set_depth:
            body.depth = min(body.depth, FRONT)


def _set_height(body: Body, bodies: Sequence[Body], frame: FrameLike) -> None:
    if body.fixed_y:
        body.centre_on(body.x, body.feet)
    elif not body.aloft:
        body.feet = frame.ground(body.depth) - body.bottom * body.height
    elif frame.standing:
        body.centre_on(body.x, frame.height * (_middle(frame) if all(b.aloft for b in bodies) else 0.3))
    elif body.feet == frame.height * 0.9:
        body.centre_on(body.x, frame.height * _middle(frame))
    body.keep_inside(frame.width, frame.height, frame.margin)


def _middle(frame: FrameLike) -> float:
    """The middle of what the texts leave free."""
    top = max((b / frame.height for _, _, _, b in frame.taken if b < frame.height * 0.5), default=0.0)
    bottom = min((t / frame.height for _, t, _, _ in frame.taken if t > frame.height * 0.5), default=1.0)
    return (top + bottom) / 2


def _rows_for(count: int, frame: FrameLike, bodies: Sequence[Body]) -> int:
    """How many rows let the bodies stand largest."""
    mean_width = sum(body.width_units for body in bodies) / count
    deepest = 0.42 if frame.standing else 0.7

    def room(rows: int) -> float:
        across = 0.84 * frame.width / (math.ceil(count / rows) * mean_width * 1.15)
        down = (0.62 if rows == 1 else deepest / rows * 1.25) * frame.height
        return min(across, down)

    return max(range(1, min(4, count) + 1), key=lambda rows: room(rows) - 0.001 * rows)


def _in_rows(bodies: Sequence[Body], frame: FrameLike) -> None:
    count = len(bodies)
    rows = _rows_for(count, frame, bodies) if count > 4 else 1
    if count == 3 and _is_strip(bodies, frame):
        _row([bodies[1]], 0, 2, frame)
        _row([bodies[0], bodies[2]], 1, 2, frame)
        return
    if count > 2 and rows == 1 and sum(b.width_units * b.height for b in bodies) > 1.7 * frame.width:
        rows = 2
    base, extra = divmod(count, rows)
    start = 0
    for row in range(rows):
        size = base + (1 if row >= rows - extra else 0)
        members = bodies[start : start + size]
        start += size
        _row(members, row, rows, frame)


def _row(members: Sequence[Body], row: int, rows: int, frame: FrameLike) -> None:
    _spread(members, frame)
    for body in members:
        _set_row(body, row, rows, frame)


def _is_strip(bodies: Sequence[Body], frame: FrameLike) -> bool:
    """Whether one row would have to shrink to a strip while the middle one has ground to stand on behind the others."""
    total = sum(body.width_units * body.height for body in bodies)
    least = min(body.height for body in bodies) * frame.width / total
    return is_deep(frame) and total > frame.width and least < _STRIP * frame.height


def is_deep(frame: FrameLike) -> bool:
    """Whether there is ground enough for one row to be seen behind another."""
    return frame.standing and frame.ground(FRONT) - frame.ground(BACK) > 0.2 * frame.height


def _spread(members: Sequence[Body], frame: FrameLike) -> None:
    """Side by side across the frame with even gaps, shrunk together when they do not fit."""
    span = frame.width - 4 * frame.margin
    total = sum(body.width_units * body.height for body in members)
    gap_share = 0.16 if len(members) > 1 else 0.0
    allowed = span * (1 - gap_share)
    if total > allowed:
        shrink = allowed / total
        for body in members:
            body.height *= shrink
        total = allowed
    gap = (span - total) / (len(members) + 1)
    if len(members) > 1:
        gap = min(gap, 0.6 * total / len(members))
    x = frame.width / 2 - (total + gap * (len(members) - 1)) / 2
    for body in members:
        body.x = x + body.left * body.height
        x += body.width_units * body.height + gap


def _set_row(body: Body, row: int, rows: int, frame: FrameLike) -> None:
    """Depth (on the ground) or height (in the air) of one row; row 0 is the farthest."""
    if rows == 1:
        return
    if frame.standing and not body.aloft:
        if not body.set_depth:
            body.depth = BACK + (FRONT - BACK) * row / (rows - 1)
        return
    if not body.fixed_y:
        step = 0.8 / rows
        body.height = min(body.height, 0.86 * step * frame.height / (body.top + body.bottom))
        body.centre_on(body.x, frame.height * (0.1 + step * (row + 0.5)))


def _into_gap(body: Body, others: Sequence[Body], frame: FrameLike) -> None:
    """The candidate place that is farthest from everything already placed."""
    placed = [other for other in others if other.fixed_x]

    def distance(share: float) -> float:
        x = share * frame.width
        away = min((abs(x - other.x) - 0.5 * other.width_units * other.height for other in placed), default=0.0)
        return away - 0.08 * abs(share - 0.5) * frame.width

    body.x = max(_CANDIDATES, key=distance) * frame.width
    body.fixed_x = True
