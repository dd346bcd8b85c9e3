"""What of a request and its answer may not stand in a guide: names, letters and facts (method section 7.2).

A guide that holds the answer teaches nothing: the teacher would read it where the student has to find it. Whatever the
two rollouts were asked, found and wrote counts as theirs, and so does what the judges, who know the answer, say.
A guide may use a word of it only if it is a plain word, of which `plain-words.txt` and `verbs.txt` hold lists, and a
quoted text or a name of several words not even then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from genevolve.experience.wordlists import PLAIN_WORDS, VERBS, word_list
from genevolve.records import ImageSearchData, SearchData, Trajectory
from genevolve.records.experience import Contender, Contrast
from genevolve.records.wire import SKILL_NAMES, TOOL_NAMES

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“]([^\"“”\n]{2,200})[\"”]")
_VALUE = re.compile(r":\s*([^:;.\n]{2,120})")
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]*(?:\s+(?:(?:of|the|and|de|von|der)\s+){0,2}[A-ZÀ-Þ][\w'’-]*)+")
_OWN = re.compile(rf"\b(?:{'|'.join((*SKILL_NAMES, *TOOL_NAMES))})\b")


def leaks(texts: Sequence[str], contrast: Contrast) -> list[str]:
    """Each word or phrase of the pair that stands in `texts`, as a line that says so."""
    material = list(_material(contrast))
    plain = word_list(PLAIN_WORDS) | word_list(VERBS)
    words = {word for text in material for word in _words(text)} - plain
    names = {_flat(name) for text in material for name in _NAME.findall(text)}
    quoted = {_flat(one).casefold() for text in material for one in (*_QUOTED.findall(text), *_stated(text))}
    found = []
    for text in texts:
        found += [f"{word!r} comes from this request or its pages" for word in sorted(_words(text) & words)]
        flat = f" {_flat(text)} "
        held = [name for name in names if f" {name} " in flat]
        held += [one for one in quoted if " " in one and f" {one} " in flat.casefold()]
        found += [f"{one!r} is a name or a text of this request" for one in sorted(held)]
    return list(dict.fromkeys(found))


def _material(contrast: Contrast) -> Iterator[str]:
    """All that was asked, found, written and judged; skills are everybody's."""
    yield contrast.request.prompt
    for contender in (contrast.best, contrast.worst):
        yield from _found(contender.trajectory)
        yield from _reasons(contender)
        program = contender.trajectory.program
        if program is not None:
            yield program.gen_prompt
            for reference in program.references:
                yield from (reference.title, reference.note, reference.artist, reference.source)


def _found(trajectory: Trajectory) -> Iterator[str]:
    for turn in trajectory.turns:
        data = turn.observation.data if turn.observation is not None else None
        if isinstance(data, SearchData):
            for result in data.results:
                yield result.query
                for page in result.hits:
                    yield from (page.title, page.snippet, page.source)
        elif isinstance(data, ImageSearchData):
            yield data.query
            for picture in data.hits:
                yield from (picture.title, picture.caption, picture.artist, picture.source)


def _reasons(contender: Contender) -> Iterator[str]:
    if contender.sufficiency is not None:
        yield contender.sufficiency.reason
    if contender.picture is not None:
        yield from contender.picture.reasons.values()
        for check in contender.picture.constraints:
            yield from (check.constraint, check.reason)


def _words(text: str) -> set[str]:
    """The words of a text in lower case; a compound counts by its parts, and names of tools and skills not at all."""
    return {
        part
        for word in _WORD.findall(_OWN.sub(" ", text).casefold())
        for part in re.split(r"['’-]", word)
        if len(part) > 1
    }


def _stated(text: str) -> list[str]:
    """What stands behind a colon, as in `motto: Nothing to hide`, where it is more than two words."""
    return [value for value in _VALUE.findall(text) if value.count(" ") > 1]


def _flat(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))
