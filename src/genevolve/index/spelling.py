"""Which known words a misspelt one may have meant: every word within one or two slips."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MIN_LETTERS = 4
"""Shorter words are not corrected: too many others are one slip away."""
MIN_LETTERS_TWO_SLIPS = 8
MAX_LETTERS = 24


@dataclass(frozen=True, slots=True)
class Correction:
    """A known word near a misspelt one. A slip is a letter left out, added, changed, or swapped with its neighbour."""

    word: str
    slips: int
    same_start: bool
    count: int
    """In how many entries the word stands."""


class Spellings:
    """The known words of a library, ready for comparison."""

    def __init__(self, counts: dict[str, int]) -> None:
        known = [word for word in counts if MIN_LETTERS - 1 <= len(word) <= MAX_LETTERS and _is_spelt(word)]
        known.sort(key=len)
        self._words = known
        self._counts = [counts[word] for word in known]
        self._codes = _codes(known)
        self._lengths = np.array([len(word) for word in known], dtype=np.int16)
        self._letters = _letter_sets(self._codes)

    @classmethod
    def read(cls, path: Path) -> Spellings:
        """From a file of lines `word count`."""
        lines = path.read_text(encoding="utf-8").splitlines()
        return cls({word: int(count) for word, count in (line.split(" ") for line in lines)})

    def corrections(self, word: str, limit: int) -> list[Correction]:
        """At most `limit` known words near `word`: the nearest first, and then the frequent."""
        slips = slips_allowed(word)
        if not slips or not self._words:
            return []
        code = _codes([word])
        first, end = np.searchsorted(self._lengths, [len(word) - slips, len(word) + slips + 1])
        letters = self._letters[first:end] ^ _letter_sets(code)[0]
        candidates = first + np.flatnonzero(np.bitwise_count(letters) <= 2 * slips)
        distances = _distances(code[0, : len(word)], self._codes[candidates], self._lengths[candidates], slips)
        found = [
            Correction(self._words[index], int(distance), self._words[index][0] == word[0], self._counts[index])
            for index, distance in zip(candidates[distances <= slips], distances[distances <= slips], strict=True)
            if distance
        ]
        found.sort(key=lambda one: (one.slips + (not one.same_start), -one.count, one.word))
        return found[:limit]


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold."""
    if not _is_spelt(word) or not MIN_LETTERS <= len(word) <= MAX_LETTERS:
        return 0
    return 2 if len(word) >= MIN_LETTERS_TWO_SLIPS else 1


def _is_spelt(word: str) -> bool:
    """Numbers are not spelt: one digit more is another number. A name may hold a few ("JUnit5")."""
    return word.isalpha() or sum(map(str.isalpha, word)) >= MIN_LETTERS


def _codes(words: list[str]) -> NDArray[np.uint32]:
    """Code points, one row a word, padded with zeros."""
    return np.array(words, dtype=f"U{MAX_LETTERS}").view(np.uint32).reshape(len(words), MAX_LETTERS)


def _letter_sets(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Which letters a word has, as bits: two words that differ in many are not near. Bit 0 is the padding's."""
    sets = np.ones(len(codes), dtype=np.uint64)
    for column in codes.T:
        sets |= np.left_shift(np.uint64(1), column & np.uint32(63), dtype=np.uint64)
    return sets


def _distances(
    word: NDArray[np.uint32], codes: NDArray[np.uint32], lengths: NDArray[np.int16], slips: int
) -> NDArray[np.uint8]:
    """Slips between `word` and each row of `codes` (optimal string alignment), all rows at once.

    Only the band of the table that can hold a result of at most `slips` is computed; anything above counts as too far.
    """
    far = np.full(len(codes), slips + 1, dtype=np.uint8)
    one = np.uint8(1)
    letters = np.ascontiguousarray(codes.T)
    width = int(lengths.max(initial=0))
    before_last: list[NDArray[np.uint8]] = []
    last = [np.full(len(codes), min(column, slips + 1), dtype=np.uint8) for column in range(width + 1)]
    for row, letter in enumerate(word, start=1):
        current = [far] * (width + 1)
        if row <= slips:
            current[0] = np.full(len(codes), row, dtype=np.uint8)
        for column in range(max(1, row - slips), min(width, row + slips) + 1):
            best = np.minimum(last[column], current[column - 1]) + one
            best = np.minimum(best, last[column - 1] + (letters[column - 1] != letter))
            if row > 1 and column > 1:
                swapped = (letters[column - 1] == word[row - 2]) & (letters[column - 2] == letter)
                best = np.where(swapped, np.minimum(best, before_last[column - 2] + one), best)
            current[column] = best
        before_last, last = last, current
    return np.asarray(np.choose(lengths, last), dtype=np.uint8)
