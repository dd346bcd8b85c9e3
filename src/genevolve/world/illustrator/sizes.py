"""How large everything is to be: by how many share the frame, how tall such things are, and what was asked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from genevolve.language.vocabulary import Depth
from genevolve.world.illustrator.arrange import FrameLike
from genevolve.world.illustrator.body import Body
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.lexicon import stature
from genevolve.world.illustrator.relations import SIZE_FACTOR

_HERO = {1: 0.6, 2: 0.5, 3: 0.46, 4: 0.42, 5: 0.4, 6: 0.37}
_OUT_OF_SCALE = 1.5  # how much larger than its neighbours, against their usual sizes, a thing may be
_DEPTH_FACTOR = {Depth.FOREGROUND: 1.12, Depth.MIDDLE: 0.92, Depth.BACKGROUND: 0.62}
_FAR = 0.7  # from this depth on a thing may be as small as one of a row
_FEW, _LEAST_OF_FEW = 6, 0.22
_LEAST, _LEAST_OF_MANY = 0.11, 0.075


def least_height(body: Body, frame: FrameLike) -> float:
    """In pixels: what nothing is shrunk below, so that it can still be known; smaller for the members of a row."""
    many = body.many or (body.set_depth and body.depth > _FAR)
    share = _LEAST_OF_MANY if many else _LEAST
    return min(share * frame.height, 0.4 * frame.width / body.width_units)


def scale(bodies: dict[int, Body], actors: Sequence[Actor], frame: FrameLike) -> None:
    """Give every body a height: by how many share the frame, how tall such things are, and what was asked."""
    if not bodies:
        return
    mean = math.exp(sum(math.log(stature(actors[root].noun)) for root in bodies) / len(bodies))
    base = _HERO.get(len(bodies), 0.34) * min(frame.height, 1.25 * frame.width)
    for root, body in bodies.items():
        actor = actors[root]
        relative = min(max(stature(actor.noun) / mean, 0.45), 1.8)
        depth = actor.placement.depth if actor.placement else None
        slim = 1.0 + 0.3 * max(0.0, 1.0 - body.width_units) if len(bodies) == 1 else 1.0
        body.height = base * slim * relative * SIZE_FACTOR[actor.size] * (_DEPTH_FACTOR[depth] if depth else 1.0)
        body.height /= max(1.0, 0.8 * (body.top + body.bottom))
        widest = frame.width * (0.8 if len(bodies) == 1 else 0.5)
        tallest = (frame.height * (0.8 if len(bodies) == 1 else 0.66)) / (body.top + body.bottom)
        x, y = body.home
        if x is not None:
            widest = min(widest, 2 * (min(x, frame.width - x) - frame.margin + 0.04 * frame.width))
        if y is not None:
            room = 2 * (min(y, frame.height - y) - frame.margin + 0.04 * frame.height)
            tallest = min(tallest, room / (body.top + body.bottom))
        body.wish, body.height = body.height, min(body.height, widest / body.width_units, tallest)
    _keep_to_scale(list(bodies.values()))
    _equalise(bodies, actors)
    for root, body in bodies.items():
        if body.home == (None, None) and not body.set_depth and len(bodies) <= _FEW:
            large = _LEAST_OF_FEW * min(1.0, SIZE_FACTOR[actors[root].size]) * frame.height
            body.height = max(body.height, min(large, 0.5 * frame.width / body.width_units))
        body.wish = body.height


def _keep_to_scale(bodies: Sequence[Body]) -> None:
    """Where the edge of the frame makes one small, single things at the same depth do not tower over it."""
    teams = Counter(body.team for body in bodies)
    single = [body for body in bodies if teams[body.team] == 1]
    for depth in {body.depth for body in single}:
        abreast = [body for body in single if body.depth == depth]
        least = min(body.height / body.wish for body in abreast)
        for body in abreast:
            body.height = min(body.height, body.wish * least * _OUT_OF_SCALE)


def _equalise(bodies: dict[int, Body], actors: Sequence[Actor]) -> None:
    """Members of one thing are of one size, but for what was asked of each."""
    factors = {}
    for root in bodies:
        place = actors[root].placement
        depth = _DEPTH_FACTOR[place.depth] if place and place.depth else 1.0
        factors[root] = SIZE_FACTOR[actors[root].size] * depth
    for team in {body.team for body in bodies.values()}:
        members = [root for root, body in bodies.items() if body.team == team]
        common = min(bodies[root].height / factors[root] for root in members)
        for root in members:
            bodies[root].height = common * factors[root]
