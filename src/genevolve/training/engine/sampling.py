"""Drawing one token a row: reproducible row by row, whoever else is in the batch."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

_LEAST = np.float32(1e-30)


class Noise:
    """The Gumbel noise of one turn: for each of its tokens V numbers, which the turn's seed alone decides."""

    def __init__(self, seed: int, vocabulary: int) -> None:
        key = int.from_bytes(hashlib.sha256(f"turn\0{seed}".encode()).digest()[:16])
        self._generator = np.random.Generator(np.random.Philox(key=key))
        self._vocabulary = vocabulary

    def next(self) -> np.ndarray:
        """Of the next token; float32 (V,)."""
        waits = self._generator.standard_exponential(self._vocabulary, dtype=np.float32)
        noise: np.ndarray = -np.log(np.maximum(waits, _LEAST))
        return noise


class LoopCheck:
    """Sees when a turn only repeats itself: `limit` tokens in a row, each equal to the one `period` places before."""

    def __init__(self, limit: int) -> None:
        """Look for periods of 1 to `limit` tokens; with 0 nothing is ever a loop."""
        self._limit = limit
        self._runs = [0] * limit

    def is_loop(self, ids: Sequence[int]) -> bool:
        """Whether the last of `ids` completes a loop; call it after every token."""
        last, length = ids[-1], len(ids)
        for period in range(1, min(self._limit, length - 1) + 1):
            self._runs[period - 1] = self._runs[period - 1] + 1 if ids[length - 1 - period] == last else 0
        return self._limit in self._runs


def draw(
    logits_BV: Tensor, temperature_B: Tensor, top_p_B: Tensor, banned: Tensor, noise_BV: Tensor
) -> tuple[Tensor, Tensor]:
    """One id a row, and its log-prob.

    The draw is the Gumbel maximum over the nucleus: the smallest set of the likeliest ids, banned ones left out, that
    holds `top_p` of their probability. Log-probs are of the softmax over everything: neither nucleus nor ban
    renormalises them. Temperature 0 takes the likeliest id that is not banned, and gives log-probs at temperature 1.

    Args:
        logits_BV: of the next token.
        temperature_B: 0 or above.
        top_p_B: above 0; from 1 on the nucleus is everything.
        banned: ids that are never drawn, (banned,).
        noise_BV: Gumbel, from `Noise`.

    Returns:
        ids (B,) int64 and log-probs (B,) float32.
    """
    greedy_B = temperature_B == 0
    scaled_BV = logits_BV.float() / torch.where(greedy_B, 1.0, temperature_B)[:, None]
    allowed_BV = scaled_BV.index_fill(1, banned, -torch.inf)
    scores_BV = torch.where(greedy_B[:, None], allowed_BV, allowed_BV + noise_BV)
    probs_BV = allowed_BV.softmax(-1)
    limit_B = torch.where(greedy_B | (top_p_B >= 1), torch.inf, top_p_B)
    while True:  # the best score inside a set is the first, from the best of all downwards, that belongs to it
        ids_B = scores_BV.argmax(-1)
        chosen_B1 = probs_BV.gather(1, ids_B[:, None])
        likelier_B = torch.where(probs_BV > chosen_B1, probs_BV, 0.0).sum(-1)
        outside_B = likelier_B >= limit_B
        if not outside_B.any():
            break
        scores_BV = scores_BV.clone()
        scores_BV[outside_B, ids_B[outside_B]] = -torch.inf
    logprobs_B = scaled_BV.log_softmax(-1).gather(1, ids_B[:, None]).squeeze(1)
    return ids_B, logprobs_B
