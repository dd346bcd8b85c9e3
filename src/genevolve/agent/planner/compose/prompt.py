"""The prompt as a whole: retold aspect by aspect where the request was understood, else kept and clarified."""

from __future__ import annotations

from genevolve.agent.planner.compose.clean import clean
from genevolve.agent.planner.compose.kept import is_sure, kept
from genevolve.agent.planner.compose.leftovers import leftover_sentences
from genevolve.agent.planner.compose.lettering import carrier_things, text_sentences
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.scene import (
    format_sentence,
    light_words,
    opening,
    palette_sentence,
    style_sentence,
)
from genevolve.agent.planner.compose.things import thing_sentences
from genevolve.agent.planner.compose.wording import sentence
from genevolve.agent.planner.triggers import LIGHT
from genevolve.language.description import Description

_MAX_LEFT_OVER = 0.4
_MAX_THINGS_RETOLD = 7
_MIN_SURE = 0.5
_MIN_WORDS_TO_KEEP = 15


def compose(plan: Plan) -> str:
    """One English prompt for any generator; it names only references that are bound."""
    sentences = _retold(plan)
    return clean(" ".join(part for part in sentences if part), len(set(plan.references.values())))


def _retold(plan: Plan) -> list[str]:
    """The request aspect by aspect; when too much of it would be left over, its own words instead."""
    description = plan.description
    if _is_blank(description):
        return [description.text, sentence(light_words(plan)) if LIGHT in plan.skills else ""]
    first = [opening(plan), *thing_sentences(plan, carrier_things(plan)), *text_sentences(plan)]
    last = [palette_sentence(description), style_sentence(plan), format_sentence(description)]
    left = leftover_sentences(description, " ".join([*first, *last]), plan.spoken)
    return kept(plan) if _is_better_kept(plan, left) else [*first, *left, *last]


def _is_better_kept(plan: Plan, left: list[str]) -> bool:
    """Whether much would be left over of a long request, and the things read out of it are many or doubtful."""
    words, things = plan.description.text.split(), plan.description.things
    num_left = sum(len(part.split()) for part in left)
    if len(words) < _MIN_WORDS_TO_KEEP or num_left <= _MAX_LEFT_OVER * len(words):
        return False
    num_sure = sum(is_sure(thing, plan) for thing in things)
    return len(things) > _MAX_THINGS_RETOLD or num_sure < _MIN_SURE * len(things)


def _is_blank(description: Description) -> bool:
    """Whether nothing was understood, as of a request in another language: it is handed on as it is."""
    return not (description.things or description.texts or description.place or description.style)
