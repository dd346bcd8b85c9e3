"""Bindings to reference images: "the giraffe from the first reference image, shown exactly as in the reference"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.language.numerals import number_of, ordinal_of
from genevolve.language.readings import Claim
from genevolve.language.tokens import Token

_IMAGE = r"(?:image|picture|photo|photograph|drawing|illustration)"
_BINDING = re.compile(
    r"\b(?:(?:shown|seen|depicted|given|pictured|drawn|taken|as|like|just|exactly|identical|based)\s+){0,3}"
    r"(?:from|in|of|to|on|by|using|per|matching|following|as)\s+(?:in\s+)?(?:the\s+)?"
    rf"(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd)\s+(?:reference\s+)?{_IMAGE}"
    rf"|reference\s+(?:{_IMAGE}\s+)?(?:number\s+|no\.\s*|\#)?(?P<number>\d|one|two)\b"
    rf"|(?P<only>reference\s+{_IMAGE}))",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"\b(?:(?:its|their|his|her|the|all)\s+(?:\w+\s+){0,6}?)?(?:(?:shown|kept|drawn|rendered|depicted|looking|looks|reproduced|preserved|keeping|remaining|staying|and)\s+){0,3}"
    r"(?:exactly|precisely|faithfully|identical|identically|unchanged|unaltered|true|just)\s+(?:as|to|like|from)?\s*(?:it\s+(?:is|looks)\s+|they\s+(?:are|look)\s+|shown\s+|seen\s+)?(?:in\s+|to\s+)?"
    r"(?:the|its|their|this|that)\s+(?:(?P<ordinal>first|second)\s+)?reference(?:\s+(?:image|picture|photo))?"
    r"|\b(?:with|keeping|in)\s+(?:its|their|his|her)\s+exact\s+(?:shape|colou?rs?|form|look|design)[^,.;]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReferenceFound:
    """A thing is bound to the `number`-th reference image, or is to look exactly as there."""

    number: int | None
    exact: bool


def find_references(text: str, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Every mention of a reference image, as claims on its tokens."""
    if "eference" not in text and " image" not in text and " picture" not in text and "exact" not in text.lower():
        return []
    found: list[tuple[int, int, ReferenceFound]] = []
    for match in _IDENTITY.finditer(text):
        ordinal = match.group("ordinal")
        found.append((match.start(), match.end(), ReferenceFound(ordinal_of(ordinal) if ordinal else None, True)))
    for match in _BINDING.finditer(text):
        if any(start < match.end() and match.start() < end for start, end, _ in found):
            continue
        number = ordinal_of(match.group("ordinal") or "") or number_of(match.group("number") or "") or 1
        exact = bool(re.search(r"\b(?:exactly|identical)\b", match.group(), re.IGNORECASE))
        found.append((match.start(), match.end(), ReferenceFound(number, exact)))
    return _as_claims(tokens, sorted(found, key=lambda entry: entry[0]), taken)


def _as_claims(
    tokens: Sequence[Token], found: Sequence[tuple[int, int, ReferenceFound]], taken: set[int]
) -> list[Claim]:
    claims = []
    position = 0
    for start, end, value in found:
        while position < len(tokens) and tokens[position].start < start:
            position += 1
        first = position
        while position < len(tokens) and tokens[position].start < end:
            position += 1
        if position > first and taken.isdisjoint(range(first, position)):
            claims.append(Claim(first, position, value))
    return claims
