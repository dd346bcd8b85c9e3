"""Log-probs of finished sequences, a few of similar length at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import torch
from torch import nn

from genevolve.training.packing import by_length, padded
from genevolve.training.scoring import TokenScores, logprobs
from genevolve.training.sequences import TokenSequence, scored_tokens


def score_sequences(
    model: nn.Module,
    sequences: Sequence[TokenSequence],
    *,
    pad_id: int,
    micro_tokens: int,
    temperature: float,
    top_k: int = 0,
) -> list[TokenScores]:
    """One `TokenScores` a sequence, in their order; without gradient, in evaluation mode.

    Args:
        model: a Qwen3-VL, or what wraps one; left in the mode that it was in.
        sequences: to be scored where they have a weight.
        pad_id: what rows are filled up with.
        micro_tokens: most tokens of one forward, padding included; a longer sequence is alone.
        temperature: of the log-probs; 0 counts as 1.
        top_k: see `logprobs`.
    """
    scores: dict[int, TokenScores] = {}
    with_tokens = [index for index, sequence in enumerate(sequences) if len(scored_tokens(sequence))]
    was_training = model.training
    model.eval()
    for group in by_length([sequences[index] for index in with_tokens], micro_tokens):
        indices = [with_tokens[member] for member in group]
        batch = padded([sequences[index] for index in indices], model, pad_id, temperature=temperature)
        with torch.no_grad():
            together = logprobs(model, batch, top_k=top_k)
        for row, index in enumerate(indices):
            scores[index] = _of_row(together, batch.row_N == row)
    model.train(was_training)
    return [scores.get(index, TokenScores(torch.zeros(0))) for index in range(len(sequences))]


def _of_row(scores: TokenScores, is_row_N: torch.Tensor) -> TokenScores:
    columns = (getattr(scores, field.name) for field in fields(scores))
    return TokenScores(*(None if column is None else column[is_row_N] for column in columns))
