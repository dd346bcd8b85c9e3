from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from genevolve.png import PROGRAM_KEY, RUN_KEY
from genevolve.store import Run

REQUEST = "a red apple and a blue cup on a marble table"


@pytest.mark.usefixtures("world")
def test_a_request_becomes_a_picture_and_records(genevolve):
    said = genevolve("generate", REQUEST, "--size", "320x256", "--out", "run")
    assert said.code == 0, said.err
    for part in ("request", "→ query_knowledge", "program", "picture", "run"):
        assert part in said.out
    run = Run.open(Path("run"))
    (trajectory,), (render,) = list(run.trajectories()), list(run.renders())
    assert trajectory.program is not None
    assert (render.width, render.height) == (320, 256)
    with Image.open(f"run/{trajectory.request.id}.png") as picture:
        assert picture.size == (320, 256)
        assert picture.info == {
            "Software": "genevolve",
            RUN_KEY: run.id,
            PROGRAM_KEY: trajectory.program.sha256,
        }


@pytest.mark.usefixtures("world")
def test_the_picture_tells_nothing_of_the_request_or_the_folder(genevolve):
    genevolve("generate", REQUEST, "--size", "256", "--out", "secret-client")
    (picture,) = Path("secret-client").glob("*.png")
    content = picture.read_bytes()
    assert b"secret" not in content
    assert b"apple" not in content


@pytest.mark.usefixtures("world")
def test_json_is_one_object_and_quiet_is_one_path(genevolve):
    said = genevolve("generate", REQUEST, "--size", "256", "--json", "--out", "picture.png")
    summary = json.loads(said.out)
    assert summary["stop_reason"] == "answered"
    assert summary["picture"] == "picture.png"
    assert Path("picture.png").exists()
    quiet = genevolve("generate", REQUEST, "--size", "256", "--quiet")
    assert Path(quiet.out.strip()).suffix == ".png"
    assert Path(quiet.out.strip()).exists()


@pytest.mark.usefixtures("world")
def test_the_same_command_again_continues_and_changes_nothing(genevolve):
    arguments = ("generate", REQUEST, "--size", "256", "--out", "run", "--json")
    first = json.loads(genevolve(*arguments).out)
    before = Path("run/renders.jsonl").read_bytes()
    again = json.loads(genevolve(*arguments).out)
    assert again["program"] == first["program"]
    assert Path("run/renders.jsonl").read_bytes() == before
    refused = genevolve("generate", REQUEST, "--size", "300", "--out", "run")
    assert refused.code == 2
    assert "picture.width was 256, is 300" in refused.line


@pytest.mark.usefixtures("world")
def test_the_seed_decides_the_picture(genevolve):
    def picture(seed: int, out: str) -> bytes:
        genevolve("generate", REQUEST, "--size", "256", "--seed", seed, "--out", out, "--quiet")
        return next(Run.open(Path(out)).renders()).sha256

    assert picture(1, "a") == picture(1, "b")
    assert picture(1, "a") != picture(2, "c")


@pytest.mark.usefixtures("world")
def test_show_prints_a_past_run(genevolve):
    live = genevolve("generate", REQUEST, "--size", "256", "--out", "run")
    shown = genevolve("show", "run")
    assert shown.code == 0
    program = [line for line in live.out.splitlines() if line.startswith("   │")]
    assert program
    assert all(line in shown.out for line in program)
    replayed = genevolve("generate", REQUEST, "--policy", "replay:run", "--size", "256", "--json")
    assert json.loads(replayed.out)["program"] == json.loads(genevolve("show", "run", "--json").out)["program"]


@pytest.mark.usefixtures("world")
def test_settings_come_from_files_and_overrides(genevolve):
    Path("my.toml").write_text("seed = 4\n[picture]\nwidth = 256\nheight = 320\n")
    genevolve("generate", REQUEST, "--config", "my.toml", "--set", "agent.tools=[]", "--out", "run", "--quiet")
    run = Run.open(Path("run"))
    assert (run.settings.seed, run.settings.picture.height, run.settings.agent.tools) == (4, 320, ())
    assert next(run.trajectories()).tool_calls == ()
    assert genevolve("generate", REQUEST, "--config", "run/settings.toml", "--out", "run", "--quiet").code == 0


def test_config_lists_every_setting_and_loads_again(genevolve):
    said = genevolve("config", "--set", "seed=9")
    Path("all.toml").write_text(said.out)
    assert genevolve("config", "--config", "all.toml").out == said.out
    assert "seed = 9" in said.out
