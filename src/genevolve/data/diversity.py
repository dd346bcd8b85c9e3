"""How varied requests are: distinct n-grams, and how alike each is to its nearest neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genevolve.data.similar import nearest_of_all, same_text, words_of

_ORDERS = (1, 2, 3)
_QUANTILES = (0.5, 0.9, 0.99, 1.0)
_STEPS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Diversity:
    """The figures of one set of texts.

    `distinct_n` is the share of different n-grams among all; `in_a_row` the same, in the mean over blocks of 1,000
    words, so that sets of different sizes can be compared. `nearest` are the quantiles of the similarity (Jaccard, word
    3-grams) of each text to its nearest neighbour, `nearest_above` the share of texts above each step.
    """

    num: int
    num_distinct: int
    mean_words: float
    num_different_words: int
    distinct_n: dict[int, float]
    in_a_row: dict[int, float]
    nearest: dict[float, float]
    nearest_above: dict[float, float]

    def rows(self) -> list[tuple[str, str]]:
        """Names and figures, for a table."""
        return [
            ("requests", f"{self.num:,}"),
            ("different ones", f"{self.num_distinct:,}"),
            ("words in the mean", f"{self.mean_words:.1f}"),
            ("different words", f"{self.num_different_words:,}"),
            *((f"distinct-{n}", f"{share:.4f}") for n, share in self.distinct_n.items()),
            *((f"distinct-{n} of 1,000 words", f"{share:.3f}") for n, share in self.in_a_row.items()),
            *((f"nearest neighbour, {at:.0%} are below", f"{value:.2f}") for at, value in self.nearest.items()),
            *((f"nearest neighbour above {step:g}", f"{share:.2%}") for step, share in self.nearest_above.items()),
        ]


def diversity(texts: Sequence[str]) -> Diversity:
    """The figures of `texts`: a few seconds for 20,000; the time grows with the square of the number."""
    words = [words_of(text) for text in texts]
    alike = np.array([one.similarity for one in nearest_of_all(texts)]) if texts else np.zeros(1)
    return Diversity(
        num=len(texts),
        num_distinct=len({same_text(text) for text in texts}),
        mean_words=float(np.mean([len(text.split()) for text in texts])) if texts else 0.0,
        num_different_words=len({word for text in words for word in text}),
        distinct_n={n: _distinct(words, n) for n in _ORDERS},
        in_a_row={n: float(np.mean([_distinct(block, n) for block in _blocks(words)])) for n in _ORDERS},
        nearest={at: float(np.quantile(alike, at)) for at in _QUANTILES},
        nearest_above={step: float(np.mean(alike > step)) for step in _STEPS},
    )


def _distinct(texts: Sequence[Sequence[str]], n: int) -> float:
    grams = [tuple(text[at : at + n]) for text in texts for at in range(len(text) - n + 1)]
    return len(set(grams)) / len(grams) if grams else 0.0


def _blocks(texts: Sequence[list[str]], size: int = 1000) -> list[list[list[str]]]:
    """Texts in blocks of about `size` words; one block of everything when there is less."""
    blocks: list[list[list[str]]] = [[]]
    for text in texts:
        if sum(map(len, blocks[-1])) >= size:
            blocks.append([])
        blocks[-1].append(text)
    return blocks[:-1] or blocks
