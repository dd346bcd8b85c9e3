from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from run_kit import CountingRenderer, examination, parts, six_tasks

from genevolve.bench import run as bench_run
from genevolve.bench.rows import RowScores
from genevolve.bench.run import run_suite
from genevolve.bench.run_folder import PLAN_FILE, ROWS_FILE, read_rows
from genevolve.bench.run_tasks import chosen_tasks
from genevolve.errors import InfrastructureError, RunError
from genevolve.records import InfrastructureFailure, SuiteRow
from genevolve.store import Run

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(scope="module")
def truths(tmp_path_factory):
    return tmp_path_factory.mktemp("truths")


@pytest.fixture(scope="module")
def suite(truths):
    return six_tasks(truths)


def run(suite, path, *, exam=None, with_parts=None, **options):
    return anyio.run(lambda: run_suite(with_parts or parts(), suite, exam or examination(), path, **options))


def counting(fails=(), **overrides):
    made = parts(**overrides)
    return dataclasses.replace(made, renderer=CountingRenderer(made.renderer, fails))


def test_every_task_becomes_a_row_with_its_records(suite, tmp_path):
    told = []
    rows = run(suite, tmp_path / "run", on_progress=told.append)
    assert [row.id for row in rows] == [task.id for task in suite.rows]
    assert all(isinstance(row.result, RowScores) for row in rows)
    assert rows == read_rows_in_order(tmp_path / "run", suite)
    folder = Run.open(tmp_path / "run")
    for row in rows:
        assert row.judgement.render_sha256 == row.render.sha256
        assert folder.images.get(row.render.sha256).startswith(b"\x89PNG")
        assert row.agent.tool_calls["image_search"] >= 1
    assert {one.request.id for one in folder.trajectories()} == {task.id for task in suite.rows}
    assert [(one.num_done, one.num_tasks) for one in told] == [(n, 6) for n in range(7)]
    assert told[0].seconds_left is None
    assert told[-1].seconds_left == 0


def test_three_rows_then_the_other_three_and_nothing_twice(suite, tmp_path):
    class Stop(BaseException):
        pass

    def stop_after_three(progress):
        if progress.num_done == 3:
            raise Stop

    first = counting()
    with pytest.raises(BaseExceptionGroup) as stopped:
        run(suite, tmp_path / "run", with_parts=first, num_at_once=1, on_progress=stop_after_three)
    assert stopped.group_contains(Stop)
    kept = (tmp_path / "run" / ROWS_FILE).read_bytes()
    assert kept.count(b"\n") == 3
    second, exam = counting(), examination()
    rows = run(suite, tmp_path / "run", with_parts=second, exam=exam)
    assert (first.renderer.num_drawn, second.renderer.num_drawn) == (3, 3)
    assert len(exam.picture.asked) == 3
    assert (tmp_path / "run" / ROWS_FILE).read_bytes().startswith(kept)
    assert len(rows) == 6
    assert len(list(Run.open(tmp_path / "run").trajectories())) == 6
    assert scores(rows) == scores(run(suite, tmp_path / "whole"))


def test_a_killed_process_leaves_whole_rows(suite, truths, tmp_path):
    script = (
        "import sys, os, signal, anyio; from pathlib import Path; "
        f"sys.path.insert(0, {str(Path(__file__).parent)!r}); from run_kit import *; "
        "from genevolve.bench.run import run_suite\n"
        "def die(told):\n    if told.num_done == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "anyio.run(lambda: run_suite(parts(), six_tasks(Path(sys.argv[1])), examination(), Path(sys.argv[2]),"
        " on_progress=die))"
    )
    command = [sys.executable, "-c", script, str(truths), str(tmp_path / "run")]
    ended = subprocess.run(command, check=False, capture_output=True, env=os.environ)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert len(read_rows(tmp_path / "run")) == 2
    with (tmp_path / "run" / ROWS_FILE).open("a") as file:
        file.write('{"schema_version":1,"id":"torn')
    assert len(run(suite, tmp_path / "run")) == 6
    assert len((tmp_path / "run" / ROWS_FILE).read_text().splitlines()) == 6


def test_outages_are_owed_and_only_what_is_missing_is_done_again(suite, tmp_path):
    exam = examination()
    exam.picture.down = {suite.rows[1].id}
    first = counting(fails=(1,))
    rows = run(suite, tmp_path / "run", with_parts=first, exam=exam, num_at_once=1)
    assert [row.result.boundary for row in rows if isinstance(row.result, InfrastructureFailure)] == [
        "renderer",
        "judge",
    ]
    exam.picture.down.clear()
    exam.picture.asked.clear()
    second = counting()
    rows = run(suite, tmp_path / "run", with_parts=second, exam=exam)
    assert not any(row.is_owed for row in rows)
    assert second.renderer.num_drawn == 1
    assert sorted(exam.picture.asked) == sorted([suite.rows[0].id, suite.rows[1].id])
    assert len(list(Run.open(tmp_path / "run").trajectories())) == 6


def test_an_outage_of_everything_ends_the_run(suite, tmp_path, monkeypatch):
    monkeypatch.setattr(bench_run, "MAX_OUTAGES_IN_A_ROW", 3)
    exam = examination()
    exam.picture.down = {task.id for task in suite.rows}
    with pytest.raises(InfrastructureError, match=r"3 tasks in a row failed \(judge: out of order\)"):
        run(suite, tmp_path / "run", exam=exam, num_at_once=1)
    assert len(read_rows(tmp_path / "run")) == 3


def test_another_setting_judge_or_suite_is_refused(suite, tmp_path):
    run(suite, tmp_path / "run", limit=1)
    with pytest.raises(RunError, match="seed was 0, is 5"):
        run(suite, tmp_path / "run", with_parts=parts(seed=5))
    exam = examination()
    exam.picture.id = "pixel-test/2"
    with pytest.raises(RunError, match='picture_judge_id was "pixel-test/1", is "pixel-test/2"'):
        run(suite, tmp_path / "run", exam=exam)
    plan = json.loads((tmp_path / "run" / PLAN_FILE).read_text())
    (tmp_path / "run" / PLAN_FILE).write_text(json.dumps(plan | {"suite_sha256": "0" * 64}))
    with pytest.raises(RunError, match='suite_sha256 was "000000000000"'):
        run(suite, tmp_path / "run")


def test_a_run_of_generate_is_no_benchmark(suite, tmp_path):
    made = parts()
    with Run.write(tmp_path / "run", made.settings) as folder:
        folder.add_request(world_request(suite))
    with pytest.raises(RunError, match="no benchmark"):
        run(suite, tmp_path / "run", with_parts=made)


def test_policies_without_tools_and_failing_policies(suite, tmp_path):
    raw = run(suite, tmp_path / "raw", with_parts=parts(policy="raw"), limit=2)
    assert all(row.agent.tool_calls == {} and row.agent.num_references == 0 for row in raw)
    short = run(suite, tmp_path / "short", with_parts=parts(**{"agent.max_policy_calls": 1}), limit=2)
    assert {row.result.status for row in short} <= {"policy_failure", "scored"}
    long = run(suite, tmp_path / "long", with_parts=parts(**{"agent.max_prompt_tokens": 256}), limit=1)
    assert [(row.result.status, row.result.kind) for row in long] == [("policy_failure", "token_limit")]


def test_a_part_of_a_suite_is_fair_and_grows():
    rows = [SuiteRow(id=f"{c}{n}", prompt="p", category=c) for c in "abc" for n in range(10)]
    six, nine = chosen_tasks(rows, 6), chosen_tasks(rows, 9)
    assert [row.category for row in six] == list("aabbcc")
    assert {row.id for row in six} < {row.id for row in nine}
    assert chosen_tasks(rows, None) == chosen_tasks(rows, 99) == rows


def world_request(suite):
    from genevolve.bench.suites import request_of

    return request_of(suite.rows[0])


def scores(rows):
    return [row.result for row in rows]


def read_rows_in_order(path, suite):
    known = {row.id: row for row in read_rows(path)}
    return [known[task.id] for task in suite.rows]
