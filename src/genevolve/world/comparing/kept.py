"""How much of the request a program keeps, and what is said to a rollout that kept less of it than the best one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from genevolve.language.description import Thing
from genevolve.language.nouns import singular
from genevolve.records.wire import SEARCH
from genevolve.world.comparing.habits import NO_COLOUR, NO_LETTERS, Habit, Part, Topic
from genevolve.world.comparing.worked import Worked, words

Share = Callable[[Worked], tuple[int, int]]
"""How many of something the prompt has, and how many the request has."""

_SLOT = "prompt_program_guidance"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def things(one: Worked) -> tuple[int, int]:
    """Plain things, by their nouns."""
    asked = {singular(thing.noun) for thing in one.asked.read.things if not thing.named}
    return len(asked & {singular(thing.noun) for thing in one.read.things}), len(asked)


def names(one: Worked) -> tuple[int, int]:
    """Things with a name of their own, by the whole name."""
    described = {fact.phrase for fact in one.asked.described}
    asked = [
        words(thing.name)
        for thing in one.asked.read.things
        if thing.named and not any(phrase in thing.name for phrase in described)
    ]
    return sum(name <= words(one.prompt) for name in asked), len(asked)


def letters(one: Worked) -> tuple[int, int]:
    """Texts that the request itself gives."""
    open_ones = {fact.phrase for fact in one.asked.read.open_facts}
    asked = {text.string for text in one.asked.read.texts} - open_ones
    return len(asked & {text.string for text in one.read.texts}), len(asked)


def looks(one: Worked) -> tuple[int, int]:
    """Colours and materials, each with the thing that has it."""
    asked = _looks(one.asked.read.things)
    return len(asked & _looks(one.read.things)), len(asked)


def setting(one: Worked) -> tuple[int, int]:
    """The place of the scene."""
    asked, shown = one.asked.read.place, one.read.place
    return int(asked is not None and shown is not None and asked.setting is shown.setting), int(asked is not None)


def _looks(all_things: Sequence[Thing]) -> set[tuple[str, str]]:
    return {
        (singular(thing.noun), look)
        for thing in all_things
        for look in (*(colour.hex for colour in thing.colours), *(use.material.value for use in thing.materials))
    }


def keeps(share: Share, one: Worked, best: Worked) -> bool | None:
    """Whether a rollout kept as much as the best one, which has to have kept some of it."""
    most, asked = share(best)
    return share(one)[0] >= most if asked and most else None


def once(one: Worked, _: Worked) -> bool | None:
    """No sentence of the prompt stands there twice."""
    sentences = [sentence for sentence in _SENTENCE.split(one.prompt) if sentence]
    return len(set(sentences)) == len(sentences) if len(sentences) > 1 else None


def searched_for_cause(one: Worked, _: Worked) -> bool | None:
    """Nothing was searched where the request leaves nothing open."""
    if one.asked.read.open_facts or one.asked.wants_colour:
        return None
    return SEARCH not in one.kinds


def _say(text: str, _one: Worked, _best: Worked) -> str:
    return text


_CONTENT = (Part.SUFFICIENCY, Part.FAITHFULNESS)

KEPT_HABITS: tuple[Habit, ...] = (
    Habit(
        _SLOT,
        Topic.WISHES,
        (*_CONTENT, Part.BEAUTY),
        partial(keeps, things),
        partial(
            _say, "Repeat every thing of the request in the prompt by its own word; add nothing that nobody asked for."
        ),
        r"there is no",
    ),
    Habit(
        _SLOT,
        Topic.WISHES,
        (*_CONTENT, Part.LOOKS),
        partial(keeps, names),
        partial(_say, "Write each named thing in the prompt with its kind and its full name, as the request has it."),
        r"no reference shows|bound to the picture|is not on the",
    ),
    Habit(
        _SLOT,
        Topic.WISHES,
        (Part.LETTERS, Part.SUFFICIENCY),
        partial(keeps, letters),
        partial(
            _say, "Copy the quoted words of the request into the prompt, letter for letter and in quotation marks."
        ),
        NO_LETTERS,
    ),
    Habit(
        _SLOT,
        Topic.WISHES,
        _CONTENT,
        partial(keeps, looks),
        partial(_say, "Give each thing the colour and the material that the request gives it, and no other look."),
        NO_COLOUR,
    ),
    Habit(
        _SLOT,
        Topic.WISHES,
        _CONTENT,
        partial(keeps, setting),
        partial(
            _say, "Begin the prompt with the setting that the request gives, in its own words, and with no other place."
        ),
        r"setting",
    ),
    Habit(
        _SLOT,
        Topic.STEPS,
        _CONTENT,
        once,
        partial(_say, "Write each sentence of the prompt only once; repeat no thing, no text and no colour in it."),
    ),
    Habit(
        "search_query_guidance",
        Topic.STEPS,
        tuple(Part),
        searched_for_cause,
        partial(
            _say, "Skip the search when the request leaves no fact open; ask image_search for the named thing at once."
        ),
    ),
)
