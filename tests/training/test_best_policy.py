"""The best policy of a run: which evaluation it is, that it is whole, and that a call cut short is made good."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

from safetensors.torch import load_file
from tiny import tiny_model
from training_kit import policy_at, same_weights, small

from genevolve.config import load_settings
from genevolve.config.loader import AGENT_FILE
from genevolve.errors import RunError
from genevolve.training.best import best_evaluated, keep_best, kept_best
from genevolve.training.checkpoint import STABLE_FILE, TrainerState, checkpoint_folder, save_checkpoint, start_folder
from genevolve.training.metrics import EVALS_FILE
from genevolve.training.opening import open_policy

pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")

SETTINGS = small()


def evaluated(run: Path, step: int, reward: float | None, *, checkpoint: bool = True) -> None:
    """A run that has evaluated after `step`, with weights of their own."""
    row = {"step": step, "phase": "grpo", "eval/requests": 4.0}
    row |= {} if reward is None else {"eval/reward": reward}
    run.mkdir(exist_ok=True)
    with (run / EVALS_FILE).open("a") as file:
        file.write(json.dumps(row) + "\n")
    if checkpoint:
        folder = checkpoint_folder(run, step)
        start_folder(folder)
        policy_at(folder, tiny_model(step))
        save_checkpoint(folder, TrainerState(step, {}, {"moment": torch.zeros(1)}))


def test_the_highest_reward_is_the_best_and_of_equals_the_earliest(tmp_path):
    run = tmp_path / "run"
    assert best_evaluated(run) is None
    for step, reward in ((2, None), (4, 0.25), (6, 0.5), (8, 0.5), (10, 0.375)):
        evaluated(run, step, reward, checkpoint=False)
    best = best_evaluated(run)
    assert (best.step, best.reward, best.num_requests) == (6, 0.5, 4)


def test_a_better_one_replaces_what_is_kept_and_a_worse_one_does_not(tmp_path):
    run, kept = tmp_path / "run", tmp_path / "policy"
    assert keep_best(run, kept, SETTINGS) is None
    assert not kept.exists()
    for step, reward, expected in ((1, 0.25, 1), (2, 0.5, 2), (3, 0.375, 2)):
        evaluated(run, step, reward)
        assert keep_best(run, kept, SETTINGS).step == kept_best(kept).step == expected
    assert same_weights(open_policy(kept, SETTINGS.model).model, tiny_model(2))
    left = {path.name for path in checkpoint_folder(run, 2).iterdir()} - {path.name for path in kept.iterdir()}
    assert left == {"optimizer.safetensors", "state.json"}


def test_it_says_how_it_is_to_act(tmp_path):
    evaluated(tmp_path / "run", 1, 0.5)
    keep_best(tmp_path / "run", tmp_path / "policy", SETTINGS)
    assert load_settings([tmp_path / "policy" / AGENT_FILE]).agent == SETTINGS.agent
    assert list(tomllib.loads((tmp_path / "policy" / AGENT_FILE).read_text())) == ["agent"]


def test_a_copy_that_was_cut_short_is_made_good(tmp_path):
    run, kept = tmp_path / "run", tmp_path / "policy"
    evaluated(run, 1, 0.5)
    keep_best(run, kept, SETTINGS)
    (kept / STABLE_FILE).unlink()
    (kept / "model.safetensors").write_bytes(b"half")
    assert kept_best(kept) is None
    assert keep_best(run, kept, SETTINGS).step == 1
    assert same_weights(open_policy(kept, SETTINGS.model).model, tiny_model(1))


def test_without_its_checkpoint_what_is_kept_stays(tmp_path):
    run, kept = tmp_path / "run", tmp_path / "policy"
    evaluated(run, 1, 0.25)
    keep_best(run, kept, SETTINGS)
    evaluated(run, 2, 0.5, checkpoint=False)
    assert keep_best(run, kept, SETTINGS).step == 1


def test_adapters_are_merged_and_the_run_goes_on_as_if_nothing_had_been_drawn(tmp_path):
    source = policy_at(tmp_path / "source", tiny_model(3))
    settings = small(policy=str(source), model__lora_rank=2)
    run, kept = tmp_path / "run", tmp_path / "policy"
    evaluated(run, 1, 0.5, checkpoint=False)
    opened = open_policy(source, settings.model)
    with torch.no_grad():
        for name, parameter in opened.model.named_parameters():
            if "lora_B" in name:
                parameter.fill_(0.5)
    folder = checkpoint_folder(run, 1)
    start_folder(folder)
    opened.adapters.save_pretrained(folder, save_embedding_layers=False)
    save_checkpoint(folder, TrainerState(1, {}, {"moment": torch.zeros(1)}))
    before = torch.get_rng_state()
    keep_best(run, kept, settings)
    assert torch.equal(torch.get_rng_state(), before)
    merged = load_file(kept / "model.safetensors")
    assert not any("lora" in name for name in merged)
    assert not same_weights(open_policy(kept, SETTINGS.model).model, tiny_model(3))


def test_another_policy_in_its_place_is_refused(tmp_path):
    evaluated(tmp_path / "run", 1, 0.5)
    policy_at(tmp_path / "policy")
    (tmp_path / "policy" / STABLE_FILE).touch()
    with pytest.raises(RunError, match="no policy that was kept as the best of a run"):
        keep_best(tmp_path / "run", tmp_path / "policy", SETTINGS)
