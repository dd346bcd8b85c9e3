"""Tokens to units: words, and fixed phrases of several words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from genevolve.language.colours import colour_named, colour_names, full_hex, shades
from genevolve.language.description import Colour
from genevolve.language.lexicons import entries, lexicon, word_set
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
    for phrase, kind in entries(lexicon("relations")["kinds"]).items():
        if " " in phrase:
            table.setdefault(phrase, []).append((Reading.RELATION, RelationKind(kind)))
    for phrase, (base, is_many) in compound_forms().items():
        table.setdefault(phrase, []).append((Reading.NOUN, (base, is_many)))
    for name in sorted(people() | animals()):
        if " " in name:
            table.setdefault(name, []).append((Reading.NOUN, (name, False)))
            table.setdefault(plural(name), []).append((Reading.NOUN, (name, True)))
    for name in sorted(word_set("nouns", "roles", "abstract")):
        if " " in name:
            table.setdefault(name, []).append((Reading.NOUN, (name, False)))
    for name, value in colour_names().items():
        if " " in name:
            table.setdefault(name, []).append((Reading.COLOUR, Colour(name, value)))
    for name, value in lexicon("materials")["nouns"].items():
        if " " in name:
            table.setdefault(name, []).append((Reading.MATERIAL, Material(value)))
    for phrase, size in entries(lexicon("relations")["sizes"]).items():
        if " " in phrase:
            table.setdefault(phrase, []).append((Reading.SIZE, Size(size)))
    for phrase in ("as well as", "along with", "together with", "accompanied by", "in addition to"):
        table.setdefault(phrase, []).append((Reading.CONJUNCTION, "and"))
    for phrase in (
        "such as",
        "out of",
        "because of",
        "instead of",
        "made of",
        "made out of",
        "made from",
        "crafted from",
        "carved from",
        "cast in",
        "built of",
        "due to",
        "according to",
    ):
        table.setdefault(phrase, []).append((Reading.PREPOSITION, phrase))
    for phrase in (
        "at least",
        "at most",
        "more than",
        "of course",
        "at all",
        "in total",
        "as if",
        "each other",
        "one another",
        "no more than",
        "a bit",
        "a little",
    ):
        table.setdefault(phrase, []).append((Reading.ADVERB, phrase))
    for phrase, number in (
        ("a few", 3),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("a lot of", 6),
        ("lots of", 6),
        ("plenty of", 6),
    ):
        kind = Reading.NUMBER if "dozen" in phrase else Reading.VAGUE
        table.setdefault(phrase, []).append((kind, number))
    return PhraseTable([(phrase, tuple(readings)) for phrase, readings in table.items()])


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
    """ "dark green", "pale sky blue", "bright red": a shade word and the colour it shifts."""
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
