"""One optimiser step on sequences and loss terms, over micro-batches and processes. It knows no algorithm.

How a step is cut into micro-batches and divided among processes changes nothing but rounding: every term is divided by
the denominator of the whole step, which is known before the first forward.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import perf_counter

import torch
from accelerate import Accelerator
from torch import Tensor
from transformers import PreTrainedModel

from genevolve.config.optimiser import OptimiserSettings
from genevolve.training.algorithms.protocol import AT_IDS, Columns, LossTerm
from genevolve.training.guard import check_finite
from genevolve.training.losses import aggregate, denominator
from genevolve.training.micro_batches import MicroBatches
from genevolve.training.opening import OpenedPolicy, trained_parameters
from genevolve.training.optimiser import adamw, load_optimiser_state, optimiser_state, set_learning_rate
from genevolve.training.packing import gathered
from genevolve.training.processes import Processes
from genevolve.training.schedule import learning_rate
from genevolve.training.scoring import TokenScores, logprobs
from genevolve.training.sequences import Batch, TokenSequence

StepMetrics = dict[str, float]
"""Figures of a step by their names in `metrics.jsonl`."""

SHARE_EVERY = 10
"""Steps between looks at how much of the gradient comes from which term; each costs a forward and backward a term."""


@dataclass(frozen=True)
class _Work:
    """The rows of a step, and which of them this process forwards together."""

    sequences: Sequence[TokenSequence]
    columns: Sequence[Columns]
    groups: Sequence[Sequence[int]]
    packing: bool

    def denominators(self, terms: Sequence[LossTerm], share: Iterable[int]) -> dict[str, float]:
        rows = [(self.sequences[index], self.columns[index]) for index in share]
        return {term.name: denominator((term.weights(*row) for row in rows), term.normaliser) for term in terms}


class Trainer:
    """A policy, its optimiser, and how far they have come."""

    def __init__(
        self,
        policy: OpenedPolicy,
        optimiser: OptimiserSettings,
        num_steps: int,
        *,
        accelerator: Accelerator,
        crash_folder: Path,
        temperature: float = 1.0,
    ) -> None:
        """Train `policy` for `num_steps` steps.

        Args:
            policy: its model is changed in place.
            optimiser: AdamW, its schedule, and the norm that gradients are clipped to.
            num_steps: of the whole run; the schedule depends on it.
            accelerator: knows the device, the other processes, and the numbers that passes compute with.
            crash_folder: where the batch of a step that fails is kept.
            temperature: of all log-probs.
        """
        self.policy = policy
        self.processes = Processes(accelerator)
        self.steps_done = 0
        self._settings = optimiser
        self._num_steps = num_steps
        self._accelerator = accelerator
        self._crash_folder = crash_folder
        self._micro = MicroBatches(policy.model, policy.encoder, self.processes, temperature=temperature)
        self._model, self._optimiser = accelerator.prepare(policy.model, adamw(policy.model, optimiser))

    @property
    def model(self) -> PreTrainedModel:
        """The policy as it is now, adapters included, without what wraps it for several processes."""
        return self.policy.model

    def step(
        self,
        sequences: Sequence[TokenSequence],
        columns: Sequence[Columns],
        terms: Sequence[LossTerm],
        micro_tokens: int,
        *,
        pack_tokens: int = 0,
    ) -> StepMetrics:
        """Learn from `sequences`, the same in all processes; each works on its share of them.

        Args:
            sequences: the rows of the step; without any, or without terms, only the schedule goes on.
            columns: of each sequence.
            terms: what is summed to the loss.
            micro_tokens: tokens of one forward, padding included.
            pack_tokens: where not 0, sequences are laid into rows of so many tokens instead, one row a forward.

        Returns:
            `loss/<term>`, `tokens/<term>`, the terms' own metrics per counted token, `grad_norm` (before clipping),
            `lr`, `seconds/update`, `tokens_per_s`, and every tenth step `grad_share/<term>` where there are several.

        Raises:
            NonFiniteError: a loss or the gradient is not finite; the sequences are kept, nothing was learned.
        """
        started = perf_counter()
        rate = learning_rate(self._settings, self.steps_done, self._num_steps)
        numbers: StepMetrics = {"lr": rate}
        if sequences and terms:
            groups = self._micro.groups(sequences, micro_tokens, pack_tokens)
            work = _Work(sequences, columns, groups, packing=bool(pack_tokens))
            self._model.train()
            shares = self._grad_shares(work, terms) if self._looks_at_shares(terms) else {}
            numbers |= self._accumulate(work, terms)
            numbers["grad_norm"] = self._clip(self._settings.max_grad_norm)
            check_finite(self.steps_done + 1, numbers, sequences, self._crash_folder, keep=self.processes.is_first)
            set_learning_rate(self._optimiser, rate)
            self._optimiser.step()
            self._optimiser.zero_grad(set_to_none=True)
            seconds = perf_counter() - started
            tokens = sum(len(sequence) for sequence in sequences)
            numbers |= {**shares, "seconds/update": seconds, "tokens_per_s": tokens / seconds}
        self.steps_done += 1
        return numbers

    @torch.no_grad()
    def score(
        self,
        sequences: Sequence[TokenSequence],
        micro_tokens: int,
        *,
        top_k: int = 0,
        model: PreTrainedModel | None = None,
    ) -> list[TokenScores]:
        """The scores of each sequence's weighted tokens on the CPU, without a gradient, the same in all processes.

        Args:
            sequences: the same in all processes; each scores its share.
            micro_tokens: tokens of one forward, padding included.
            top_k: see `logprobs`.
            model: another one than the policy, e.g. the frozen reference.
        """
        scorer = model or self._model
        scorer.eval()
        found: dict[int, TokenScores] = {}
        for group in self._micro.groups(sequences, micro_tokens):
            batch = self._micro.batch([sequences[index] for index in group])
            with self._accelerator.autocast():
                scores = logprobs(scorer, batch, top_k=top_k)
            found |= {index: _of_row(scores, batch, row) for row, index in enumerate(group)}
        found = self.processes.exchanged(found)
        return [found[index] for index in range(len(sequences))]

    def optimiser_state(self) -> dict[str, Tensor]:
        """The moments by parameter; every process has to ask."""
        return optimiser_state(self.model, self._optimiser.optimizer)

    def restore(self, steps_done: int, state: Mapping[str, Tensor]) -> None:
        """Go on after `steps_done` steps; the weights were loaded when the policy was opened."""
        load_optimiser_state(self.model, self._optimiser.optimizer, state)
        self.steps_done = steps_done

    def _accumulate(self, work: _Work, terms: Sequence[LossTerm]) -> StepMetrics:
        """Sum the gradients of all micro-batches, and return what they amounted to over all processes."""
        share = self.processes.share(len(work.sequences))
        denominators = self.processes.summed(work.denominators(terms, share))
        sums: defaultdict[str, float] = defaultdict(float)
        for number, group in enumerate(work.groups):
            is_last = number == len(work.groups) - 1
            with nullcontext() if is_last else self._accelerator.no_sync(self._model):
                loss = self._loss(work, group, terms, denominators, sums)
                self._accelerator.backward(loss * self.processes.world)  # gradients are averaged over processes
        return _per_token(self.processes.summed(sums), terms)

    def _loss(
        self,
        work: _Work,
        group: Sequence[int],
        terms: Sequence[LossTerm],
        denominators: Mapping[str, float],
        sums: defaultdict[str, float],
    ) -> Tensor:
        """This micro-batch's share in the loss of the step; adds its figures to `sums`."""
        batch = self._micro.batch([work.sequences[index] for index in group], packing=work.packing)
        columns = [work.columns[index] for index in group]
        names = columns[0] if columns else ()
        gathered_N = {name: gathered(batch, [column[name] for column in columns]) for name in names}
        scores = logprobs(self._model, batch, at_ids_NK=gathered_N.get(AT_IDS))
        loss = scores.logprob_N.sum() * 0.0
        if not group:
            return loss
        for term in terms:
            values = term.values(scores, batch, gathered_N)
            part = aggregate(values.loss_N, denominators[term.name])
            loss = loss + term.weight * part
            sums[f"loss/{term.name}"] += part.item()
            sums[f"tokens/{term.name}"] += int(values.counted_N.sum())
            for name, value in values.metrics.items():
                sums[f"{term.name} {name}"] += float(value)
        return loss

    def _looks_at_shares(self, terms: Sequence[LossTerm]) -> bool:
        return len(terms) > 1 and self.steps_done % SHARE_EVERY == 0

    def _grad_shares(self, work: _Work, terms: Sequence[LossTerm]) -> StepMetrics:
        """`grad_share/<term>`: the norm of each term's gradient over the sum of all norms; leaves no gradient."""
        norms = {}
        for term in terms:
            self._accumulate(work, [term])
            norms[term.name] = self._clip(inf)
            self._optimiser.zero_grad(set_to_none=True)
        total = sum(norms.values())
        return {f"grad_share/{name}": norm / total if total else 0.0 for name, norm in norms.items()}

    def _clip(self, max_norm: float) -> float:
        """Scale the gradient down to `max_norm` where it is longer; returns the norm before."""
        norm = self._accelerator.clip_grad_norm_(trained_parameters(self.model), max_norm)
        return float(norm.full_tensor() if hasattr(norm, "full_tensor") else norm)


def _per_token(sums: Mapping[str, float], terms: Sequence[LossTerm]) -> StepMetrics:
    """Sums of a term's own metrics, keyed `<term> <metric>`, become means over the tokens that it counted."""
    numbers = {name: value for name, value in sums.items() if " " not in name}
    for term in terms:
        tokens = sums.get(f"tokens/{term.name}", 0.0)
        own = {name.partition(" ")[2]: value for name, value in sums.items() if name.startswith(f"{term.name} ")}
        numbers |= {name: value / tokens if tokens else 0.0 for name, value in own.items()}
    return numbers


def _of_row(scores: TokenScores, batch: Batch, row: int) -> TokenScores:
    is_row_N = batch.row_N == row
    columns = (scores.logprob_N, scores.entropy_N, scores.top_ids_NK, scores.top_logprobs_NK, scores.tail_N)
    return TokenScores(*(None if column is None else column[is_row_N].cpu() for column in columns))
