"""How things stand to each other, in words, and in which order they are introduced."""

from __future__ import annotations

from genevolve.agent.planner.compose.naming import introduce, short_name
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.wording import listed, wording
from genevolve.agent.planner.triggers import CARRIED
from genevolve.language.description import Description, Relation, Thing
from genevolve.language.vocabulary import RelationKind


def in_order(description: Description, skip: frozenset[int]) -> list[Thing]:
    """The things, each after those that it is placed by, and after what carries it."""
    things = {thing.index: thing for thing in description.things if thing.index not in skip}
    after: dict[int, set[int]] = {index: set() for index in things}
    for thing in things.values():
        for relation in thing.relations:
            for target in relation.targets:
                first, second = (thing.index, target) if relation.kind in CARRIED else (target, thing.index)
                if first in things and second in things and first != second:
                    after[second].add(first)
    ordered: list[Thing] = []
    waiting = list(things)
    while waiting:
        done = {thing.index for thing in ordered}
        ready = next((index for index in waiting if after[index] <= done), waiting[0])
        waiting.remove(ready)
        ordered.append(things[ready])
    return ordered


def relation_words(thing: Thing, plan: Plan, said: set[int]) -> str:
    """Words such as "to the left of the lamp", for the targets that were introduced before."""
    phrases = []
    for relation in thing.relations:
        if relation.kind in CARRIED or _contradicts(thing, relation, plan):
            continue
        names = [
            short_name(plan.thing(target)) for target in relation.targets if target in said and target != thing.index
        ]
        if names and len(names) == len(relation.targets):
            phrases.append(f"{wording('relation', relation.kind.value)} {listed(names)}")
    return " and ".join(phrases)


def with_targets(thing: Thing, plan: Plan, said: set[int], adjectives: dict[int, tuple[str, ...]]) -> str:
    """The thing with what it relates to, all in one phrase, as the request itself would say it."""
    phrase = introduce(thing, plan, adjectives[thing.index])
    said.add(thing.index)
    for relation in thing.relations:
        names = []
        for target in relation.targets:
            if target in said or target not in adjectives:
                names += [short_name(plan.thing(target))] if target != thing.index and target in said else []
            else:
                names.append(with_targets(plan.thing(target), plan, said, adjectives))
        if names:
            verb = {"holds": "holding", "wears": "wearing", "bears": "bearing"}
            words = wording("relation", relation.kind.value)
            phrase += f" {verb.get(words, words)} {listed(names)}"
    return phrase


def _contradicts(thing: Thing, relation: Relation, plan: Plan) -> bool:
    """Whether a relation says the opposite of the places that were asked for."""
    if relation.kind not in (RelationKind.LEFT_OF, RelationKind.RIGHT_OF) or not relation.targets:
        return False
    own, other = thing.placement, plan.thing(relation.targets[0]).placement
    if own is None or own.x is None:
        return False
    middle = other.x if other is not None and other.x is not None else 0.5
    return own.x > middle if relation.kind is RelationKind.LEFT_OF else own.x < middle
