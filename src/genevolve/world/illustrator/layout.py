"""Where everything stands: bodies are arranged in the frame, then pushed apart until nothing collides."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.language.description import Thing
from genevolve.language.vocabulary import Depth, RelationKind
from genevolve.world.illustrator.arrange import BACK, FRONT, arrange_free, is_deep
from genevolve.world.illustrator.body import Body
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.lexicon import is_aloft, is_hung, is_swimming
from genevolve.world.illustrator.pile import pile_up
from genevolve.world.illustrator.relations import attachments, parts_of
from genevolve.world.illustrator.settle import grow, settle
from genevolve.world.illustrator.sizes import least_height, scale

_LEAST_SHRINK = 0.5
_TOO_SMALL = 0.16  # in heights of the frame: before they shrink to this, things of a row make way in depth
_ONE_PLACE = 0.06  # closer than this, in widths of the frame, two places are one
_UP = ("flying", "floating", "hanging", "hovering", "soaring", "in the air", "jumping", "leaping", "swimming")
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
    dear = frozenset(thing.index for thing in things if _is_dear(thing, things))
    bodies = {root: _body(root, actors, aspects, attached, frame) for root in roots}
    for body in bodies.values():
        body.dear = any(actors[part.actor].thing in dear or actors[part.actor].thing < 0 for part in body.parts)
    _inherit_places(list(bodies.values()), actors, frame)
    scale(bodies, actors, frame)
    _fit_rows(list(bodies.values()))
    _crowd_one_place(list(bodies.values()), frame)
    _fit_neighbours(list(bodies.values()), frame)
    _bind_beside(things, bodies, actors, frame)
    standing = {root: body for root, body in bodies.items() if not body.piled}
    arrange_free(list(standing.values()), _order(things, standing, actors), frame)
    settle(list(standing.values()), frame)
    if len(standing) == len(bodies):
        grow(list(bodies.values()), frame)
    pile_up(list(bodies.values()), frame)
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
        many=actor.of > 1,
    )


def _is_dear(thing: Thing, things: Sequence[Thing]) -> bool:
    """Whether it shows something named: itself, or the emblem that it bears."""
    bears = (relation.targets for relation in thing.relations if relation.kind is RelationKind.BEARS)
    shown = (thing, *(things[at] for at in itertools.chain.from_iterable(bears) if 0 <= at < len(things)))
    return any(one.named or one.reference is not None for one in shown)


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


def _fit_rows(bodies: Sequence[Body]) -> None:
    """Members of one thing that have their own places are no wider than the places are apart."""
    for team in {body.team for body in bodies}:
        row = sorted((b for b in bodies if b.team == team and b.fixed_x and not b.set_depth), key=lambda body: body.x)
        gaps = [(right.x - left.x) for left, right in itertools.pairwise(row) if not (left.fixed_y and right.fixed_y)]
        widest = max((body.width_units * body.height for body in row), default=0.0)
        if gaps and min(gaps) > 1.0 and widest > 0.88 * min(gaps):
            for body in row:
                body.height *= 0.88 * min(gaps) / widest


def _crowd_one_place(bodies: Sequence[Body], frame: Frame) -> None:
    """Single things that were asked for at one place and one depth cannot be told apart by shrinking: they crowd."""
    teams = Counter(body.team for body in bodies)
    kept: list[Body] = []
    single = [body for body in bodies if teams[body.team] == 1 and body.fixed_x and body.set_depth and not body.piled]
    for body in sorted(single, key=lambda one: -one.height):
        body.piled = any(_is_one_place(body, other, frame) for other in kept)
        if not body.piled:
            kept.append(body)


def _is_one_place(one: Body, two: Body, frame: Frame) -> bool:
    near = abs(one.x - two.x) < _ONE_PLACE * frame.width and one.depth == two.depth and one.aloft == two.aloft
    return near and (not (one.fixed_y and two.fixed_y) or abs(one.feet - two.feet) < _ONE_PLACE * frame.height)


def _fit_neighbours(bodies: Sequence[Body], frame: Frame) -> None:
    """Different things in one row shrink a little, rather than make way in depth, when that is enough.

    Those that were asked for at one depth cannot make way: they shrink together, as much as it takes.
    """
    row = [b for b in bodies if b.fixed_x and not b.fixed_y and not b.aloft and not b.piled]
    row.sort(key=lambda body: body.x)
    free = [body for body in row if not body.set_depth]
    for line in _lines(free, frame):
        for body, factor in zip(line, _spread_factors(line, frame), strict=True):
            body.height *= factor if factor > _LEAST_SHRINK else 1.0
    for depth in sorted({body.depth for body in row if body.set_depth}):
        abreast = [body for body in row if body.set_depth and body.depth == depth]
        common = min(_spread_factors(abreast, frame))
        for body in abreast:
            body.height = max(body.height * common, min(body.height, least_height(body, frame)))


def _lines(row: list[Body], frame: Frame) -> tuple[list[Body], ...]:
    """The row, or every second one behind the others where single things would have to become too small."""
    factors = _factors(row, frame)
    least = min((body.height * factor for body, factor in zip(row, factors, strict=True)), default=frame.height)
    strip = least < _TOO_SMALL * frame.height and min(factors) > _LEAST_SHRINK
    if not strip or any(body.many for body in row) or not is_deep(frame):
        return (row,)
    for number, body in enumerate(row):
        body.depth = BACK if number % 2 else FRONT
    return row[::2], row[1::2]


def _spread_factors(row: list[Body], frame: Frame) -> list[float]:
    _spread_a_little(row, frame)
    return _factors(row, frame)


def _factors(row: list[Body], frame: Frame) -> list[float]:
    """How far each of a row, from left to right, would have to shrink to stand clear of its neighbours."""
    air = 0.02 * frame.width
    factors = [1.0] * len(row)
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


def _spots(bodies: Sequence[Body], frame: Frame) -> tuple[Spot, ...]:
    spots: list[Spot] = []
    for body in bodies:
        for part in body.parts:
            h = body.height
            ground = (frame.standing and not body.aloft) and part.order <= 0 and part.y >= -0.02
            spots.append(
                Spot(
                    actor=part.actor,
                    x=body.x + part.x * h,
                    feet=body.feet + part.y * h,
                    width=part.width * h,
                    height=part.height * h,
                    rank=(*body.rank, part.order),
                    depth=body.depth,
                    aloft=body.aloft,
                    grounded=ground,
                )
            )
    return tuple(sorted(spots, key=lambda spot: spot.rank))
