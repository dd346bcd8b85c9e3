"""Where things go: every thing gets a place of its own, or keeps the relation that the request gives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from genevolve.agent.planner.triggers import carried
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description, Placement, Thing
from genevolve.language.vocabulary import Depth, RelationKind

MIN_IN_ROWS = 6
FAR_LEFT, LEFT, CENTRE, RIGHT, FAR_RIGHT = 0.1, 0.3, 0.5, 0.7, 0.9
UPPER, LOWER = 0.3, 0.7
_COLUMNS = {
    1: (CENTRE,),
    2: (LEFT, RIGHT),
    3: (LEFT, CENTRE, RIGHT),
    4: (FAR_LEFT, LEFT, RIGHT, FAR_RIGHT),
    5: (FAR_LEFT, LEFT, CENTRE, RIGHT, FAR_RIGHT),
}
_X_WORDS = (
    (FAR_LEFT, "at the far left"),
    (LEFT, "at the left"),
    (CENTRE, "in the centre"),
    (RIGHT, "at the right"),
    (FAR_RIGHT, "at the far right"),
)
_CORNER_WORDS = ((LEFT, "left"), (CENTRE, "centre"), (RIGHT, "right"))
_Y_WORDS = ((0.15, "top"), (UPPER, "upper"), (0.5, "middle"), (LOWER, "lower"), (0.85, "bottom"))
_DEPTH_WORDS = {
    Depth.FOREGROUND: "in the foreground",
    Depth.MIDDLE: "in the middle ground",
    Depth.BACKGROUND: "in the background",
}

ATTACHED = frozenset(
    {
        RelationKind.ON,
        RelationKind.UNDER,
        RelationKind.INSIDE,
        RelationKind.AROUND,
        RelationKind.IN_FRONT_OF,
        RelationKind.BEHIND,
    }
)
_STACKED = frozenset({RelationKind.ABOVE, RelationKind.BELOW})


def place_words(placement: Placement | None) -> str:
    """A placement in words: "in the foreground at the left", "in the upper right"."""
    if placement is None:
        return ""
    depth = _DEPTH_WORDS[placement.depth] if placement.depth else ""
    return " ".join(part for part in (depth, _in_frame(placement.x, placement.y)) if part)


def _in_frame(x: float | None, y: float | None) -> str:
    if y is None:
        return "" if x is None else _nearest(_X_WORDS, x)
    height = _nearest(_Y_WORDS, y)
    if x is None:
        return f"at the {height}" if height in {"top", "bottom"} else f"in the {height} part of the picture"
    side = _nearest(_CORNER_WORDS, x)
    if height == "middle":
        return _nearest(_X_WORDS, x)
    if height in {"top", "bottom"}:
        return f"at the {height} centre" if side == "centre" else f"in the {height} {side} corner"
    return f"in the {height} {side}"


def _nearest(words: Iterable[tuple[float, str]], value: float) -> str:
    return min(words, key=lambda pair: abs(pair[0] - value))[1]


def needs_counting(thing: Thing) -> bool:
    """Whether a thing is a group whose members are to be placed one by one."""
    return 3 <= thing.count <= 12 or (thing.count == 2 and bool(thing.members))


def arrange(description: Description, skip: frozenset[int] = frozenset()) -> dict[int, Placement]:
    """A place in the frame for every thing that is not attached to another; asked places are kept."""
    things = [thing for thing in description.things if thing.index not in skip | set(carried(description))]
    roots = {thing.index: _root(thing, description, set()) for thing in things}
    groups = [thing for thing in things if needs_counting(thing) and roots[thing.index] == thing.index]
    columns = [thing for thing in things if roots[thing.index] == thing.index and thing not in groups]
    places = _depths(columns, groups)
    beside = (FAR_RIGHT, FAR_LEFT) if any(group.count >= MIN_IN_ROWS for group in groups) else ()
    xs = _columns(_ordered(columns, description, roots), places, beside)
    for thing in columns:
        places[thing.index] = replace(places[thing.index], x=xs[thing.index])
    return _stack(things, places, roots)


def _root(thing: Thing, description: Description, seen: set[int]) -> int:
    """The thing in whose column this one stands: what it is on, in, under, above or below."""
    seen.add(thing.index)
    for relation in thing.relations:
        if relation.kind in ATTACHED | _STACKED and relation.targets and relation.targets[0] not in seen:
            target = next((other for other in description.things if other.index == relation.targets[0]), None)
            if target is not None and not _has_place(thing):
                return _root(target, description, seen)
    return thing.index


def _has_place(thing: Thing) -> bool:
    return thing.placement is not None and (thing.placement.x is not None or thing.placement.y is not None)


def _depths(columns: list[Thing], groups: list[Thing]) -> dict[int, Placement]:
    """Depths, where they help: a counted row in front of other things; tall things behind small ones."""
    tall = {thing.index for thing in columns if thing.noun.split()[-1] in word_list("tall")}
    mixed = len(columns) >= 2 and 0 < len(tall) < len(columns)
    places: dict[int, Placement] = {}
    for thing in columns:
        depth = None
        if groups:
            depth = Depth.BACKGROUND if thing.index in tall or len(groups) > 1 else Depth.FOREGROUND
        elif mixed or len(columns) > 5:
            depth = Depth.BACKGROUND if thing.index in tall or len(places) >= 5 else Depth.FOREGROUND
        asked = thing.placement or Placement()
        places[thing.index] = Placement(x=asked.x, y=asked.y, depth=asked.depth or (None if asked.y else depth))
    for number, group in enumerate(groups):
        near = number == 0 and (len(groups) > 1 or bool(tall))
        depth = (Depth.FOREGROUND if near else Depth.BACKGROUND) if columns or len(groups) > 1 else None
        asked = group.placement or Placement()
        places[group.index] = replace(asked, depth=asked.depth or depth)
    return places


def _ordered(columns: list[Thing], description: Description, roots: dict[int, int]) -> list[Thing]:
    """The columns from left to right, as the request's relations want it, else in the order of mention."""
    before: dict[int, set[int]] = {thing.index: set() for thing in columns}
    for thing in description.things:
        own = roots.get(thing.index)
        for relation in thing.relations:
            targets = [roots.get(target) for target in relation.targets]
            pairs = [(own, target) for target in targets] if relation.kind is RelationKind.LEFT_OF else []
            pairs += [(target, own) for target in targets] if relation.kind is RelationKind.RIGHT_OF else []
            if relation.kind is RelationKind.BETWEEN and len(targets) == 2:
                pairs += [(targets[0], own), (own, targets[1])]
            for left, right in pairs:
                if left in before and right in before and left != right and right is not None and left is not None:
                    before[right].add(left)
    ordered: list[Thing] = []
    waiting = list(columns)
    while waiting:
        placed = {thing.index for thing in ordered}
        ready = next((thing for thing in waiting if before[thing.index] <= placed), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return ordered


def _columns(ordered: list[Thing], places: dict[int, Placement], beside: tuple[float, ...]) -> dict[int, float | None]:
    """An x for every column: the asked one, or the next free slot, or one `beside` the rows of a counted group."""
    xs: dict[int, float | None] = {thing.index: places[thing.index].x for thing in ordered}
    depths = (None, *Depth) if len(ordered) > len(_COLUMNS) else ()
    rows = [[thing for thing in ordered if places[thing.index].depth is depth] for depth in depths] or [ordered]
    for row in rows:
        asked = [x for thing in row if (x := xs[thing.index]) is not None]
        free = [thing for thing in row if xs[thing.index] is None and places[thing.index].y is None]
        slots = list(beside) or _free_slots(len(free), asked)
        for number, thing in enumerate(free):
            xs[thing.index] = slots[number % len(slots)]
    return xs


def _free_slots(wanted: int, asked: list[float]) -> list[float]:
    """Slots apart from those taken, as evenly spread as they allow."""
    for number in range(min(max(wanted + len(asked), 1), 5), 6):
        slots = [slot for slot in _COLUMNS[number] if all(abs(slot - x) > 0.1 for x in asked)]
        if len(slots) >= wanted:
            return slots[:wanted] or [CENTRE]
    return [slot for slot in _COLUMNS[5] if all(abs(slot - x) > 0.1 for x in asked)] or [CENTRE]


def _stack(things: list[Thing], places: dict[int, Placement], roots: dict[int, int]) -> dict[int, Placement]:
    """Give what stands above and below its half of the frame; what is on, in or under something needs no place."""
    for thing in things:
        for relation in thing.relations:
            target = relation.targets[0] if relation.targets else thing.index
            if relation.kind not in _STACKED or roots[thing.index] == thing.index or target not in roots:
                continue
            column = places.get(roots[thing.index], Placement())
            upper = relation.kind is RelationKind.ABOVE
            places[thing.index] = Placement(x=column.x, y=UPPER if upper else LOWER)
            if target == roots[thing.index] and not (
                column.y or needs_counting(next(t for t in things if t.index == target))
            ):
                places[target] = Placement(x=column.x, y=LOWER if upper else UPPER)
    return places
