"""Checkpoints: what is written is read back, what is not whole does not count, and nothing is pickled."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import random

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import numpy as np
from training_kit import imitate, sequences, trainer

from genevolve.errors import NonFiniteError, TrainingError
from genevolve.training.checkpoint import (
    STABLE_FILE,
    TrainerState,
    checkpoint_folder,
    latest_checkpoint,
    load_checkpoint,
    prune_checkpoints,
    random_state,
    restore_random_state,
    save_checkpoint,
    start_folder,
)
from genevolve.training.guard import check_weights


def save(run, step: int, optimiser=None) -> None:
    folder = checkpoint_folder(run, step)
    start_folder(folder)
    save_checkpoint(folder, TrainerState(step, {"tokens": 7.0}, optimiser or {"a": torch.ones(2)}, random_state()))


def test_the_newest_whole_one_counts_and_older_ones_go(tmp_path):
    assert latest_checkpoint(tmp_path) is None
    for step in (5, 100, 20):
        save(tmp_path, step)
    assert latest_checkpoint(tmp_path).name == "step-000100"
    (checkpoint_folder(tmp_path, 100) / STABLE_FILE).unlink()
    assert latest_checkpoint(tmp_path).name == "step-000020"
    prune_checkpoints(tmp_path, 1)
    assert latest_checkpoint(tmp_path).name == "step-000020"
    assert not checkpoint_folder(tmp_path, 5).exists()
    assert checkpoint_folder(tmp_path, 100).exists(), "what is being written is left alone"


def test_an_interrupted_attempt_is_written_over(tmp_path):
    folder = checkpoint_folder(tmp_path, 5)
    folder.mkdir(parents=True)
    (folder / "half").write_bytes(b"half")
    save(tmp_path, 5)
    assert sorted(path.name for path in folder.iterdir()) == [STABLE_FILE, "optimizer.safetensors", "state.json"]


def test_state_is_read_back(tmp_path):
    moments = {"layer.weight.exp_avg": torch.randn(3, 2), "layer.weight.step": torch.tensor(4.0)}
    save(tmp_path, 5, moments)
    state = load_checkpoint(checkpoint_folder(tmp_path, 5))
    assert (state.step, state.counters) == (5, {"tokens": 7.0})
    assert all(torch.equal(state.optimiser[name], moments[name]) for name in moments)


@pytest.mark.parametrize("name", ["optimizer.safetensors", "state.json"])
def test_damage_is_told_in_one_line(tmp_path, name):
    save(tmp_path, 5)
    folder = checkpoint_folder(tmp_path, 5)
    (folder / name).write_bytes(b"{")
    with pytest.raises(TrainingError, match="is damaged"):
        load_checkpoint(folder)
    (folder / STABLE_FILE).unlink()
    with pytest.raises(TrainingError, match="not written to its end"):
        load_checkpoint(folder)


def test_the_generators_go_on_where_they_were():
    def drawn():
        return random.random(), np.random.random(), np.random.standard_normal(), torch.rand(1).item()

    np.random.standard_normal()  # leaves half of a pair behind
    state = random_state()
    first = drawn()
    drawn()
    restore_random_state(state)
    assert drawn() == first


def test_moments_go_back_to_their_parameters_bit_for_bit(tmp_path):
    rows = sequences(2)
    one = trainer(tmp_path)
    for _ in range(2):
        imitate(one, rows)
    moments = {name: value.clone() for name, value in one.optimiser_state().items()}
    other = trainer(tmp_path, one.model)
    other.restore(2, moments)
    assert other.steps_done == 2
    assert all(torch.equal(value, moments[name]) for name, value in other.optimiser_state().items())
    assert {name.rpartition(".")[2] for name in moments} == {"exp_avg", "exp_avg_sq", "step"}
    assert {name.rpartition(".")[0] for name in moments} == {name for name, _ in one.model.named_parameters()}


def test_weights_that_are_no_numbers_are_not_kept(tmp_path):
    model = trainer(tmp_path).model
    check_weights(3, model)
    with torch.no_grad():
        model.model.language_model.norm.weight[0] = float("inf")
    with pytest.raises(NonFiniteError, match=r"after step 3 the weight model\.language_model\.norm\.weight"):
        check_weights(3, model)
