"""Jobs that are commands: order, width, failures, and going on after every kind of stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from genevolve.bench.learning_jobs import NEEDS, Job, JobState, log_tail, read_record, standing
from genevolve.bench.learning_runner import run_jobs

FAKE = """
    import json, os, signal, sys, time
    from pathlib import Path
    from filelock import FileLock

    folder, steps, code, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock", timeout=0), (folder.parent / "events.jsonl").open("a") as events:
        def told(what):
            line = {"job": folder.name, "what": what, "threads": os.environ["OMP_NUM_THREADS"]}
            events.write(json.dumps(line) + "\\n")
            events.flush()
        done = folder / "steps"
        begun = len(done.read_text()) if done.exists() else 0
        told(f"begins at {begun}")
        try:
            for _ in range(begun, steps):
                time.sleep(seconds)
                with done.open("a") as file:
                    file.write(".")
        except KeyboardInterrupt:
            told("interrupted")
            sys.exit(130)
        told("ends")
    print("genevolve: it was made otherwise" if code == 2 else "all is well" if not code else "broken\\nin the middle")
    sys.exit(code)
"""

DRIVER = """
    import sys
    from pathlib import Path
    import anyio
    sys.path.append(sys.argv[2])
    from test_learning_jobs import job
    from genevolve.bench.learning_jobs import standing
    from genevolve.bench.learning_runner import run_jobs

    folder = Path(sys.argv[1])
    standings = [standing(job(folder, name, steps=40, seconds=0.05)) for name in ("a", "b")]
    sys.exit(0 if anyio.run(lambda: run_jobs(standings, at_once=2)) else 130)
"""

pytestmark = pytest.mark.anyio


def job(
    folder: Path, name: str, *needs: str, steps: int = 1, code: int = 0, seconds: float = 0.0, **given: object
) -> Job:
    script = folder / "fake.py"
    if not script.exists():
        script.write_text(textwrap.dedent(FAKE))
    command = (sys.executable, str(script), str(folder / name), str(steps), str(code), str(seconds))
    return Job(name, command, folder / name, needs=needs, **given)


def events(folder: Path) -> list[tuple[str, str]]:
    path = folder / "events.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    assert {line["threads"] for line in lines} <= {"1"}
    return [(line["job"], line["what"]) for line in lines]


async def done(jobs: list[Job], at_once: int = 2) -> list[tuple[str, JobState, str]]:
    standings = [standing(one) for one in jobs]
    assert await run_jobs(standings, at_once=at_once)
    return [(one.job.name, one.state, one.said) for one in standings]


def until(true) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


async def test_a_job_begins_after_those_that_it_needs_and_is_not_done_twice(tmp_path):
    jobs = [job(tmp_path, "last", "middle"), job(tmp_path, "middle", "first"), job(tmp_path, "first")]
    assert {state for _, state, _ in await done(jobs)} == {JobState.DONE}
    assert [name for name, what in events(tmp_path) if what == "ends"] == ["first", "middle", "last"]
    assert log_tail(jobs[0]) == "all is well"
    before = events(tmp_path)
    assert {state for _, state, _ in await done(jobs)} == {JobState.DONE}
    assert events(tmp_path) == before


@pytest.mark.parametrize("at_once", [1, 2])
async def test_no_more_than_asked_for_run_at_once(tmp_path, at_once):
    await done([job(tmp_path, f"job-{number}", seconds=1.0) for number in range(4)], at_once)
    running = most = 0
    for _, what in events(tmp_path):
        running += 1 if what.startswith("begins") else -1
        most = max(most, running)
    assert most == at_once


async def test_a_failure_leaves_the_others_running_but_for_those_that_need_it(tmp_path):
    jobs = [
        job(tmp_path, "bad", code=1),
        job(tmp_path, "after-bad", "bad"),
        job(tmp_path, "after-that", "after-bad"),
        job(tmp_path, "good"),
        job(tmp_path, "after-good", "good"),
    ]
    assert await done(jobs, at_once=1) == [
        ("bad", JobState.FAILED, "in the middle"),
        ("after-bad", JobState.FAILED, NEEDS),
        ("after-that", JobState.FAILED, NEEDS),
        ("good", JobState.DONE, ""),
        ("after-good", JobState.DONE, ""),
    ]
    mended = [job(tmp_path, "bad"), *jobs[1:]]
    assert {state for _, state, _ in await done(mended)} == {JobState.DONE}
    assert [name for name, what in events(tmp_path) if what == "ends"].count("good") == 1


async def test_what_a_person_has_to_mend_stops_all(tmp_path):
    jobs = [
        job(tmp_path, "refused", code=2, steps=1, seconds=0.5),
        job(tmp_path, "long", steps=400, seconds=0.05),
        job(tmp_path, "next"),
    ]
    assert await done(jobs) == [
        ("refused", JobState.REFUSED, "it was made otherwise"),
        ("long", JobState.WAITING, ""),
        ("next", JobState.WAITING, ""),
    ]
    assert ("long", "interrupted") in events(tmp_path)


async def test_a_killed_job_failed(tmp_path):
    command = (sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert await done([Job("killed", command, tmp_path / "killed")]) == [
        ("killed", JobState.FAILED, "killed by signal 9")
    ]


async def test_what_is_owed_is_tried_again(tmp_path):
    owed = ["2 of 5 are owed"]
    one = job(tmp_path, "eval", owed=lambda: owed[0])
    assert await done([one]) == [("eval", JobState.OWED, "2 of 5 are owed")]
    owed[0] = ""
    assert await done([one]) == [("eval", JobState.DONE, "")]
    assert [what for _, what in events(tmp_path)] == ["begins at 0", "ends", "begins at 1", "ends"]


async def test_another_command_or_other_settings_are_not_done(tmp_path):
    await done([job(tmp_path, "a", settings="x = 1")])
    assert standing(job(tmp_path, "a", settings="x = 1")).state is JobState.DONE
    assert standing(job(tmp_path, "a", settings="x = 2")).state is JobState.WAITING
    assert standing(job(tmp_path, "a", settings="x = 1", steps=2)).state is JobState.WAITING


def driven(tmp_path: Path) -> subprocess.Popen:
    code = textwrap.dedent(DRIVER)
    started = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(Path(__file__).parent)])
    until(lambda: all((tmp_path / name / "steps").exists() for name in ("a", "b")))
    return started


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_interrupted_it_ends_its_jobs_and_goes_on(tmp_path, sign):
    driver = driven(tmp_path)
    driver.send_signal(sign)
    assert driver.wait(timeout=20) == 130
    assert [what for _, what in events(tmp_path)].count("interrupted") == 2
    jobs = [job(tmp_path, name, steps=40, seconds=0.05) for name in ("a", "b")]
    kept = read_record(jobs[0])
    assert not kept.done
    assert {state for _, state, _ in await done(jobs)} == {JobState.DONE}
    assert "begins at 0" not in [what for _, what in events(tmp_path)][4:]
    assert (tmp_path / "a" / "steps").read_text() == "." * 40
    assert read_record(jobs[0]).seconds > kept.seconds > 0


async def test_killed_it_leaves_jobs_that_the_next_waits_for(tmp_path):
    driver = driven(tmp_path)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait(timeout=20)
    jobs = [job(tmp_path, name, steps=40, seconds=0.05) for name in ("a", "b")]
    assert {state for _, state, _ in await done(jobs)} == {JobState.DONE}
    told = [what for name, what in events(tmp_path) if name == "a"]
    assert told == ["begins at 0", "ends", "begins at 40", "ends"]
