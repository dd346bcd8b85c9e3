"""The readings of a single word."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from genevolve.language.colours import colour_named, colour_names, shades
from genevolve.language.description import Colour
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.living import animals, people
from genevolve.language.nouns import is_plural, singular
from genevolve.language.numerals import number_of, ordinal_of, vague_numbers
from genevolve.language.readings import Reading
from genevolve.language.tokens import Token
from genevolve.language.verbs import VerbForm, verb_forms
from genevolve.language.vocabulary import Material, RelationKind, Size


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
    listed_nouns: set[str] = set(people() | animals())
    for key in ("parts", "abstract", "emblems", "containers", "portions", "media", "kinds"):
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


_CONTRACTED = re.compile(r"(?:i|we|you|they|he|she|it|that|there)'(?:d|m|re|ve|ll)")


def is_contracted(lower: str) -> bool:
    """Whether a word is a pronoun grown together with its verb: "I'd", "we're"."""
    return _CONTRACTED.fullmatch(lower) is not None


def read_word(token: Token) -> tuple[dict[Reading, Any], bool]:
    """The readings of a single word, and whether any lexicon knows it."""
    lower = token.lower
    if is_contracted(lower):
        return {Reading.ADVERB: lower}, True
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
