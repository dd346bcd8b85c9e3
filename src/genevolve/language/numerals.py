"""Numbers and ordinals in words, both ways."""

from __future__ import annotations

from functools import cache

from genevolve.language.lexicons import lexicon

_MAX_NUMBER = 999


@cache
def _units() -> dict[str, int]:
    return dict(lexicon("numerals")["units"])


@cache
def _tens() -> dict[str, int]:
    return dict(lexicon("numerals")["tens"])


@cache
def _number_names() -> dict[int, str]:
    return {number: word for table in (_tens(), _units()) for word, number in table.items()}


@cache
def _ordinals() -> dict[str, int]:
    return dict(lexicon("numerals")["ordinals"])


def number_word(number: int) -> str:
    """`number` in words up to ninety-nine, in figures beyond: 5 is "five", 120 is "120"."""
    names = _number_names()
    if number in names:
        return names[number]
    if 20 < number < 100:
        return f"{names[number - number % 10]}-{names[number % 10]}"
    return str(number)


def ordinal_word(number: int) -> str:
    """The ordinal of `number`: 3 is "third", 21 is "twenty-first", 120 is "120th"."""
    names = {value: word for word, value in _ordinals().items()}
    if number in names:
        return names[number]
    if 20 < number < 100:
        ten = _number_names()[number - number % 10]
        return f"{ten}-{names[number % 10]}" if number % 10 else f"{ten[:-1]}ieth"
    suffix = "th" if 10 <= abs(number) % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(abs(number) % 10, "th")
    return f"{number}{suffix}"


def number_of(word: str) -> int | None:
    """The number that a word or figure stands for: "five", "twenty-one", "12"; None for anything else."""
    lower = word.lower()
    if lower.isascii() and lower.isdigit():
        return int(lower) if len(lower) <= 3 else None
    if lower in _units():
        return _units()[lower]
    if lower in _tens():
        return _tens()[lower]
    ten, _, unit = lower.partition("-")
    if ten in _tens() and 0 < _units().get(unit, 0) < 10:
        return _tens()[ten] + _units()[unit]
    return None


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal: "third", "3rd", "twenty-first"; None for anything else."""
    lower = word.lower()
    if lower in _ordinals():
        return _ordinals()[lower]
    if lower[-2:] in {"st", "nd", "rd", "th"} and lower[:-2].isascii() and lower[:-2].isdigit():
        return min(int(lower[:-2]), _MAX_NUMBER) if len(lower) <= 5 else None
    if lower.endswith("ieth") and f"{lower[:-4]}y" in _tens():
        return _tens()[f"{lower[:-4]}y"]
    ten, _, unit = lower.partition("-")
    if ten in _tens() and 0 < _ordinals().get(unit, 0) < 10:
        return _tens()[ten] + _ordinals()[unit]
    return None


@cache
def vague_numbers() -> dict[str, int]:
    """Words for a rough number, and how many to draw: "several" is 4."""
    return dict(lexicon("numerals")["vague"])


@cache
def collectives() -> dict[str, int]:
    """Nouns that stand for a number of things, and how many to draw: "pair" is 2, "dozen" 12."""
    return dict(lexicon("numerals")["collectives"])
