"""The one function that asks a model how likely tokens are (method section 6).

The supervised loss, the old policy's pass, the policy loss, the reference and the teacher all call `logprobs`: what
they compare was computed alike. Pixels reach all of them, because a `Batch` holds them.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from genevolve.training.sequences import Batch

_CHUNK = 1024
"""Scored tokens whose probabilities over the vocabulary are held in fp32 at a time."""


@dataclass(frozen=True, eq=False)
class TokenScores:
    """Of each scored token, in the order of `Batch.target_N`; fp32, natural logarithms, at the batch's temperature.

    Log-probs are over the whole vocabulary: neither top-p nor ids banned in sampling renormalise them.
    """

    logprob_N: Tensor
    entropy_N: Tensor | None = None
    """Of the distribution that the token was drawn from, in nats; without gradient."""
    top_ids_NK: Tensor | None = None
    """The K likeliest ids, likeliest first; or those that were asked for."""
    top_logprobs_NK: Tensor | None = None
    tail_N: Tensor | None = None
    """Log of the probability of all other ids together."""


def logprobs(model: nn.Module, batch: Batch, *, top_k: int = 0, at_ids_NK: Tensor | None = None) -> TokenScores:
    """Score the tokens of `batch`; with gradient unless the caller says `torch.no_grad()`.

    Args:
        model: a Qwen3-VL, or what wraps one (adapters, data parallelism, sharding); its own mode is used.
        batch: from `padded` or `packed`, on the model's device.
        top_k: how many of the likeliest ids to report with their log-probs and the tail; less than the vocabulary.
        at_ids_NK: the ids to report instead, int64, on the model's device, e.g. those that another model holds likely.
    """
    logits_NV = _logits(model, batch)
    columns: list[tuple[Tensor, ...]] = []
    for first in range(0, max(len(batch.target_N), 1), _CHUNK):
        part = slice(first, first + _CHUNK)
        at_ids_nK = None if at_ids_NK is None else at_ids_NK[part]
        chunk = (logits_NV[part], batch.target_N[part], batch.temperature, top_k, at_ids_nK)
        if torch.is_grad_enabled():  # keep the logits only, and compute their soft-max again in the backward pass
            columns.append(checkpoint(_chunk, *chunk, use_reentrant=False))
        else:
            columns.append(_chunk(*chunk))
    return TokenScores(*(torch.cat(column) for column in zip(*columns, strict=True)))


def _logits(model: nn.Module, batch: Batch) -> Tensor:
    """(N, V), of the model's own dtype: the head is applied at `where_N` only."""
    wanted_BS = torch.zeros_like(batch.ids_BS, dtype=torch.bool)
    wanted_BS.view(-1)[batch.where_N] = True
    logits_NV: Tensor = model(
        input_ids=batch.ids_BS,
        attention_mask=batch.attention_BS,
        position_ids=batch.positions_RBS,
        pixel_values=batch.pixels_PC,
        image_grid_thw=batch.grids_I3,
        mm_token_type_ids=batch.is_image_BS,
        logits_to_keep=wanted_BS,
        use_cache=False,
    ).logits
    return logits_NV


def _chunk(
    logits_nV: Tensor, target_n: Tensor, temperature: float, top_k: int, at_ids_nK: Tensor | None
) -> tuple[Tensor, ...]:
    logprobs_nV = torch.log_softmax(logits_nV.float() / temperature, dim=-1)
    logprob_n = logprobs_nV.gather(-1, target_n[:, None]).squeeze(-1)
    with torch.no_grad():
        entropy_n = -(logprobs_nV.exp() * logprobs_nV).sum(-1)
    if at_ids_nK is not None:
        top_ids_nK, top_logprobs_nK = at_ids_nK, logprobs_nV.gather(-1, at_ids_nK)
    elif top_k:
        top_logprobs_nK, top_ids_nK = logprobs_nV.topk(top_k, dim=-1)
    else:
        return logprob_n, entropy_n
    tail_n = logprobs_nV.scatter(-1, top_ids_nK, -torch.inf).logsumexp(-1)
    return logprob_n, entropy_n, top_ids_nK, top_logprobs_nK, tail_n
