"""A benchmark run's folder: a run's folder with `bench.json` (what was agreed on) and `rows.jsonl` (what came of it).

What is done is read once, when the folder is opened; from then on a row costs the same however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from genevolve.bench.run_rows import RunRow
from genevolve.config import Settings
from genevolve.errors import RunError
from genevolve.records import Record, Request, Trajectory
from genevolve.store import Run, append_records, read_records, write_whole

PLAN_FILE = "bench.json"
ROWS_FILE = "rows.jsonl"
REQUESTS_FILE = "requests.jsonl"
TRAJECTORIES_FILE = "trajectories.jsonl"


class BenchPlan(Record):
    """What two sessions of one run must agree on, beside the settings."""

    suite: str
    suite_sha256: str
    policy_id: str
    renderer_id: str
    picture_judge_id: str
    program_judge_id: str = ""


class BenchFolder:
    """The folder of one benchmark run, open for one writer."""

    def __init__(self, run: Run, plan: BenchPlan) -> None:
        self.run = run
        self.plan = plan
        self.rows = {row.id: row for row in read_rows(run.path)}
        self._requests = {request.id for request in run.requests()}
        self._trajectories = dict(_final_trajectories(run.path / TRAJECTORIES_FILE))

    @classmethod
    @contextmanager
    def write(cls, path: Path, settings: Settings, plan: BenchPlan) -> Iterator[Self]:
        """The folder at `path`: made when it is not there, continued when settings and plan are the same.

        Raises:
            RunError: another process is writing to it, or it was made with other settings or another plan.
            StorageError: the folder cannot be written.
        """
        with Run.write(path, settings) as run:
            if (path / PLAN_FILE).exists():
                _refuse_other_plan(path, read_plan(path), plan)
            elif (path / REQUESTS_FILE).exists():
                raise RunError(f"{path} holds a run that is no benchmark; choose another --out")
            else:
                write_whole(path / PLAN_FILE, plan.model_dump_json(indent=1) + "\n")
            yield cls(run, plan)

    def add_request(self, request: Request) -> None:
        """Record that `request` was taken on, once."""
        if request.id not in self._requests:
            append_records(self.run.path / REQUESTS_FILE, [request])
            self._requests.add(request.id)

    def add_row(self, row: RunRow) -> None:
        """Record what became of a task."""
        append_records(self.run.path / ROWS_FILE, [row])
        self.rows[row.id] = row

    def trajectory(self, request_id: str) -> Trajectory | None:
        """The finished trajectory of an earlier session, when its row is still owed."""
        offset = self._trajectories.get(request_id)
        if offset is None:
            return None
        path = self.run.path / TRAJECTORIES_FILE
        with path.open("rb") as file:
            file.seek(offset)
            try:
                return Trajectory.model_validate_json(file.readline())
            except ValidationError as error:
                raise RunError(f"{path} holds a damaged trajectory of {request_id}") from error


def read_plan(path: Path) -> BenchPlan:
    """The plan of the benchmark run at `path`.

    Raises:
        RunError: there is none, or it cannot be read.
    """
    file = path / PLAN_FILE
    if not file.is_file():
        raise RunError(f"no benchmark run at {path}: it holds no {PLAN_FILE}")
    try:
        return BenchPlan.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise RunError(f"{file} is not the plan of a benchmark run: {error.errors()[0]['msg']}") from error


def read_rows(path: Path) -> list[RunRow]:
    """The rows of the benchmark run at `path`, the last line of each id, in the order of their first.

    Raises:
        RunError: a line is not a row.
    """
    return list({row.id: row for row in read_records(path / ROWS_FILE, RunRow)}.values())


def _final_trajectories(path: Path) -> Iterator[tuple[str, int]]:
    """The place in the file of every trajectory that is done, by its request's id."""
    if not path.exists():
        return
    with path.open("rb") as file:
        offset = 0
        for line in file:
            if line.endswith(b"\n"):
                try:
                    trajectory = Trajectory.model_validate_json(line)
                except ValidationError as error:
                    raise RunError(f"{path} is damaged at byte {offset}: {error.errors()[0]['msg']}") from error
                if trajectory.stop_reason.is_final:
                    yield trajectory.request.id, offset
            offset += len(line)


def _refuse_other_plan(path: Path, old: BenchPlan, new: BenchPlan) -> None:
    before, after = old.model_dump(), new.model_dump()
    changed = [f"{key} was {_said(before[key])}, is {_said(after[key])}" for key in before if before[key] != after[key]]
    if changed:
        raise RunError(f"{path} was made otherwise ({'; '.join(changed)}); choose another --out")


def _said(value: str) -> str:
    return json.dumps(value if len(value) != 64 else value[:12], ensure_ascii=False)
