"""The loop that gives lessons: plain supervised steps on sequences that are made as they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from transformers import Qwen3VLForConditionalGeneration

from genevolve.config.optimiser import OptimiserSettings
from genevolve.training.losses import aggregate, denominator, supervised_loss
from genevolve.training.optimiser import adamw, set_learning_rate
from genevolve.training.packing import by_length, gathered, padded
from genevolve.training.schedule import learning_rate
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import TokenSequence

STEP_TOKENS = 2048
"""Tokens of one optimiser step. For so small a model many small steps teach more than few large ones."""

_MAX_GRAD_NORM = 1.0
_DECAY_FROM = 0.4


def warm_up(
    model: Qwen3VLForConditionalGeneration,
    lessons: Iterator[TokenSequence],
    *,
    num_tokens: int,
    lr: float,
    pad_id: int,
    on_step: Callable[[int, int, float], None],
) -> None:
    """Train all weights on about `num_tokens` tokens of lessons; the rate falls in a line from 40 % on.

    Args:
        model: left in training mode's opposite, as it is used.
        lessons: without an end.
        num_tokens: of sequences, what is only read included.
        lr: the full learning rate.
        pad_id: fills rows up.
        on_step: told after each step: its number from 1, tokens so far, mean loss of a token.
    """
    num_steps = max(1, num_tokens // STEP_TOKENS)
    settings = OptimiserSettings(lr=lr, schedule="decay", decay_from=_DECAY_FROM, warmup=0.02, weight_decay=0.0)
    optimiser = adamw(model, settings)
    seen = 0
    model.train()
    for step in range(num_steps):
        sequences = _enough(lessons)
        set_learning_rate(optimiser, learning_rate(settings, step, num_steps))
        loss = _backward(model, sequences, pad_id)
        torch.nn.utils.clip_grad_norm_(model.parameters(), _MAX_GRAD_NORM)
        optimiser.step()
        optimiser.zero_grad()
        seen += sum(map(len, sequences))
        on_step(step + 1, seen, loss)
    model.eval()


def _enough(lessons: Iterator[TokenSequence]) -> list[TokenSequence]:
    sequences: list[TokenSequence] = []
    while sum(map(len, sequences)) < STEP_TOKENS:
        sequences.append(next(lessons))
    return sequences


def _backward(model: Qwen3VLForConditionalGeneration, sequences: list[TokenSequence], pad_id: int) -> float:
    whole = denominator([sequence.weight_T for sequence in sequences], "token-mean")
    total = 0.0
    for rows in by_length(sequences, STEP_TOKENS):
        chosen = [sequences[row] for row in rows]
        batch = padded(chosen, model, pad_id)
        weight_N = gathered(batch, [sequence.weight_T for sequence in chosen])
        loss = aggregate(supervised_loss(logprobs(model, batch).logprob_N, weight_N), whole)
        loss.backward()
        total += loss.item()
    return total
