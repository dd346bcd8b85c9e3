"""A checkpoint as the agent's policy, from the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from genevolve.store import Run

REQUEST = "a red apple on a table"
SHORT = ("--set", "agent.max_turn_tokens=64", "--set", "agent.max_policy_calls=2")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    sys.path.append(str(Path(__file__).parents[1] / "training"))
    from tiny import tiny_encoder, tiny_model

    folder = tmp_path_factory.mktemp("checkpoint") / "tiny"
    tiny_model().save_pretrained(folder)
    tiny_encoder().save(folder)
    return folder


@pytest.mark.usefixtures("world")
def test_a_checkpoint_acts_and_what_it_sampled_is_recorded(genevolve, checkpoint):
    said = genevolve("generate", REQUEST, "--policy", f"local:{checkpoint}", *SHORT, "--json", "--out", "run")
    assert said.code != 0, "random weights do not answer"
    (trajectory,) = Run.open(Path("run")).trajectories()
    assert trajectory.policy_id.startswith("local/tiny-")
    sampled = [turn for turn in trajectory.turns if turn.token_ids]
    assert sampled
    for turn in sampled:
        assert len(turn.logprobs) == len(turn.token_ids) == turn.usage.completion_tokens <= 64


@pytest.mark.usefixtures("world")
def test_the_same_seed_says_the_same(genevolve, checkpoint):
    for out in ("one", "two"):
        genevolve("generate", REQUEST, "--policy", f"local:{checkpoint}", *SHORT, "--out", out)
    one, two = (next(iter(Run.open(Path(out)).trajectories())) for out in ("one", "two"))
    assert [turn.token_ids for turn in one.turns] == [turn.token_ids for turn in two.turns]


@pytest.mark.usefixtures("world")
def test_no_checkpoint_is_one_line(genevolve):
    pytest.importorskip("torch")
    assert "no policy nowhere" in genevolve("generate", REQUEST, "--policy", "local:nowhere").line


@pytest.mark.usefixtures("world")
def test_no_torch_is_one_line(working_folder):
    absent = "sys.modules['torch'] = sys.modules['transformers'] = None"
    program = f"import sys; {absent}; from genevolve.cli import main; main()"
    command = [sys.executable, "-c", program, "generate", REQUEST, "--policy", "local:base"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert line.endswith("is missing: a local policy needs pip install 'genevolve[train]'")
