"""Visual experience distillation (method section 7): GRPO, and the policy learns from itself with a decision guide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from genevolve.config.distillation import DistillationSettings
from genevolve.config.training import GrpoSettings
from genevolve.training.algorithms.grpo import Grpo, beside
from genevolve.training.algorithms.protocol import AT_IDS, Columns, Prepared, Scorer
from genevolve.training.algorithms.sdl import SELECTED, TEACHER, TEACHER_TAIL, TEACHER_TOP, SdlTerm
from genevolve.training.algorithms.terms import OLD
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
        prepares. Which tokens count is decided once, by the log-probs that the ratio is taken
        against (`grpo.old_logprobs`): no further pass is needed for it.
        """
        prepared = self._grpo.prepare(rolled, scorer, step=step)
        weight = distillation_weight(self._settings, step, self._num_steps)
        guides = {place: one.guide for place, one in enumerate(prepared.rolled) if one.guide is not None}
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
        gap_T = (teacher_T - student_T).abs()
        return _Read(columns, gap_T, sequence.trained_T, selected_T, self._kinds_of(sequence))

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
    """A row that the teacher has read."""

    columns: Columns
    gap_T: Tensor
    """|log p_teacher - log p_student| of each token."""
    spoken_T: Tensor
    """bool: the assistant's tokens."""
    selected_T: Tensor
    kinds: Sequence[TokenKind | None]


def _figures(read: Sequence[_Read]) -> Mapping[str, float]:
    """Gap in the mean, on what is selected and by kind; how many tokens are selected, and which share is what."""
    gap_S, selected_S = (
        torch.cat([one.gap_T[one.spoken_T] for one in read]),
        torch.cat([one.selected_T[one.spoken_T] for one in read]),
    )
    kinds = [kind for one in read for kind, spoken in zip(one.kinds, one.spoken_T.tolist(), strict=True) if spoken]
    figures = {
        "ved/selected_tokens": float(selected_S.sum()),
        "ved/gap": gap_S.mean().item(),
        "ved/gap_selected": gap_S[selected_S].mean().item(),
    }
    chosen = Counter(kind for kind, selected in zip(kinds, selected_S.tolist(), strict=True) if selected)
    for kind in TokenKind:
        is_kind_S = torch.tensor([one is kind for one in kinds])
        figures[f"ved/selected_{kind}"] = chosen[kind] / max(1, chosen.total())
        if is_kind_S.any():
            figures[f"ved/gap_{kind}"] = gap_S[is_kind_S].mean().item()
    return figures
