"""What a noun phrase stands for: an object of the picture, a part, a place, lettering, or nothing to be drawn."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache

from genevolve.language.colours import colour_names
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.living import is_living
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.nouns import compound_forms
from genevolve.language.vocabulary import Carrier

_ABSTRACT_ENDING = re.compile(r"(?:ness|ity|ism|ance|ence|ship|hood|dom|tude|cy|tion|sion|ment|ology|graphy|ics)$")
_CONCRETE = word_set("rules", "roles", "concrete")
_WEATHER = word_set("rules", "roles", "weather")
_LIGHT_WORDS = word_set("rules", "roles", "light_words")
_LETTERING = word_set("rules", "roles", "lettering")


class Role(Enum):
    """What a noun phrase stands for."""

    THING = auto()
    PART = auto()
    NOTHING = auto()
    LETTERING = auto()
    LIGHT_EFFECT = auto()
    SCENE = auto()
    MEMBER = auto()
    ATTRIBUTE = auto()


@cache
def carriers() -> dict[str, Carrier]:
    """Nouns that can carry letters."""
    return {noun: Carrier(kind) for noun, kind in entries(lexicon("texts")["carriers"]).items()}


@cache
def scenes() -> dict[str, str]:
    """Nouns for settings."""
    return entries(lexicon("places")["scenes"])


_LONGEST_NAME = 7
_LEADS_TO_NOTHING = word_set("rules", "roles", "leads_to_nothing")
_NAMES_MAKERS = word_set("rules", "roles", "names_makers")


def is_ignored(phrase: NounPhrase, link: str, long_text: bool) -> bool:
    """Whether the wording around a phrase says that nothing of it is to be drawn: similes, negations, makers' names."""
    if phrase.determiner in {"no", "neither"} or link in _LEADS_TO_NOTHING or phrase.negated:
        return True
    bare = not (phrase.determiner or phrase.owner or phrase.number is not None or phrase.vague or phrase.plural)
    if phrase.named:
        if len(phrase.name.split()) > _LONGEST_NAME:
            return True
        return link in _NAMES_MAKERS and phrase.noun == phrase.name.lower() and phrase.determiner != "the"
    if (link == "to" and bare) or len(phrase.modifiers) > _LONGEST_NAME - 3:
        return True
    plain = bare and not (phrase.colours or phrase.materials or phrase.size or phrase.adjectives or phrase.modifiers)
    if plain and long_text and not is_living(phrase.noun):
        return True
    owned = phrase.owner in {"its", "their", "his", "her", "our", "your", "my", "whose"}
    return (
        owned
        and phrase.noun not in word_set("nouns", "things", "all") | word_set("nouns", "roles", "clothes")
        and not is_living(phrase.noun)
        and phrase.noun not in compound_forms()
        and phrase.noun not in word_set("nouns", "roles", "parts")
    )


def role_of(phrase: NounPhrase, context: str = "") -> Role:
    """The role of a noun phrase; `context` is the word that leads to it ("with", "in", …)."""
    noun = phrase.noun
    if not noun:
        return Role.ATTRIBUTE
    if noun in {"one", "other"} or (noun == "rest" and phrase.determiner == "the"):
        return Role.MEMBER
    if phrase.named:
        abstract = noun in word_set("nouns", "roles", "abstract") - word_set("nouns", "roles", "kinds")
        told = noun in _LETTERING or (abstract and noun not in word_set("nouns", "roles", "emblems"))
        return Role.NOTHING if told else Role.THING
    if noun in word_set("materials", "light", "words"):
        return Role.LIGHT_EFFECT
    compound = noun in compound_forms() or phrase.name in compound_forms()
    if compound or (is_living(noun) and noun not in {"figure", "character", "giant", "model", "couple"}):
        return Role.THING
    if noun in {"figure", "character", "couple", "model", "individual", "being"} and (
        phrase.determiner in {"a", "an"} or phrase.number
    ):
        return Role.THING
    if noun in _LETTERING:
        return Role.LETTERING
    if noun in colour_names() and noun not in word_set("nouns", "things", "all"):
        return Role.NOTHING
    if noun == "light" and (phrase.number is not None or (phrase.plural and phrase.modifiers)):
        return Role.THING
    if noun in _LIGHT_WORDS or (noun in _WEATHER and phrase.number is None):
        return Role.NOTHING
    return _common_role(phrase, noun, context)


def _common_role(phrase: NounPhrase, noun: str, context: str) -> Role:
    things = word_set("nouns", "things", "all")
    is_part = noun in word_set("nouns", "roles", "parts")
    if phrase.owner and not phrase.owner_named and is_part:
        return Role.PART
    if noun in carriers() and phrase.determiner in {"a", "an", "one"} and context not in {"with", "of"}:
        return Role.THING
    if is_part and (noun not in things or context in {"with", "of"} or phrase.is_definite):
        return Role.PART
    if noun in {"hand", "head", "foot", "face", "arm", "leg"} and context in {"in", "with", "at", "on"}:
        return Role.PART
    if noun in word_set("nouns", "roles", "media") and phrase.determiner == "the":
        return Role.NOTHING
    if noun in things:
        return Role.THING
    if noun in word_set("nouns", "roles", "abstract"):
        return Role.NOTHING
    if noun in scenes():
        return Role.SCENE
    if (
        noun in carriers()
        or noun in word_set("nouns", "roles", "emblems")
        or noun in word_set("nouns", "roles", "containers")
    ):
        return Role.THING
    if noun in word_set("nouns", "roles", "media"):
        return Role.NOTHING if phrase.outer_start < 3 or phrase.determiner == "the" else Role.THING
    if _ABSTRACT_ENDING.search(noun) and noun not in _CONCRETE:
        return Role.NOTHING
    return Role.THING
