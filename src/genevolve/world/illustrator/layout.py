"""Where everything stands: bodies are arranged in the frame, then pushed apart until nothing collides."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.language.description import Thing
from genevolve.language.vocabulary import Depth, RelationKind
from genevolve.world.illustrator.arrange import arrange_free
from genevolve.world.illustrator.body import Body
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.lexicon import is_aloft, is_hung, is_swimming, stature
from genevolve.world.illustrator.relations import SIZE_FACTOR, attachments, parts_of
from genevolve.world.illustrator.settle import grow, settle

_HERO = {1: 0.6, 2: 0.5, 3: 0.46, 4: 0.42, 5: 0.4, 6: 0.37}
_OUT_OF_SCALE = 1.5  # how much larger than its neighbours, against their usual sizes, a thing may be
_LEAST_SHRINK = 0.5
_UP = ("flying", "floating", "hanging", "hovering", "soaring", "in the air", "jumping", "leaping", "swimming")
_DEPTH_FACTOR = {Depth.FOREGROUND: 1.12, Depth.MIDDLE: 0.92, Depth.BACKGROUND: 0.62}
_DEPTH_VALUE = {Depth.FOREGROUND: 0.1, Depth.MIDDLE: 0.5, Depth.BACKGROUND: 0.9}


@dataclass(frozen=True, slots=True)
class Frame:
    """The canvas, where its ground begins, and what must stay free. Pixels, except `horizon` (0 top … 1 bottom)."""

    width: int
    height: int
    horizon: float
    standing: bool
    taken: tuple[tuple[float, float, float, float], ...] = ()

    @property
    def margin(self) -> float:
        """Free border around everything."""
        return 0.035 * min(self.width, self.height)

    def ground(self, depth: float) -> float:
        """Y of the feet of something at a depth (0 front … 1 back)."""
        back = min(self.horizon + 0.045, 0.9)
        front = max(0.93, back)
        return self.height * (front + (back - front) * depth)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one actor is painted: centre x, feet y, size in pixels, and its rank from back (small) to front."""

    actor: int
    x: float
    feet: float
    width: float
    height: float
    rank: tuple[float, float, int]
    depth: float
    aloft: bool
    grounded: bool


def lay_out(
    things: Sequence[Thing], actors: Sequence[Actor], aspects: Sequence[float], frame: Frame
) -> tuple[Spot, ...]:
    """A spot for every actor, back to front. `aspects` are width by height of their drawings."""
    attached = attachments(things, actors)
    roots = [at for at in range(len(actors)) if at not in attached]
    bodies = {root: _body(root, actors, aspects, attached, frame) for root in roots}
    _inherit_places(list(bodies.values()), actors, frame)
    _scale(bodies, actors, frame)
    _fit_rows(list(bodies.values()))
    _fit_neighbours(list(bodies.values()), frame)
    _bind_beside(things, bodies, actors, frame)
    arrange_free(list(bodies.values()), _order(things, bodies, actors), frame)
    _pile(bodies, frame)
    settle(list(bodies.values()), frame)
    grow(list(bodies.values()), frame)
    return _spots(list(bodies.values()), frame)


def _body(
    root: int,
    actors: Sequence[Actor],
    aspects: Sequence[float],
    attached: dict[int, tuple[int, RelationKind]],
    frame: Frame,
) -> Body:
    actor = actors[root]
    asked = actor.placement.depth if actor.placement else None
    by_nature = is_aloft(actor.noun) or is_swimming(actor.noun) or is_hung(actor.noun)
    by_pose = any(word in " ".join((actor.pose, *actor.details)) for word in _UP)
    aloft = not frame.standing or by_nature or by_pose
    return Body(
        parts=parts_of(root, actors, aspects, attached),
        x=frame.width / 2,
        feet=frame.height * 0.9,
        height=1.0,
        aloft=aloft,
        depth=_DEPTH_VALUE[asked] if asked else 0.35,
        set_depth=asked is not None,
        piled=actor.piled,
        team=actor.thing,
    )


def _inherit_places(bodies: Sequence[Body], actors: Sequence[Actor], frame: Frame) -> None:
    """Fix bodies at the places asked for their root, else at those asked for something attached to it."""
    for body in bodies:
        places = [actors[part.actor].placement for part in body.parts]
        x = next((place.x for place in places if place and place.x is not None), None)
        y = next((place.y for place in places if place and place.y is not None), None)
        if x is not None:
            body.x, body.fixed_x = x * frame.width, True
        if y is not None:
            body.feet, body.fixed_y = y * frame.height, True
        body.home = (body.x if body.fixed_x else None, body.feet if body.fixed_y else None)


def _scale(bodies: dict[int, Body], actors: Sequence[Actor], frame: Frame) -> None:
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
    for body in bodies.values():
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


def _fit_rows(bodies: Sequence[Body]) -> None:
    """Members of one thing that have their own places are no wider than the places are apart."""
    for team in {body.team for body in bodies}:
        row = sorted((b for b in bodies if b.team == team and b.fixed_x and not b.set_depth), key=lambda body: body.x)
        gaps = [(right.x - left.x) for left, right in itertools.pairwise(row) if not (left.fixed_y and right.fixed_y)]
        widest = max((body.width_units * body.height for body in row), default=0.0)
        if gaps and min(gaps) > 1.0 and widest > 0.88 * min(gaps):
            for body in row:
                body.height *= 0.88 * min(gaps) / widest


def _fit_neighbours(bodies: Sequence[Body], frame: Frame) -> None:
    """Different things in one row shrink a little, rather than make way in depth, when that is enough.

    Those that were asked for at one depth cannot make way: they shrink together, as much as it takes.
    """
    row = [b for b in bodies if b.fixed_x and not b.fixed_y and not b.aloft and not b.piled]
    free = [body for body in row if not body.set_depth]
    for body, factor in zip(free, _factors(free, frame), strict=True):
        body.height *= factor if factor > _LEAST_SHRINK else 1.0
    for depth in sorted({body.depth for body in row if body.set_depth}):
        abreast = [body for body in row if body.set_depth and body.depth == depth]
        common = min(_factors(abreast, frame))
        for body in abreast:
            body.height *= common


def _factors(row: list[Body], frame: Frame) -> list[float]:
    """How far each would have to shrink to stand clear of its neighbours; sorts the row from left to right."""
    row.sort(key=lambda body: body.x)
    air = 0.02 * frame.width
    factors = [1.0] * len(row)
    _spread_a_little(row, frame)
    for at, (left, right) in enumerate(itertools.pairwise(row)):
        need = left.right * left.height + right.left * right.height + air
        factor = (right.x - left.x) / need
        factors[at], factors[at + 1] = min(factors[at], factor), min(factors[at + 1], factor)
    return factors


def _spread_a_little(row: Sequence[Body], frame: Frame) -> None:
    """Move crowded neighbours outwards, as far as an asked place still counts as kept."""
    if len(row) < 2:
        return
    gap = min(right.x - left.x for left, right in itertools.pairwise(row))
    if gap < max(body.width_units * body.height for body in row):
        middle = (row[0].x + row[-1].x) / 2
        for body in row:
            away = (body.x - middle) / max(1.0, row[-1].x - middle)
            body.x += away * 0.04 * frame.width


def _bind_beside(things: Sequence[Thing], bodies: dict[int, Body], actors: Sequence[Actor], frame: Frame) -> None:
    """Put what is left of, right of, beside or between placed bodies at its side."""
    first = {actors[root].thing: root for root in reversed(list(bodies))}
    for thing in things:
        for relation in thing.relations:
            own = first.get(thing.index)
            others = [bodies[first[t]] for t in relation.targets if t in first and first[t] != own]
            if own is None or not others or bodies[own].fixed_x or not all(other.fixed_x for other in others):
                continue
            body, other = bodies[own], others[0]
            gap = 0.03 * frame.width
            _make_room(body, other, relation.kind, gap, frame)
            match relation.kind:
                case RelationKind.LEFT_OF:
                    body.x = other.x - (other.left * other.height + body.right * body.height + gap)
                case RelationKind.RIGHT_OF:
                    body.x = other.x + (other.right * other.height + body.left * body.height + gap)
                case RelationKind.BESIDE:
                    side = 1 if other.x < frame.width / 2 else -1
                    body.x = other.x + side * (other.right * other.height + body.left * body.height + gap)
                case RelationKind.BETWEEN if len(others) > 1:
                    body.x = (others[0].x + others[1].x) / 2
                case _:
                    continue
            body.fixed_x = True
            body.depth, body.set_depth = other.depth, other.set_depth


def _make_room(body: Body, other: Body, kind: RelationKind, gap: float, frame: Frame) -> None:
    """Shrink two that stand side by side until both fit between the edge and the place of the other."""
    leftwards = kind is RelationKind.LEFT_OF or (kind is RelationKind.BESIDE and other.x >= frame.width / 2)
    if kind not in (RelationKind.LEFT_OF, RelationKind.RIGHT_OF, RelationKind.BESIDE):
        return
    room = (other.x if leftwards else frame.width - other.x) - frame.margin - gap
    reach = (other.left if leftwards else other.right) * other.height
    need = reach + body.width_units * body.height
    if need > room > 0:
        factor = max(room / need, 0.4)
        body.height *= factor
        other.height *= factor


def _order(things: Sequence[Thing], bodies: dict[int, Body], actors: Sequence[Actor]) -> list[int]:
    """From left to right: positions in `bodies`, as mentioned unless a relation says otherwise."""
    roots = list(bodies)
    order = list(range(len(roots)))
    for thing in things:
        for relation in thing.relations:
            mine = [at for at in order if actors[roots[at]].thing == thing.index]
            theirs = [at for at in order if actors[roots[at]].thing in relation.targets]
            if not mine or not theirs or mine == theirs:
                continue
            rest = [at for at in order if at not in mine]
            places = [rest.index(at) for at in theirs if at in rest]
            if not places:
                continue
            match relation.kind:
                case RelationKind.LEFT_OF:
                    cut = min(places)
                case RelationKind.RIGHT_OF | RelationKind.BESIDE:
                    cut = max(places) + 1
                case RelationKind.BETWEEN:
                    cut = min(places) + 1
                case _:
                    continue
            order = rest[:cut] + mine + rest[cut:]
    return order


def _pile(bodies: dict[int, Body], frame: Frame) -> None:
    """Heap what was given no place of its own onto its neighbour."""
    piled = [body for body in bodies.values() if body.piled]
    anchors = [body for body in bodies.values() if not body.piled]
    if piled and not anchors:
        anchors = piled[:1]
        anchors[0].x = frame.width * 0.46
    for anchor in anchors if piled else []:
        if not anchor.fixed_x:
            anchor.x = frame.width / 2 + (anchor.x - frame.width / 2) * 0.4
    for number, body in enumerate(body for body in piled if body is not anchors[0] or len(anchors) > 1):
        anchor = anchors[number % len(anchors)]
        side = -1 if number % 2 else 1
        body.x = anchor.x + side * 0.3 * min(anchor.width_units * anchor.height, body.width_units * body.height)
        body.feet = anchor.feet + 0.04 * frame.height * (number % 3)
        body.height *= 1.15
        body.keep_inside(frame.width, frame.height, 0.0)


def _spots(bodies: Sequence[Body], frame: Frame) -> tuple[Spot, ...]:
    spots: list[Spot] = []
    for body in bodies:
        for part in body.parts:
            h = body.height
            ground = (frame.standing and not body.aloft) and part.order <= 0 and part.y >= -0.02
            rank = (-round(body.depth, 2) if body.set_depth else -0.5, body.feet + body.bottom * h, part.order)
            spots.append(
                Spot(
                    actor=part.actor,
                    x=body.x + part.x * h,
                    feet=body.feet + part.y * h,
                    width=part.width * h,
                    height=part.height * h,
                    rank=rank,
                    depth=body.depth,
                    aloft=body.aloft,
                    grounded=ground,
                )
            )
    return tuple(sorted(spots, key=lambda spot: spot.rank))
