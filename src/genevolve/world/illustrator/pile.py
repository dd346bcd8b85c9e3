"""Things without a place of their own crowd onto a neighbour: each hides a part of another, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from genevolve.world.illustrator.arrange import FrameLike
from genevolve.world.illustrator.body import Body, Edges, shared
from genevolve.world.illustrator.sizes import least_height

_MOST_HIDDEN = 0.465  # of a box, by all that is painted over it
_OVERLAPS = (0.5, 0.465, 0.58, 0.7)  # of the smaller of two that are crowded
_STEPS = (0.035, 0.08)  # how far the feet of neighbours are apart, in heights of the frame
_SMALLER = (1.0, 0.82, 0.68, 0.55)
_ABOUT = (0.5, 0.32, 0.68, 0.2, 0.8)
_CHEAP = 0.6  # what may stay as large as it is
_NEIGHBOURS = 5  # at most, that are tried for each
_ROOM = 1.35  # how much larger than wished for things may get when a heap fills its picture
_TALLEST, _WIDEST = 0.58, 0.62


@dataclass(frozen=True, slots=True)
class _Try:
    """One way to lie: where its middle and its feet are, how large it is, and onto what."""

    x: float
    feet: float
    height: float
    onto: Body


@dataclass(slots=True)
class _Seen:
    """A part of a body that lies already, and how much of it is hidden."""

    owner: Body
    box: Edges
    area: float
    rank: tuple[float, float]
    dear: bool
    hidden: float = 0.0


def pile_up(bodies: Sequence[Body], frame: FrameLike) -> None:
    """Heap those that are `piled` onto the others, the largest first, so that the smaller ones lie before them."""
    heaped = sorted((body for body in bodies if body.piled), key=_first)
    if not heaped:
        return
    heap = _Heap([body for body in bodies if not body.piled], frame, roams=not any(one.fixed_x for one in bodies))
    for body in heaped:
        heap.take(body)
    heap.finish()


def _first(body: Body) -> tuple[bool, float]:
    """What stands on the ground comes before what flies, the large before the small."""
    return body.aloft, -body.width_units * (body.top + body.bottom) * body.height**2


def _is_support(body: Body, other: Body, frame: FrameLike) -> bool:
    """Whether the one can be heaped onto the other: not a car onto a moon."""
    return body.aloft or not other.aloft or other.box[3] > frame.ground(1.0)


class _Heap:
    """What lies already. A heap that `roams` has the whole frame for itself and may be moved and grown in the end."""

    def __init__(self, lying: Sequence[Body], frame: FrameLike, *, roams: bool) -> None:
        self._frame = frame
        self._roams = roams
        self._lying = list(lying)
        self._seen = [part for body in lying for part in _parts(body)]
        for one in self._seen:
            one.hidden = sum(shared(one.box, other.box) for other in self._seen if _covers(other, one)) / one.area

    def finish(self) -> None:
        """Let a heap that has the frame for itself fill it."""
        if self._roams:
            fill(self._lying, self._frame)

    def take(self, body: Body) -> None:
        """Lay one more where it costs least."""
        supports = [other for other in self._lying if _is_support(body, other, self._frame)]
        supports = sorted(supports, key=self._hidden_of)[:_NEIGHBOURS]
        best, least = None, float("inf")
        for share in _SMALLER:
            ways = _ways(body, share, supports, self._frame) if supports else _alone(body, share, self._frame)
            for one in ways:
                cost = self._cost(body, one) + 2.0 * (1.0 - share)
                if cost < least:
                    best, least = one, cost
            if least < _CHEAP or (self._roams and supports):
                break
        if best is not None:
            _settled(body, best)
        parts = _parts(body)
        for part in parts:
            self._hide(part)
        self._seen += parts
        self._lying.append(body)

    def _hidden_of(self, body: Body) -> float:
        return max(one.hidden for one in self._seen if one.owner is body)

    def _hide(self, part: _Seen) -> None:
        for other in self._seen:
            over = shared(part.box, other.box)
            if over and part.rank > other.rank:
                other.hidden += over / other.area
            elif over:
                part.hidden += over / part.area

    def _cost(self, body: Body, one: _Try) -> float:
        """What is hidden too far weighs most; then what leaves the frame, covers a text or strays from its place."""
        before = body.x, body.feet, body.height, body.depth, body.set_depth
        body.x, body.feet, body.height = one.x, one.feet, one.height
        body.depth, body.set_depth = one.onto.depth, one.onto.set_depth
        cost = self._hiding(_parts(body)) + self._place(body)
        body.x, body.feet, body.height, body.depth, body.set_depth = before
        return cost

    def _hiding(self, parts: Sequence[_Seen]) -> float:
        cost = 0.0
        for part in parts:
            for other in self._seen:
                over = shared(part.box, other.box)
                if not over:
                    continue
                lower, upper = (other, part) if part.rank > other.rank else (part, other)
                share = over / lower.area
                total = other.hidden + share if lower is other else part.hidden + share
                cost += share * (1.0 if lower.dear and not upper.dear else 0.25)
                cost += 20.0 * max(0.0, total - _MOST_HIDDEN)
                if lower is part:
                    part.hidden = total
        return cost

    def _place(self, body: Body) -> float:
        left, top, right, bottom = body.box
        width, height = self._frame.width, self._frame.height
        air = 0.5 * self._frame.margin
        out = max(0.0, bottom - height + air) + (0.0 if self._roams else max(0.0, air - top))
        if self._roams:
            all_left = min([left, *(one.box[0] for one in self._seen)])
            all_right = max([right, *(one.box[2] for one in self._seen)])
            out += 0.2 * (all_right - all_left) + 0.4 * max(0.0, all_right - all_left - 0.9 * width)
        else:
            out += max(0.0, air - left) + max(0.0, right - width + air)
        covered = sum(shared(body.box, box) for box in self._frame.taken) if not self._roams else 0.0
        away = abs((left + right) / 2 - body.home[0]) / width if body.home[0] is not None else 0.0
        return 30.0 * out / width + 6.0 * covered / ((right - left) * (bottom - top)) + 2.0 * away


def _ways(body: Body, share: float, supports: Sequence[Body], frame: FrameLike) -> Iterator[_Try]:
    """Left or right of each neighbour, before or behind it, with more or less of the smaller one in common."""
    scaled = max(body.height * share, min(body.height, least_height(body, frame)))
    wide, tall = body.parts[0].width * scaled, body.parts[0].height * scaled
    for other in supports:
        left, top, right, bottom = _root(other)
        smaller = min(wide * tall, (right - left) * (bottom - top))
        for step in (sign * step * frame.height for step in _STEPS for sign in (1, -1)):
            feet = other.feet + step
            down = min(feet, bottom) - max(feet - tall, top)
            if down <= 0:
                continue
            for overlap in _OVERLAPS:
                across = overlap * smaller / down
                if across > min(wide, right - left):
                    continue
                yield _Try(right - across + wide / 2, feet, scaled, other)
                yield _Try(left + across - wide / 2, feet, scaled, other)


def _alone(body: Body, share: float, frame: FrameLike) -> Iterator[_Try]:
    """On the ground, or in the air, where nothing else is that it could lean on."""
    height = body.height * share
    feet = frame.ground(body.depth) - body.bottom * height
    if body.aloft:
        feet = 0.5 * frame.height + (body.top - body.bottom) / 2 * height
    for x in _ABOUT if body.home[0] is None else (body.home[0] / frame.width,):
        yield _Try(x * frame.width, feet, height, body)


def _covers(upper: _Seen, lower: _Seen) -> bool:
    return upper.owner is not lower.owner and upper.rank > lower.rank


def _root(body: Body) -> Edges:
    """The box of a body without what is attached to it."""
    wide, tall = body.parts[0].width * body.height, body.parts[0].height * body.height
    return body.x - wide / 2, body.feet - tall, body.x + wide / 2, body.feet


def _parts(body: Body) -> list[_Seen]:
    h = body.height
    found = []
    for part in body.parts:
        x, feet, wide, tall = body.x + part.x * h, body.feet + part.y * h, part.width * h, part.height * h
        box = (x - wide / 2, feet - tall, x + wide / 2, feet)
        found.append(_Seen(body, box, max(wide * tall, 1e-6), body.rank, body.dear))
    return found


def _settled(body: Body, one: _Try) -> None:
    """Put a body where it was decided that it lies; it is as near as what it lies on."""
    body.x, body.feet, body.height = one.x, one.feet, one.height
    body.depth, body.set_depth = one.onto.depth, one.onto.set_depth


def fill(bodies: Sequence[Body], frame: FrameLike) -> None:
    """Scale a whole heap and move it to the middle of what the texts leave free."""
    left, top, right, bottom = _around(bodies)
    highest, lowest = _free_height(frame)
    scale = min(
        (frame.width - 2 * frame.margin) / (right - left),
        (lowest - highest) / (bottom - top),
        *(_room(body, frame) / body.height for body in bodies),
    )
    middle = (left + right) / 2
    on_ground = frame.standing and not all(body.aloft for body in bodies)
    tall = (bottom - top) * scale
    floor = max(min(frame.ground(0.2), lowest), highest + tall) if on_ground else (highest + lowest + tall) / 2
    for body in bodies:
        body.x = frame.width / 2 + (body.x - middle) * scale
        body.feet = floor + (body.feet - bottom) * scale
        body.height = max(body.height * scale, least_height(body, frame))


def _around(bodies: Sequence[Body]) -> Edges:
    boxes = [body.box for body in bodies]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _room(body: Body, frame: FrameLike) -> float:
    """How high it may become."""
    tallest, widest = _TALLEST * frame.height / (body.top + body.bottom), _WIDEST * frame.width / body.width_units
    return min(max(_ROOM * body.wish, body.height), tallest, widest)


def _free_height(frame: FrameLike) -> tuple[float, float]:
    """Top and bottom of what the texts leave free; those that leave too little are not minded."""
    upper = [bottom for _, top, _, bottom in frame.taken if top + bottom < frame.height]
    lower = [top for _, top, _, bottom in frame.taken if top + bottom >= frame.height]
    highest, lowest = max([frame.margin, *upper]), frame.height - frame.margin
    under = min([lowest, *lower])
    return highest, under if under - highest > 0.4 * frame.height else lowest
