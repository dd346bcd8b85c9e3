"""`bench ablate`, `bench calibrate` and `bench compare`: what is wrong is said in one line, before any long work."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from genevolve import assembly_bench
from genevolve.assembly import open_world, world_tasks
from genevolve.bench.run_folder import PLAN_FILE, BenchPlan

NOBODY = "vlm:m@http://127.0.0.1:9/v1"


@pytest.fixture
def no_world(monkeypatch, tmp_path):
    monkeypatch.setenv("GENEVOLVE_HOME", str(tmp_path / "empty"))
    open_world.cache_clear()
    world_tasks.cache_clear()
    yield
    open_world.cache_clear()
    world_tasks.cache_clear()


@pytest.fixture
def reader(monkeypatch):
    """The extra `bench`, as far as anybody asks whether it is there."""
    monkeypatch.setattr(assembly_bench, "_READER", "json")


@pytest.mark.usefixtures("no_world", "reader")
@pytest.mark.parametrize("command", ["calibrate", "ablate"])
def test_the_world_is_not_there(genevolve, command):
    said = genevolve("bench", command, "--n", 2)
    assert said.code == 2
    assert "genevolve world build" in said.line
    assert not Path("runs").exists()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("command", ["calibrate", "ablate"])
def test_the_extra_is_not_there(genevolve, monkeypatch, command):
    monkeypatch.setattr(assembly_bench, "_READER", "no_such_package_anywhere")
    said = genevolve("bench", command, "--n", 2)
    assert said.code == 2
    assert "pip install 'genevolve[bench]'" in said.line
    assert not Path("runs").exists()


@pytest.mark.parametrize("command", ["calibrate", "ablate"])
@pytest.mark.parametrize("num", [0, -3])
def test_fewer_than_one(genevolve, command, num):
    said = genevolve("bench", command, "--n", num)
    assert said.code == 2
    assert f"--n is at least 1, not {num}" in said.line


@pytest.mark.usefixtures("world", "reader")
@pytest.mark.parametrize("command", ["calibrate", "ablate"])
def test_results_that_cannot_be_written_are_found_out_at_once(genevolve, monkeypatch, command):
    monkeypatch.setattr(assembly_bench, "calibrate", lambda *_, **__: pytest.fail("it began its long work"))
    Path("file").write_text("in the way")
    said = genevolve("bench", command, "--n", 2, "--results", "file/results")
    assert said.code == 1
    assert "cannot write file/results" in said.line
    assert not Path("runs").exists()


@pytest.mark.usefixtures("world")
def test_a_folder_of_runs_that_cannot_be_written(genevolve):
    Path("file").write_text("in the way")
    said = genevolve("bench", "ablate", "--n", 2, "--judge", NOBODY, "--out", "file/runs", "--results", "results")
    assert said.code == 1
    assert "cannot write file/runs" in said.err.strip().splitlines()[-1]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--judge", "oracle"), "no judge 'oracle'"),
        (("--renderer", "crayon"), "no renderer 'crayon'"),
        (("--size", "big"), "--size reads"),
        (("--config", "none.toml"), "none.toml"),
        (("--at-once", 1000), "--at-once is from 1 to 256, not 1000"),
    ],
)
def test_options_of_ablate_that_cannot_be_used(genevolve, options, says):
    said = genevolve("bench", "ablate", "--n", 2, "--judge", NOBODY, *options)
    assert said.code == 2
    assert says in said.err.strip().splitlines()[-1]


def plan(path, **changed):
    path.mkdir()
    ids = {"policy_id": "p", "renderer_id": "r", "picture_judge_id": "j"}
    made = BenchPlan(**{"suite": "world", "suite_sha256": "a" * 64, **ids, **changed})
    (path / PLAN_FILE).write_text(made.model_dump_json())
    return path


def test_runs_that_cannot_be_compared(genevolve):
    one = plan(Path("one"))
    for name, changed, says in (
        ("suite", {"suite": "wise-legacy", "suite_sha256": "b" * 64}, "different suites (world and wise-legacy)"),
        ("judge", {"picture_judge_id": "k"}, "one was judged by j, judge by k; scores of different judges"),
        ("empty", {}, "the two runs have no task in common"),
    ):
        said = genevolve("bench", "compare", one, plan(Path(name), **changed))
        assert said.code == 2
        assert says in said.line
    (Path("one") / PLAN_FILE).write_text(json.dumps({"suite": 3}))
    said = genevolve("bench", "compare", one, "empty")
    assert said.code == 2
    assert "is not the plan of a benchmark run" in said.line
    assert not Path("runs").exists()
