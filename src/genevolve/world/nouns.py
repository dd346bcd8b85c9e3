"""Nouns as keys: without articles, hyphens and case; plural and singular alike; and the head of a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator

_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "mice": "mouse",
    "geese": "goose",
    "feet": "foot",
    "teeth": "tooth",
    "oxen": "ox",
    "leaves": "leaf",
    "knives": "knife",
    "wolves": "wolf",
    "loaves": "loaf",
    "shelves": "shelf",
    "scarves": "scarf",
    "halves": "half",
    "elves": "elf",
    "shoes": "shoe",
    "toes": "toe",
    "canoes": "canoe",
    "horseshoes": "horseshoe",
    "cookies": "cookie",
    "movies": "movie",
    "zombies": "zombie",
    "pies": "pie",
    "ties": "tie",
    "bookshelves": "bookshelf",
    "cacti": "cactus",
    "buses": "bus",
    "lenses": "lens",
    "gases": "gas",
}
_DETERMINERS = frozenset(
    ("a", "an", "the", "this", "that", "these", "those", "some", "his", "her", "its", "my", "your", "our", "their")
)
_PREPOSITIONS = frozenset(
    ("of", "with", "in", "on", "at", "from", "for", "by", "near", "under", "over", "behind", "beside", "to", "and")
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(phrase: str) -> list[str]:
    """The words of a phrase in lower case, without a leading determiner."""
    words = [word.replace("’", "'") for word in _WORD.findall(phrase.lower())]
    while len(words) > 1 and words[0] in _DETERMINERS:
        words = words[1:]
    return words


def singular(word: str) -> str:
    """The singular of a noun; a word that is not a plural is left alone."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is", "'s")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


def noun_keys(phrase: str) -> tuple[str, str]:
    """The phrase as written and with its last word in the singular, both as keys."""
    words = words_of(phrase)
    if not words:
        return "", ""
    return " ".join(words), " ".join([*words[:-1], singular(words[-1])])


def narrowing(phrase: str, measures: frozenset[str]) -> Iterator[str]:
    """The phrase, then ever less of it down to its head noun: "a big red lantern" ends in "lantern".

    What follows a preposition is dropped ("a bowl of soup" is a bowl), save after a measure ("a pair of scissors").
    """
    words = words_of(phrase)
    yield " ".join(words)
    cut = next((place for place, word in enumerate(words) if place and word in _PREPOSITIONS), len(words))
    if cut + 1 < len(words) and words[cut] == "of" and singular(words[cut - 1]) in measures:
        yield from narrowing(" ".join(words[cut + 1 :]), measures)
        return
    head = words[:cut]
    for start in range(0 if cut < len(words) else 1, len(head)):
        yield " ".join(head[start:])
