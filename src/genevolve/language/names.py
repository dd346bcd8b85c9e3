"""Which words are proper names, judged by their capital letter and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from genevolve.language.lexicons import word_set
from genevolve.language.readings import Reading, Unit
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.words import is_contracted

_CLOSED = (
    Reading.DETERMINER,
    Reading.PRONOUN,
    Reading.CONJUNCTION,
    Reading.PREPOSITION,
    Reading.AUXILIARY,
    Reading.POSSESSIVE,
    Reading.RELATIVE,
    Reading.SUBORDINATOR,
    Reading.NUMBER,
    Reading.CLAIM,
    Reading.MARK,
)


def is_name(unit: Unit, at_start: bool, allow_known: bool = True) -> bool:
    """Whether the unit is (part of) a proper name. At the start of a sentence a capital alone says nothing."""
    if Reading.NAME in unit.readings:
        return True
    if not unit.capitalised or unit.lower in word_set("words", "capitalised_words") or is_contracted(unit.lower):
        return False
    if at_start:
        return (
            not unit.known
            and allow_known
            and len(unit.lower) > 2
            and "-" not in unit.lower
            and not unit.can(Reading.VERB, Reading.ADVERB)
        )
    if unit.can(*_CLOSED) or (unit.known and len(unit.text) > 2 and unit.text.isupper()):
        return False
    if " " in unit.lower and not all(word[:1].isupper() for word in unit.text.split()):
        return False
    return not _is_demonym(unit)


def _is_demonym(unit: Unit) -> bool:
    adjectives = word_set("words", "adjectives")
    return (
        unit.lower in adjectives
        and (not unit.can(Reading.SIZE, Reading.COLOUR))
        and bool(_NATIONALITY.search(unit.lower))
    )


_NATIONALITY = re.compile(
    r"(?:ese|ish|ian|ean|can|ern|thai|french|german|dutch|swiss|greek|indian|korean|latin|tudor|celtic|hindu|incan|mayan|aztec|islamic|nordic|norse|catholic|tibetan|roman|byzantine|gothic|baroque|renaissance|victorian|oriental|hawaiian|arabic)$"
)


def mark_names(units: Sequence[Unit], starts: frozenset[int]) -> None:
    """Note as names the sentence-initial words that open a name: "Vorrenholm Lighthouse …", "Big Ben …"."""
    for position in starts:
        if position + 1 >= len(units):
            continue
        unit, following = units[position], units[position + 1]
        if (
            not unit.capitalised
            or unit.can(*_CLOSED, Reading.COLOUR, Reading.SIZE, Reading.ADVERB)
            or unit.lower in word_set("words", "capitalised_words")
        ):
            continue
        if unit.can(Reading.VERB) and not unit.can(Reading.NOUN) and unit.lower != "mount":
            continue
        joined = following.start - unit.end == 1
        if joined and is_name(following, False) and not _is_demonym(unit):
            unit.readings[Reading.NAME] = unit.text


def says_nothing_by_capitals(tokens: Sequence[Token]) -> bool:
    """Whether the text is written in Title Case or in capitals throughout, so that no capital marks a name."""
    written = [token for token in tokens if token.kind is TokenKind.WORD]
    if len(written) >= 3 and all(token.text.isupper() for token in written):
        return True
    words = [token for token in written if len(token.text) > 3]
    return len(words) >= 4 and sum(token.is_capitalised for token in words) > 0.75 * len(words)
