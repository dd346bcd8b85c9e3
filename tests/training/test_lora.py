"""Adapters: nothing else learns, they can be kept and taken up again, and merged they are the same policy."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("peft")

from tiny import tiny_encoder, tiny_model
from training_kit import imitate, policy_at, sequences, small, trainer

from genevolve.errors import TrainingError
from genevolve.training.lora import add_adapters, merged
from genevolve.training.opening import open_policy, trained_parameters
from genevolve.training.packing import padded
from genevolve.training.processes import Processes, open_accelerator
from genevolve.training.saving import whole_model, write_policy, write_trained
from genevolve.training.scoring import logprobs

pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")

SETUP = small(model__lora_rank=4).model


def scores(model, rows):
    with torch.no_grad():
        return logprobs(model.eval(), padded(rows, model, tiny_encoder().ids.endoftext)).logprob_N


@pytest.fixture
def taught(tmp_path):
    """A policy with adapters after three steps, and its trainer."""
    policy = open_policy(policy_at(tmp_path / "policy"), SETUP)
    one = trainer(tmp_path, policy.model)
    for _ in range(3):
        imitate(one, sequences(3))
    return policy


def test_only_adapters_learn_and_they_change_what_is_said(taught):
    before = tiny_model().state_dict()
    for name, value in taught.model.state_dict().items():
        original = before.get(name.replace(".base_layer", ""))
        assert "lora_" in name or torch.equal(value, original), name
    names = [name for name, parameter in taught.model.named_parameters() if parameter.requires_grad]
    assert names
    assert all("lora_" in name and ".language_model.layers." in name for name in names)
    rows = sequences(3)
    assert (scores(taught.model, rows) - scores(tiny_model(), rows)).abs().max() > 0.1


def test_new_adapters_change_nothing_yet():
    rows, model = sequences(2), tiny_model()
    before = scores(model, rows)
    add_adapters(model, SETUP)
    assert torch.equal(scores(model, rows), before)
    assert trained_parameters(model)


def test_kept_adapters_are_taken_up_again_and_go_on_learning(taught, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    write_trained(folder, taught, Processes(open_accelerator(small())))
    again = open_policy(tmp_path / "policy", SETUP, adapters=folder)
    rows = sequences(3)
    assert torch.equal(scores(again.model, rows), scores(taught.model, rows))
    assert len(trained_parameters(again.model)) == len(trained_parameters(taught.model)) > 0
    assert not [path for path in folder.iterdir() if path.suffix in {".bin", ".pt", ".pkl"}]


def test_merged_they_are_the_same_policy_under_the_models_own_names(taught, tmp_path):
    rows = sequences(3)
    before = scores(taught.model, rows)
    whole = whole_model(taught)
    assert whole.state_dict().keys() == tiny_model().state_dict().keys()
    assert torch.allclose(scores(whole, rows), before, atol=1e-4)
    assert torch.equal(scores(taught.model, rows), before), "merging leaves what is trained as it is"
    write_policy(tmp_path / "final", taught, Processes(open_accelerator(small())))
    loaded = open_policy(tmp_path / "final", small().model)
    assert torch.equal(scores(loaded.model, rows), scores(merged(taught.adapters), rows))


def test_targets_that_match_nothing_are_refused():
    setup = small(model__lora_rank=4, model__lora_targets="decoder.*").model
    with pytest.raises(TrainingError, match="lora_targets matches none of the"):
        add_adapters(tiny_model(), setup)
