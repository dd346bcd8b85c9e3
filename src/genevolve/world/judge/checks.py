"""The request's constraints, one by one, as measurements in the picture beside the same ones in the ground truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from genevolve.records import Constraint, ConstraintCheck
from genevolve.records.constraint import Colour, Count, Identity, Position
from genevolve.world.judge.likeness import Likeness
from genevolve.world.judge.pixels import lab_of_hex
from genevolve.world.judge.tiles import peaks

MAX_LOST = 0.07
MAX_RECOLOURED = 0.10
MAX_AWAY = 0.3
_NEAR_HEX = 32.0
_NEAR_MEMBER = (5.0, 10.0, 15.0)
_MAX_NEAR = 40
_SAMPLED = 24
_SLACK = 0.04
_APART = 9.0


def check_all(constraints: Sequence[Constraint], likeness: Likeness) -> tuple[ConstraintCheck, ...]:
    """What can be measured without reading, in the order asked; matters of degree are left out."""
    found = []
    for constraint in constraints:
        result = _check(constraint, likeness)
        if result is not None:
            found.append(ConstraintCheck(constraint=constraint.describe(), met=result[0], reason=result[1]))
    return tuple(found)


def _check(constraint: Constraint, likeness: Likeness) -> tuple[bool, str] | None:
    match constraint:
        case Count(num=num) if num > 1:
            return _counted(num, likeness)
        case Count() | Identity():
            return likeness.lost <= MAX_LOST, f"{likeness.lost:.0%} of what strikes in the ground truth is not found"
        case Colour(hex=value):
            return _coloured(value, likeness)
        case Position(x=span) if span is not None:
            return _placed(span, likeness)
        case _:
            return None


def _counted(num: int, likeness: Likeness) -> tuple[bool, str]:
    """Counts parts that the ground truth shows exactly `num` times, and takes what most of them say."""
    votes = []
    for limit in _NEAR_MEMBER:
        for tile in range(0, len(likeness.weights), max(len(likeness.weights) // _SAMPLED, 1)):
            own = likeness.striking.shape_distance[tile]
            if np.count_nonzero(own < limit) <= _MAX_NEAR * num and peaks(own < limit, own, _APART) == num:
                other = likeness.shape_distance[tile]
                votes.append(peaks(other < limit, other, _APART))
    if not votes:
        return likeness.lost <= MAX_LOST, f"no part stands out {num} times; {likeness.lost:.0%} is not found"
    seen = int(np.median(votes))
    return seen == num, f"parts that the ground truth shows {num} times are seen {seen} times"


def _coloured(value: str, likeness: Likeness) -> tuple[bool, str]:
    asked = lab_of_hex(value)
    off = np.linalg.norm(likeness.striking.colours[:, 1:] - asked[1:], axis=1)
    own = off < _NEAR_HEX
    weight = likeness.share(own)
    if weight < 0.02:
        own, weight = np.ones_like(own), 1.0
    share = likeness.share(own & (likeness.recoloured > 18.0)) / weight
    return share <= MAX_RECOLOURED, f"{share:.0%} of what has that colour in the ground truth has another one"


def _placed(span: tuple[float, float], likeness: Likeness) -> tuple[bool, str]:
    x = likeness.striking.x
    own = (x >= span[0]) & (x <= span[1])
    weight = likeness.share(own)
    if weight < 0.02:
        return likeness.lost <= MAX_LOST, "nothing strikes there in the ground truth"
    now = likeness.moved[0]
    share = likeness.share(own & ((now < span[0] - _SLACK) | (now > span[1] + _SLACK))) / weight
    gone = likeness.share(own & (likeness.here > likeness.tolerance) & (np.abs(now - x) > 0.1)) / weight
    worst = max(share, gone)
    return worst <= MAX_AWAY, f"{worst:.0%} of what stands there in the ground truth stands elsewhere"
