"""Rollouts made by hand, and a step's loss put together as the trainer does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from tiny import conversation, tiny_encoder

from genevolve.records import (
    InfrastructureFailure,
    Outcome,
    PolicyFailure,
    Request,
    Scored,
    StopReason,
    Trajectory,
)
from genevolve.records.dataset import Task
from genevolve.training.algorithms.protocol import AT_IDS, Prepared
from genevolve.training.losses import aggregate, denominator
from genevolve.training.packing import gathered, packed, padded
from genevolve.training.rollouts import Rolled
from genevolve.training.scoring import TokenScores, logprobs
from genevolve.training.sequences import Segment, Spoken, TokenSequence, scored_tokens


def scored(total: float) -> Scored:
    return Scored(
        faithfulness=0.5,
        visual_correctness=0.5,
        text_accuracy=0.5,
        aesthetics=0.5,
        text_required=False,
        sufficiency=0.5,
        image=0.5,
        total=total,
    )


def outage(boundary: str = "judge") -> InfrastructureFailure:
    return InfrastructureFailure(boundary=boundary, detail="out of order")


def failed(kind: StopReason = StopReason.INVALID_ANSWER) -> PolicyFailure:
    return PolicyFailure(kind=kind)


def rolled(request: str, place: int, outcome: Outcome, sequence: TokenSequence | None = None) -> Rolled:
    stop = outcome.kind if isinstance(outcome, PolicyFailure) else StopReason.ANSWERED
    task = Task(request=Request(id=request, prompt="a cat"), ground_truth="0" * 64, split="evolve")
    trajectory = Trajectory(
        id=f"tr_{request}_{place}", request=task.request, turns=(), stop_reason=stop, policy_id="p", prompt_sha256="0"
    )
    return Rolled(task, trajectory, sequence or spoken([-1.0, -2.0]), outcome, place)


def spoken(*turns: list[float], opening: int = 3, between: int = 2) -> TokenSequence:
    """Turns with these log-probs as sampled, and observations between them."""
    parts: list[Spoken | Segment] = []
    for turn in turns:
        parts += [Segment(tuple(range(50, 50 + between)))] if parts else []
        parts.append(Spoken(tuple(range(100, 100 + len(turn))), tuple(turn)))
    return TokenSequence.joined(Segment(tuple(range(10, 10 + opening))), parts)


class NoScorer:
    """Whoever is asked here gives what was sampled: for cases in which the log-probs are made up."""

    def score(self, sequences: Sequence[TokenSequence], model: str, *, top_k: int = 0) -> list[TokenScores]:
        return [TokenScores(sequence.sampled_T[scored_tokens(sequence)]) for sequence in sequences]


class ModelScorer:
    """Asks real models, one sequence at a time."""

    def __init__(self, models: Mapping[str, torch.nn.Module], temperature: float = 1.0) -> None:
        self.models, self.temperature = models, temperature

    def score(self, sequences: Sequence[TokenSequence], model: str, *, top_k: int = 0) -> list[TokenScores]:
        with torch.no_grad():
            chosen = self.models[model]
            return [
                logprobs(chosen, padded([one], chosen, 0, temperature=self.temperature), top_k=top_k)
                for one in sequences
            ]


def step_loss(prepared: Prepared, new: Sequence[torch.Tensor]) -> torch.Tensor:
    """The loss of the step from new log-probs, one tensor (N,) of the scored tokens for each sequence."""
    columns = {
        name: torch.cat([c[name][scored_tokens(s)] for c, s in zip(prepared.columns, prepared.sequences, strict=True)])
        for name in prepared.columns[0]
    }
    return terms_loss(prepared, TokenScores(torch.cat(list(new))), columns, None)


def terms_loss(prepared: Prepared, scores: TokenScores, columns, batch) -> torch.Tensor:
    loss = scores.logprob_N.sum() * 0.0
    for term in prepared.terms:
        pairs = zip(prepared.sequences, prepared.columns, strict=True)
        whole = denominator([term.weights(*pair) for pair in pairs], term.normaliser)
        loss = loss + term.weight * aggregate(term.values(scores, batch, columns).loss_N, whole)
    return loss


def step_gradient(prepared: Prepared, model, micro_batches, layout="right"):
    """Loss and gradient (all parameters in one vector), summed over micro-batches of row numbers."""
    model.zero_grad()
    total = 0.0
    for rows in micro_batches:
        chosen = [prepared.sequences[row] for row in rows]
        batch = packed(chosen, model) if layout == "packed" else padded(chosen, model, 0, side=layout)
        names = prepared.columns[0]
        columns = {name: gathered(batch, [prepared.columns[row][name] for row in rows]) for name in names}
        scores = logprobs(model, batch, at_ids_NK=columns.get(AT_IDS))
        loss = terms_loss(prepared, scores, columns, batch)
        loss.backward()
        total += loss.item()
    return total, torch.cat([p.grad.flatten() for p in model.parameters()]).clone()


def real_sequences(count: int) -> list[TokenSequence]:
    """Ragged conversations with pictures, as the encoder makes them; nothing was sampled."""
    return [tiny_encoder().sequence(conversation(seed, num_turns=1 + seed % 3)) for seed in range(count)]


def sampled_by(model, sequences: Sequence[TokenSequence], noise: float = 0.0) -> list[TokenSequence]:
    """The sequences with the model's log-probs as the sampled ones, pushed off by `noise`."""
    generator = torch.Generator().manual_seed(7)
    made = []
    for sequence, score in zip(sequences, ModelScorer({"policy": model}).score(sequences, "policy"), strict=True):
        sampled_T = torch.zeros(len(sequence))
        push_N = noise * torch.randn(score.logprob_N.shape, generator=generator)
        sampled_T[scored_tokens(sequence)] = score.logprob_N + push_N
        made.append(replace(sequence, sampled_T=sampled_T))
    return made


def two_groups(sequences: Sequence[TokenSequence], rewards: Sequence[float]) -> list[Rolled]:
    half = len(rewards) // 2
    return [
        rolled("ab"[number >= half], number % half, scored(reward), sequence)
        for number, (reward, sequence) in enumerate(zip(rewards, sequences, strict=True))
    ]
