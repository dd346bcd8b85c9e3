"""What the reader did not understand: the user's own words are carried along, so that nothing is lost.

A sentence of the request of which too many words are missing from the prompt is said again, with its things spoken of
as known ("the truck" for "a red truck"), so that no generator takes them for new ones.
"""

from __future__ import annotations

import re
from itertools import pairwise

from genevolve.agent.planner.compose.naming import short_name
from genevolve.agent.planner.compose.wording import sentence
from genevolve.agent.planner.matching import terms
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description, Thing

_SENTENCE_BREAK = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[A-Z\"“'‘(])|\n+")
_DETERMINER = re.compile(
    r"(?:\b(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|several|some|many|a few|"
    r"exactly)\s+)+$",
    re.IGNORECASE,
)
_SAYING = (
    r"(?:,?\s*(?:that|which)\s+(?:reads?|says?)|,?\s+(?:and\s+|with\s+)?(?:the\s+)?"
    r"(?:reading|saying|words?|title|text|slogan|inscription|titled|labelled))?\s*"
)
_MAX_MISSING = 0.25


def leftover_sentences(description: Description, prompt: str, spoken: tuple[tuple[str, str], ...] = ()) -> list[str]:
    """The sentences of the request that `prompt` does not yet say, with known things in the definite."""
    said = set(terms(prompt)) | word_list("request_words")
    kept = []
    for start, end in _sentence_spans(description.text):
        own = description.text[start:end]
        words = [word for word in terms(with_values(own, spoken)) if not word.isdigit()]
        missing = [word for word in words if word not in said]
        if len(missing) > max(1, _MAX_MISSING * len(words)) or (missing and len(words) <= 3):
            spoken_of = _spoken_of(description.text, start, end, description.things)
            kept.append(sentence(with_values(_without_letters(spoken_of, description), spoken)))
    return kept


def _without_letters(own: str, description: Description) -> str:
    """The sentence without the texts that are lettered elsewhere: said twice, they would be painted twice."""
    for text in description.texts:
        own = re.sub(_SAYING + r"[\"“'‘]" + re.escape(text.string) + r"[\"”'’]", "", own)
    return " ".join(own.split())


def with_values(own: str, spoken: tuple[tuple[str, str], ...]) -> str:
    """`own` with found values in place of the phrases that left them open."""
    for phrase, value in spoken:
        if phrase:
            own = value.join(re.split(re.escape(phrase), own, flags=re.IGNORECASE))
    return own


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(match.end() for match in _SENTENCE_BREAK.finditer(text)), len(text)]
    return [(start, end) for start, end in pairwise(cuts) if text[start:end].strip()]


def _spoken_of(text: str, start: int, end: int, things: tuple[Thing, ...]) -> str:
    """The sentence with the first mention of each thing made definite."""
    inside = sorted(
        (thing for thing in things if start <= thing.span[0] < thing.span[1] <= end), key=lambda t: -t.span[0]
    )
    own, limit = text[start:end], end
    for thing in inside:
        first, last = thing.span[0] - start, thing.span[1] - start
        if last > limit - start:
            continue
        before = _DETERMINER.sub("", own[:first])
        if thing.named:
            before = f"{before}the " if before != own[:first] else before
            own = before + own[first:]
        else:
            own = before + short_name(thing) + own[last:]
        limit = start + len(before)
    return own
