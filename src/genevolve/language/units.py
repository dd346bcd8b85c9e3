"""Tokens to units: each word or fixed phrase with the readings that it can have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache
from typing import Any

from genevolve.language.colours import colour_named, colour_names, full_hex, shades
from genevolve.language.description import Colour
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.living import animals, people
from genevolve.language.nouns import compound_forms, is_plural, plural, singular
from genevolve.language.numerals import number_of, ordinal_of, vague_numbers
from genevolve.language.phrases import PhraseTable
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.verbs import VerbForm, verb_forms
from genevolve.language.vocabulary import Material, RelationKind, Size


class Reading(Enum):
    """A part that a unit can play."""

    DETERMINER = auto()
    POSSESSIVE = auto()
    PRONOUN = auto()
    NUMBER = auto()
    VAGUE = auto()
    ORDINAL = auto()
    ADJECTIVE = auto()
    COLOUR = auto()
    MATERIAL = auto()
    SIZE = auto()
    NOUN = auto()
    NAME = auto()
    VERB = auto()
    AUXILIARY = auto()
    ADVERB = auto()
    PREPOSITION = auto()
    RELATION = auto()
    CONJUNCTION = auto()
    SUBORDINATOR = auto()
    RELATIVE = auto()
    GENITIVE = auto()
    MARK = auto()
    CLAIM = auto()


@dataclass(slots=True)
class Unit:
    """A word or fixed phrase of the text and its readings, with what each of them means."""

    first: int
    end_token: int
    start: int
    end: int
    text: str
    lower: str
    readings: dict[Reading, Any] = field(default_factory=dict)
    known: bool = True

    def can(self, *readings: Reading) -> bool:
        """Whether any of the readings is possible."""
        return any(reading in self.readings for reading in readings)

    @property
    def capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of tokens that another part of the reader has understood, and what it made of it."""

    first: int
    end: int
    value: Any = None


@cache
def _closed_classes() -> dict[str, tuple[tuple[Reading, Any], ...]]:
    table: dict[str, list[tuple[Reading, Any]]] = {}
    for key, reading in (
        ("determiners", Reading.DETERMINER),
        ("possessives", Reading.POSSESSIVE),
        ("pronouns", Reading.PRONOUN),
        ("conjunctions", Reading.CONJUNCTION),
        ("subordinators", Reading.SUBORDINATOR),
        ("relatives", Reading.RELATIVE),
        ("auxiliaries", Reading.AUXILIARY),
        ("prepositions", Reading.PREPOSITION),
        ("adverbs", Reading.ADVERB),
    ):
        for word in word_set("words", key):
            table.setdefault(word, []).append((reading, word))
    for word, number in vague_numbers().items():
        table.setdefault(word, []).append((Reading.VAGUE, number))
    return {word: tuple(readings) for word, readings in table.items()}


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


@cache
def _relation_words() -> dict[str, RelationKind]:
    return {
        phrase: RelationKind(kind)
        for phrase, kind in entries(lexicon("relations")["kinds"]).items()
        if " " not in phrase
    }


@cache
def _sizes() -> dict[str, Size]:
    return {p: Size(s) for p, s in entries(lexicon("relations")["sizes"]).items() if " " not in p}


@cache
def known_nouns() -> frozenset[str]:
    """Single nouns that the lexicons list in one role or another."""
    roles = lexicon("nouns")["roles"]
    listed_nouns: set[str] = set(people() | animals())
    for key in ("parts", "abstract", "emblems", "containers", "portions", "media", "kinds"):
        assert key in roles
        listed_nouns |= word_set("nouns", "roles", key)
    for name in ("scenes", "surfaces"):
        listed_nouns |= set(entries(lexicon("places")[name]))
    listed_nouns |= set(entries(lexicon("texts")["carriers"]))
    listed_nouns |= word_set("nouns", "forms", "plural_only") | word_set("nouns", "forms", "ends_in_s")
    listed_nouns |= word_set("nouns", "forms", "invariant") | word_set("nouns", "forms", "not_verbal")
    listed_nouns |= word_set("nouns", "things", "all") | set(lexicon("nouns")["irregular"])
    return frozenset(noun for noun in listed_nouns if " " not in noun)


_ADJECTIVE_ENDING = re.compile(r"(?:ful|ous|less|ish|able|ible|like|esque|ical|ular)$")
_MAYBE_ADJECTIVE_ENDING = re.compile(r"(?:ive|ial|ual|inal|ural|ent|ant|ary|ory|ic|y)$")
_HYPHEN_ADJECTIVE = re.compile(
    r"-(?:\w+(?:ed|ing|en)|shaped|like|style|sized|coloured|colored|free|lit|made|down|up|old|tall|long|high|wide|based|themed|toned|hued|rich|thin|tier|story|storey|leaf|legged|century|inspired|worn|to|tech|end|quality|piece|speed|dimensional|size|length|level|color|colour|of|the)$"
)


def read_word(token: Token) -> tuple[dict[Reading, Any], bool]:
    """The readings of a single word, and whether any lexicon knows it."""
    lower = token.lower
    readings: dict[Reading, Any] = dict(_closed_classes().get(lower, ()))
    number = number_of(lower)
    if number is not None:
        readings[Reading.NUMBER] = number
    ordinal = ordinal_of(lower)
    if ordinal is not None:
        readings[Reading.ORDINAL] = ordinal
    if lower in colour_names():
        readings[Reading.COLOUR] = Colour(lower, colour_names()[lower])
    elif "-" in lower and len(token.parts) <= 3 and (colour := colour_named(lower)) is not None:
        readings[Reading.COLOUR] = colour
    materials = lexicon("materials")
    if lower in materials["adjectives"]:
        readings[Reading.MATERIAL] = Material(materials["adjectives"][lower])
        readings[Reading.ADJECTIVE] = lower
    elif lower in materials["nouns"]:
        readings[Reading.MATERIAL] = Material(materials["nouns"][lower])
    if lower in _sizes():
        readings[Reading.SIZE] = _sizes()[lower]
    if lower in _relation_words():
        readings[Reading.RELATION] = _relation_words()[lower]
    if lower in word_set("words", "adjectives") or lower in shades():
        readings[Reading.ADJECTIVE] = lower
    base = singular(lower)
    if base in known_nouns():
        readings[Reading.NOUN] = (base, is_plural(lower))
    elif lower in known_nouns():
        readings[Reading.NOUN] = (lower, False)
    verb = verb_forms().get(lower)
    if verb is not None and lower not in word_set("nouns", "forms", "not_verbal"):
        readings[Reading.VERB] = verb
    known = bool(readings)
    if not readings:
        readings = _guess(token)
    return readings, known


def _guess(token: Token) -> dict[Reading, Any]:
    """The likely readings of a word that no lexicon has."""
    lower = token.lower
    base = singular(lower)
    noun = (base, is_plural(lower))
    if "-" in lower and _HYPHEN_ADJECTIVE.search(lower):
        return {Reading.ADJECTIVE: lower}
    if lower.endswith("ly") and len(lower) > 4:
        return {Reading.ADVERB: lower}
    if lower.endswith("ing") and len(lower) > 5:
        return {Reading.VERB: (lower, VerbForm.ING)}
    if lower.endswith("ed") and len(lower) > 4:
        return {Reading.VERB: (lower, VerbForm.PAST)}
    if _ADJECTIVE_ENDING.search(lower) and not token.is_capitalised:
        return {Reading.ADJECTIVE: lower}
    if _MAYBE_ADJECTIVE_ENDING.search(lower):
        return {Reading.ADJECTIVE: lower, Reading.NOUN: noun}
    return {Reading.NOUN: noun}


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


_CONTRACTING = word_set("rules", "units", "contracting")


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
