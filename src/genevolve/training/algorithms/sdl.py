"""The loss term of the distillation (method section 7.5), and the columns that it reads."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from genevolve.config.distillation import DistillationSettings
from genevolve.training.algorithms.protocol import Columns, TermValues
from genevolve.training.algorithms.terms import OLD
from genevolve.training.losses import Aggregation
from genevolve.training.losses_distillation import bucket_divergence, sampled_divergence
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import Batch, TokenSequence

SELECTED, TEACHER = "selected", "teacher"
TEACHER_TOP, TEACHER_TAIL = "teacher_top", "teacher_tail"
"""Names of columns: which tokens count, 0 or 1; the teacher's log-probs of the tokens; for divergences over buckets
those of its likeliest ids (T, K), which are the column `AT_IDS`, and of all others together."""


@dataclass(frozen=True)
class SdlTerm:
    """The policy's distance from itself with a guide, on selected tokens.

    It needs the columns `selected`, and for `k3` `teacher` and `old`, else `at_ids`, `teacher_top` and `teacher_tail`.
    Caps are those of `settings`. Its divisor counts what is selected: rows without a guide are not in it.
    """

    settings: DistillationSettings
    weight: float
    normaliser: Aggregation
    name: str = "sdl"

    def weights(self, sequence: TokenSequence, columns: Columns) -> Tensor:  # noqa: ARG002
        """See `LossTerm.weights`."""
        return columns[SELECTED]

    def values(self, scores: TokenScores, batch: Batch, columns: Columns) -> TermValues:  # noqa: ARG002
        """See `LossTerm.values`. The metric is the share of tokens on which a cap took of the gradient."""
        selected_N = columns[SELECTED] > 0
        loss_N, is_capped_N = (
            self._sampled(scores, columns) if self._is_sampled else self._over_buckets(scores, columns)
        )
        loss_N = torch.where(selected_N, loss_N, 0.0)
        return TermValues(loss_N, selected_N, {"ved/capped": (is_capped_N & selected_N).sum()})

    @property
    def _is_sampled(self) -> bool:
        return self.settings.divergence == "k3"

    def _sampled(self, scores: TokenScores, columns: Columns) -> tuple[Tensor, Tensor]:
        settings = self.settings
        return sampled_divergence(
            scores.logprob_N,
            columns[TEACHER],
            columns[OLD],
            ratio_cap=settings.ratio_cap,
            k3_cap=settings.k3_cap,
            loss_cap=settings.loss_cap,
        )

    def _over_buckets(self, scores: TokenScores, columns: Columns) -> tuple[Tensor, Tensor]:
        kind = self.settings.divergence
        assert kind != "k3" and scores.top_logprobs_NK is not None and scores.tail_N is not None  # noqa: S101, PT018
        new_NB = torch.cat([scores.top_logprobs_NK, scores.tail_N[:, None]], dim=1)
        teacher_NB = torch.cat([columns[TEACHER_TOP], columns[TEACHER_TAIL][:, None]], dim=1)
        loss_N = bucket_divergence(new_NB, teacher_NB, kind)
        return loss_N.clamp(max=self.settings.loss_cap), loss_N > self.settings.loss_cap
