"""Emblems on things: "the logo on a mug" means that the mug bears the logo, not that a logo stands on top of it."""

from __future__ import annotations

from dataclasses import replace

from genevolve.agent.planner.matching import terms
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description, Relation, Thing
from genevolve.language.vocabulary import RelationKind


def with_emblems_borne(description: Description) -> Description:
    """The description in which whatever an emblem is on bears it."""
    borne = {
        relation.targets[0]: thing.index
        for thing in description.things
        for relation in thing.relations
        if _is_emblem_on(thing, relation, description)
    }
    if not borne:
        return description
    return replace(description, things=tuple(_turned(thing, borne) for thing in description.things))


def _is_emblem_on(thing: Thing, relation: Relation, description: Description) -> bool:
    if relation.kind is not RelationKind.ON or not relation.targets or relation.targets[0] == thing.index:
        return False
    target = next((other for other in description.things if other.index == relation.targets[0]), None)
    if target is None or not word_list("marks") & set(terms(thing.noun)):
        return False
    return thing.noun != "flag" or target.noun in word_list("table_things") | word_list("cloths")


def _turned(thing: Thing, borne: dict[int, int]) -> Thing:
    """The bearer with its emblem, the emblem without its place on the bearer."""
    kept = tuple(
        relation
        for relation in thing.relations
        if not (relation.kind is RelationKind.ON and relation.targets and borne.get(relation.targets[0]) == thing.index)
    )
    if thing.index in borne:
        kept = (*kept, Relation(RelationKind.BEARS, (borne[thing.index],)))
    return replace(thing, relations=kept)
