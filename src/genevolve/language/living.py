"""Which nouns name living things."""

from __future__ import annotations

from functools import cache, lru_cache

from genevolve.language.lexicons import word_set
from genevolve.language.nouns import singular


@cache
def people() -> frozenset[str]:
    """Nouns for human beings and human-like characters."""
    return word_set("living", "people")


@cache
def animals() -> frozenset[str]:
    """Nouns for animals and creatures, the fabulous ones included."""
    return word_set("living", "animals")


@lru_cache(maxsize=4096)
def is_living(noun: str) -> bool:
    """Whether the noun, or the last word of a compound, names a person, an animal or a creature."""
    base = singular(noun)
    known = people() | animals()
    if base in known:
        return True
    head, space, last = base.rpartition(" ")
    return bool(space) and head != "teddy" and last in known and base not in word_set("nouns", "compounds", "all")
