"""Reading attribute phrases for drawing: colours, numbers, and which of several words is there."""

from __future__ import annotations

from collections.abc import Mapping

from genevolve.world.atlas.palettes import colour_table, colours_in

Attributes = Mapping[str, str]

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}


def colour(phrase: str, nth: int = 0, default: str = "grey") -> str:
    """The hex value of the nth colour word of a phrase."""
    words = colours_in(phrase)
    return colour_table()[words[nth] if nth < len(words) else default]


def number(phrase: str, default: int = 1) -> int:
    """The first number word of a phrase."""
    return next((NUMBERS[word] for word in phrase.split() if word in NUMBERS), default)


def one_of(phrase: str, *words: str) -> str:
    """The first of `words` that the phrase holds, else the last of them."""
    return next((word for word in words if word in phrase), words[-1])
