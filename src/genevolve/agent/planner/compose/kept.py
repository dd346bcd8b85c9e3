"""For requests that the reader does not take in well: the user's own words stay, and clarifications follow them.

A long description full of mood and metaphor loses more by being retold than by being kept. So it is kept, with found
facts and references put in where their things are named; what the skills teach follows in sentences on known things.
"""

from __future__ import annotations

import re

from genevolve.agent.planner.bodies import is_living
from genevolve.agent.planner.compose.attributes import attribute_sentences
from genevolve.agent.planner.compose.counting import counted_members
from genevolve.agent.planner.compose.layout import arrange, needs_counting, place_words
from genevolve.agent.planner.compose.leftovers import with_values
from genevolve.agent.planner.compose.lettering import carrier_things, text_sentences
from genevolve.agent.planner.compose.naming import reference_words, short_name
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.scene import light_words, style_sentence
from genevolve.agent.planner.compose.things import pose_of
from genevolve.agent.planner.compose.wording import sentence
from genevolve.agent.planner.triggers import BODY, COUNTING, LAYOUT, LIGHT, STYLE, TEXT
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Thing
from genevolve.language.lexicons import word_set

_MAX_PLACED = 5
_KINDS = (
    "aircraft",
    "boats",
    "vehicles",
    "street_things",
    "furniture",
    "table_things",
    "buildings",
    "flags",
    "cloths",
    "plants",
)


def kept(plan: Plan) -> list[str]:
    """The sentences of the prompt: light, the request itself, clarifications, style."""
    sure = [thing for thing in plan.description.things if is_sure(thing, plan)]
    return [
        sentence(light_words(plan)) if LIGHT in plan.skills else "",
        with_values(_bound(plan), plan.spoken),
        *_clarified(sure, plan),
        *_texts(plan),
        style_sentence(plan) if STYLE in plan.skills else "",
    ]


def is_sure(thing: Thing, plan: Plan) -> bool:
    """Whether the thing is surely an object and not a turn of phrase: it was found, or its noun is a known one."""
    if thing.index in carrier_things(plan):
        return False
    known = any(thing.noun in word_list(kind) or thing.noun.rpartition(" ")[2] in word_list(kind) for kind in _KINDS)
    compound = " " in thing.noun and thing.noun in word_set("nouns", "compounds", "all")
    return known or compound or plan.ordinal(thing) is not None or is_living(thing.noun)


def _bound(plan: Plan) -> str:
    """The request with each reference named where its thing first is."""
    text = plan.description.text
    bound = [thing for thing in plan.description.things if plan.ordinal(thing) is not None]
    missing = [thing for thing in bound if thing.span[1] <= thing.span[0]]
    for thing in sorted(bound, key=lambda thing: -thing.span[1]):
        if thing not in missing:
            at = thing.span[1]
            comma = "," if not re.match(r"\s*[,.;:!?]|\s*$", text[at:]) and "," in reference_words(thing, plan) else ""
            text = text[:at] + reference_words(thing, plan) + comma + text[at:]
    extra = [sentence(f"{short_name(thing)} is{reference_words(thing, plan)}") for thing in missing]
    return " ".join([sentence(" ".join(text.split())), *extra])


def _clarified(sure: list[Thing], plan: Plan) -> list[str]:
    places = arrange(
        plan.description, frozenset(t.index for t in plan.description.things if t not in sure[:_MAX_PLACED])
    )
    sentences: list[str] = []
    for thing in sure:
        verb = "are" if thing.count > 1 else "is"
        if needs_counting(thing) and COUNTING in plan.skills:
            sentences.append(sentence(f"{short_name(thing)} {counted_members(thing, plan)}"))
        elif LAYOUT in plan.skills and thing.index in places and (where := place_words(places[thing.index])):
            sentences.append(sentence(f"{short_name(thing)} {verb} {where}"))
        if BODY in plan.skills and is_living(thing.noun):
            sentences.append(sentence(f"{short_name(thing)} {verb} {pose_of(thing, plan)}"))
        sentences += attribute_sentences(thing, plan)
    return sentences


def _texts(plan: Plan) -> list[str]:
    """Lettering only for texts that the request's own words leave without quotation marks or carrier."""
    vague = [text for text in plan.description.texts if not text.quoted or text.carrier is None]
    return text_sentences(plan) if TEXT in plan.skills and vague else []
