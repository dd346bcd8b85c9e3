"""The loss terms that are in use: supervised, policy gradient, and the distance from a reference."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from genevolve.training.algorithms.protocol import Columns, TermValues
from genevolve.training.losses import Aggregation, k3, policy_loss, supervised_loss
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import Batch, TokenSequence, scored_tokens

ADVANTAGE, OLD, REFERENCE, WEIGHT = "advantage", "old", "reference", "weight"
"""Names of columns."""


@dataclass(frozen=True)
class SupervisedTerm:
    """Negative log-likelihood, weighted by the token (method section 4); needs the column `weight`."""

    name: str = "sft"
    weight: float = 1.0
    normaliser: Aggregation = "token-mean"

    @staticmethod
    def columns(sequence: TokenSequence) -> Columns:
        """What the term needs beside the tokens of `sequence`."""
        return {WEIGHT: sequence.weight_T}

    def weights(self, sequence: TokenSequence, columns: Columns) -> Tensor:  # noqa: ARG002
        """See `LossTerm.weights`."""
        weight_T = torch.zeros_like(sequence.weight_T)
        places = scored_tokens(sequence)
        weight_T[places] = sequence.weight_T[places]
        return weight_T

    def values(self, scores: TokenScores, batch: Batch, columns: Columns) -> TermValues:  # noqa: ARG002
        """See `LossTerm.values`."""
        return TermValues(supervised_loss(scores.logprob_N, columns[WEIGHT]), columns[WEIGHT] != 0)


@dataclass(frozen=True)
class PolicyTerm:
    """The clipped policy gradient (method section 6) on sampled tokens; needs the columns `advantage` and `old`."""

    low: float
    high: float
    dual_clip: float
    normaliser: Aggregation
    name: str = "policy"
    weight: float = 1.0

    def weights(self, sequence: TokenSequence, columns: Columns) -> Tensor:  # noqa: ARG002
        """See `LossTerm.weights`."""
        return sequence.trained_T.float()

    def values(self, scores: TokenScores, batch: Batch, columns: Columns) -> TermValues:  # noqa: ARG002
        """See `LossTerm.values`. The metrics are shares of tokens: of each clip apart, and the mean entropy."""
        new_N, old_N, advantage_N = scores.logprob_N, columns[OLD], columns[ADVANTAGE]
        loss_N, is_clipped_N = policy_loss(
            new_N, old_N, advantage_N, low=self.low, high=self.high, dual_clip=self.dual_clip
        )
        metrics = {
            "clip/high": (is_clipped_N & (advantage_N > 0)).sum(),
            "clip/low": (is_clipped_N & (advantage_N < 0) & (new_N < old_N)).sum(),
            "clip/dual": (is_clipped_N & (advantage_N < 0) & (new_N > old_N)).sum(),
        }
        if scores.entropy_N is not None:
            metrics["entropy"] = scores.entropy_N.detach().sum()
        return TermValues(loss_N, torch.ones_like(is_clipped_N), metrics)


@dataclass(frozen=True)
class KlTerm:
    """k3 of the policy to a frozen reference (method section 6) on sampled tokens; needs the column `reference`."""

    weight: float
    normaliser: Aggregation
    name: str = "kl"

    def weights(self, sequence: TokenSequence, columns: Columns) -> Tensor:  # noqa: ARG002
        """See `LossTerm.weights`."""
        return sequence.trained_T.float()

    def values(self, scores: TokenScores, batch: Batch, columns: Columns) -> TermValues:  # noqa: ARG002
        """See `LossTerm.values`. The metric `kl` is the mean of a token."""
        loss_N = k3(scores.logprob_N, columns[REFERENCE])
        return TermValues(loss_N, torch.ones_like(loss_N, dtype=torch.bool), {"kl": loss_N.detach().sum()})
