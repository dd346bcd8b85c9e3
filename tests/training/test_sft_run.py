"""A supervised run: its order, its loss curve, and going on as if it had never stopped."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

from safetensors.torch import load_file
from tiny import tiny_encoder
from training_kit import data_at, policy_at, small
from transformers import Qwen3VLForConditionalGeneration

from genevolve.errors import RunError, TrainingError
from genevolve.training.checkpoint import STABLE_FILE, latest_checkpoint
from genevolve.training.encode import Encoder
from genevolve.training.metrics import read_rows
from genevolve.training.sft import SupervisedBatches, run_sft

# peft asks the model in a way that transformers has renamed
pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")

CURVE = Path(__file__).with_name("sft_curve.json")


class Stop(Exception):  # noqa: N818
    pass


def stop_after(steps: int):
    """As if the process had died when `steps` were done."""

    def on_step(done: int, numbers) -> None:
        if done == steps:
            raise Stop

    return on_step


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A policy and a data set."""
    folder = tmp_path_factory.mktemp("made")
    return policy_at(folder / "policy"), data_at(folder / "data")


def told(run: Path, name: str = "metrics.jsonl") -> list[dict]:
    """The rows without what depends on the clock."""
    rows = list(read_rows(run / name))
    return [{key: value for key, value in row.items() if "second" not in key and "per_s" not in key} for row in rows]


def assert_same_run(one: Path, other: Path) -> None:
    """Weights, moments and figures bit for bit."""
    assert told(one) == told(other)
    assert told(one, "evals.jsonl") == told(other, "evals.jsonl")
    mine, theirs = latest_checkpoint(one), latest_checkpoint(other)
    assert mine.name == theirs.name
    files = {path.name for path in mine.iterdir()}
    assert files == {path.name for path in theirs.iterdir()}
    for name in (name for name in files if name.endswith(".safetensors")):
        first, second = load_file(mine / name), load_file(theirs / name)
        assert first.keys() == second.keys()
        assert all(torch.equal(first[key], second[key]) for key in first), name
    assert (mine / "state.json").read_text() == (theirs / "state.json").read_text()


VARIANTS = {
    "whole weights": {},
    "packed": {"sft__pack_tokens": 2000, "sft__observation_weight": 0.1},
    "adapters with dropout": {"model__lora_rank": 4, "model__lora_dropout": 0.2},
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_ten_steps_are_five_and_five_bit_for_bit(tmp_path, made, variant):
    policy, data = made
    settings = small(policy=str(policy), **VARIANTS[variant])
    run_sft(settings, data, tmp_path / "whole")
    for steps in (7, 9):  # both go on from step 5
        with pytest.raises(Stop):
            run_sft(settings, data, tmp_path / "parts", on_step=stop_after(steps))
    seen = []
    final = run_sft(settings, data, tmp_path / "parts", on_step=lambda step, _: seen.append(step))
    assert seen == [6, 7, 8, 9, 10]
    assert_same_run(tmp_path / "whole", tmp_path / "parts")
    whole, parts = (load_file(tmp_path / run / "policy" / "model.safetensors") for run in ("whole", "parts"))
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert final == tmp_path / "parts" / "policy"


def test_a_finished_run_is_not_run_again_and_its_policy_loads(tmp_path, made):
    policy, data = made
    settings = small(policy=str(policy), sft__max_steps=2)
    final = run_sft(settings, data, tmp_path / "run")
    assert run_sft(settings, data, tmp_path / "run", on_step=stop_after(1)) == final
    model = Qwen3VLForConditionalGeneration.from_pretrained(final, dtype=torch.float32)
    before = Qwen3VLForConditionalGeneration.from_pretrained(policy, dtype=torch.float32)
    assert not torch.equal(model.lm_head.weight, before.lm_head.weight)
    assert Encoder.load(final).text(tiny_encoder().assistant("amber")) == "amber"


def test_a_checkpoint_without_its_mark_does_not_count(tmp_path, made):
    policy, data = made
    settings = small(policy=str(policy), sft__save_every=2, sft__max_steps=4)
    run_sft(settings, data, tmp_path / "whole")
    with pytest.raises(Stop):
        run_sft(settings, data, tmp_path / "torn", on_step=stop_after(4))
    last = latest_checkpoint(tmp_path / "torn")
    (last / STABLE_FILE).unlink()
    (last / "model.safetensors").write_bytes(b"half")
    assert latest_checkpoint(tmp_path / "torn").name == "step-000002"
    run_sft(settings, data, tmp_path / "torn")
    assert_same_run(tmp_path / "whole", tmp_path / "torn")


def test_other_settings_data_or_policy_are_refused_by_name(tmp_path, made):
    policy, data = made
    settings = small(policy=str(policy), sft__max_steps=1)
    run_sft(settings, data, tmp_path / "run")
    changed = small(policy=str(policy), sft__max_steps=1, sft__optimiser={"lr": 0.5}, out="elsewhere")
    with pytest.raises(RunError, match=r"sft\.optimiser\.lr was 0\.003, is 0\.5"):
        run_sft(changed, data, tmp_path / "run")
    with pytest.raises(RunError, match=r"sources\.supervised\.jsonl was"):
        run_sft(settings, data_at(tmp_path / "data", number=3), tmp_path / "run")
    assert run_sft(settings.model_copy(update={"out": "elsewhere"}), data, tmp_path / "run").is_dir()


def test_every_epoch_has_every_example_once_in_another_order(made):
    _, data = made
    batches = SupervisedBatches(data, tiny_encoder(), small(sft__max_steps=0, sft__epochs=2).sft, seed=1)
    assert batches.num_steps == 2 * 3
    epochs = []
    for epoch in range(2):
        rows = [row for step in range(3) for row in batches.of_step(3 * epoch + step)[0]]
        epochs.append([tuple(row.ids_T.tolist()) for row in rows])
    assert len(set(epochs[0])) == 10
    assert epochs[0] != epochs[1]
    assert sorted(epochs[0]) == sorted(epochs[1])


def test_over_long_examples_are_left_out_and_counted(tmp_path, made):
    policy, data = made
    lengths = sorted(len(row) for row in SupervisedBatches(data, tiny_encoder(), small().sft, 0).of_step(0)[0])
    settings = small(policy=str(policy), sft__max_steps=1, sft__cutoff_tokens=lengths[-1] - 1)
    run_sft(settings, data, tmp_path / "run")
    assert told(tmp_path / "run")[0]["sequences/left_out"] == 1
    assert told(tmp_path / "run")[0]["tokens/seen"] == sum(lengths[:-1])


def test_nothing_to_learn_from_and_no_policy_are_said_in_one_line(tmp_path, made):
    policy, data = made
    with pytest.raises(TrainingError, match="no supervised examples"):
        run_sft(small(policy=str(policy)), data_at(tmp_path / "data", number=0, num_validation=1), tmp_path / "run")
    with pytest.raises(TrainingError, match=r"no policy nobody/nothing: .*`hf download nobody/nothing`"):
        run_sft(small(policy="nobody/nothing"), data, tmp_path / "run")


def test_the_loss_curve_is_the_committed_one(tmp_path, made):
    """30 steps, each digit that matters; `python tests/training/test_sft_run.py` writes the file anew."""
    assert curve(tmp_path, *made) == pytest.approx(json.loads(CURVE.read_text()), abs=1e-3)


def curve(folder: Path, policy: Path, data) -> list[float]:
    run_sft(small(policy=str(policy), sft__max_steps=30, sft__optimiser={"lr": 1e-3}), data, folder / "run")
    return [round(row["loss/sft"], 5) for row in told(folder / "run")]


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("where", ["update", "checkpoint"])
def test_killed_in_mid_step_it_goes_on_as_if_it_had_not_been(tmp_path, made, where):
    policy, data = made
    script = Path(__file__).with_name("killed_run.py")
    words = [str(script), "sft", where, str(policy), str(data.images.root.parent), str(tmp_path / "killed")]
    killed = subprocess.run(
        [sys.executable, *words], env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, timeout=360
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    assert latest_checkpoint(tmp_path / "killed").name == "step-000005"
    settings = small(policy=str(policy))
    run_sft(settings, data, tmp_path / "killed")
    run_sft(settings, data, tmp_path / "whole")
    assert_same_run(tmp_path / "whole", tmp_path / "killed")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        one = Path(name)
        CURVE.write_text(json.dumps(curve(one, policy_at(one / "policy"), data_at(one / "data"))) + "\n")
