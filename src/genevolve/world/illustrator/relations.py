"""Bodies from actors: what is on, in, under, worn or held by something becomes a part of that thing's body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from genevolve.language.description import Thing
from genevolve.language.living import is_living
from genevolve.language.vocabulary import RelationKind, Size
from genevolve.world.illustrator.body import Part
from genevolve.world.illustrator.cast import Actor
from genevolve.world.illustrator.heap import heaped
from genevolve.world.illustrator.lexicon import is_container, mouth_of, seat_of, stature, worn_at

SIZE_FACTOR: Mapping[Size, float] = {
    Size.TINY: 0.4,
    Size.SMALL: 0.65,
    Size.NORMAL: 1.0,
    Size.LARGE: 1.4,
    Size.HUGE: 1.8,
}

_CHILD_FIRST = frozenset(
    {
        RelationKind.ON,
        RelationKind.UNDER,
        RelationKind.INSIDE,
        RelationKind.IN_FRONT_OF,
        RelationKind.BEHIND,
        RelationKind.ABOVE,
        RelationKind.BELOW,
        RelationKind.AROUND,
    }
)
_PARENT_FIRST = frozenset({RelationKind.HOLDING, RelationKind.WEARING})
_FREE_IF_PLACED = frozenset({RelationKind.ABOVE, RelationKind.BELOW, RelationKind.IN_FRONT_OF, RelationKind.BEHIND})


def attachments(things: Sequence[Thing], actors: Sequence[Actor]) -> dict[int, tuple[int, RelationKind]]:
    """For each attached actor (by position in the cast) the actor that it is attached to, and how."""
    of_thing: dict[int, list[int]] = {}
    for at, actor in enumerate(actors):
        of_thing.setdefault(actor.thing, []).append(at)
    found: dict[int, tuple[int, RelationKind]] = {}
    for thing in things:
        for relation in thing.relations:
            for target in relation.targets[:1] if relation.kind in _CHILD_FIRST else relation.targets:
                if relation.kind in _CHILD_FIRST:
                    children, parents = of_thing.get(thing.index, []), of_thing.get(target, [])
                elif relation.kind in _PARENT_FIRST:
                    children, parents = of_thing.get(target, []), of_thing.get(thing.index, [])
                else:
                    continue
                contains = relation.kind is RelationKind.HOLDING and is_container(thing.noun)
                for number, child in enumerate(children):
                    if not parents:
                        break
                    parent = parents[min(number, len(parents) - 1)]
                    if child not in found and not _leads_to(found, parent, child):
                        if relation.kind in _FREE_IF_PLACED and _placed_apart(actors[child], actors[parent]):
                            continue
                        found[child] = (parent, RelationKind.INSIDE if contains else relation.kind)
    return found


def _leads_to(found: Mapping[int, tuple[int, RelationKind]], start: int, goal: int) -> bool:
    at: int | None = start
    while at is not None:
        if at == goal:
            return True
        at = found[at][0] if at in found else None
    return False


def _placed_apart(child: Actor, parent: Actor) -> bool:
    own = child.x is not None or child.y is not None
    return own and (parent.x, parent.y) != (child.x, child.y)


def parts_of(
    root: int,
    actors: Sequence[Actor],
    aspects: Sequence[float],
    attached: Mapping[int, tuple[int, RelationKind]],
) -> list[Part]:
    """The parts of the body whose root is one actor, the root itself first."""
    parts = [Part(root, 0.0, 0.0, aspects[root], 1.0)]
    pending = [parts[0]]
    while pending:
        parent = pending.pop(0)
        children = [(child, kind) for child, (owner, kind) in attached.items() if owner == parent.actor]
        for kind in dict.fromkeys(kind for _, kind in children):
            group = [child for child, other in children if other is kind]
            for number, child in enumerate(group):
                scale = _scale(actors[child], actors[parent.actor], kind)
                nouns = actors[child].noun, actors[parent.actor].noun
                part = _attach(child, scale, aspects[child], parent, nouns, kind, number, len(group))
                parts.append(part)
                pending.append(part)
    return parts


def _scale(child: Actor, parent: Actor, kind: RelationKind) -> float:
    ratio = stature(child.noun) * SIZE_FACTOR[child.size] / (stature(parent.noun) * SIZE_FACTOR[parent.size])
    low, high = {
        RelationKind.HOLDING: (0.18, 0.45),
        RelationKind.WEARING: (0.2, 0.4),
        RelationKind.INSIDE: (0.35, 0.75),
        RelationKind.ON: (0.28, 1.1),
        RelationKind.AROUND: (0.22, 0.5),
    }.get(kind, (0.35, 1.5))
    return min(max(ratio, low), high)


def _attach(
    child: int,
    scale: float,
    aspect: float,
    parent: Part,
    nouns: tuple[str, str],
    kind: RelationKind,
    number: int,
    of: int,
) -> Part:
    """Where one part sits on, in or by its parent; `nouns` are its own and its parent's."""
    child_noun, parent_noun = nouns
    height = parent.height * scale
    if kind in (RelationKind.ON, RelationKind.INSIDE):
        room = parent.width * (1.0 if of == 1 else 0.92) / of
        height = min(height, max(room / aspect, parent.height * 0.16))
    width = height * aspect
    spread = (number - (of - 1) / 2) / max(of, 1)
    x, y, order = parent.x, parent.y, parent.order
    top = parent.y - parent.height
    match kind:
        case RelationKind.ON:
            x += spread * parent.width
            return Part(child, x, top + seat_of(parent_noun) * parent.height, width, height, order + 1)
        case RelationKind.INSIDE if is_container(parent_noun):
            mouth = mouth_of(parent_noun)
            lies = heaped(number, of, aspect, parent.height * scale, (parent.width, parent.height))
            if mouth is None:
                sunk = top + 0.42 * lies.height - lies.up
                return Part(child, x + lies.x, sunk, lies.width, lies.height, order - 1 - lies.row)
            feet = top + mouth * parent.height - lies.up
            return Part(child, x + lies.x, feet, lies.width, lies.height, order + 9 - lies.row)
        case RelationKind.INSIDE:
            return Part(child, x + spread * parent.width, y - parent.height * 0.12, width, height, order + 1)
        case RelationKind.UNDER | RelationKind.BELOW:
            return Part(child, x + spread * max(parent.width, width * of), y + height * 1.06, width, height, order)
        case RelationKind.ABOVE:
            return Part(
                child, x + spread * max(parent.width, width * of), top - parent.height * 0.06, width, height, order
            )
        case RelationKind.IN_FRONT_OF:
            return Part(
                child, x + parent.width * 0.34 + spread * parent.width, y + height * 0.16, width, height, order + 1
            )
        case RelationKind.BEHIND:
            away = parent.width * 0.42 + spread * parent.width
            return Part(child, x - away, y - parent.height * 0.1, width, height, order - 1)
        case RelationKind.HOLDING:
            side = 1 if number % 2 == 0 else -1
            reach = parent.width * (0.42 if is_living(parent_noun) else 0.5) + width * 0.22
            return Part(child, x + side * reach, y - parent.height * 0.22, width, height, order + 1)
        case RelationKind.WEARING:
            bottom, tall = worn_at(child_noun)
            height = min(parent.height * tall, 0.95 * parent.width / aspect)
            return Part(child, x, top + bottom * parent.height, height * aspect, height, order + 1)
        case _:
            return _ringed(child, parent, width, height, number)


def _ringed(child: int, parent: Part, width: float, height: float, number: int) -> Part:
    """One of several around the parent: alternating sides, from near to far."""
    side = -1 if number % 2 == 0 else 1
    step = number // 2
    away = parent.width / 2 + width * (0.6 + 1.1 * step)
    return Part(child, parent.x + side * away, parent.y + height * 0.05, width, height, parent.order)
