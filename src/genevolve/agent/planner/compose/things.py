"""The sentences that bring in the things: place, name, relation, pose; then their attributes."""

from __future__ import annotations

from genevolve.agent.planner.bodies import as_participle, body_plan, is_living
from genevolve.agent.planner.compose.attributes import attribute_sentences, plain_adjectives
from genevolve.agent.planner.compose.counting import counted, odd_ones
from genevolve.agent.planner.compose.layout import arrange, needs_counting, place_words
from genevolve.agent.planner.compose.naming import introduce, short_name, standing_verb
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.relations import in_order, relation_words, with_targets
from genevolve.agent.planner.compose.wording import listed, sentence, wording
from genevolve.agent.planner.triggers import BINDING, BODY, COUNTING, LAYOUT, carried, has_attributes_to_mix_up
from genevolve.language.description import Placement, Thing


def thing_sentences(plan: Plan, skip: frozenset[int]) -> list[str]:
    """All sentences on things, but those of `skip`, which are said elsewhere."""
    return _placed(plan, skip) if LAYOUT in plan.skills or _alone(plan, skip) else _unplaced(plan, skip)


def _alone(plan: Plan, skip: frozenset[int]) -> bool:
    """Whether there is but one thing to be placed, for which no skill is needed."""
    borne = carried(plan.description)
    return (
        len([thing for thing in plan.description.things if thing.index not in skip and thing.index not in borne]) == 1
    )


def _placed(plan: Plan, skip: frozenset[int]) -> list[str]:
    """One sentence a thing, each at its place."""
    places = arrange(plan.description, skip)
    carriers = carried(plan.description)
    leads: list[str] = []
    extras: list[list[str]] = []
    said: set[int] = set()
    for thing in in_order(plan.description, skip):
        carrier = carriers.get(thing.index)
        if carrier is not None and carrier[0] in said:
            holder = plan.thing(carrier[0])
            verb = wording("relation", carrier[1].value)
            verb = verb.removesuffix("s") if holder.count > 1 else verb
            leads.append(f"{short_name(holder)} {verb} {introduce(thing, plan, plain_adjectives(thing, plan))}")
        else:
            leads.append(_lead(thing, plan, places.get(thing.index), said))
        said.add(thing.index)
        extras.append(_extras(thing, plan))
    if BINDING in plan.skills or not has_attributes_to_mix_up(plan.description):
        return [text for lead, more in zip(leads, extras, strict=True) for text in (sentence(lead), *more)]
    return [sentence(", and ".join(lead.rstrip(".") for lead in leads)), *(text for more in extras for text in more)]


def _lead(thing: Thing, plan: Plan, place: Placement | None, said: set[int]) -> str:
    if needs_counting(thing) and COUNTING in plan.skills:
        return counted(thing, plan, place, relation_words(thing, plan, said))
    where = place_words(place)
    relation = relation_words(thing, plan, said)
    pose = pose_of(thing, plan)
    name = introduce(thing, plan, plain_adjectives(thing, plan))
    verb = _verb(thing, plan, still=not pose and not (place and place.y))
    start = f"{where}, {relation}," if where and relation else where or relation or "in the centre"
    return f"{start} {verb} {name}{f', {pose}' if pose else ''}"


def _verb(thing: Thing, plan: Plan, *, still: bool) -> str:
    """How the thing is there; where a pose or a height is said, it just is."""
    verb = standing_verb(thing, plan) if still else "is"
    return verb if thing.count == 1 else {"is": "are"}.get(verb, verb.removesuffix("s"))


def pose_of(thing: Thing, plan: Plan) -> str:
    """The pose that the request gives, and what must be seen of the body; a calm pose where it gives none."""
    own = as_participle(thing.pose)
    if BODY not in plan.skills or not is_living(thing.noun):
        return own
    kind = body_plan(thing.noun)
    if "visible" in own:
        return own
    return f"{own}, {wording('pose_visible', kind)}" if own else wording("pose", kind)


def _extras(thing: Thing, plan: Plan) -> list[str]:
    if not (needs_counting(thing) and COUNTING in plan.skills):
        odd = odd_ones(thing, plan) if thing.members else ""
        return [*attribute_sentences(thing, plan), *([odd] if odd else [])]
    if pose := pose_of(thing, plan):
        return [sentence(f"{short_name(thing)} are {pose}")]
    return []


def _unplaced(plan: Plan, skip: frozenset[int]) -> list[str]:
    """The things as the request itself would list them."""
    things = in_order(plan.description, skip)
    counted_things = [thing for thing in things if needs_counting(thing) and COUNTING in plan.skills]
    said = {thing.index for thing in counted_things}
    adjectives = {thing.index: plain_adjectives(thing, plan) for thing in things}
    targets = {target for thing in things for relation in thing.relations for target in relation.targets}
    first = [thing for thing in things if thing.index not in targets and thing.index not in said]
    phrases = [with_targets(thing, plan, said, adjectives) for thing in first if thing.index not in said]
    phrases += [with_targets(thing, plan, said, adjectives) for thing in things if thing.index not in said]
    sentences = [counted(thing, plan, None) for thing in counted_things]
    sentences += [sentence(listed(phrases))] if phrases else []
    for thing in things:
        if thing not in counted_things and (pose := pose_of(thing, plan)):
            sentences.append(sentence(f"{short_name(thing)} {'are' if thing.count > 1 else 'is'} {pose}"))
        sentences += _extras(thing, plan)
    return sentences
