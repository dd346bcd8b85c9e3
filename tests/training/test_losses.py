"""The formulas, number by number: by hand, branch by branch, and against finite differences in float64."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from genevolve.training.losses import (
    LOG_RATIO_LIMIT,
    advantages,
    aggregate,
    denominator,
    k3,
    policy_loss,
    supervised_loss,
)

LOW, HIGH, DUAL = 0.20, 0.28, 3.0
PAPER = {"low": LOW, "high": HIGH, "dual_clip": DUAL}


def doubles(*values):
    return torch.tensor(values, dtype=torch.float64)


def at_ratio(ratio, advantage, **clips):
    """Loss, whether clipped, and gradient by the new log-prob of one token."""
    new_N = doubles(math.log(ratio)).requires_grad_()
    loss_N, is_clipped_N = policy_loss(new_N, doubles(0.0), doubles(advantage), **PAPER | clips)
    loss_N.sum().backward()
    return loss_N.item(), bool(is_clipped_N), new_N.grad.item()


# advantages


def test_advantages_by_hand():
    # rewards 0, 0.5, 1: mean 0.5, unbiased deviation sqrt((0.25 + 0 + 0.25) / 2) = 0.5
    assert advantages(doubles(0.0, 0.5, 1.0)).tolist() == pytest.approx(
        [-0.5 / 0.500001, 0.0, 0.5 / 0.500001], abs=1e-12
    )
    assert advantages(doubles(0.0, 0.5, 1.0), eps=0.5).tolist() == pytest.approx([-0.5, 0.0, 0.5], abs=1e-12)
    # two rewards: the unbiased deviation is |a - b| / sqrt 2, so that the advantages are ± 1 / sqrt 2
    assert advantages(doubles(0.2, 0.8), eps=0.0).tolist() == pytest.approx([-(0.5**0.5), 0.5**0.5], abs=1e-12)


def test_advantages_without_the_deviation():
    assert advantages(doubles(0.0, 0.5, 1.0), normalise_std=False).tolist() == [-0.5, 0.0, 0.5]


@pytest.mark.parametrize("reward", [0.0, 0.1, 0.7, 1.0])
@pytest.mark.parametrize("count", [2, 3, 6, 7])
@pytest.mark.parametrize("normalise_std", [True, False])
def test_equal_rewards_give_exactly_nothing(reward, count, normalise_std):
    for dtype in (torch.float32, torch.float64):
        assert not advantages(torch.full((count,), reward, dtype=dtype), normalise_std=normalise_std).any()


def test_advantages_do_not_depend_on_scale_or_place():
    rewards_G = torch.rand(6, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    order = torch.tensor([3, 0, 5, 1, 4, 2])
    expected_G = advantages(rewards_G, eps=0.0)
    assert torch.allclose(advantages(rewards_G[order], eps=0.0), expected_G[order])
    assert torch.allclose(advantages(2 * rewards_G + 5, eps=0.0), expected_G)
    assert abs(expected_G.sum().item()) < 1e-12


@pytest.mark.parametrize("rewards_G", [torch.zeros(0), torch.zeros(1), torch.zeros(2, 3)])
def test_a_group_of_one_says_nothing(rewards_G):
    with pytest.raises(ValueError, match="at least two rewards"):
        advantages(rewards_G)


# the clipped policy loss


@pytest.mark.parametrize(
    ("ratio", "advantage", "loss", "is_clipped"),
    [
        (1.0, 2.0, -2.0, False),
        (1.0, -2.0, 2.0, False),
        (1.27, 2.0, -2.54, False),  # inside, up
        (1.29, 2.0, -2.56, True),  # above 1.28 with A > 0: held
        (5.0, 2.0, -2.56, True),
        (0.81, 2.0, -1.62, False),
        (0.5, 2.0, -1.0, False),  # below 0.8 with A > 0: free, the loss is the worse of the two
        (0.81, -2.0, 1.62, False),
        (0.79, -2.0, 1.6, True),  # below 0.8 with A < 0: held
        (0.1, -2.0, 1.6, True),
        (1.5, -2.0, 3.0, False),  # above 1.28 with A < 0: free
        (2.99, -2.0, 5.98, False),
        (3.01, -2.0, 6.0, True),  # above 3 with A < 0: the dual clip
        (50.0, -2.0, 6.0, True),
        (3.01, 0.0, 0.0, False),
    ],
)
def test_every_branch_of_the_clips(ratio, advantage, loss, is_clipped):
    got, was_clipped, slope = at_ratio(ratio, advantage)
    assert got == pytest.approx(loss, abs=1e-12)
    assert was_clipped is is_clipped
    assert slope == pytest.approx(0.0 if is_clipped else -ratio * advantage, abs=1e-12)


def test_without_the_dual_clip_a_bad_token_that_became_likely_costs_what_it_costs():
    assert at_ratio(50.0, -2.0, dual_clip=0.0) == (pytest.approx(100.0), False, pytest.approx(100.0))


def test_on_policy_the_gradient_is_minus_the_advantage():
    new_N = torch.randn(9, dtype=torch.float64, generator=torch.Generator().manual_seed(2)).requires_grad_()
    advantage_N = torch.linspace(-2, 2, 9, dtype=torch.float64)
    loss_N, is_clipped_N = policy_loss(new_N, new_N.detach(), advantage_N, **PAPER)
    loss_N.sum().backward()
    assert torch.allclose(loss_N.detach(), -advantage_N)
    assert torch.allclose(new_N.grad, -advantage_N)
    assert not is_clipped_N.any()


def test_no_gradient_flows_into_the_old_policy_or_the_reference():
    new_N, old_N = doubles(-1.0, -2.0).requires_grad_(), doubles(-1.1, -1.9).requires_grad_()
    (policy_loss(new_N, old_N, doubles(1.0, -1.0), **PAPER)[0].sum() + k3(new_N, old_N).sum()).backward()
    assert old_N.grad is None
    assert new_N.grad.abs().min() > 0


@pytest.mark.parametrize("advantage", [1.0, -1.0])
@pytest.mark.parametrize("new", [-1000.0, 0.0])
def test_far_apart_policies_give_finite_losses_and_gradients(advantage, new):
    for dtype in (torch.float32, torch.float64):
        new_N = torch.tensor([new], dtype=dtype, requires_grad=True)
        old_N = torch.tensor([-1000.0 - new], dtype=dtype)
        for dual_clip in (0.0, DUAL):
            loss_N, _ = policy_loss(
                new_N, old_N, torch.full_like(old_N, advantage), low=LOW, high=HIGH, dual_clip=dual_clip
            )
            loss = (loss_N + k3(new_N, old_N)).sum()
            (slope_N,) = torch.autograd.grad(loss, new_N)
            assert loss.isfinite()
            assert slope_N.isfinite().all()


def test_the_policy_loss_against_finite_differences():
    generator = torch.Generator().manual_seed(3)
    new_N = torch.randn(64, dtype=torch.float64, generator=generator).requires_grad_()
    old_N = new_N.detach() + 0.7 * torch.randn(64, dtype=torch.float64, generator=generator)
    advantage_N = torch.randn(64, dtype=torch.float64, generator=generator)
    _, is_clipped_N = policy_loss(new_N, old_N, advantage_N, **PAPER)
    assert 5 < is_clipped_N.sum() < 59
    assert torch.autograd.gradcheck(lambda new: policy_loss(new, old_N, advantage_N, **PAPER)[0], new_N)


def test_what_is_clipped_is_where_the_gradient_is_gone():
    generator = torch.Generator().manual_seed(4)
    new_N = torch.randn(500, dtype=torch.float64, generator=generator).requires_grad_()
    old_N = new_N.detach() + torch.randn(500, dtype=torch.float64, generator=generator)
    advantage_N = torch.randn(500, dtype=torch.float64, generator=generator)
    loss_N, is_clipped_N = policy_loss(new_N, old_N, advantage_N, **PAPER)
    loss_N.sum().backward()
    assert torch.equal(is_clipped_N, new_N.grad == 0)


@given(
    rewards=st.lists(st.sampled_from([0.0, 0.125, 0.3, 0.5, 0.7, 1.0]), min_size=2, max_size=8),
    change=st.floats(-LOG_RATIO_LIMIT, LOG_RATIO_LIMIT),
)
def test_what_holds_for_every_group_and_every_change_of_the_policy(rewards, change):
    rewards_G = torch.tensor(rewards, dtype=torch.float64)
    advantage_N = advantages(rewards_G)
    assert abs(advantage_N.sum().item()) < 1e-6
    assert (advantage_N[rewards_G.argsort()].diff() >= 0).all()  # who is better never has the smaller advantage
    old_N = torch.full_like(advantage_N, -1.0)
    loss_N, _ = policy_loss(old_N + change, old_N, advantage_N, **PAPER)
    good, bad = advantage_N > 0, advantage_N < 0
    assert (-loss_N[good] <= (1 + HIGH) * advantage_N[good] + 1e-9).all()
    assert (loss_N[bad] >= (1 - LOW) * -advantage_N[bad] - 1e-9).all()
    assert (loss_N[bad] <= DUAL * -advantage_N[bad] + 1e-9).all()


# the distance from a reference


def test_k3_by_hand():
    assert k3(doubles(-1.0), doubles(-1.0)).item() == 0.0
    assert k3(doubles(-2.0), doubles(-1.0)).item() == pytest.approx(math.e - 2)
    assert k3(doubles(-1.0), doubles(-2.0)).item() == pytest.approx(1 / math.e)


def test_k3_estimates_the_divergence_and_is_never_negative():
    generator = torch.Generator().manual_seed(5)
    new_V, reference_V = torch.randn(2, 20, dtype=torch.float64, generator=generator).log_softmax(-1)
    values_V = k3(new_V, reference_V)
    assert (values_V >= 0).all()
    divergence = (new_V.exp() * (new_V - reference_V)).sum()
    assert (new_V.exp() * values_V).sum().item() == pytest.approx(divergence.item(), abs=1e-12)


def test_k3_against_finite_differences():
    generator = torch.Generator().manual_seed(6)
    new_N = torch.randn(32, dtype=torch.float64, generator=generator).requires_grad_()
    reference_N = torch.randn(32, dtype=torch.float64, generator=generator)
    assert torch.autograd.gradcheck(lambda new: k3(new, reference_N), new_N)
    assert k3(doubles(-2 * LOG_RATIO_LIMIT), doubles(0.0)).item() == k3(doubles(-LOG_RATIO_LIMIT), doubles(0.0)).item()


# tokens to one number


def test_the_two_aggregations_by_hand():
    weights = [torch.tensor([0.0, 1.0, 1.0, 1.0]), torch.tensor([0.0, 1.0]), torch.zeros(3)]
    values_N = doubles(1.0, 2.0, 3.0, 10.0)  # three tokens of the first sequence, one of the second, none of the third
    by_row, by_token = denominator(weights, "seq-mean-token-sum"), denominator(weights, "token-mean")
    assert (by_row, by_token) == (2.0, 4.0)
    assert aggregate(values_N, by_row).item() == (6.0 + 10.0) / 2
    assert aggregate(values_N, by_token).item() == 16.0 / 4


def test_padding_and_order_of_rows_change_no_denominator():
    weights = [torch.tensor([0.0, 0.5, 1.0]), torch.tensor([1.0])]
    padded = [torch.cat([torch.zeros(5), row_T, torch.zeros(2)]) for row_T in reversed(weights)]
    for how in ("seq-mean-token-sum", "token-mean"):
        assert denominator(weights, how) == denominator(padded, how)


@pytest.mark.parametrize("how", ["seq-mean-token-sum", "token-mean"])
def test_shares_of_micro_batches_sum_up_to_the_loss(how):
    values = [torch.randn(n, dtype=torch.float64, generator=torch.Generator().manual_seed(n)) for n in (3, 1, 7)]
    whole = denominator([torch.ones(len(values_N)) for values_N in values], how)
    shares = sum(aggregate(values_N, whole).item() for values_N in values)
    assert shares == pytest.approx(aggregate(torch.cat(values), whole).item(), abs=1e-12)


def test_nothing_counted_is_a_loss_of_zero_with_a_gradient_of_zero():
    values_N = doubles(3.0).requires_grad_()
    loss = aggregate(values_N, denominator([torch.zeros(4)], "token-mean"))
    loss.backward()
    assert (loss.item(), values_N.grad.item()) == (0.0, 0.0)


def test_the_supervised_loss_is_the_weighted_mean_surprise():
    logprob_N, weight_N = doubles(-1.0, -2.0, -4.0).requires_grad_(), doubles(1.0, 1.0, 0.1)
    loss = aggregate(supervised_loss(logprob_N, weight_N), denominator([weight_N], "token-mean"))
    loss.backward()
    assert loss.item() == pytest.approx(3.4 / 2.1)
    assert logprob_N.grad.tolist() == pytest.approx([-1 / 2.1, -1 / 2.1, -0.1 / 2.1])
