"""GRPO from outcomes to gradients: by hand, who is counted where, and what may not change the gradient."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from grpo_cases import (
    ModelScorer,
    NoScorer,
    failed,
    outage,
    real_sequences,
    rolled,
    sampled_by,
    scored,
    spoken,
    step_gradient,
    step_loss,
    two_groups,
)
from tiny import noise_png, tiny_encoder, tiny_model

from genevolve.config.training import GrpoSettings
from genevolve.records import StopReason
from genevolve.training.algorithms.grpo import Grpo
from genevolve.training.packing import padded
from genevolve.training.rollouts import PREFIX
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import scored_tokens


def prepared(rollouts, scorer=None, **switches):
    return Grpo(GrpoSettings(**switches)).prepare(rollouts, scorer or NoScorer(), step=0)


def advantages_of(step):
    return [columns["advantage"][0].item() for columns in step.columns]


# by hand


def test_two_groups_of_three_by_hand():
    """Rewards 0, .5, 1 and 1, 1, 0; one turn or two; each new log-prob moved by a known factor."""
    rollouts = [
        rolled("a", 0, scored(0.0), spoken([-1.0, -1.0])),
        rolled("a", 1, scored(0.5), spoken([-1.0])),
        rolled("a", 2, scored(1.0), spoken([-1.0], [-2.0])),
        rolled("b", 0, scored(1.0), spoken([-3.0])),
        rolled("b", 1, scored(1.0), spoken([-1.0])),
        rolled("b", 2, failed(), spoken([-1.0], [-1.0])),
    ]
    ratios = [[0.5, 5.0], [9.0], [1.2, 2.0], [1.1], [0.9], [1.0, 2.0]]
    step = prepared(rollouts, advantage_eps=1e-12)
    third = 1 / 3**0.5  # rewards 1, 1, 0: mean 2/3, unbiased deviation sqrt(1/3); advantages 1/√3, 1/√3, -2/√3
    assert advantages_of(step) == pytest.approx([-1, 0, 1, third, third, -2 * third], abs=1e-6)
    by_row = [
        0.8 + 3.0,  # A = -1: 0.5 is held at 0.8, 5.0 at 3.0 by the dual clip
        0.0,  # A = 0
        -1.2 - 1.28,  # A = 1: 2.0 is held at 1.28
        -1.1 * third,
        -0.9 * third,
        (1.0 + 2.0) * 2 * third,  # A < 0: 2.0 is free
    ]
    new = [
        sequence.sampled_T[scored_tokens(sequence)] + torch.tensor(row).log()
        for sequence, row in zip(step.sequences, ratios, strict=True)
    ]
    assert step_loss(step, new).item() == pytest.approx(sum(by_row) / 6, abs=1e-5)
    by_token = prepared(rollouts, advantage_eps=1e-12, aggregation="token-mean")
    assert step_loss(by_token, new).item() == pytest.approx(sum(by_row) / 9, abs=1e-5)


def test_the_same_advantage_stands_beside_every_sampled_token_and_the_old_log_probs_too():
    sequence = spoken([-1.0, -2.0], [-3.0])
    step = prepared([rolled("a", 0, scored(1.0), sequence), rolled("a", 1, scored(0.0))])
    places = scored_tokens(sequence)
    assert step.columns[0]["old"][places].tolist() == [-1.0, -2.0, -3.0]
    assert step.columns[0]["advantage"][places].tolist() == pytest.approx([0.5**0.5] * 3, abs=1e-5)


def test_without_the_deviation_advantages_are_differences():
    step = prepared(
        [rolled("a", place, scored(r)) for place, r in enumerate((0.0, 0.25, 1.0, 0.75))], normalise_std=False
    )
    assert advantages_of(step) == [-0.5, -0.25, 0.5, 0.25]


# who is counted where


def test_an_outage_leaves_before_the_mean():
    with_outage = [rolled("a", 0, scored(1.0)), rolled("a", 1, outage()), rolled("a", 2, scored(0.5))]
    without = [with_outage[0], with_outage[2]]
    assert advantages_of(prepared(with_outage)) == advantages_of(prepared(without))
    assert advantages_of(prepared(with_outage)) == pytest.approx([0.5**0.5, -(0.5**0.5)], abs=1e-5)
    assert prepared(with_outage).dropped == {"judge": 1}


def test_a_failure_of_the_policy_is_a_zero_in_the_mean():
    step = prepared([rolled("a", 0, scored(1.0)), rolled("a", 1, failed())], normalise_std=False)
    assert advantages_of(step) == [0.5, -0.5]


def test_a_group_with_one_survivor_is_dropped():
    step = prepared([rolled("a", 0, scored(1.0)), rolled("a", 1, outage()), rolled("b", 0, outage("tool"))])
    assert step.sequences == ()
    assert step.columns == ()
    assert step.dropped == {"judge": 1, "tool": 1, "alone": 1}
    assert step.metrics["group/dropped"] == 2
    assert "rollout/logprob_gap_max" not in step.metrics


@pytest.mark.parametrize(
    ("kind", "switch", "reason"),
    [
        (StopReason.TOKEN_LIMIT, "mask_overlong", "overlong"),
        (StopReason.OVERLONG_TURNS, "mask_overlong", "overlong"),
        (StopReason.REPEATED, "mask_repeated", "repeated"),
    ],
)
def test_overlong_and_repeated_rows_are_in_the_baseline_and_not_in_the_loss(kind, switch, reason):
    rollouts = [rolled("a", 0, scored(1.0)), rolled("a", 1, failed(kind)), rolled("a", 2, scored(0.5))]
    step = prepared(rollouts, normalise_std=False)
    assert advantages_of(step) == [0.5, 0.0]  # the mean is 0.5, with the masked row's zero in it
    assert step.dropped == {reason: 1}
    new = [sequence.sampled_T[scored_tokens(sequence)] for sequence in step.sequences]
    assert step_loss(step, new).item() == pytest.approx(-(0.5 * 2 + 0.0) / 2)  # divided by the two rows in the loss
    kept = prepared(rollouts, normalise_std=False, **{switch: False})
    assert advantages_of(kept) == [0.5, -0.5, 0.0]
    assert not kept.dropped


def test_other_failures_of_the_policy_are_learned_from():
    kinds = [StopReason.INVALID_ANSWER, StopReason.TURN_LIMIT]
    step = prepared([rolled("a", 0, scored(1.0)), *(rolled("a", 1 + n, failed(kind)) for n, kind in enumerate(kinds))])
    assert len(step.sequences) == 3


def test_every_rollout_is_counted_once():
    rollouts = [
        rolled("a", 0, scored(1.0)),
        rolled("a", 1, scored(0.5)),
        rolled("a", 2, failed()),
        rolled("b", 0, outage()),
        rolled("b", 1, outage(PREFIX)),
        rolled("b", 2, scored(0.5)),
        rolled("c", 0, scored(0.25)),
        rolled("c", 1, scored(0.25)),
        rolled("c", 2, outage("tool")),
    ]
    step = prepared(rollouts)
    counts = {name: step.metrics[f"rollout/{name}"] for name in ("num_scored", "num_policy_failure")}
    assert counts == {"num_scored": 5, "num_policy_failure": 1}
    assert step.metrics["rollout/num_infrastructure"] == 2
    assert step.metrics["rollout/prefix_broken"] == 1
    assert step.metrics["group/dropped"] == 1
    assert step.metrics["group/zero_variance"] == 1
    assert step.metrics["reward/mean"] == pytest.approx(2.5 / 6)
    assert step.metrics["reward/std"] == pytest.approx(torch.tensor([1, 0.5, 0, 0.5, 0.25, 0.25]).std().item())
    assert step.metrics["group/std"] == pytest.approx(0.25)  # of 0.5 and 0
    assert len(step.sequences) + step.dropped.total() == len(rollouts)


# what may not change the gradient


@pytest.fixture(scope="module")
def step_of_six():
    """Six ragged rows with pictures, log-probs pushed off so that clips are active, and a KL to another model."""
    model = tiny_model(0)
    rollouts = two_groups(sampled_by(model, real_sequences(6), noise=0.5), [0.0, 0.5, 1.0, 1.0, 0.25, 0.0])
    scorer = ModelScorer({"policy": model, "reference": tiny_model(1)})
    step = prepared(rollouts, scorer, kl_weight=0.1)
    return model, rollouts, scorer, step, step_gradient(step, model, [range(6)])


def same(found, expected):
    assert found[0] == pytest.approx(expected[0], abs=1e-5)
    scale = expected[1].abs().max()
    assert scale > 0.1
    assert ((found[1] - expected[1]).abs().max() / scale).item() < 1e-5


def test_clips_and_kl_are_in_play(step_of_six):
    model, _, _, step, _ = step_of_six
    batch = padded(step.sequences, model, 0)
    columns = {name: torch.cat([c[name][scored_tokens(s)] for c, s in zip(step.columns, step.sequences, strict=True)])
               for name in ("advantage", "old", "reference")}  # fmt: skip
    policy, kl = (term.values(logprobs(model, batch), batch, columns) for term in step.terms)
    counted = policy.counted_N.sum().item()
    assert counted == sum(sequence.trained_T.sum().item() for sequence in step.sequences) == kl.counted_N.sum().item()
    for clip in ("clip/low", "clip/high"):
        assert 0 < policy.metrics[clip] < counted
    assert 0 < policy.metrics["entropy"] / counted < torch.tensor(512.0).log()
    assert kl.metrics["kl"] > 0


@pytest.mark.parametrize("layout", ["left", "packed"])
def test_padding_and_packing_do_not_change_the_gradient(step_of_six, layout):
    model, _, _, step, expected = step_of_six
    same(step_gradient(step, model, [range(6)], layout), expected)


@pytest.mark.parametrize(
    "micro_batches", [[[0, 1, 2], [3, 4, 5]], [[0], [1], [2], [3], [4], [5]], [[5, 0], [4, 1, 3, 2]]]
)
def test_micro_batches_do_not_change_the_gradient(step_of_six, micro_batches):
    model, _, _, step, expected = step_of_six
    same(step_gradient(step, model, micro_batches), expected)


def test_the_order_of_rollouts_does_not_change_the_gradient(step_of_six):
    model, rollouts, scorer, _, expected = step_of_six
    mixed = prepared([rollouts[place] for place in (4, 2, 0, 5, 1, 3)], scorer, kl_weight=0.1)
    same(step_gradient(mixed, model, [range(6)]), expected)


def test_only_sampled_tokens_are_scored(step_of_six):
    model, _, _, step, _ = step_of_six
    batch = padded(step.sequences, model, 0)
    scored_pairs = list(zip(batch.row_N.tolist(), batch.token_N.tolist(), strict=True))
    trained_pairs = [
        (row, place)
        for row, sequence in enumerate(step.sequences)
        for place in torch.nonzero(sequence.trained_T).flatten().tolist()
    ]
    assert scored_pairs == trained_pairs


def test_equal_rewards_give_a_gradient_of_exactly_zero():
    model = tiny_model(0)
    rollouts = two_groups(sampled_by(model, real_sequences(4), noise=0.5), [0.7, 0.7, 0.1, 0.1])
    step = prepared(rollouts)
    loss, gradient = step_gradient(step, model, [range(4)])
    assert loss == 0.0
    assert torch.count_nonzero(gradient) == 0
    assert step.metrics["group/zero_variance"] == 2


def test_a_step_makes_the_better_rollout_likelier():
    model = tiny_model(0)
    sequences = sampled_by(model, real_sequences(2))
    step = prepared(
        [rolled("a", 0, scored(1.0), sequences[0]), rolled("a", 1, scored(0.0), sequences[1])],
        ModelScorer({"policy": model}),
    )
    step_gradient(step, model, [[0, 1]])
    with torch.no_grad():
        for parameter in model.parameters():
            parameter -= 1e-3 * parameter.grad
    better, worse = (score.logprob_N.sum() for score in ModelScorer({"policy": model}).score(sequences, "policy"))
    assert better > sequences[0].sampled_T.sum()
    assert worse < sequences[1].sampled_T.sum()


# sampled, recomputed, reference


def test_sampled_log_probs_are_checked_against_recomputed_ones():
    model = tiny_model(0)
    sequences = sampled_by(model, real_sequences(3))
    rollouts = [rolled("a", place, scored(place / 2), sequence) for place, sequence in enumerate(sequences)]
    assert prepared(rollouts, ModelScorer({"policy": model})).metrics["rollout/logprob_gap_max"] < 1e-6
    pushed = replace(sequences[1], sampled_T=sequences[1].sampled_T - 0.25 * sequences[1].trained_T)
    rollouts[1] = replace(rollouts[1], sequence=pushed)
    step = prepared(rollouts, ModelScorer({"policy": model}))
    assert step.metrics["rollout/logprob_gap_max"] == pytest.approx(0.25, abs=1e-5)
    assert torch.equal(step.columns[1]["old"], pushed.sampled_T)


def test_recomputed_log_probs_take_the_place_of_the_sampled_ones():
    model = tiny_model(0)
    sequences = sampled_by(model, real_sequences(2), noise=0.5)
    rollouts = [rolled("a", place, scored(place), sequence) for place, sequence in enumerate(sequences)]
    scorer = ModelScorer({"policy": model})
    step = prepared(rollouts, scorer, old_logprobs="recomputed")
    for sequence, columns, score in zip(sequences, step.columns, scorer.score(sequences, "policy"), strict=True):
        assert torch.equal(columns["old"][scored_tokens(sequence)], score.logprob_N)
    assert step.metrics["rollout/logprob_gap_max"] > 0.5


def test_the_reference_is_asked_only_where_a_kl_is_asked_for():
    model = tiny_model(0)
    rollouts = two_groups(sampled_by(model, real_sequences(4)), [0.0, 1.0, 0.0, 1.0])
    step = prepared(rollouts, ModelScorer({"policy": model}))  # has no reference to ask
    assert [term.name for term in step.terms] == ["policy"]
    assert set(step.columns[0]) == {"advantage", "old"}
    itself = prepared(rollouts, ModelScorer({"policy": model, "reference": model}), kl_weight=1e-3)
    assert [(term.name, term.weight) for term in itself.terms] == [("policy", 1.0), ("kl", 1e-3)]
    without, with_kl = (step_gradient(one, model, [range(4)]) for one in (step, itself))
    assert torch.allclose(without[1], with_kl[1], atol=1e-6)  # k3 of a policy to itself has no gradient


def test_pixels_reach_the_old_pass_and_the_gradient():
    model, encoder = tiny_model(0), tiny_encoder()
    seen = next(one for one in real_sequences(3) if one.pictures)
    assert len(set(seen.turn_T.tolist())) > 2  # there are turns before and after the picture
    other = replace(seen, pictures=(encoder.picture(noise_png(99)), *seen.pictures[1:]))
    scorer = ModelScorer({"policy": model})
    steps = [
        prepared(
            [rolled("a", 0, scored(1.0), one), rolled("a", 1, scored(0.0), one)], scorer, old_logprobs="recomputed"
        )
        for one in (seen, other)
    ]
    old, changed = (step.columns[0]["old"] for step in steps)
    first_picture = int((seen.ids_T == encoder.ids.image_pad).nonzero()[0])
    assert torch.equal(old[:first_picture], changed[:first_picture])
    assert (old[first_picture:] - changed[first_picture:]).abs().max() > 1e-3
    gradients = [step_gradient(replace(steps[0], sequences=(one, one)), model, [[0], [1]])[1] for one in (seen, other)]
    assert (gradients[0] - gradients[1]).abs().max() > 1e-3
