"""What an algorithm scores sequences with in a run: the policy in training, or the one that it started from."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Literal

from transformers import PreTrainedModel

from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import TokenSequence
from genevolve.training.trainer import Trainer


class RunScorer:
    """A `Scorer` of the policy in training and of the one it started from."""

    def __init__(self, trainer: Trainer, micro_tokens: int, reference: PreTrainedModel | None) -> None:
        """`reference` is asked for where a distance from it is in the loss."""
        self._trainer, self._micro_tokens, self._reference = trainer, micro_tokens, reference
        self._seconds = 0.0

    def score(
        self, sequences: Sequence[TokenSequence], model: Literal["policy", "reference"], *, top_k: int = 0
    ) -> list[TokenScores]:
        """See `Scorer.score`.

        Raises:
            ValueError: a reference is asked for and none was opened.
        """
        if model == "reference" and self._reference is None:
            raise ValueError("there is no reference: kl_weight is 0")
        started = perf_counter()
        other = self._reference if model == "reference" else None
        scores: list[TokenScores] = self._trainer.score(sequences, self._micro_tokens, top_k=top_k, model=other)
        self._seconds += perf_counter() - started
        return scores

    def spent(self) -> float:
        """Seconds of scoring since it was last asked."""
        seconds, self._seconds = self._seconds, 0.0
        return seconds
