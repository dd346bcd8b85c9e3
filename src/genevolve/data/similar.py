"""How alike texts are: Jaccard similarity of their word 3-grams, counted exactly by an inverted index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NUM_WORDS = 3
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.casefold())


def same_text(text: str) -> str:
    """What two texts share that differ in nothing but case, spaces and punctuation."""
    return " ".join(words_of(text))


@dataclass(frozen=True, slots=True)
class Nearest:
    """The most similar other text: its place, -1 when there is none that shares anything, and the similarity."""

    place: int
    similarity: float


class WordGrams:
    """The sets of word 3-grams of texts, and an index by 3-gram. Texts of fewer words are one gram."""

    def __init__(self, texts: Sequence[str]) -> None:
        ids: dict[tuple[str, ...], int] = {}
        self._grams = [_gram_ids(words_of(text), ids) for text in texts]
        self._sizes = np.array([len(grams) for grams in self._grams], dtype=np.int64)
        places = np.repeat(np.arange(len(texts), dtype=np.int32), self._sizes)
        every = np.concatenate(self._grams) if self._grams else np.zeros(0, np.int32)
        self._places = places[np.argsort(every, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(every, minlength=len(ids)))))

    def similarities(self, place: int, *, before: bool = False) -> NDArray[np.float64]:
        """The similarity of one text to every text, or only to those before it; to itself it is 0."""
        grams = self._grams[place]
        num = place if before else len(self._grams)
        if num == 0 or len(grams) == 0:
            return np.zeros(num)
        found = np.concatenate([self._places[self._starts[gram] : self._starts[gram + 1]] for gram in grams])
        shared = np.bincount(found, minlength=len(self._grams))[:num]
        alike: NDArray[np.float64] = shared / (self._sizes[:num] + len(grams) - shared)
        if not before:
            alike[place] = 0.0
        return alike

    def nearest(self, place: int) -> Nearest:
        """The most similar other text, the first of several."""
        return _best(self.similarities(place))


def nearest_of_all(texts: Sequence[str]) -> list[Nearest]:
    """For every text the most similar other one."""
    grams = WordGrams(texts)
    return [grams.nearest(place) for place in range(len(texts))]


def _best(alike: NDArray[np.float64]) -> Nearest:
    if alike.size == 0 or alike.max() == 0:
        return Nearest(-1, 0.0)
    place = int(alike.argmax())
    return Nearest(place, float(alike[place]))


def _gram_ids(words: list[str], ids: dict[tuple[str, ...], int]) -> NDArray[np.int32]:
    num = max(len(words) - NUM_WORDS + 1, 1 if words else 0)
    grams = {tuple(words[at : at + NUM_WORDS]) for at in range(num)}
    return np.array(sorted(ids.setdefault(gram, len(ids)) for gram in sorted(grams)), dtype=np.int32)
