"""The distillation's formulas: by hand, by finite differences, over an enumerated vocabulary, and against TRL's."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from genevolve.config.distillation import DistillationSettings
from genevolve.training.losses import k3, ratio
from genevolve.training.losses_distillation import bucket_divergence, differing_most, sampled_divergence
from genevolve.training.schedule import distillation_weight

CAPS = {"ratio_cap": 2.0, "k3_cap": 10.0, "loss_cap": 10.0}
NO_CAPS = {"ratio_cap": math.inf, "k3_cap": math.inf, "loss_cap": math.inf}
KINDS = ["forward-kl", "reverse-kl", "jsd"]


def doubles(*values):
    return torch.tensor(values, dtype=torch.float64)


def drawn(seed, *shape):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def at(new, teacher, old):
    """Loss, whether capped, and gradient by the new log-prob of one token."""
    new_N = doubles(new).requires_grad_()
    loss_N, is_capped_N = sampled_divergence(new_N, doubles(teacher), doubles(old), **CAPS)
    loss_N.sum().backward()
    return loss_N.item(), bool(is_capped_N), new_N.grad.item()


# the sampled token


@pytest.mark.parametrize(
    ("new", "teacher", "old", "loss", "is_capped", "slope"),
    [
        (-1.0, -1.0, -1.0, 0.0, False, 0.0),  # they agree
        (-2.0, -1.0, -2.0, math.e - 2, False, -1.0),  # ρ = 1: the slope is ℓ = new - teacher
        (-1.0, -2.0, -1.0, 1 / math.e, False, 1.0),
        (-1.0, -2.0, -1.0 - math.log(1.5), 1.5 / math.e, False, 1.5),  # ρ = 1.5: ρ·ℓ
        (-1.0, -2.0, -1.0 - math.log(4), 2 / math.e, True, 2 * (1 - 1 / math.e)),  # ρ held at 2: k3's slope alone
        (-4.0, -1.0, -4.0, 10.0, True, 10.0),  # k3 = e³ - 4 = 16.1 is held at 10: ρ's slope alone
        (-3.9, -1.3, -3.9 - math.log(1.9), 10.0, True, 0.0),  # k3 = 9.86 and ρ = 1.9: the product is held
        (-1.0, -30.0, -1.0, 10.0, True, 10.0),  # the log-ratio is held at 20, then k3 = 19 at 10
        (-1.0, -800.0, -1.0, 10.0, True, 10.0),
        (-800.0, -1.0, -800.0, 10.0, True, 10.0),
    ],
)
def test_every_cap_by_hand(new, teacher, old, loss, is_capped, slope):
    assert at(new, teacher, old) == (pytest.approx(loss, abs=1e-12), is_capped, pytest.approx(slope, abs=1e-12))


def test_against_finite_differences():
    new_N, teacher_N, old_N = drawn(1, 64).requires_grad_(), drawn(2, 64), drawn(3, 64)
    for caps in (NO_CAPS, CAPS):
        assert torch.autograd.gradcheck(
            lambda new, caps=caps: sampled_divergence(new, teacher_N, old_N, **caps)[0], new_N
        )
    assert 0 < sampled_divergence(new_N, teacher_N, old_N, **CAPS)[1].sum() < 64


def test_neither_the_teacher_nor_the_old_policy_has_a_gradient():
    new_N, teacher_N, old_N = (drawn(seed, 5).requires_grad_() for seed in (1, 2, 3))
    sampled_divergence(new_N, teacher_N, old_N, **CAPS)[0].sum().backward()
    assert new_N.grad is not None
    assert teacher_N.grad is None
    assert old_N.grad is None
    new_NB, teacher_NB = (drawn(seed, 4, 3).requires_grad_() for seed in (1, 2))
    for kind in KINDS:
        bucket_divergence(new_NB.log_softmax(-1), teacher_NB.log_softmax(-1), kind).sum().backward()
    assert teacher_NB.grad is None


# a vocabulary of seven


def vocabulary():
    """Logits of the policy, with a gradient, and log-probs of teacher and of an old policy that is another one."""
    return drawn(4, 7).requires_grad_(), drawn(5, 7).log_softmax(-1), drawn(6, 7).log_softmax(-1)


def kl_gradient(logits_V, teacher_V, *, is_reverse):
    new_V = logits_V.log_softmax(-1)
    one_V, other_V = (new_V, teacher_V) if is_reverse else (teacher_V, new_V)
    return torch.autograd.grad((one_V.exp() * (one_V - other_V)).sum(), logits_V)[0]


def test_its_mean_over_samples_is_the_reverse_kl_in_value_and_gradient():
    logits_V, teacher_V, old_V = vocabulary()
    new_V = logits_V.log_softmax(-1)
    mean = (old_V.exp() * sampled_divergence(new_V, teacher_V, old_V, **NO_CAPS)[0]).sum()
    assert mean.item() == pytest.approx((new_V.exp() * (new_V - teacher_V)).sum().item(), abs=1e-12)
    (gradient_V,) = torch.autograd.grad(mean, logits_V)
    assert torch.allclose(gradient_V, kl_gradient(logits_V, teacher_V, is_reverse=True), atol=1e-12)


def test_drawn_samples_come_to_the_same_gradient():
    logits_V, teacher_V, old_V = vocabulary()
    samples_N = torch.multinomial(old_V.exp(), 400_000, replacement=True, generator=torch.Generator().manual_seed(0))
    new_N = logits_V.log_softmax(-1)[samples_N]
    mean = sampled_divergence(new_N, teacher_V[samples_N], old_V[samples_N], **NO_CAPS)[0].mean()
    exact_V = kl_gradient(logits_V, teacher_V, is_reverse=True)
    assert torch.allclose(torch.autograd.grad(mean, logits_V)[0], exact_V, atol=0.01)
    assert exact_V.abs().max() > 0.2


def test_with_a_detached_ratio_it_would_be_the_forward_kl():
    logits_V, teacher_V, old_V = vocabulary()
    new_V = logits_V.log_softmax(-1)
    mean = (old_V.exp() * ratio(new_V, old_V).detach() * k3(new_V, teacher_V)).sum()
    (gradient_V,) = torch.autograd.grad(mean, logits_V)
    assert torch.allclose(gradient_V, kl_gradient(logits_V, teacher_V, is_reverse=False), atol=1e-12)
    assert not torch.allclose(gradient_V, kl_gradient(logits_V, teacher_V, is_reverse=True), atol=0.05)


# buckets


def buckets(logits_NV, number):
    """The first `number` ids, and all others together."""
    logprobs_NV = logits_NV.log_softmax(-1)
    return torch.cat([logprobs_NV[:, :number], logprobs_NV[:, number:].logsumexp(-1, keepdim=True)], dim=1)


def test_divergences_by_hand():
    new_NB, teacher_NB = doubles(0.5, 0.5).log()[None], doubles(0.9, 0.1).log()[None]
    forward = 0.9 * math.log(0.9 / 0.5) + 0.1 * math.log(0.1 / 0.5)
    reverse = 0.5 * math.log(0.5 / 0.9) + 0.5 * math.log(0.5 / 0.1)
    jsd = (
        0.9 * math.log(0.9 / 0.7) + 0.1 * math.log(0.1 / 0.3) + 0.5 * math.log(0.5 / 0.7) + 0.5 * math.log(0.5 / 0.3)
    ) / 2
    for kind, value in zip(KINDS, (forward, reverse, jsd), strict=True):
        assert bucket_divergence(new_NB, teacher_NB, kind).item() == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_divergences_against_finite_differences(kind):
    teacher_NB = buckets(drawn(8, 6, 9), 4)
    logits_NV = drawn(7, 6, 9).requires_grad_()
    assert torch.autograd.gradcheck(lambda logits: bucket_divergence(buckets(logits, 4), teacher_NB, kind), logits_NV)


@given(
    seed=st.integers(0, 2**31),
    number=st.integers(1, 11),
    sharp=st.sampled_from([0.01, 1.0, 10.0, 60.0]),
    kind=st.sampled_from(KINDS),
)
def test_with_the_rest_in_a_bucket_none_is_negative_nor_larger_than_over_all_tokens(seed, number, sharp, kind):
    new_NV, teacher_NV = sharp * drawn(seed, 2, 3, 12)
    some_N = bucket_divergence(buckets(new_NV, number), buckets(teacher_NV, number), kind)
    whole_N = bucket_divergence(new_NV.log_softmax(-1), teacher_NV.log_softmax(-1), kind)
    assert some_N.isfinite().all()
    assert (some_N >= 0).all()
    assert (some_N <= whole_N + 1e-9).all()
    if kind == "jsd":
        assert (whole_N <= math.log(2) + 1e-9).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_rounding_makes_none_negative_and_far_apart_ones_are_finite(kind, dtype):
    new_NB = drawn(9, 100, 9).log_softmax(-1).to(dtype)
    alike_N = bucket_divergence(new_NB, new_NB + 1e-6 * drawn(10, 100, 9).to(dtype), kind)
    assert (alike_N >= 0).all()
    assert alike_N.max() < 1e-10
    sure_NB = torch.tensor([[0.0, -200.0], [-200.0, 0.0]], dtype=dtype).requires_grad_()
    apart_N = bucket_divergence(sure_NB, sure_NB.detach().flip(0), kind)
    (slope_NB,) = torch.autograd.grad(apart_N.sum(), sure_NB)
    assert apart_N.tolist() == pytest.approx([math.log(2) if kind == "jsd" else 200.0] * 2)
    assert slope_NB.isfinite().all()


# which tokens


def test_the_tokens_that_differ_most_are_chosen_among_those_that_count():
    counted_T = torch.tensor([False, True, True, True, True, True])
    student_T, teacher_T = doubles(0, -1, -1, -1, -1, -1), doubles(-9, -1.5, -4, -1, -0.2, -1.8)
    for share, places in [(0.01, [2]), (0.2, [2]), (0.4, [2, 4]), (0.6, [2, 4, 5]), (1.0, [1, 2, 3, 4, 5])]:
        chosen_T = differing_most(student_T, teacher_T, counted_T, share)
        assert torch.nonzero(chosen_T).flatten().tolist() == places


def test_of_equals_the_earlier_ones_are_chosen_and_of_none_none():
    zeros_T, all_T = torch.zeros(20), torch.ones(20, dtype=torch.bool)
    assert torch.nonzero(differing_most(zeros_T, zeros_T, all_T, 0.1)).flatten().tolist() == [0, 1]
    assert not differing_most(zeros_T, zeros_T, ~all_T, 0.1).any()


# the weight


@pytest.mark.parametrize(
    ("schedule", "step", "weight"),
    [("constant", 0, 1.0), ("constant", 1, 2.0), ("constant", 19, 2.0), ("linear", 11, 1.0), ("decay", 14, 1.0)],
)
def test_the_weight_at_named_steps(schedule, step, weight):
    settings = DistillationSettings(weight=2.0, schedule=schedule, warmup=0.1)
    assert distillation_weight(settings, step, 20) == pytest.approx(weight)


# by other people


@pytest.fixture(scope="module")
def sdpo():
    pytest.importorskip("trl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trl.experimental.sdpo import loss_utils
    return loss_utils


@pytest.mark.slow
def test_the_gradient_is_that_of_trls_sampled_token_sdpo_wherever_no_cap_holds(sdpo):
    new_NV, teacher_NV = drawn(11, 50, 9).requires_grad_(), drawn(12, 50, 9)
    ids_N = torch.randint(9, (50,), generator=torch.Generator().manual_seed(13))

    def of(logits_NV):
        return logits_NV.log_softmax(-1).gather(-1, ids_N[:, None])[:, 0]

    old_N = of(new_NV).detach() + 0.3 * drawn(14, 50)
    theirs_N = sdpo.compute_sampled_token_self_distillation_loss(new_NV, teacher_NV, ids_N, distillation_alpha=1.0)
    theirs_N = sdpo.apply_importance_sampling_clipping(theirs_N, of(new_NV), old_N, 2.0)
    ours_N, is_capped_N = sampled_divergence(of(new_NV), of(teacher_NV), old_N, **CAPS)
    assert 0 < is_capped_N.sum() < 10
    (ours_NV,), (theirs_NV,) = (torch.autograd.grad(one.sum(), new_NV) for one in (ours_N, theirs_N))
    assert torch.allclose(ours_NV[~is_capped_N], theirs_NV[~is_capped_N], atol=1e-12)
    assert not torch.allclose(ours_NV[is_capped_N], theirs_NV[is_capped_N], atol=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "alpha"), [("forward-kl", 0.0), ("reverse-kl", 1.0), ("jsd", 0.5)])
def test_divergences_are_those_of_trls_sdpo_with_its_tail_bucket(sdpo, kind, alpha):
    new_NV, teacher_NV = drawn(15, 40, 12).requires_grad_(), 3 * drawn(16, 40, 12)
    some = [sdpo.add_tail_bucket(one.log_softmax(-1)[:, :5]) for one in (new_NV, teacher_NV)]
    theirs_N = sdpo.compute_divergence(*some, alpha)
    ours_N = bucket_divergence(buckets(new_NV, 5), buckets(teacher_NV, 5), kind)
    assert torch.allclose(ours_N, theirs_N, atol=1e-9)
    (ours_NV,), (theirs_NV,) = (torch.autograd.grad(one.sum(), new_NV) for one in (ours_N, theirs_N))
    assert torch.allclose(ours_NV, theirs_NV, atol=1e-9)
