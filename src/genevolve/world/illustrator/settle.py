"""Push bodies apart until nothing collides: sideways, then in depth, then by shrinking; then let them grow."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.world.illustrator.arrange import FrameLike
from genevolve.world.illustrator.body import Body, Edges
from genevolve.world.illustrator.sizes import least_height

_ROUNDS = 70
_TALLEST = 0.6
_GROWTH = 1.05
_GROWING = 24  # steps at most
_FAIR = 1.25  # how much larger than others, against its wish, a thing may grow
_DRIFT = 0.045  # how far a body may stand from its asked place, in widths of the frame


def settle(bodies: Sequence[Body], frame: FrameLike) -> None:
    """Move and shrink bodies until their boxes are apart."""
    teams = _teams(bodies)
    homes = {id(body): body.x for body in bodies}
    for step in range(_ROUNDS):
        moved = False
        for body in bodies:
            if body.fixed_x:
                body.x += (homes[id(body)] - body.x) * 0.5
        for at, body in enumerate(bodies):
            moved |= _clear_of_texts(body, teams[body.team], frame)
            for other in bodies[at + 1 :]:
                if _touching(body, other):
                    moved = True
                    _part(body, other, teams, frame, step, homes)
        for body in bodies:
            body.keep_inside(frame.width, frame.height, frame.margin)
        if not moved:
            return


def _teams(bodies: Sequence[Body]) -> dict[int, list[Body]]:
    teams: dict[int, list[Body]] = {}
    for body in bodies:
        teams.setdefault(body.team, []).append(body)
    return teams


def _overlap(a: Edges, b: Edges) -> tuple[float, float]:
    return min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])


def _touching(one: Body, two: Body) -> bool:
    """Whether more of one is hidden than the depth between them explains."""
    across, down = _overlap(one.box, two.box)
    if across <= 0 or down <= 0:
        return False
    smaller_w = min(one.width_units * one.height, two.width_units * two.height)
    smaller_h = min((one.top + one.bottom) * one.height, (two.top + two.bottom) * two.height)
    return across * down >= _tolerance(one, two) * smaller_w * smaller_h


def _tolerance(one: Body, two: Body) -> float:
    """What share of the smaller one may be hidden: some, when one stands clearly behind the other."""
    if one.team == two.team and not one.set_depth:
        return 0.015
    on_ground = not one.aloft and not two.aloft
    set_apart = one.set_depth and two.set_depth and abs(one.depth - two.depth) > 0.25
    return 0.1 if set_apart or (on_ground and abs(one.depth - two.depth) > 0.45) else 0.015


def _part(
    one: Body, two: Body, teams: dict[int, list[Body]], frame: FrameLike, step: int, homes: dict[int, float]
) -> None:
    """Part two bodies a little."""
    across, _ = _overlap(one.box, two.box)
    left, right = (one, two) if one.x <= two.x else (two, one)
    for body, sign in ((left, -1.0), (right, 1.0)):
        reach = frame.width * (_DRIFT if body.fixed_x else 0.5)
        target = body.x + sign * min(across / 2 + 1.0, 0.04 * frame.width)
        home = homes[id(body)]
        body.x = min(max(target, home - reach), home + reach)
    if step > 1 and one.team != two.team:
        _part_in_depth(one, two, teams, frame)
    if step > 12:
        for team in {one.team, two.team}:
            _shrink(teams[team], 0.97, frame)


def _shrink(team: Sequence[Body], factor: float, frame: FrameLike) -> None:
    for body in team:
        least = least_height(body, frame)
        if body.height > least:
            body.height = max(body.height * factor, least)
            _regrounded(body, frame)


def _regrounded(body: Body, frame: FrameLike) -> None:
    if not body.aloft and not body.fixed_y:
        body.feet = frame.ground(body.depth) - body.bottom * body.height


def _part_in_depth(one: Body, two: Body, teams: dict[int, list[Body]], frame: FrameLike) -> None:
    """Two that stand in one column: the one in front comes nearer, the other goes back (or up, in the air)."""
    front, back = (one, two) if _is_in_front(one, two, teams) else (two, one)
    for leader, change in ((front, -0.06), (back, 0.06)):
        for body in teams[leader.team]:
            if body.fixed_y:
                continue
            if body.aloft:
                body.feet -= change * 0.5 * frame.height
            elif not body.set_depth:
                body.depth = min(max(body.depth + change, 0.0), 1.0)
                _regrounded(body, frame)


def _is_in_front(one: Body, two: Body, teams: dict[int, list[Body]]) -> bool:
    if one.aloft != two.aloft:
        return two.aloft
    if abs(one.depth - two.depth) > 0.02:
        return one.depth < two.depth
    if len(teams[one.team]) != len(teams[two.team]):
        return len(teams[one.team]) < len(teams[two.team])
    return one.height <= two.height


def _clear_of_texts(body: Body, team: Sequence[Body], frame: FrameLike) -> bool:
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
            _shrink(team, 0.975, frame)
        elif upper:
            _shrink(team, max(0.93, 1.0 - down / ((body.top + body.bottom) * body.height)), frame)
        elif not body.fixed_x:
            body.x += across if body.x > (box[0] + box[2]) / 2 else -across
        else:
            body.feet -= min(down, 0.02 * frame.height)
            _shrink(team, 0.98, frame)
    return touched


def grow(bodies: Sequence[Body], frame: FrameLike) -> None:
    """Let everything grow while it still fits, all together and then each team, so that the picture is filled."""
    while_it_fits = range(_GROWING)
    for _ in while_it_fits:
        if not _grown(bodies, bodies, frame, whole=True):
            break
    teams = list(_teams(bodies).values())
    for _ in while_it_fits:
        teams.sort(key=_fulfilment)
        grew = [_grown(team, bodies, frame, whole=False) for team in teams if _may_grow(team, teams[0])]
        if not any(grew):
            break


def _fulfilment(team: Sequence[Body]) -> float:
    """How large its members are, against how large they would be with room enough."""
    return min(body.height / body.wish for body in team)


def _may_grow(team: Sequence[Body], least: Sequence[Body]) -> bool:
    """Whether it does not outgrow the one that has come off worst."""
    return _fulfilment(team) < _FAIR * _fulfilment(least)


def _grown(group: Sequence[Body], bodies: Sequence[Body], frame: FrameLike, *, whole: bool) -> bool:
    """Try one step for a group; whether it fitted."""
    if not whole and any(body.height > 1.3 * body.wish for body in group):
        return False
    before = [(body.x, body.feet, body.height) for body in group]
    for body in group:
        body.height *= _GROWTH
        if not body.fixed_x and whole:
            body.x = frame.width / 2 + (body.x - frame.width / 2) * (1 + (_GROWTH - 1) * 0.8)
        if body.fixed_y:
            body.feet += (body.top - body.bottom) / 2 * body.height * (1 - 1 / _GROWTH)
        _regrounded(body, frame)
        body.keep_inside(frame.width, frame.height, frame.margin)
    if _fits(bodies, frame):
        return True
    for body, (x, feet, height) in zip(group, before, strict=True):
        body.x, body.feet, body.height = x, feet, height
    return False


def _fits(bodies: Sequence[Body], frame: FrameLike) -> bool:
    """Whether everything is apart with some air between, clear of the texts, and not too tall."""
    air = 0.015 * frame.width
    for at, body in enumerate(bodies):
        left, top, right, bottom = body.box
        if bottom - top > (_TALLEST if len(bodies) > 1 else 0.72) * frame.height or right - left > 0.8 * frame.width:
            return False
        if left < frame.margin - 1 or right > frame.width - frame.margin + 1 or top < frame.margin - 1:
            return False
        if body.strayed((_DRIFT + 0.01) * frame.width) or any(min(_overlap(body.box, box)) > 0 for box in frame.taken):
            return False
        for other in bodies[at + 1 :]:
            across, down = _overlap(body.box, other.box)
            side_by_side = down > 0.5 * min(bottom - top, other.box[3] - other.box[1])
            crowded = side_by_side and across > -air
            stacked = body.team == other.team and not body.set_depth and across > 0 and down > -air
            if crowded or stacked or _touching(body, other):
                return False
    return True
