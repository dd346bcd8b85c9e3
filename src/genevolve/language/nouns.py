"""Singular and plural of English nouns, and which nouns name one thing with several words."""

from __future__ import annotations

from functools import cache, lru_cache

from genevolve.language.lexicons import lexicon, word_set

_VOWELS = "aeiou"


@cache
def _irregular() -> dict[str, str]:
    return dict(lexicon("nouns")["irregular"])


@cache
def _irregular_plurals() -> dict[str, str]:
    return {plural_form: noun for noun, plural_form in _irregular().items()}


@cache
def _fixed() -> frozenset[str]:
    """Nouns whose written form already is what we call singular."""
    return word_set("nouns", "forms", "invariant") | word_set("nouns", "forms", "plural_only")


@cache
def _ends_in_s() -> frozenset[str]:
    return word_set("nouns", "forms", "ends_in_s")


def is_plural_only(noun: str) -> bool:
    """Whether the noun has no singular ("scissors", "skis"): one of them is still written with an s."""
    return noun.lower() in word_set("nouns", "forms", "plural_only")


@lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The singular of a noun or compound, lower case: "wine glasses" is "wine glass", "scissors" stays."""
    lower = " ".join(noun.lower().split())
    if lower in _irregular_plurals():
        return _irregular_plurals()[lower]
    if lower in _fixed() or lower in _ends_in_s() or lower in _irregular():
        return lower
    head, space, last = lower.rpartition(" ")
    if " of " in lower:
        first, _, rest = lower.partition(" of ")
        return f"{singular(first)} of {rest}"
    if last in word_set("nouns", "forms", "plural_only"):
        listed = word_set("nouns", "compounds", "all")
        return next((short for short in (lower[:-2], lower[:-1]) if short in listed), lower)
    return head + space + _singular_word(last)


def _singular_word(word: str) -> str:
    if word in _irregular_plurals():
        return _irregular_plurals()[word]
    if word.endswith("s") and word[:-1] in _fixed():
        return word[:-1]
    if (
        word in _fixed()
        or word in _ends_in_s()
        or len(word) < 3
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is", "'s"))
    ):
        return word
    for ending in _irregular_plurals():
        if (
            len(ending) > 4
            and word.endswith(ending)
            and len(word) > len(ending)
            and ending.endswith(("men", "ives", "elves"))
        ):
            return word[: -len(ending)] + _irregular_plurals()[ending]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=4096)
def plural(noun: str) -> str:
    """The plural of a singular noun or compound, lower case: "coat of arms" is "coats of arms"."""
    lower = " ".join(noun.lower().split())
    if lower in _irregular():
        return _irregular()[lower]
    if lower in _fixed():
        return lower
    if " of " in lower:
        first, _, rest = lower.partition(" of ")
        return f"{plural(first)} of {rest}"
    head, space, last = lower.rpartition(" ")
    return head + space + _plural_word(last)


def _plural_word(word: str) -> str:
    if word in _irregular():
        return _irregular()[word]
    if word in _fixed():
        return word
    if (
        word.endswith(("man",))
        and len(word) > 4
        and word not in {"human", "german", "roman", "shaman", "caiman", "talisman", "ottoman"}
    ):
        return word[:-3] + "men"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def is_plural(noun: str) -> bool:
    """Whether the noun is written in the plural."""
    lower = noun.lower()
    return lower not in _fixed() and singular(lower) != lower


@cache
def compound_forms() -> dict[str, tuple[str, bool]]:
    """Every compound in singular and plural, and its singular with whether the form is a plural."""
    forms: dict[str, tuple[str, bool]] = {}
    for compound in sorted(word_set("nouns", "compounds", "all")):
        base = singular(compound) if compound.endswith("s") else compound
        forms[base] = (base, False)
        forms[compound] = (base, compound != base)
        if plural(base) != base:
            forms[plural(base)] = (base, True)
    return forms
