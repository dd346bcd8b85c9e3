"""What is asked for by saying what is true of it: "the name of its architect", "the statue that opened in 1705"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[A-ZÀ-Þ][\w'’-]*(?:\s+(?:(?:of|the|and|de|von|der)\s+){0,2}[A-ZÀ-Þ][\w'’-]*)*"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_PLAIN = r"(?!(?:on|at|in|of|for|to|by|the|an?|and|above|across|over|with|is|are|that|which|who)\b)[a-z][a-z-]*"
_DONE = rf"(?:{_PLAIN}ed|built|made|wrote|drew|found)"
_OWNER = rf"(?:its|their|his|her|(?:the|that|this|these)\s+[a-z]+['’]s?|(?:the\s+)?{_NAME}['’]s?)"

_NAME_OF = (
    re.compile(rf"\b[Tt]he\s+name\s+of\s+(?P<whose>{_OWNER})\s+(?P<what>{_PLAIN}(?:\s+{_PLAIN})?)"),
    re.compile(
        rf"\b[Tt]he\s+name\s+of\s+the\s+(?P<what>{_PLAIN})\s+(?:that\s+|which\s+|where\s+)?"
        rf"(?P<whose>it|they|he|she|(?:the\s+)?{_NAME})\s+[a-z]+s?(?:\s+(?:in|on|at|to))?\b"
    ),
    re.compile(
        rf"\b[Tt]he\s+name\s+of\s+the\s+(?P<what>{_PLAIN}(?:\s+{_PLAIN})?)"
        rf"(?:\s+of\s+(?P<whose>(?:that|this|these)\s+[a-z]+|(?:the\s+)?{_NAME}))?"
    ),
)
_YEAR_OF = re.compile(
    rf"\b[Tt]he\s+year\s+of\s+(?:(?P<whose>{_OWNER})\s+(?P<what>{_PLAIN})"
    rf"|the\s+(?P<what2>{_PLAIN})\s+of\s+(?P<whose2>(?:the\s+)?{_NAME}))"
)
_FED = re.compile(rf"\bwhat\s+(?P<whose>it|they|the\s+{_NAME})\s+(?:feeds?\s+on|eats?|lives?\s+on)\b")
_MEASURE = re.compile(
    r"\b(?:[Ss]hows?|[Ss]howing|[Gg]ives?|[Gg]iving|[Ww]rite|[Pp]ut|[Ss]tates?|[Ss]tating|[Rr]eads?|[Ss]ays?)\s+"
    rf"(?P<phrase>(?P<whose>its|the)\s+(?P<what>length|height|weight|wingspan|population|age)"
    rf"(?:\s+of\s+(?P<owner>(?:that|this|these)\s+[a-z]+|(?:the\s+)?{_NAME}))?)"
)
_PRONOUN = re.compile(r"(?:its|their|his|her|it|they|he|she|(?:the|that|this|these)\s+[a-z]+(?:['’]s?)?)$")

_HEAD = rf"(?P<kind>coat of arms|{_PLAIN}(?:\s+{_PLAIN})?)"
_DEFINED = (
    re.compile(
        rf"\b[Tt]he\s+{_HEAD}\s+(?P<rest>(?:in\s+{_NAME}\s+)?(?:that|which)\s+(?:was\s+)?{_DONE}\s+in\s+{_YEAR})"
    ),
    re.compile(rf"\b[Tt]he\s+{_HEAD}\s+(?P<rest>(?:that|which)\s+{_NAME}\s+(?:first\s+)?{_DONE}(?:\s+in\s+{_YEAR})?)"),
    re.compile(
        rf"\b[Tt]he\s+{_HEAD}\s+(?P<rest>(?:first\s+)?{_DONE}\s+(?:in\s+{_YEAR}\s+)?by\s+(?:the\s+)?{_NAME}(?:\s+in\s+{_YEAR})?)"
    ),
    re.compile(rf"\b[Tt]he\s+{_HEAD}\s+(?P<rest>with\s+(?:the\s+)?atomic\s+number\s+[0-9]+)"),
    re.compile(rf"\b[Tt]he\s+(?P<kind>maker)\s+(?P<rest>of\s+{_PLAIN}(?:\s+{_PLAIN})?\s+(?:from|in)\s+{_NAME})"),
    re.compile(
        rf"\b[Tt]he\s+{_HEAD}\s+(?P<rest>whose\s+(?:motto|slogan|tagline)\s+(?:is|was|reads)\s+[\"“](?P<quote>[^\"”\n]+)[\"”])"
    ),
)


@dataclass(frozen=True, slots=True)
class FactFound:
    """An open fact as written. An empty subject is a pronoun's, to be resolved by what was spoken of."""

    phrase: str
    attribute: str
    subject: str
    visual: bool  # it stands for something to be drawn
    written: bool  # it may stand for letters
    span: tuple[int, int]
    noun: str = ""
    letters: bool = False  # it can be nothing but letters: "the name of its architect"


def find_asked_letters(text: str) -> list[tuple[int, int, FactFound]]:
    """Names, years and the like that are to be found out and written: never things to be drawn."""
    found: list[tuple[int, int, FactFound]] = []
    for pattern in _NAME_OF:
        for match in pattern.finditer(text):
            _add(found, match, match["what"], match["whose"])
    for match in _YEAR_OF.finditer(text):
        _add(found, match, f"year of {match['what'] or match['what2']}", match["whose"] or match["whose2"])
    for match in _FED.finditer(text):
        _add(found, match, "diet", match["whose"])
    for match in _MEASURE.finditer(text):
        _add(found, match, match["what"], match["owner"], "phrase")
    return found


def find_descriptions(text: str) -> list[tuple[int, int, FactFound]]:
    """Things of which only that is said by which they can be found: a year, a name, a motto."""
    found: list[tuple[int, int, FactFound]] = []
    for pattern in _DEFINED:
        for match in pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                kind = match["kind"]
                fact = FactFound(match.group(), kind, match["rest"], True, False, match.span(), kind.split()[-1])
                found.append((match.start(), match.end(), fact))
    return found


def is_told_of(text: str, span: tuple[int, int]) -> bool:
    """Whether letters in quotation marks only say which thing is meant: the company whose slogan is "…"."""
    return any(match.start() <= span[0] and span[1] <= match.end() for match in _DEFINED[-1].finditer(text))


def _add(
    found: list[tuple[int, int, FactFound]], match: re.Match[str], what: str, whose: str | None, part: str | int = 0
) -> None:
    if any(start < match.end() and match.start() < end for start, end, _ in found):
        return
    subject = "" if whose is None or _PRONOUN.match(whose) else re.sub(r"['’]s?$|^the\s+", "", whose)
    fact = FactFound(match[part], what, subject, False, True, match.span(part), letters=True)
    found.append((match.start(part), match.end(part), fact))
