"""How far letters that were read are from those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable


def wrong_letters(wanted: str, lines: Iterable[str]) -> int:
    """How many letters differ between `wanted` and what comes nearest to it anywhere in the lines, read as one text.

    Case, spaces and punctuation are not compared.
    """
    target, text = plain(wanted), "".join(plain(line) for line in lines)
    row = [0] * (len(text) + 1)
    for number, letter in enumerate(target, start=1):
        before, row = row, [number]
        for at, other in enumerate(text, start=1):
            row.append(min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != other)))
    return min(row)


def plain(text: str) -> str:
    """Its letters and digits in lower case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
