"""Stages that run, are interrupted, and go on: the same bytes in the end, nothing lost, nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import anyio
import pytest
from toy_stages import ToyRecipes, ToyRequests

from genevolve.data.runner import run_stage, run_whole
from genevolve.data.stage import Journal
from genevolve.data.timings import read_timings
from genevolve.errors import BudgetExceeded, InfrastructureError, StorageError
from genevolve.records.data import DataItem, Stage, StageRow, Verdict

NUM = 60


def run(folder: Path, stage, **more):
    return anyio.run(lambda: run_stage(Journal(folder), stage, **more))


def requests_of(folder: Path, num: int = NUM, stage=None, **more) -> bytes:
    run(folder, ToyRecipes(num))
    run(folder, stage or ToyRequests(), **more)
    return Journal(folder).path(Stage.REQUESTS).read_bytes()


def test_the_bytes_do_not_depend_on_how_many_are_worked_on_at_once(tmp_path):
    one = requests_of(tmp_path / "one", num_at_once=1)
    many = requests_of(tmp_path / "many", num_at_once=17)
    assert one == many
    assert one.count(b"\n") == NUM


def test_times_go_to_a_file_of_their_own(tmp_path):
    requests_of(tmp_path)
    assert {row.seconds for row in Journal(tmp_path).rows(Stage.REQUESTS).values()} == {0.0}
    assert {timing.id for timing in read_timings(tmp_path)} == set(Journal(tmp_path).rows(Stage.REQUESTS))
    assert max(timing.seconds for timing in read_timings(tmp_path)) > 0.5


def test_what_is_done_is_not_done_again_and_rejected_is_done(tmp_path):
    class Counting(ToyRequests):
        seen: Counter[str] = Counter()

        async def work(self, item):
            self.seen[item.id] += 1
            return await super().work(item)

    stage = Counting()
    standing = [run(tmp_path, ToyRecipes(NUM)), run(tmp_path, stage), run(tmp_path, stage)][-1]
    assert set(stage.seen.values()) == {1}
    assert (standing.num_done, standing.num_owed, standing.is_complete) == (NUM, 0, True)
    assert 0 < standing.num_rejected < standing.num_kept


def test_owed_items_are_repeated_and_leave_no_trace(tmp_path):
    fails = tmp_path / "fails"
    fails.mkdir()
    for number in (3, 4, 40):
        (fails / f"fail-item_{number:06d}").touch()
    folder = tmp_path / "data"
    run(folder, ToyRecipes(NUM))
    first = run(folder, ToyRequests(fails))
    assert (first.num_owed, first.is_complete) == (3, False)
    assert [len(Journal(folder).ids(Stage.SCREEN))] == [first.num_kept]
    owed = Journal(folder).row(Stage.REQUESTS, "item_000003")
    assert (owed.verdict, owed.reasons[0].code) == (Verdict.OWED, "judge")
    assert run(folder, ToyRequests(fails)).is_complete
    assert Journal(folder).path(Stage.REQUESTS).read_bytes() == requests_of(tmp_path / "smooth")


def test_an_outage_ends_the_stage_and_keeps_what_was_done(tmp_path):
    class Down(ToyRequests):
        async def work(self, item):
            if item.id > "item_000030":
                raise StorageError("disk full") if self.folder else InfrastructureError("the model is down")
            return await super().work(item)

    run(tmp_path, ToyRecipes(200))
    with pytest.raises(InfrastructureError, match=r"in a row are owed.*the model is down"):
        run(tmp_path, Down(), num_at_once=1)
    done = [one for one in Journal(tmp_path).verdicts(Stage.REQUESTS).values() if one is not Verdict.OWED]
    assert len(done) == 31
    with pytest.raises(StorageError, match="disk full"):
        run(tmp_path, Down(tmp_path), num_at_once=4)
    assert requests_of(tmp_path, 200) == requests_of(tmp_path / "smooth", 200)


def test_when_the_money_is_gone_nothing_more_is_begun(tmp_path):
    class Paid(ToyRequests):
        begun = 0

        async def work(self, item):
            type(self).begun += 1
            if self.begun > 10:
                raise BudgetExceeded("usd: 0.1 needed, 0 of 1 left")
            return await super().work(item)

    run(tmp_path, ToyRecipes(NUM))
    with pytest.raises(BudgetExceeded, match="the same command goes on"):
        run(tmp_path, Paid(), num_at_once=4)
    assert Paid.begun <= 14
    assert requests_of(tmp_path) == requests_of(tmp_path / "smooth")


def test_a_stage_can_be_told_to_stop(tmp_path):
    run(tmp_path, ToyRecipes(NUM))
    told = []
    standing = run(tmp_path, ToyRequests(), on_progress=told.append, should_stop=lambda: told[-1].num_done >= 10)
    assert 10 <= standing.num_done < 30
    assert told[-1].seconds_left > 0
    assert requests_of(tmp_path) == requests_of(tmp_path / "smooth")


def test_only_wanted_items_are_worked_on_and_rows_of_others_stay(tmp_path):
    run(tmp_path, ToyRecipes(NUM))
    run(tmp_path, ToyRequests(), wanted=lambda item: item.id >= "item_000050")
    assert list(Journal(tmp_path).verdicts(Stage.REQUESTS)) == [f"item_{n:06d}" for n in range(50, NUM)]
    assert requests_of(tmp_path) == requests_of(tmp_path / "smooth")


def test_a_whole_stage_is_done_again_only_when_something_changed(tmp_path):
    class Counting(ToyRecipes):
        times = 0

        def work(self, items=()):
            type(self).times += 1
            return super().work(items)

    def go(num, fingerprint):
        anyio.run(lambda: run_whole(Journal(tmp_path), Counting(num), fingerprint=fingerprint))
        return Counting.times

    assert [go(5, "a"), go(5, "a"), go(6, "b"), go(6, "b")] == [1, 1, 2, 2]
    Journal(tmp_path).path(Stage.RECIPES).write_bytes(b"")
    assert go(6, "b") == 3
    assert len(Journal(tmp_path).verdicts(Stage.RECIPES)) == 6


def test_the_split_sees_what_needs_no_picture_and_what_got_a_good_one(tmp_path):
    journal = Journal(tmp_path)
    ids = ["no_picture", "good_picture", "bad_picture", "undrawn", "unchecked"]
    for stage in (Stage.RECIPES, Stage.REQUESTS, Stage.SCREEN, Stage.TRAJECTORIES, Stage.CHECK, Stage.AUDIT):
        journal.add(stage, [StageRow(id=one, stage=stage) for one in ids])
    verdicts = {"good_picture": Verdict.KEPT, "bad_picture": Verdict.KEPT, "undrawn": Verdict.OWED}
    journal.add(Stage.GROUND_TRUTH, [StageRow(id=k, stage=Stage.GROUND_TRUTH, verdict=v) for k, v in verdicts.items()])
    journal.add(Stage.GROUND_TRUTH, [StageRow(id="unchecked", stage=Stage.GROUND_TRUTH)])
    verdicts = {"good_picture": Verdict.KEPT, "bad_picture": Verdict.REJECTED}
    journal.add(Stage.FILTER, [StageRow(id=k, stage=Stage.FILTER, verdict=v) for k, v in verdicts.items()])
    assert journal.ids(Stage.SPLIT) == ["no_picture", "good_picture"]
    assert list(journal.items(Stage.SPLIT)[1:]) == [DataItem(id="good_picture")]


def hear_ctrl_c() -> None:
    """Tests that run in the background of a shell would hand on to their children that SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


SLOW_RUN = """
import anyio, sys
from pathlib import Path
from toy_stages import ToyRecipes, ToyRequests
from genevolve.data.runner import run_stage
from genevolve.data.stage import Journal
journal = Journal(Path(sys.argv[1]))
anyio.run(lambda: run_stage(journal, ToyRecipes(400)))
anyio.run(lambda: run_stage(journal, ToyRequests(pause_s=0.05), num_at_once=3))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_goes_on_and_ends_in_the_same_bytes(tmp_path, sign):
    path = Journal(tmp_path).path(Stage.REQUESTS)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_RUN, str(tmp_path)], env=environment, stderr=-3, preexec_fn=hear_ctrl_c
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and not (path.exists() and path.read_bytes().count(b"\n") >= 40):
        time.sleep(0.02)
    process.send_signal(sign)
    process.wait(timeout=30)
    with path.open("ab") as file:
        file.write(b'{"schema_version":1,"id":"item_000399","sta')
    kept = path.read_bytes().count(b"\n")
    assert 40 <= kept < 400
    assert requests_of(tmp_path, 400) == requests_of(tmp_path / "smooth", 400)


PROCESSES = """
import anyio, sys
from pathlib import Path
from toy_stages import ToyRecipes
from genevolve.data.runner import run_items, run_stage
from genevolve.data.stage import Journal
from genevolve.records.data import Stage
from genevolve.scale.process_engine import ProcessEngine
from genevolve.scale.stage_worker import StageFactory

if __name__ == "__main__":
    journal = Journal(Path(sys.argv[1]))
    anyio.run(lambda: run_stage(journal, ToyRecipes(60)))
    factory = StageFactory("toy_stages:toy_requests", {"folder": sys.argv[2]})
    anyio.run(lambda: run_items(journal, ProcessEngine(Stage.REQUESTS, factory, 2)))
"""


def test_several_processes_write_the_same_bytes_and_a_killed_one_is_said(tmp_path):
    orders = tmp_path / "orders"
    orders.mkdir()
    (orders / "die-item_000030").touch()
    (tmp_path / "main.py").write_text(PROCESSES)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}

    def go():
        command = [sys.executable, str(tmp_path / "main.py"), str(tmp_path / "data"), str(orders)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    killed = go()
    assert "InfrastructureError: a worker was killed" in killed.stderr
    assert go().returncode == 0
    assert Journal(tmp_path / "data").path(Stage.REQUESTS).read_bytes() == requests_of(tmp_path / "smooth")
