"""Letters to be shown: what stands between quotation marks, and what follows "that reads" without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.phrases import PhraseTable
from genevolve.language.readings import Reading
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.verbs import VerbForm
from genevolve.language.words import read_word

_QUOTED = re.compile(
    r"“([^“”\n]{1,200})[”\"]"
    r"|\"([^\"\n]{1,200})\""
    r"|«([^«»\n]{1,200})»"
    r"|„([^„“”\n]{1,200})[“”]"
    r"|「([^「」\n]{1,200})」"
    r"|(?<!\w)‘([^‘\n]{1,200}?)’(?!\w)"
    r"|(?<!\w)'(?=\S)([^'’\n]{1,120}(?:['’]\w[^'’\n]{0,60})?)(?<=\S)['’](?!\w)"
    r"|`([^`\n]{1,120})`"
)
_LITTLE = word_set("rules", "strings", "little")
_STOP = word_set("rules", "strings", "stop")
_SPELT = word_set("texts", "verbs", "spelt")
_BEARING = word_set("texts", "verbs", "bearing")
_CLOSED = {
    Reading.ADVERB,
    Reading.AUXILIARY,
    Reading.CONJUNCTION,
    Reading.DETERMINER,
    Reading.PREPOSITION,
    Reading.RELATIVE,
    Reading.COLOUR,
    Reading.SIZE,
}
_MAX_WORDS = 10


@dataclass(frozen=True, slots=True)
class FoundString:
    """A stretch of tokens that are letters to be shown."""

    first: int
    end: int
    string: str
    quoted: bool
    span: tuple[int, int]


@cache
def _triggers() -> PhraseTable[bool]:
    soft = word_set("texts", "verbs", "soft")
    return PhraseTable(
        [
            *((verb, False) for verb in sorted(soft)),
            *((phrase, True) for phrase in sorted(word_set("texts", "verbs", "spans"))),
        ]
    )


@cache
def _carrier_words() -> frozenset[str]:
    return (
        frozenset(entries(lexicon("texts")["carriers"]))
        | word_set("texts", "verbs", "nouns")
        | {"that", "which", "letters", "capitals", "neon"}
    )


def find_strings(text: str, tokens: Sequence[Token]) -> list[FoundString]:
    """Every string to be shown, in order, without overlaps."""
    found = _quoted(text, tokens)
    taken = {index for string in found for index in range(string.first, string.end)}
    found.extend(_unquoted(text, tokens, taken))
    return sorted(found, key=lambda string: string.first)


def _quoted(text: str, tokens: Sequence[Token]) -> list[FoundString]:
    found: list[FoundString] = []
    position = 0
    for match in _QUOTED.finditer(text):
        string = " ".join(next(group for group in match.groups() if group is not None).split())
        while position < len(tokens) and tokens[position].start < match.start():
            position += 1
        first = position
        while position < len(tokens) and tokens[position].start < match.end():
            position += 1
        if position > first and string.rstrip(",.;"):
            found.append(
                FoundString(first, position, string.rstrip(",;") if string[-1] in ",;" else string, True, match.span())
            )
    return found


def _unquoted(text: str, tokens: Sequence[Token], taken: set[int]) -> list[FoundString]:
    found = []
    position = 0
    while position < len(tokens):
        trigger = _triggers().longest(tokens, position)
        if trigger is None or position in taken:
            position += 1
            continue
        first, is_noun = trigger
        linking = (
            {":", "as"} if tokens[first - 1].lower in word_set("facts", "attributes", "asking") else {":", "of", "as"}
        )
        while first < len(tokens) and tokens[first].lower in linking and first not in taken:
            first += 1
        end = _extent(tokens, first, taken) if _introduces(tokens, position, first, is_noun) else first
        if end > first:
            span = (tokens[first].start, tokens[end - 1].end)
            found.append(FoundString(first, end, " ".join(text[span[0] : span[1]].split()), False, span))
        position = max(end, position + 1)
    return found


def _introduces(tokens: Sequence[Token], trigger: int, first: int, is_noun: bool) -> bool:
    """Whether letters follow: the writer names a carrier before, or writes what follows in capitals."""
    if first >= len(tokens) or tokens[first].kind is TokenKind.MARK:
        return False
    if is_noun or _is_shouted(tokens[first]):
        return (
            tokens[first].is_capitalised or tokens[first].kind is TokenKind.NUMBER or _spelt_out(tokens, trigger, first)
        )
    before = {part for token in tokens[max(0, trigger - 3) : trigger] for part in token.parts}
    named = bool(before & _carrier_words())
    return named and (
        tokens[first].is_capitalised
        or tokens[first].kind is TokenKind.NUMBER
        or tokens[first].lower not in {"a", "an", "the", "his", "her", "its", "their", "in", "on", "it", "by"} | _STOP
    )


def _spelt_out(tokens: Sequence[Token], trigger: int, first: int) -> bool:
    """Whether small letters after "the words" are the words themselves: "with the words happy birthday"."""
    before = tokens[trigger - 1].lower if trigger else ""
    if tokens[first - 1].lower not in _SPELT or before not in _BEARING:
        return False
    readings, _ = read_word(tokens[first])
    verb = readings.get(Reading.VERB)
    about = verb is not None and verb[1] is not VerbForm.BASE and Reading.NOUN not in readings
    return not about and readings.keys().isdisjoint(_CLOSED) and tokens[first].lower not in _STOP


def _is_shouted(token: Token) -> bool:
    return len(token.text) > 1 and token.text.isupper()


def _extent(tokens: Sequence[Token], first: int, taken: set[int]) -> int:
    """Where unquoted letters end: with their run of capitals, or at the next mark or preposition."""
    if first >= len(tokens) or first in taken:
        return first
    shouted, titled = _is_shouted(tokens[first]), tokens[first].is_capitalised
    end = first
    for position in range(first, min(first + _MAX_WORDS, len(tokens))):
        token = tokens[position]
        if position in taken or (token.kind is TokenKind.MARK and token.text not in "!?&%+"):
            break
        if shouted and not (token.text.isupper() or token.kind is not TokenKind.WORD):
            break
        if titled and not shouted and not (token.is_capitalised or token.kind is not TokenKind.WORD):
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            if token.lower not in _LITTLE or following is None or not following.is_capitalised:
                break
        if not titled and position > first and token.lower in _STOP:
            break
        end = position + 1
    return end
