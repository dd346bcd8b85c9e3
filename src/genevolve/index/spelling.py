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
        known = sorted(word for word in counts if MIN_LETTERS - 1 <= len(word) <= MAX_LETTERS and word.isalpha())
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
        near = np.abs(self._lengths - len(word)) <= slips
        near &= np.bitwise_count(self._letters ^ _letter_sets(code)[0]) <= 2 * slips
        candidates = np.flatnonzero(near)
        distances = _distances(code[0, : len(word)], self._codes[candidates], self._lengths[candidates])
        found = [
            Correction(known, int(distance), known[0] == word[0], self._counts[index])
            for index, distance in zip(candidates, distances, strict=True)
            if 0 < distance <= slips and (known := self._words[index])
        ]
        found.sort(key=lambda one: (one.slips + (not one.same_start), -one.count, one.word))
        return found[:limit]


def slips_allowed(word: str) -> int:
    """How many slips a word of this length may hold."""
    if not word.isalpha() or not MIN_LETTERS <= len(word) <= MAX_LETTERS:
        return 0
    return 2 if len(word) >= MIN_LETTERS_TWO_SLIPS else 1


def _codes(words: list[str]) -> NDArray[np.uint32]:
    """Code points, one row a word, padded with zeros."""
    return np.array(words, dtype=f"U{MAX_LETTERS}").view(np.uint32).reshape(len(words), MAX_LETTERS)


def _letter_sets(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Which letters a word has, as bits: two words that differ in many letters are not near."""
    bits = np.left_shift(np.uint64(1), (codes % 63 + 1).astype(np.uint64))
    bits[codes == 0] = 0
    return np.asarray(np.bitwise_or.reduce(bits, axis=1), dtype=np.uint64)


def _distances(word: NDArray[np.uint32], codes: NDArray[np.uint32], lengths: NDArray[np.int16]) -> NDArray[np.int16]:
    """Slips between `word` and each row of `codes` (optimal string alignment), all rows at once."""
    num_rows = len(codes)
    width = int(lengths.max(initial=0))
    before_last: list[NDArray[np.int16]] = []
    last = [np.full(num_rows, column, dtype=np.int16) for column in range(width + 1)]
    for row, letter in enumerate(word, start=1):
        current = [np.full(num_rows, row, dtype=np.int16)]
        for column in range(1, width + 1):
            letters = codes[:, column - 1]
            best = np.minimum(last[column], current[column - 1]) + np.int16(1)
            best = np.minimum(best, last[column - 1] + (letters != letter))
            if row > 1 and column > 1:
                swapped = (letters == word[row - 2]) & (codes[:, column - 2] == letter)
                best = np.where(swapped, np.minimum(best, before_last[column - 2] + np.int16(1)), best)
            current.append(best.astype(np.int16))
        before_last, last = last, current
    return np.asarray(np.choose(lengths, last), dtype=np.int16)
