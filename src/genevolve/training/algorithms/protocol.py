"""What an algorithm gives the trainer: sequences, columns beside their tokens, and loss terms.

The trainer knows no algorithm. For each step and each term it

1. sums `losses.denominator` of `term.weights` over all sequences of all processes, before the first forward;
2. in each micro-batch gathers every column to the scored tokens, asks for `term.values`, and adds
   `term.weight * losses.aggregate(values.loss_N, denominator)` to the loss;
3. divides the sums in `values.metrics` by the number of counted tokens of the step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from torch import Tensor

from genevolve.training.losses import Aggregation
from genevolve.training.rollouts import Rolled
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import Batch, TokenSequence

Columns = Mapping[str, Tensor]
"""Numbers beside tokens, by name: (T,) for one sequence, where entry t belongs to token t and says nothing where that
token has no weight; (N,) once gathered to the scored tokens of a batch. Several numbers a token are (T, K)."""

AT_IDS = "at_ids"
"""The one column that the trainer reads: where rows have it, int64 (T, K), `scores` tell the log-probs of these ids."""


@dataclass(frozen=True)
class TermValues:
    """One term on one micro-batch.

    Attributes:
        loss_N: the loss of each scored token, 0 where it is not counted.
        counted_N: bool: which tokens the term counts.
        metrics: sums over the counted tokens, detached.
    """

    loss_N: Tensor
    counted_N: Tensor
    metrics: Mapping[str, Tensor] = field(default_factory=dict)


class LossTerm(Protocol):
    """One summand of the loss: a value a token, and its own normaliser. It draws no random numbers."""

    @property
    def name(self) -> str:
        """As in the metrics: `loss/<name>`."""
        ...

    @property
    def weight(self) -> float:
        """What the aggregated term is multiplied by, never 0: such a term is not built."""
        ...

    @property
    def normaliser(self) -> Aggregation:
        """How its tokens become one number."""
        ...

    def weights(self, sequence: TokenSequence, columns: Columns) -> Tensor:
        """The weight of each token (T,) in this term's denominator, 0 where it is not counted; needs no forward."""
        ...

    def values(self, scores: TokenScores, batch: Batch, columns: Columns) -> TermValues:
        """The term on the scored tokens of `batch`; `columns` are gathered to them (N,)."""
        ...


@dataclass(frozen=True)
class Prepared:
    """What one optimiser step is made on.

    Attributes:
        sequences: the rows that are in the loss.
        columns: of each sequence, in the same order, its columns (T,).
        terms: the summands of the loss.
        metrics: figures about the rollouts, by their name in `metrics.jsonl`.
        dropped: how many rollouts are not in `sequences`, by reason.
        rolled: the rollouts that `sequences` are of.
    """

    sequences: tuple[TokenSequence, ...]
    columns: tuple[Columns, ...]
    terms: tuple[LossTerm, ...]
    metrics: Mapping[str, float] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    rolled: tuple[Rolled, ...] = ()


Scoring = Literal["policy", "reference", "teacher"]
"""Whose log-probs: of the policy in training, of the one it started from, of the one that reads guided rows."""


class Scorer(Protocol):
    """Scores sequences without a gradient, at the temperature of the rollouts."""

    def score(self, sequences: Sequence[TokenSequence], model: Scoring, *, top_k: int = 0) -> list[TokenScores]:
        """The scores of each sequence's weighted tokens, in their order."""
        ...


class Algorithm(Protocol):
    """Turns the rollouts of one step into what the trainer steps on."""

    @property
    def name(self) -> str:
        """As in the settings and in the metrics."""
        ...

    def prepare(self, rolled: Sequence[Rolled], scorer: Scorer, *, step: int) -> Prepared:
        """Group, compare and mark the rollouts of `step` (from 0)."""
        ...
