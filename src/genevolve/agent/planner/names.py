"""Names that a reading of the request broke up or passed over, made whole again by the titles that were found.

"Trinidad and Tobago" looks like two names, "Booking.com" like two sentences, and "Umlaweni Light" like a light. A title
that stands word for word in the request settles it: it is one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from genevolve.agent.planner.matching import fold, plain_title
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description, Relation, Thing

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[A-Z][\w'’-]*(?:\s+(?:(?:of|and|the|&)\s+){0,2}[A-Z][\w'’-]*)+")
_GLUE = re.compile(r"\w[./+!]+\w|(?<!\w)/\w+/(?!\w)")
_SMALL = frozenset({"a", "an", "the", "of", "and", "s", "de", "la"})
_SAME = {"&": "and", "st": "saint"}


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


def loose_names(description: Description) -> list[str]:
    """Runs of words with capitals that no thing and no lettering of the description covers: names, perhaps."""
    taken = [thing.span for thing in description.things if thing.named] + [text.span for text in description.texts]
    runs = (_without_article(found) for found in _RUN.finditer(description.text))
    return [run for run, start, end in runs if run and not any(a < end and start < b for a, b in taken)]


def _without_article(found: re.Match[str]) -> tuple[str, int, int]:
    """A run without the "The" or "A" that begins a sentence; empty when one word is left."""
    name = re.sub(r"^(?:The|A|An|In|On|At|By|With)\s+", "", found[0])
    return (name if " " in name else ""), found.end() - len(name), found.end()


def with_whole_names(description: Description, titles: Iterable[str]) -> Description:
    """The description in which each name that a title spells out in full is the name of one thing."""
    words = list(_words(description.text))
    for title in dict.fromkeys(map(plain_title, titles)):
        span = _where(title, words)
        if span is not None and _is_name(description.text[slice(*span)]):
            description = _with_name(description, span)
    return description


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text.replace("&", "à")):
        key = "and" if found[0] == "à" else fold(found[0])
        yield _Word(_SAME.get(key, key), found.start(), found.end())


def _where(title: str, words: list[_Word]) -> tuple[int, int] | None:
    """Where the words of the title stand in a row, whatever small words come between."""
    wanted = [word.key for word in _words(title) if word.key not in _SMALL]
    present = [word for word in words if word.key not in _SMALL]
    for start in range(len(present) - len(wanted) + 1) if len(wanted) > 1 or "." in title else ():
        if [word.key for word in present[start : start + len(wanted)]] == wanted:
            return present[start].start, present[start + len(wanted) - 1].end
    return None


def _is_name(said: str) -> bool:
    """Whether the request itself writes it as a name: capitals, or a sign inside a word as in "Booking.com"."""
    if _GLUE.search(said):
        return True
    proper = [word for word in _WORD.findall(said) if fold(word) not in _SMALL | word_list("kinds") | {"coat"}]
    return bool(proper) and all(word[:1].isupper() or word[:1].isdigit() for word in proper)


def _with_name(description: Description, span: tuple[int, int]) -> Description:
    """One thing for the whole span: the first that it meets, or a new one."""
    start, end = span
    met = [thing for thing in description.things if thing.span[0] < end and start < thing.span[1]]
    if any(text.span[0] < end and start < text.span[1] for text in description.texts):
        return description
    if any(thing.span[0] <= start and end <= thing.span[1] for thing in met):
        return description
    start, end = _with_head(met, span, description.text)
    if any(thing.span[0] < start or thing.span[1] > end for thing in met):
        return description
    name = description.text[start:end]
    first = met[0] if met else Thing(index=_free_index(description), phrase="", noun="", name="", named=True, span=span)
    head = name.split(" of ")[0].split()[-1].casefold()
    whole = replace(first, phrase=name, name=name, noun=head, named=True, span=(start, end), count=1)
    gone = {thing.index for thing in met[1:]}
    things = [whole if thing.index == whole.index else thing for thing in description.things]
    things += [] if met else [whole]
    return replace(
        description,
        things=tuple(_without_targets(thing, gone) for thing in things if thing.index not in gone),
        open_facts=tuple(
            replace(fact, about=whole.index) if fact.about in gone else fact for fact in description.open_facts
        ),
    )


def _with_head(met: list[Thing], span: tuple[int, int], text: str) -> tuple[int, int]:
    """The span together with what the first thing is of it: "the outline of" before "Bosnia and Herzegovina"."""
    start, end = span
    if met and met[0].span[0] < start and re.search(r"\bof(?:\s+the)?\s+$", text[met[0].span[0] : start]):
        return met[0].span[0], end
    return span


def _without_targets(thing: Thing, gone: set[int]) -> Thing:
    kept = tuple(
        Relation(relation.kind, left)
        for relation in thing.relations
        if (left := tuple(target for target in relation.targets if target not in gone)) or not relation.targets
    )
    return replace(thing, relations=kept)


def _free_index(description: Description) -> int:
    return max((thing.index for thing in description.things), default=-1) + 1
