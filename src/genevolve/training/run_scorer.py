"""What an algorithm scores sequences with in a run: the policy in training, its start, or its teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from time import perf_counter

from transformers import PreTrainedModel

from genevolve.training.algorithms.protocol import Scoring
from genevolve.training.ema import AveragedWeights
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import TokenSequence
from genevolve.training.trainer import Trainer


class RunScorer:
    """A `Scorer` of the policy in training, of the one it started from, and of the one that teaches it."""

    def __init__(
        self,
        trainer: Trainer,
        micro_tokens: int,
        reference: PreTrainedModel | None,
        average: AveragedWeights | None = None,
    ) -> None:
        """Score with the policy of `trainer`.

        Args:
            trainer: has the policy in training.
            micro_tokens: of one forward.
            reference: asked for where a distance from it is in the loss.
            average: the teacher's weights; without it the policy in training is the teacher.
        """
        self._trainer, self._micro_tokens, self._reference, self._average = trainer, micro_tokens, reference, average
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def score(self, sequences: Sequence[TokenSequence], model: Scoring, *, top_k: int = 0) -> list[TokenScores]:
        """See `Scorer.score`.

        Raises:
            ValueError: a reference is asked for and none was opened.
        """
        if model == "reference" and self._reference is None:
            raise ValueError("there is no reference: kl_weight is 0")
        started = perf_counter()
        other = self._reference if model == "reference" else None
        with self._average.in_use() if model == "teacher" and self._average else nullcontext():
            scores: list[TokenScores] = self._trainer.score(sequences, self._micro_tokens, top_k=top_k, model=other)
        self._seconds["teacher" if model == "teacher" else "logprobs"] += perf_counter() - started
        return scores

    def spent(self) -> dict[str, float]:
        """Seconds since it was last asked: `logprobs`, and `teacher` where one was asked."""
        seconds, self._seconds = self._seconds, defaultdict(float)
        return {"logprobs": 0.0, **seconds}
