"""Group-relative policy optimisation (method section 6): what was better than its group is made likelier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import torch
from torch import Tensor

from genevolve.config.training import GrpoSettings
from genevolve.records import InfrastructureFailure, StopReason
from genevolve.training.algorithms.groups import Group, group_metrics, groups_of
from genevolve.training.algorithms.protocol import LossTerm, Prepared, Scorer
from genevolve.training.algorithms.terms import ADVANTAGE, OLD, REFERENCE, KlTerm, PolicyTerm
from genevolve.training.losses import advantages
from genevolve.training.rollouts import Rolled
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import TokenSequence, scored_tokens

OVERLONG = "overlong"
REPEATED = "repeated"
ALONE = "alone"
"""Why a rollout with a reward is not in the loss."""

_OVERLONG = frozenset({StopReason.TOKEN_LIMIT, StopReason.OVERLONG_TURNS})
_NUM_GAP_ROWS = 2


class Grpo:
    """An `Algorithm`. It writes the columns `advantage` and `old`, and `reference` where a KL is asked for."""

    name = "grpo"

    def __init__(self, settings: GrpoSettings) -> None:
        """Every switch is in `settings`."""
        self._settings = settings

    def prepare(self, rolled: Sequence[Rolled], scorer: Scorer, *, step: int) -> Prepared:  # noqa: ARG002
        """See `Algorithm.prepare`.

        Failures of the surroundings leave their group first; a group with fewer than two left is dropped. Over-long and
        repeated rows enter the baseline, not the loss, nor its divisor. Rows of a group in which all rewards are equal
        stay in the divisor and have an advantage of exactly zero.
        """
        groups = groups_of(rolled)
        rows, dropped = self._rows(groups)
        dropped.update(one.outcome.boundary for one in rolled if isinstance(one.outcome, InfrastructureFailure))
        sequences = tuple(one.sequence for one, _ in rows)
        old, gap = self._old(sequences, scorer)
        columns = [
            {ADVANTAGE: torch.full((len(sequence),), advantage), OLD: old_T}
            for (_, advantage), sequence, old_T in zip(rows, sequences, old, strict=True)
        ]
        if self._settings.kl_weight and sequences:
            scores = scorer.score(sequences, "reference")
            for sequence, column, score in zip(sequences, columns, scores, strict=True):
                column[REFERENCE] = beside(sequence, score)
        return Prepared(
            sequences=sequences,
            columns=tuple(columns),
            terms=self._terms(),
            metrics=group_metrics(rolled, groups) | gap,
            dropped=dropped,
            rolled=tuple(one for one, _ in rows),
        )

    def _rows(self, groups: Sequence[Group]) -> tuple[list[tuple[Rolled, float]], Counter[str]]:
        """The rollouts in the loss with their advantages, and how many others have a reward, by reason."""
        rows: list[tuple[Rolled, float]] = []
        dropped: Counter[str] = Counter()
        for group in groups:
            if not group.can_compare:
                dropped[ALONE] += len(group.rolled)
                continue
            for one, advantage in zip(group.rolled, self._advantages(group), strict=True):
                if mask := self._mask(one):
                    dropped[mask] += 1
                else:
                    rows.append((one, advantage))
        return rows, +dropped

    def _advantages(self, group: Group) -> list[float]:
        settings = self._settings
        values_G = advantages(group.rewards_G, eps=settings.advantage_eps, normalise_std=settings.normalise_std)
        return [float(advantage) for advantage in values_G]

    def _mask(self, one: Rolled) -> str:
        """Why this rollout stays out of the loss; empty when it does not."""
        if self._settings.mask_overlong and one.trajectory.stop_reason in _OVERLONG:
            return OVERLONG
        if self._settings.mask_repeated and one.trajectory.stop_reason is StopReason.REPEATED:
            return REPEATED
        return ""

    def _old(self, sequences: Sequence[TokenSequence], scorer: Scorer) -> tuple[list[Tensor], dict[str, float]]:
        """The log-probs of the sampling policy (T,), and how far sampled and recomputed ones lie apart at most."""
        sampled = [sequence.sampled_T for sequence in sequences]
        is_recomputed = self._settings.old_logprobs == "recomputed"
        checked = sequences if is_recomputed else sequences[:_NUM_GAP_ROWS]
        if not checked:
            return sampled, {}
        recomputed = [
            beside(sequence, score) for sequence, score in zip(checked, scorer.score(checked, "policy"), strict=True)
        ]
        gaps = [
            (recomputed_T - sequence.sampled_T)[sequence.trained_T].abs()
            for recomputed_T, sequence in zip(recomputed, checked, strict=True)
        ]
        gap = {"rollout/logprob_gap_max": torch.cat(gaps).max().item()}
        return (recomputed if is_recomputed else sampled), gap

    def _terms(self) -> tuple[LossTerm, ...]:
        settings = self._settings
        policy = PolicyTerm(
            low=settings.clip_low,
            high=settings.clip_high,
            dual_clip=settings.dual_clip,
            normaliser=settings.aggregation,
            weight=settings.weight,
        )
        distance = KlTerm(weight=settings.kl_weight, normaliser=settings.aggregation)
        return tuple(term for term in (policy, distance) if term.weight)


def beside(sequence: TokenSequence, scores: TokenScores) -> Tensor:
    """The log-probs of scored tokens as a column (T,), 0 beside the others."""
    column_T = torch.zeros(len(sequence))
    column_T[scored_tokens(sequence)] = scores.logprob_N.detach().float().cpu()
    return column_T
