"""`genevolve train learn` around commands that only pretend: what it asks of them, and what it makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pretended_jobs import NUM, asked, pretend_to_train, write_rows

RECIPE = Path(__file__).parents[2] / "recipes" / "tiny.toml"
COMMAND = ("train", "learn", "@", RECIPE, "grpo.steps=2", "--seeds", 2, "--n", NUM, "--sft", "world:8", "--out", "run")

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def learn(genevolve, monkeypatch):
    """The command; what its jobs do is pretended, and their evaluations find 0, 0.55 and 0.8."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    pretend_to_train(monkeypatch)
    write_rows("base", None)
    write_rows("sft", 0.5)
    write_rows("grpo", 1.0)
    return lambda *more: genevolve(*COMMAND, *more)


def test_every_stage_of_every_seed_is_trained_and_measured_once(learn):
    ended = learn("--results", "results")
    assert ended.code == 0, ended.err
    jobs = asked()
    assert set(jobs) == {
        f"seed-{seed}/{name}" for seed in (0, 1) for name in ("base-eval", "sft", "sft-eval", "grpo", "grpo-eval")
    }
    words = ["@", str(RECIPE), "threads=1", "reward.workers=1", "grpo.steps=2", "seed=1"]
    assert jobs["seed-1/sft"] == ["sft", *words, "--data", "world:8", "--out", "run/seed-1/sft"]
    assert jobs["seed-1/base-eval"] == ["eval", *words, "--n", str(NUM), "--out", "run/seed-1/base-eval"]
    assert jobs["seed-1/grpo-eval"][-4:] == ["--from", "run/seed-1/grpo", "--out", "run/seed-1/grpo-eval"]
    found = json.loads(Path("results/learning.json").read_text())
    assert found["complete"]
    assert found["picture_judge_id"] == "measured/1"
    means = {line["stage"]: line["reward"]["mean"] for line in found["tables"]["stages"] if line["seed"] is None}
    assert means == pytest.approx({"base": 0.0, "sft": 0.55, "grpo": 0.8})
    holds = {(gap["better"], gap["worse"], gap["score"]): gap["holds"] for gap in found["tables"]["gaps"]}
    assert holds["grpo", "sft", "reward"]
    assert not holds["grpo", "sft", "kscore"]
    assert [job["steps"] for job in found["jobs"]] == [2] * 4 + [NUM] * 6
    assert "**+0.250**" in ended.out
    for name in ("stages", "sft", "grpo"):
        assert Path(f"results/learning-{name}.svg").read_text().startswith("<svg")


def test_the_same_command_does_nothing_and_more_seeds_only_the_new(learn):
    assert learn().code == 0
    Path("asked.jsonl").unlink()
    before = Path("run/learning.json").read_text()
    assert learn().code == 0
    assert not Path("asked.jsonl").exists()
    assert Path("run/learning.json").read_text() == before
    assert learn("--seeds", 3).code == 0
    assert {name.partition("/")[0] for name in asked()} == {"seed-2"}


def test_a_refusal_is_one_line_and_writes_nothing(learn):
    assert learn().code == 0
    before = Path("run/learning.json").read_text()
    Path("refusals.json").write_text(json.dumps({"seed-0/sft": [2, "genevolve: run was made otherwise"]}))
    ended = learn("grpo.steps=3")
    assert ended.code == 2
    assert ended.err.splitlines()[-1] == "genevolve: seed-0/sft: run was made otherwise"
    assert Path("run/learning.json").read_text() == before


def test_a_failure_shows_its_log_and_leaves_what_is_known(learn):
    Path("refusals.json").write_text(json.dumps({"seed-1/grpo": [1, "Traceback\nMemoryError"]}))
    ended = learn("--results", "results")
    assert ended.code == 1
    assert "--- run/seed-1/grpo.log\nTraceback\nMemoryError" in ended.err
    assert "seed-1/grpo: MemoryError. What is done is kept" in ended.err
    found = json.loads(Path("run/learning.json").read_text())
    assert not found["complete"]
    lines = {(line["stage"], line["seed"]) for line in found["tables"]["stages"]}
    assert ("grpo", 0) in lines
    assert ("grpo", 1) not in lines
    assert "Not complete" in Path("run/learning.md").read_text()
    assert not Path("results/learning.json").exists()


def test_requests_that_are_left_are_owed(learn):
    write_rows("grpo", 1.0, NUM - 1)
    ended = learn()
    assert ended.code == 1
    assert "seed-0/grpo-eval: 1 of 4 requests are owed; the same command tries them again" in ended.err
    write_rows("grpo", 1.0)
    Path("asked.jsonl").unlink()
    assert learn().code == 0
    assert set(asked()) == {"seed-0/grpo-eval", "seed-1/grpo-eval"}


def test_policies_that_were_judged_differently_are_not_compared(learn):
    assert learn("--seeds", 1).code == 0
    Path("judge").write_text("measured/2")
    ended = learn()
    assert ended.code == 2
    assert "seed-0/base-eval and seed-1/base-eval cannot be compared" in ended.err
    assert "picture_judge_id 'measured/1' against 'measured/2'" in ended.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("seed=3",), "seed is given to every job by the measurement"),
        (("--n", 601), "the frozen suite has 600 requests; --n 601 asks for more"),
        (("grpo.stops=3",), "unknown setting 'grpo.stops'"),
        (("policy=nobody",), "no policy nobody"),
    ],
)
def test_bad_input_is_one_line_before_anything_runs(learn, words, said):
    ended = learn(*words)
    assert ended.code == 2
    assert said in ended.line
    assert not Path("asked.jsonl").exists()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_real_commands_from_the_base_to_a_table(genevolve):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    small = ("agent.max_turn_tokens=64", "agent.max_policy_calls=2", "sft.max_steps=2", "reward.image_pixels=256")
    groups = ("grpo.steps=1", "grpo.requests_per_step=2", "grpo.rollouts_per_request=2")
    asked = ("--seeds", 1, "--n", 3, "--sft", "world:6", "--out", "run")
    command = ("train", "learn", "@", RECIPE, *small, *groups, *asked)
    ended = genevolve(*command)
    assert ended.code == 0, ended.err
    found = json.loads(Path("run/learning.json").read_text())
    assert found["complete"]
    assert {(line["stage"], line["n"]) for line in found["tables"]["stages"]} == {("base", 3), ("sft", 3), ("grpo", 3)}
    assert {curve["figure"] for curve in found["curves"]} == {"loss/sft", "reward/mean", "eval/reward"}
    assert found["made_with"]["packages"]["torch"]
    records = {path: path.read_text() for path in Path("run/seed-0").glob("*.json")}
    assert genevolve(*command).code == 0
    assert {path: path.read_text() for path in Path("run/seed-0").glob("*.json")} == records
