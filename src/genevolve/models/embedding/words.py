"""Texts compared by their words alone: no model, no download, the same on every machine."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORDS_ID = "words/1"

_DIM = 4096
_PAIR_WEIGHT = 0.5
_WORD = re.compile(r"\w+")


class WordsEmbedder:
    """An `Embedder` that hashes words and pairs of neighbours into places; two texts are near when they share them."""

    id = WORDS_ID
    dim = _DIM

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`; a text without a word is near nothing but other such texts."""
        rows = np.zeros((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            words = _WORD.findall(text.casefold()) or [""]
            for weight, grams in (
                (1.0, words),
                (_PAIR_WEIGHT, list(map(" ".join, pairwise(words)))),
            ):
                for gram, count in Counter(grams).items():
                    row[crc32(gram.encode("utf-8", "replace")) % self.dim] += weight * count**0.5
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit
