"""Whatever is wrong is said in one line, with the right exit code, and nothing is lost."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from genevolve.store import Run

SMALL = ("--size", "256")


@pytest.mark.parametrize(
    ("request_text", "says"),
    [
        ("", "the request is empty"),
        (" \n\t ", "the request is empty"),
        ("a cat " * 8_334, "characters, 8,000 are allowed"),
        ("a cat\x00 on a mat", "control character U+0000 at position 6"),
        ("a \x1b[31mred cat", "control character U+001B"),
    ],
)
def test_a_request_that_cannot_be_used(genevolve, request_text, says):
    said = genevolve("generate", request_text)
    assert said.code == 2
    assert says in said.line
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--size", "big"), "--size reads 1024 or 1024x768"),
        (("--size", "20x20"), "picture.width"),
        (("--policy", "wizard"), "no policy 'wizard'"),
        (("--renderer", "crayon"), "no renderer 'crayon'"),
        (("--search", "yahoo"), "no search 'yahoo'"),
        (("--search", "index:no/such"), "no/such"),
        (("--config", "none.toml"), "none.toml"),
        (("--set", "agent.speed=9"), "unknown setting 'agent.speed'"),
        (("--skills", "no/skills"), "no/skills"),
        (("--policy", "replay:no/run"), "no run at no/run"),
    ],
)
@pytest.mark.usefixtures("world")
def test_an_option_that_cannot_be_used(genevolve, arguments, says):
    said = genevolve("generate", "a cat", *arguments)
    assert said.code == 2
    assert says in said.line


@pytest.mark.parametrize("request_text", ["шесть красных яблок на столе", "机の上の赤いりんご五つ", "🦒🦒🦒", "?!…"])
@pytest.mark.usefixtures("world")
def test_a_language_that_it_does_not_know_still_ends_in_a_picture(genevolve, request_text):
    said = genevolve("generate", request_text, *SMALL, "--out", "run")
    assert said.code == 0, said.err
    trajectory = next(Run.open(Path("run")).trajectories())
    assert request_text in trajectory.program.gen_prompt


def test_show_without_a_run(genevolve):
    said = genevolve("show", "nowhere")
    assert said.code == 2
    assert "no run at nowhere" in said.line


def test_the_world_is_not_there(genevolve, monkeypatch, tmp_path):
    from genevolve.assembly import open_world

    monkeypatch.setenv("GENEVOLVE_HOME", str(tmp_path / "empty"))
    open_world.cache_clear()
    said = genevolve("generate", "a cat")
    open_world.cache_clear()
    assert said.code == 2
    assert "genevolve world build" in said.line


def test_a_cache_that_cannot_be_written(genevolve, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("GENEVOLVE_HOME", str(tmp_path / "file" / "home"))
    said = genevolve("world", "build")
    assert said.code == 1
    assert "file" in said.line


def test_a_damaged_index(genevolve):
    Path("texts").mkdir()
    Path("texts/a.md").write_text("# Cats\nCats are small.")
    assert genevolve("index", "build", "--texts", "texts", "--out", "lib").code == 0
    assert "Cats" in genevolve("index", "search", "lib", "cat").out
    for file in Path("lib").rglob("*"):
        if file.is_file() and file.suffix in {".store", ".idx", ".term"}:
            file.write_bytes(b"")
    said = genevolve("generate", "a cat", "--search", "index:lib")
    assert said.code == 2
    assert "lib" in said.line


def test_index_build_needs_a_folder(genevolve):
    assert "--texts DIR, --images DIR" in genevolve("index", "build", "--out", "lib").line
    said = genevolve("index", "build", "--texts", "no/such", "--out", "lib")
    assert said.code == 2
    assert "no/such" in said.line


@pytest.mark.usefixtures("world")
def test_a_full_disk(genevolve, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert genevolve("generate", "a cat", *SMALL, "--out", "run").code == 0
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        said = genevolve("generate", "a dog", *SMALL, "--out", "run")
    assert said.code == 1
    assert "No space left" in said.line
    assert [known.request.prompt for known in Run.open(Path("run")).trajectories()] == ["a cat"]
    assert genevolve("generate", "a dog", *SMALL, "--out", "run").code == 0
    assert len(list(Run.open(Path("run")).renders())) == 2


def hear_ctrl_c() -> None:
    """Tests that run in the background of a shell would hand on to their children that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.usefixtures("world", "working_folder")
def test_ctrl_c_in_the_middle_keeps_what_was_done():
    request = "exactly nine lanterns in a snowy forest at night, the third one blue"
    command = [sys.executable, "-m", "genevolve", "generate", request, "--size", "2048", "--out", "run"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=hear_ctrl_c
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "→" in line:
            process.send_signal(signal.SIGINT)
            break
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted; what was done is kept" in err
    assert "Traceback" not in err
    assert next(Run.open(Path("run")).requests()).prompt == request
    again = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert again.returncode == 0, again.stderr
    assert len(list(Run.open(Path("run")).renders())) == 1


@pytest.mark.usefixtures("world")
def test_using_the_world_writes_nothing_into_it(genevolve):
    from genevolve.config import default_home
    from genevolve.world.build import world_root

    def state() -> dict[Path, int]:
        return {file: file.stat().st_mtime_ns for file in world_root(default_home()).rglob("*") if file.is_file()}

    before = state()
    assert before
    assert genevolve("generate", "the flag of Chad", *SMALL, "--quiet").code == 0
    assert genevolve("world", "stats").code == 0
    assert state() == before
