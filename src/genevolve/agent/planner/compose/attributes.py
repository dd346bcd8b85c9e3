"""Colours and materials: in a sentence of the thing's own, or as the plain adjectives of the request."""

from __future__ import annotations

from genevolve.agent.planner.compose.naming import (
    colour_words,
    has_namesake,
    material_after_name,
    material_words,
    short_name,
)
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.wording import sentence, wording
from genevolve.agent.planner.triggers import BINDING, MATERIAL
from genevolve.language.description import Thing


def plain_adjectives(thing: Thing, plan: Plan) -> tuple[str, ...]:
    """The adjectives that stand before the name: those for which no skill has a better place."""
    colours = (colour_words(thing.colours),) if thing.colours and not speaks_apart(thing, plan) else ()
    materials = tuple(
        wording("material_adjective", use.material.value, use.material.value)
        for use in thing.materials
        if MATERIAL not in plan.skills and use.material.value not in thing.name.casefold()
    )
    return (*colours, *materials)


def speaks_apart(thing: Thing, plan: Plan) -> bool:
    """Whether the thing's attributes go into sentences of its own; its name must then mean it alone."""
    exact = any("#" in colour.name for colour in thing.colours)
    return (BINDING in plan.skills or exact) and not has_namesake(thing, plan)


def attribute_sentences(thing: Thing, plan: Plan) -> list[str]:
    """Sentences such as "The car is red." and "The bell is made of polished brass with bright highlights …"."""
    name, verb = short_name(thing), "are" if thing.count > 1 else "is"
    sentences = []
    if thing.colours and speaks_apart(thing, plan):
        sentences.append(sentence(f"{name} {verb} {colour_words(thing.colours)}"))
    if thing.materials and MATERIAL in plan.skills and not material_after_name(thing, plan):
        sentences.append(sentence(f"{name} {verb} made of {material_words(thing.materials)}"))
    return sentences
