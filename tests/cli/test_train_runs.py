"""Training runs from the command line: from random weights through both phases, again, and wrongly."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "recipes" / "tiny.toml"
SMALL = (
    "threads=1",
    "agent.max_turn_tokens=64",
    "agent.max_policy_calls=2",
    "sft.max_steps=10",
    "sft.cutoff_tokens=8192",
    "sft.eval_every=5",
    "grpo.steps=2",
    "grpo.requests_per_step=2",
    "grpo.rollouts_per_request=2",
    "grpo.eval_every=2",
    "reward.image_pixels=256",
    "reward.workers=1",
)
BASE = ("threads=1", "base.layers=2", "base.vocab_size=1024", "base.copy_tokens=2000", "base.vision_tokens=2000")

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    sys.path.append(str(Path(__file__).parents[1] / "training"))
    from tiny import tiny_encoder, tiny_model

    folder = tmp_path_factory.mktemp("policy") / "tiny"
    tiny_model().save_pretrained(folder)
    tiny_encoder().save(folder)
    return folder


def rows(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


def state_of(folder: str) -> dict[str, tuple[int, int]]:
    files = (path for path in Path(folder).rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_ten_supervised_steps_and_the_same_command_does_nothing(genevolve, policy):
    command = ("train", "sft", "@", RECIPE, *SMALL, "--from", policy, "--data", "world:24", "--out", "sft")
    said = genevolve(*command)
    assert said.code == 0, said.err
    assert "policy: sft/policy" in said.out
    steps = rows("sft/metrics.jsonl")
    assert [row["step"] for row in steps] == list(range(1, 11))
    assert steps[-1]["loss/sft"] < steps[0]["loss/sft"]
    assert [row["step"] for row in rows("sft/evals.jsonl")] == [5, 10]
    before = state_of("sft")
    assert genevolve(*command).code == 0
    assert state_of("sft") == before
    shown = genevolve("train", "show", "sft").out
    assert "loss/sft" in shown
    assert "evaluated after step 10" in shown
    refused = genevolve(*command, "seed=1")
    assert refused.code == 2
    assert "sft was made otherwise (seed was 0, is 1); choose another --out" in refused.line


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")
def test_from_nothing_to_a_policy_that_was_rewarded(genevolve):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    settings = ("@", RECIPE, *SMALL)
    made = genevolve("train", "base", "@", RECIPE, *BASE, "--trajectories", 60, "--out", "base")
    assert made.code == 0, made.err
    supervised = genevolve("train", "sft", *settings, "--from", "base", "--data", "world:24", "--out", "sft")
    assert supervised.code == 0, supervised.err
    command = ("train", "grpo", *settings, "--from", "sft", "--data", "world:24", "--out", "grpo")
    evolved = genevolve(*command)
    assert evolved.code == 0, evolved.err
    steps = rows("grpo/metrics.jsonl")
    assert [row["step"] for row in steps] == [1, 2]
    assert all(row["rollout/logprob_gap_max"] < 1e-4 for row in steps)
    assert all(row["rollout/num_infrastructure"] == 0 for row in steps)
    (evaluated,) = rows("grpo/evals.jsonl")
    assert evaluated["eval/requests"] == 4
    before = state_of("grpo")
    assert genevolve(*command).code == 0
    assert state_of("grpo") == before
    again = genevolve("train", "eval", *settings, "--from", "grpo", "--n", 4, "--out", "eval", "--json")
    assert again.code == 0, again.err
    assert json.loads(again.out)["eval/requests"] == 4


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")
def test_what_is_remembered_of_a_run_lies_in_its_folder(genevolve):
    """Of the shipped policy, which answers now and then: that pairs are found in so few rollouts is not sure."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    command = ("train", "grpo", "@", RECIPE, *SMALL, "distillation.weight=2", "--from", "base", "--data", "world:24")
    evolved = genevolve(*command, "--out", "ved")
    assert evolved.code == 0, evolved.err
    for step in rows("ved/metrics.jsonl"):
        assert step["ved/num_pairs"] + sum(step[name] for name in step if "no_pair" in name) == 2
        assert step["ved/weight"] == 2
        assert Path(f"ved/steps/{step['step']:06d}/guides.json").exists()
    refused = genevolve(*command, "--out", "ved", "distillation.weight=1")
    assert "distillation.weight was 2.0, is 1.0" in refused.line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sft", "--out", "run"), "what is it trained on? --data DIR"),
        (("sft", "--data", "world:24"), "where does the run go? --out DIR"),
        (("sft", "--data", "world:none", "--out", "run", "--from", "base"), "world:NUM with a number from 1"),
        (("sft", "--data", "nowhere", "--out", "run", "--from", "base"), "nowhere holds no data set"),
        (("grpo", "--data", "world:24", "--out", "run", "reward.judge=somebody"), "no judge 'somebody'"),
        (("sft", "--data", "world:1", "--out", "run", "--from", "nobody"), "no policy nobody"),
        (("show", "nowhere"), "no training run at nowhere"),
    ],
)
def test_bad_input_is_one_line(genevolve, words, said):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    ended = genevolve("train", *words)
    assert ended.code == 2
    assert said in ended.line


def test_a_run_that_has_not_ended_is_no_policy(genevolve):
    Path("run").mkdir()
    Path("run/settings.toml").touch()
    ended = genevolve("train", "grpo", "--from", "run", "--data", "world:24", "--out", "grpo")
    assert ended.code == 2
    assert "the run at run has not ended" in ended.line


def test_a_dry_run_prints_the_plan(genevolve):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    ended = genevolve("train", "grpo", "--dry-run", "--gpus", 8)
    assert ended.code == 0, ended.err
    assert "GRPO, per GPU of 8:" in ended.out
