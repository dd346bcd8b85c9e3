"""The supervised term on a real model, held against the loss that transformers computes from labels."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from grpo_cases import real_sequences, step_gradient
from tiny import conversation, tiny_encoder, tiny_model

from genevolve.training.algorithms.protocol import Prepared
from genevolve.training.algorithms.terms import SupervisedTerm
from genevolve.training.packing import padded
from genevolve.training.sequences import TokenSequence


def step_on(sequences: list[TokenSequence]) -> Prepared:
    term = SupervisedTerm()
    return Prepared(tuple(sequences), tuple(term.columns(sequence) for sequence in sequences), (term,))


def test_loss_and_gradient_are_those_of_labels():
    model, sequences = tiny_model(0), real_sequences(3)
    loss, gradient = step_gradient(step_on(sequences), model, [[0, 1, 2]])
    batch = padded(sequences, model, 0)
    labels_BS = torch.full_like(batch.ids_BS, -100)
    for row, sequence in enumerate(sequences):
        labels_BS[row, : len(sequence)][sequence.trained_T] = sequence.ids_T[sequence.trained_T]
    model.zero_grad()
    theirs = model(
        input_ids=batch.ids_BS,
        attention_mask=batch.attention_BS,
        position_ids=batch.positions_RBS,
        pixel_values=batch.pixels_PC,
        image_grid_thw=batch.grids_I3,
        mm_token_type_ids=batch.is_image_BS,
        labels=labels_BS,
    ).loss
    theirs.backward()
    expected = torch.cat([parameter.grad.flatten() for parameter in model.parameters()])
    assert loss == pytest.approx(theirs.item(), rel=1e-6)
    assert (gradient - expected).abs().max() < 1e-5 * expected.abs().max()


def test_observations_count_by_their_weight():
    """Loss = (Σ assistant + 0.1 · Σ observations) / (number of assistant + 0.1 · number of observation tokens)."""
    model, encoder, messages = tiny_model(0), tiny_encoder(), conversation(1, 2)
    plain = encoder.sequence(messages)
    weighted = encoder.sequence(messages, observation_weight=0.1)
    only = replace(plain, weight_T=((weighted.weight_T > 0) & ~plain.trained_T).float())
    loss, assistant, observations = (step_gradient(step_on([one]), model, [[0]])[0] for one in (weighted, plain, only))
    num_assistant, num_observations = plain.weight_T.sum().item(), only.weight_T.sum().item()
    assert num_observations > 5
    expected = (num_assistant * assistant + 0.1 * num_observations * observations) / (
        num_assistant + 0.1 * num_observations
    )
    assert loss == pytest.approx(expected, rel=1e-5)


def test_a_first_token_that_cannot_be_scored_is_not_counted():
    sequence = real_sequences(1)[0]
    begun = replace(sequence, weight_T=torch.cat([torch.ones(1), sequence.weight_T[1:]]))
    term = SupervisedTerm()
    assert torch.equal(term.weights(begun, {}), term.weights(sequence, {}))


def test_micro_batches_do_not_change_the_gradient():
    model, step = tiny_model(0), step_on(real_sequences(4))
    whole = step_gradient(step, model, [range(4)])
    for micro_batches in ([[0, 1], [2, 3]], [[3], [1], [2], [0]]):
        loss, gradient = step_gradient(step, model, micro_batches)
        assert loss == pytest.approx(whole[0], abs=1e-5)
        assert (gradient - whole[1]).abs().max() < 1e-5 * whole[1].abs().max()
