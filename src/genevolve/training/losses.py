"""The formulas of the losses (method sections 4 and 6) on plain tensors: no model, no batch, no settings.

Shape suffixes: N the counted tokens of one forward, T the tokens of one sequence, G the rollouts of one group. All
logarithms are natural. Nothing here divides by a number of tokens or rows: a sum is divided by the `denominator` of
the whole optimiser step, which is known before its first forward, so that neither padding nor the size of a
micro-batch nor the number of processes changes a gradient.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import torch
from torch import Tensor

Aggregation = Literal["seq-mean-token-sum", "token-mean"]
"""How the tokens of a step become one number: summed in each sequence and averaged over the sequences, or averaged
over all tokens."""

LOG_RATIO_LIMIT = 20.0
"""Log-ratios are held within ± this, so that no ratio overflows; the gradient is zero beyond."""


def advantages(rewards_G: Tensor, *, eps: float = 1e-6, normalise_std: bool = True) -> Tensor:
    """(R - mean) / (std + eps) inside one group, with the unbiased standard deviation (method section 6).

    Args:
        rewards_G: the rewards of the rollouts that have one, at least two.
        eps: added to the standard deviation.
        normalise_std: without it, R - mean only.

    Returns:
        One advantage a rollout, of the dtype of `rewards_G`; exactly zero when all rewards are equal.

    Raises:
        ValueError: fewer than two rewards; such a group says nothing.
    """
    if rewards_G.ndim != 1 or len(rewards_G) < 2:
        raise ValueError(f"a group needs at least two rewards, not a tensor of shape {tuple(rewards_G.shape)}")
    if bool((rewards_G == rewards_G[0]).all()):
        return torch.zeros_like(rewards_G)  # the mean of equal floats may differ from them in the last bit
    centred_G = rewards_G - rewards_G.mean()
    return centred_G / (rewards_G.std(correction=1) + eps) if normalise_std else centred_G


def policy_loss(
    new_N: Tensor, old_N: Tensor, advantage_N: Tensor, *, low: float, high: float, dual_clip: float
) -> tuple[Tensor, Tensor]:
    """-min(u·A, clip(u, 1 - low, 1 + high)·A) with u = exp(new - old), at most -dual_clip·A where A < 0.

    Args:
        new_N: log-probabilities under the policy in training; the gradient flows through them alone.
        old_N: log-probabilities under the policy that sampled.
        advantage_N: the advantage of each token's rollout.
        low: how far below 1 the ratio counts.
        high: how far above 1 the ratio counts.
        dual_clip: bound of the ratio where A < 0, greater than 1; 0 for none.

    Returns:
        The loss of each token, and where one of the clips took the gradient away (bool).
    """
    ratio_N = ratio(new_N, old_N)
    free_N = ratio_N * advantage_N
    clipped_N = ratio_N.clamp(1 - low, 1 + high) * advantage_N
    loss_N = -torch.minimum(free_N, clipped_N)
    is_clipped_N = clipped_N < free_N
    if dual_clip:
        bound_N = -dual_clip * advantage_N
        is_bounded_N = (advantage_N < 0) & (loss_N > bound_N)
        loss_N = torch.where(is_bounded_N, bound_N, loss_N)
        is_clipped_N = is_clipped_N | is_bounded_N
    return loss_N, is_clipped_N


def ratio(new_N: Tensor, old_N: Tensor) -> Tensor:
    """How much likelier the tokens are than under the policy that sampled them; the gradient flows through `new_N`."""
    return _limited(new_N - old_N.detach()).exp()


def k3(new_N: Tensor, reference_N: Tensor) -> Tensor:
    """e^d - d - 1 with d = reference - new: an estimate of KL(new || reference) that is never negative."""
    log_ratio_N = _limited(reference_N.detach() - new_N)
    return log_ratio_N.exp() - log_ratio_N - 1


def supervised_loss(logprob_N: Tensor, weight_N: Tensor) -> Tensor:
    """The weighted negative log-likelihood of each token; its denominator is the sum of all weights (`token-mean`)."""
    return -logprob_N * weight_N


def denominator(weights: Iterable[Tensor], how: Aggregation) -> float:
    """What the sum of all token losses is divided by.

    Args:
        weights: of each sequence the weights of its tokens (T,); 0 where a token is not counted.
        how: see `Aggregation`.

    Returns:
        The number of sequences that have a counted token, or the sum of the weights.
    """
    if how == "seq-mean-token-sum":
        return float(sum(bool((weight_T != 0).any()) for weight_T in weights))
    return float(sum(weight_T.double().sum().item() for weight_T in weights))


def aggregate(values_N: Tensor, denominator: float) -> Tensor:
    """The share of these tokens in the loss of the step; 0 when the step has nothing to be divided by.

    Over all micro-batches the shares sum up to the loss.
    """
    return values_N.sum() / denominator if denominator else values_N.sum() * 0.0


def _limited(log_ratio_N: Tensor) -> Tensor:
    return log_ratio_N.clamp(-LOG_RATIO_LIMIT, LOG_RATIO_LIMIT)
