"""The formulas of the distillation (method section 7.5) on plain tensors: the policy against itself with a guide.

Shape suffixes: N the counted tokens of one forward, T the tokens of one sequence, B the buckets of a distribution: some
ids and the rest. The teacher never has a gradient.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import Tensor

from genevolve.training.losses import k3, ratio

BucketDivergence = Literal["forward-kl", "reverse-kl", "jsd"]
"""Between distributions over buckets: KL(teacher || student), KL(student || teacher), and Jensen-Shannon's."""


def sampled_divergence(
    new_N: Tensor, teacher_N: Tensor, old_N: Tensor, *, ratio_cap: float, k3_cap: float, loss_cap: float
) -> tuple[Tensor, Tensor]:
    """min(ρ · min(k3, k3_cap), loss_cap) with ρ = min(new / old, ratio_cap), whose gradient counts.

    Of tokens that the old policy sampled, and without the caps, it has the gradient of KL(new || teacher) in the mean,
    whatever the old policy was. With a detached ρ it would be that of KL(teacher || new).

    Args:
        new_N: log-probabilities under the policy in training; the gradient flows through them alone.
        teacher_N: of the same tokens, under the policy that has read the guide.
        old_N: under the policy that sampled them.
        ratio_cap: bound of ρ.
        k3_cap: bound of k3 = e^d - d - 1 with d = teacher - new.
        loss_cap: bound of the whole.

    Returns:
        The loss of each token, at least 0, and where a cap took a part of the gradient away (bool).
    """
    ratio_N, distance_N = ratio(new_N, old_N), k3(new_N, teacher_N)
    loss_N = ratio_N.clamp(max=ratio_cap) * distance_N.clamp(max=k3_cap)
    is_capped_N = (ratio_N > ratio_cap) | (distance_N > k3_cap) | (loss_N > loss_cap)
    return loss_N.clamp(max=loss_cap), is_capped_N


def bucket_divergence(new_NB: Tensor, teacher_NB: Tensor, kind: BucketDivergence) -> Tensor:
    """How far two distributions lie apart, in nats.

    Every token of the vocabulary is in one bucket, so that both sum up to 1 and no divergence is negative: over some
    tokens alone, the rest left away, a KL may be.

    Args:
        new_NB: log-probabilities of the buckets under the policy in training, with its gradient.
        teacher_NB: of the same buckets, under the policy that has read the guide.
        kind: see `BucketDivergence`.
    """
    teacher_NB = teacher_NB.detach()
    if kind == "forward-kl":
        return _kl(teacher_NB, new_NB)
    if kind == "reverse-kl":
        return _kl(new_NB, teacher_NB)
    middle_NB = torch.logaddexp(new_NB, teacher_NB) - math.log(2)
    return (_kl(teacher_NB, middle_NB) + _kl(new_NB, middle_NB)) / 2


def differing_most(student_T: Tensor, teacher_T: Tensor, counted_T: Tensor, share: float) -> Tensor:
    """Where in one sequence student and teacher differ most: bool (T,).

    Args:
        student_T: log-probabilities of the tokens without the guide.
        teacher_T: with it.
        counted_T: bool: the tokens to choose from.
        share: how many of them, rounded; at least one, as long as there is one. Of equals the earlier one.
    """
    places = torch.nonzero(counted_T).flatten()
    number = min(len(places), max(1, round(share * len(places))))
    gap = (teacher_T - student_T)[places].abs()
    chosen = places[gap.argsort(descending=True, stable=True)[:number]]
    return torch.zeros_like(counted_T).index_fill(0, chosen, True)


def _kl(one_NB: Tensor, other_NB: Tensor) -> Tensor:
    """Σ p·(e^d - 1 - d) with d = log(q / p): as p and q sum up to 1, KL(p || q), and no summand is below 0.

    Where the two are nearly alike it is exact to the last bits, and where they are not nothing overflows.
    """
    apart_NB = other_NB - one_NB
    near_NB = apart_NB.clamp(-1, 1)
    alike_NB = one_NB.exp() * (near_NB.expm1() - near_NB)
    unlike_NB = other_NB.exp() - one_NB.exp() * (1 + apart_NB)
    return torch.where(apart_NB.abs() < 1, alike_NB, unlike_NB).sum(-1)
