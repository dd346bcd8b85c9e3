"""Push bodies apart until nothing collides: first sideways where they are free, then in depth, then by shrinking."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.world.illustrator.arrange import FrameLike
from genevolve.world.illustrator.body import Body

_ROUNDS = 60
_SMALLEST = 0.07


def settle(bodies: Sequence[Body], frame: FrameLike) -> None:
    """Move and shrink bodies (never those that a fault has piled up) until their boxes are apart."""
    movable = [body for body in bodies if not body.piled]
    anchors = {id(body): (body.x, body.feet) for body in movable}
    for step in range(_ROUNDS):
        moved = False
        for at, body in enumerate(movable):
            moved |= _clear_of_texts(body, frame)
            for other in movable[at + 1 :]:
                moved |= _part(body, other, frame, step, anchors)
        for body in movable:
            body.keep_inside(frame.width, frame.height, frame.margin)
        if not moved:
            return


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> tuple[float, float]:
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def _part(one: Body, two: Body, frame: FrameLike, step: int, anchors: dict[int, tuple[float, float]]) -> bool:
    """Part two bodies a little; whether they still touched."""
    across, down = _overlap(one.box, two.box)
    smaller_w = min(one.width_units * one.height, two.width_units * two.height)
    smaller_h = min((one.top + one.bottom) * one.height, (two.top + two.bottom) * two.height)
    apart_in_depth = one.set_depth and two.set_depth and abs(one.depth - two.depth) > 0.25
    tolerance = 0.1 if apart_in_depth else 0.015
    if across <= 0 or down <= 0 or across * down < tolerance * smaller_w * smaller_h:
        return False
    left, right = (one, two) if one.x <= two.x else (two, one)
    for body, sign in ((left, -1.0), (right, 1.0)):
        reach = frame.width * (0.035 if body.fixed_x else 0.5)
        target = body.x + sign * min(across / 2 + 1.0, 0.04 * frame.width)
        home = anchors[id(body)][0]
        body.x = min(max(target, home - reach), home + reach)
    if step > 4:
        _part_in_depth(one, two, frame)
    if step > 8:
        for body in (one, two):
            if body.height * max(1.0, body.width_units) > _SMALLEST * frame.height:
                body.height *= 0.965
                _regrounded(body, frame)
    return True


def _regrounded(body: Body, frame: FrameLike) -> None:
    if not body.aloft and not body.fixed_y:
        body.feet = frame.ground(body.depth) - body.bottom * body.height


def _part_in_depth(one: Body, two: Body, frame: FrameLike) -> None:
    """Two that stand in one column: the lower one comes to the front, the other goes back (or up, in the air)."""
    front, back = (one, two) if _is_in_front(one, two) else (two, one)
    for body, change in ((front, -0.05), (back, 0.05)):
        if body.fixed_y:
            continue
        if body.aloft or not frame.standing:
            body.feet -= change * 0.5 * frame.height
        elif not body.set_depth:
            body.depth = min(max(body.depth + change, 0.0), 1.0)
            _regrounded(body, frame)


def _is_in_front(one: Body, two: Body) -> bool:
    if one.aloft != two.aloft:
        return two.aloft
    if abs(one.depth - two.depth) > 0.02:
        return one.depth < two.depth
    return one.height <= two.height


def _clear_of_texts(body: Body, frame: FrameLike) -> bool:
    """Shrink or shift a body that would stand on a text's place."""
    touched = False
    for box in frame.taken:
        across, down = _overlap(body.box, box)
        if across <= 0 or down <= 0:
            continue
        touched = True
        upper = (box[1] + box[3]) / 2 < (body.box[1] + body.box[3]) / 2
        if body.aloft:
            body.feet += (down if upper else -down) * 0.5 + (1.0 if upper else -1.0)
            body.height *= 0.975
        elif upper:
            body.height *= max(0.93, 1.0 - down / ((body.top + body.bottom) * body.height))
            _regrounded(body, frame)
        elif not body.fixed_x:
            body.x += across if body.x > (box[0] + box[2]) / 2 else -across
        else:
            body.feet -= min(down, 0.02 * frame.height)
            body.height *= 0.98
    return touched
