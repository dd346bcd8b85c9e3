"""Visual experience distillation (method section 7): GRPO, and the policy learns from itself with a decision guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from genevolve.config.distillation import DistillationSettings
from genevolve.config.training import GrpoSettings
from genevolve.training.algorithms.grpo import Grpo, beside
from genevolve.training.algorithms.protocol import AT_IDS, Columns, Prepared, Scorer
from genevolve.training.algorithms.sdl import SELECTED, TEACHER, TEACHER_TAIL, TEACHER_TOP, SdlTerm
from genevolve.training.algorithms.terms import ADVANTAGE, OLD
from genevolve.training.losses_distillation import differing_most
from genevolve.training.rollouts import Rolled
from genevolve.training.schedule import distillation_weight
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import TokenSequence, scored_tokens
from genevolve.training.token_kinds import TokenKind

Guided = Callable[[Rolled, str], TokenSequence]
"""The row of a rollout as the teacher reads it, with a guide: see `GuidedRows.of`."""

KindsOf = Callable[[TokenSequence], Sequence[TokenKind | None]]
"""What each token is: see `token_kinds`."""


class Ved:
    """An `Algorithm`: what `Grpo` prepares, and the teacher's columns and the term `sdl` where rows have a guide."""

    name = "ved"

    def __init__(
        self, grpo: GrpoSettings, distillation: DistillationSettings, *, guided: Guided, kinds_of: KindsOf
    ) -> None:
        """Every switch is in the settings; `distillation.weight` is above 0: else it would be `Grpo`."""
        self._grpo = Grpo(grpo)
        self._num_steps = grpo.steps
        self._settings = distillation
        self._normaliser = grpo.aggregation if distillation.aggregation == "policy" else distillation.aggregation
        self._guided = guided
        self._kinds_of = kinds_of

    def prepare(self, rolled: Sequence[Rolled], scorer: Scorer, *, step: int) -> Prepared:
        """See `Algorithm.prepare`.

        Rows in the policy's loss whose rollout has a guide are read by the teacher; without such rows it is what `Grpo`
        prepares. Which tokens count is decided once, by the log-probs that the ratio is taken against
        (`grpo.old_logprobs`): no further pass is needed for it.
        """
        prepared = self._grpo.prepare(rolled, scorer, step=step)
        weight = distillation_weight(self._settings, step, self._num_steps)
        guides = {
            place: one.guide
            for place, one in enumerate(prepared.rolled)
            if one.guide is not None and bool(one.sequence.trained_T.any())
        }
        figures = {"ved/rows": float(len(guides)), "ved/weight": weight}
        if not guides:
            return replace(prepared, metrics={**prepared.metrics, **figures})
        guided = [self._guided(prepared.rolled[place], guide) for place, guide in guides.items()]
        scores = scorer.score(guided, "teacher", top_k=self._top_k)
        read = {place: self._read(prepared, place, score) for place, score in zip(guides, scores, strict=True)}
        return replace(
            prepared,
            columns=tuple(
                {**column, **(read[place].columns if place in read else self._unread(sequence))}
                for place, (sequence, column) in enumerate(zip(prepared.sequences, prepared.columns, strict=True))
            ),
            terms=(*prepared.terms, SdlTerm(self._settings, weight, self._normaliser)),
            metrics={**prepared.metrics, **figures, **_figures(list(read.values()))},
        )

    @property
    def _top_k(self) -> int:
        return 0 if self._settings.divergence == "k3" else self._settings.top_k

    def _read(self, prepared: Prepared, place: int, scores: TokenScores) -> _Read:
        """The columns of a row from what the teacher said of its tokens."""
        sequence, student_T = prepared.sequences[place], prepared.columns[place][OLD]
        teacher_T = beside(sequence, scores)
        selected_T = differing_most(student_T, teacher_T, sequence.trained_T, self._settings.token_share)
        columns = {**self._unread(sequence), SELECTED: selected_T.float(), TEACHER: teacher_T}
        if scores.top_ids_NK is not None and scores.top_logprobs_NK is not None and scores.tail_N is not None:
            places = scored_tokens(sequence)
            columns[AT_IDS][places] = scores.top_ids_NK.cpu()
            columns[TEACHER_TOP][places] = scores.top_logprobs_NK.float().cpu()
            columns[TEACHER_TAIL][places] = scores.tail_N.float().cpu()
        spoken_T = sequence.trained_T
        return _Read(
            columns,
            shift_S=(teacher_T - student_T)[spoken_T],
            is_selected_S=selected_T[spoken_T],
            kinds=[kind for kind in self._kinds_of(sequence) if kind is not None],
            advantage=prepared.columns[place][ADVANTAGE][0].item(),
        )

    def _unread(self, sequence: TokenSequence) -> dict[str, Tensor]:
        """The columns of a row without a guide: nothing is selected."""
        length, top_k = len(sequence), self._top_k
        columns = {SELECTED: torch.zeros(length), TEACHER: torch.zeros(length)}
        if top_k:
            columns[AT_IDS] = torch.arange(top_k).repeat(length, 1)
            columns[TEACHER_TOP] = torch.zeros(length, top_k)
            columns[TEACHER_TAIL] = torch.zeros(length)
        return columns


@dataclass(frozen=True)
class _Read:
    """A row that the teacher has read; S counts the assistant's tokens in it."""

    columns: Columns
    shift_S: Tensor
    """log p_teacher - log p_student of each."""
    is_selected_S: Tensor
    kinds: Sequence[TokenKind]
    advantage: float


def _figures(read: Sequence[_Read]) -> dict[str, float]:
    """How far the teacher differs in the mean and on what is selected, and which way by the worth of the rollout."""
    gap_S = torch.cat([one.shift_S for one in read]).abs()
    is_selected_S = torch.cat([one.is_selected_S for one in read])
    figures = {
        "ved/selected_tokens": float(is_selected_S.sum()),
        "ved/gap": gap_S.mean().item(),
        "ved/gap_selected": gap_S[is_selected_S].mean().item(),
    }
    good, bad = ([one.shift_S for one in read if sign * one.advantage > 0] for sign in (1, -1))
    figures |= {
        f"ved/shift_{name}": torch.cat(rows).mean().item() for name, rows in (("good", good), ("bad", bad)) if rows
    }
    return figures | _by_kind([kind for one in read for kind in one.kinds], gap_S, is_selected_S)


def _by_kind(kinds: Sequence[TokenKind], gap_S: Tensor, is_selected_S: Tensor) -> dict[str, float]:
    """Which share of the selected tokens is what, and how far the teacher differs on each kind of token."""
    chosen = Counter(kind for kind, is_selected in zip(kinds, is_selected_S.tolist(), strict=True) if is_selected)
    figures = {f"ved/selected_{kind}": chosen[kind] / max(1, chosen.total()) for kind in TokenKind}
    for kind in (kind for kind in TokenKind if kind in kinds):
        figures[f"ved/gap_{kind}"] = gap_S[torch.tensor([one is kind for one in kinds])].mean().item()
    return figures
