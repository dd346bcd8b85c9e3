"""Tokens to units: words, and fixed phrases of several words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from genevolve.language.colours import colour_named, colour_names, full_hex, shades
from genevolve.language.description import Colour
from genevolve.language.lexicons import entries, lexicon, listed, word_set
from genevolve.language.living import animals, people
from genevolve.language.nouns import compound_forms, plural
from genevolve.language.phrases import PhraseTable
from genevolve.language.readings import Claim, Reading, Unit
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.vocabulary import Material, RelationKind, Size
from genevolve.language.words import read_word

_CONTRACTING = word_set("rules", "units", "contracting")


@cache
def _phrases() -> PhraseTable[tuple[tuple[Reading, Any], ...]]:
    """Fixed phrases of several words."""
    table: dict[str, list[tuple[Reading, Any]]] = {}
    for phrase, reading, value in (*_relation_phrases(), *_noun_phrases(), *_attribute_phrases(), *_small_phrases()):
        if " " in phrase or "-" in phrase:
            table.setdefault(phrase, []).append((reading, value))
    return PhraseTable([(phrase, tuple(readings)) for phrase, readings in table.items()])


def _relation_phrases() -> Iterator[tuple[str, Reading, Any]]:
    for phrase, kind in entries(lexicon("relations")["kinds"]).items():
        yield phrase, Reading.RELATION, RelationKind(kind)


def _noun_phrases() -> Iterator[tuple[str, Reading, Any]]:
    for phrase, (base, is_many) in compound_forms().items():
        yield phrase, Reading.NOUN, (base, is_many)
    for name in sorted(people() | animals()):
        yield name, Reading.NOUN, (name, False)
        yield plural(name), Reading.NOUN, (name, True)
    for name in sorted(word_set("nouns", "roles", "abstract")):
        yield name, Reading.NOUN, (name, False)


def _attribute_phrases() -> Iterator[tuple[str, Reading, Any]]:
    for name, value in colour_names().items():
        yield name, Reading.COLOUR, Colour(name, value)
    for name, value in lexicon("materials")["nouns"].items():
        yield name, Reading.MATERIAL, Material(value)
    for phrase, size in entries(lexicon("relations")["sizes"]).items():
        yield phrase, Reading.SIZE, Size(size)


def _small_phrases() -> Iterator[tuple[str, Reading, Any]]:
    phrases = lexicon("words")["phrases"]
    for phrase in listed(phrases["conjunctions"]):
        yield phrase, Reading.CONJUNCTION, "and"
    for phrase in listed(phrases["prepositions"]):
        yield phrase, Reading.PREPOSITION, phrase
    for phrase in listed(phrases["adverbs"]):
        yield phrase, Reading.ADVERB, phrase
    for phrase, number in lexicon("numerals")["phrases"].items():
        yield phrase, Reading.NUMBER, number
    for phrase, number in lexicon("numerals")["vague_phrases"].items():
        yield phrase, Reading.VAGUE, number


def to_units(tokens: Sequence[Token], claims: Sequence[Claim]) -> list[Unit]:
    """The units of a text, in order. A claim becomes one unit that carries the claim's value."""
    starts = {claim.first: claim for claim in claims}
    barrier = {claim.first for claim in claims}
    units: list[Unit] = []
    position = 0
    while position < len(tokens):
        claim = starts.get(position)
        if claim is not None:
            units.append(_unit(tokens, position, claim.end, {Reading.CLAIM: claim.value}))
            position = claim.end
            continue
        unit = _next_unit(tokens, position, barrier)
        units.append(unit)
        position = unit.end_token
    return units


def merge_hex(units: list[Unit]) -> list[Unit]:
    """Let a hex value belong to the colour word before it: "green (#1db954)", "Spotify green (#1db954)"."""
    merged: list[Unit] = []
    closing = False
    for unit in units:
        if closing and unit.lower == ")":
            closing = False
            continue
        closing = False
        if not unit.lower.startswith("#") or not unit.can(Reading.COLOUR):
            merged.append(unit)
            continue
        opened = bool(merged) and merged[-1].lower == "("
        before = merged[-2 if opened else -1 :][:1]
        if not before or not before[0].can(Reading.COLOUR):
            merged.append(unit)
            continue
        del merged[-2 if opened else -1 :]
        closing = opened
        merged.append(_with_value(merged, before[0], unit))
    return merged


def _with_value(merged: list[Unit], word: Unit, value: Unit) -> Unit:
    """One unit for a colour word, the name before it ("Spotify green") and its hex value."""
    text, first = word.text, word
    while merged and merged[-1].capitalised and not merged[-1].known and len(text.split()) < 4:
        first = merged.pop()
        text = f"{first.text} {text}"
    exact = value.readings[Reading.COLOUR].hex
    colour = Colour(f"{text} ({exact})", exact)
    return Unit(first.first, value.end_token, first.start, value.end, text, text.lower(), {Reading.COLOUR: colour})


def _next_unit(tokens: Sequence[Token], position: int, barrier: set[int]) -> Unit:
    token = tokens[position]
    if token.kind is TokenKind.MARK:
        return _unit(tokens, position, position + 1, {Reading.MARK: token.text})
    if token.kind is TokenKind.GENITIVE and position and tokens[position - 1].lower in _CONTRACTING:
        return _unit(tokens, position, position + 1, {Reading.AUXILIARY: "is"})
    if token.kind is TokenKind.GENITIVE:
        return _unit(tokens, position, position + 1, {Reading.GENITIVE: token.text})
    if token.kind is TokenKind.HEX:
        value = full_hex(token.text) or "#000000"
        return _unit(tokens, position, position + 1, {Reading.COLOUR: Colour(value, value)})
    phrase = _phrases().longest(tokens, position)
    shaded = _shaded_colour(tokens, position, barrier)
    if shaded is not None and (phrase is None or phrase[0] <= shaded[0]):
        return _unit(tokens, position, shaded[0], {Reading.COLOUR: shaded[1]})
    if phrase is not None and not any(inner in barrier for inner in range(position + 1, phrase[0])):
        end, found = phrase
        if end > position + 1 or len(token.parts) > 1:
            return _unit(tokens, position, end, dict(found))
    readings, known = read_word(token)
    return _unit(tokens, position, position + 1, readings, known)


def _shaded_colour(tokens: Sequence[Token], position: int, barrier: set[int]) -> tuple[int, Colour] | None:
    """A shade word and the colour that it shifts: "dark green", "pale sky blue", "bright red"."""
    end = position
    while end < len(tokens) and tokens[end].lower in shades() and end - position < 3:
        end += 1
    if end == position:
        return None
    for last in (end + 2, end + 1):
        if last <= len(tokens) and not any(inner in barrier for inner in range(position + 1, last)):
            colour = colour_named(" ".join(token.lower for token in tokens[position:last]))
            if colour is not None:
                return last, colour
    return None


def _unit(tokens: Sequence[Token], first: int, end: int, readings: dict[Reading, Any], known: bool = True) -> Unit:
    start, stop = tokens[first].start, tokens[end - 1].end
    lower = " ".join(token.lower for token in tokens[first:end])
    text = tokens[first].text if end == first + 1 else " ".join(token.text for token in tokens[first:end])
    return Unit(first, end, start, stop, text, lower, readings, known)
