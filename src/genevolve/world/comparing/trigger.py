"""For what kind of request a guide is meant, in words that name nothing."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.language.living import is_living
from genevolve.language.numerals import number_word
from genevolve.records.experience import RetrievalKey
from genevolve.world.comparing.worked import Asked


def key_of(asked: Asked) -> RetrievalKey:
    """The trigger and the summary of a request."""
    listed = ", ".join(_traits(asked)) or "plain things only"
    num = number_word(max(len(asked.read.things), 1))
    return RetrievalKey(
        trigger=f"A request with {listed}.",
        source_prompt_summary=f"A scene with {num} things to be seen; {listed}.",
    )


def _traits(asked: Asked) -> Iterator[str]:
    things = asked.read.things
    if asked.described:
        yield "a thing that is described but not named"
    elif any(thing.named for thing in things):
        yield "a named thing"
    if asked.letters:
        yield "words that have to be looked up"
    elif asked.read.texts:
        yield "words to be written"
    if asked.wants_colour:
        yield "a colour that has to be looked up"
    if any(thing.count >= 3 for thing in things):
        yield "a row of several alike"
    if any(thing.placement is not None and thing.placement.x is not None for thing in things):
        yield "sides that are given"
    if any(thing.materials for thing in things):
        yield "a material"
    if any(is_living(thing.noun) for thing in things):
        yield "a living thing"
    if asked.read.style is not None:
        yield "a manner of drawing"
