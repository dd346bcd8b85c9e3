"""Runs a suite: several tasks at a time, each row kept as soon as it is known, what is done never done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import anyio

from genevolve.bench.kscore import kscore_of
from genevolve.bench.rows import RowScores
from genevolve.bench.run_folder import BenchFolder, BenchPlan
from genevolve.bench.run_judging import Examination
from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_task import TaskRunner
from genevolve.bench.run_tasks import chosen_tasks
from genevolve.bench.suites import Suite, rows_sha256
from genevolve.bench.wise import LegacyScores, VerifiedScore, wiscore
from genevolve.errors import BudgetExceeded, GenEvolveError, InfrastructureError
from genevolve.generation import Parts
from genevolve.records import InfrastructureFailure, SuiteRow

NUM_AT_ONCE = 4
MAX_OUTAGES_IN_A_ROW = 12
"""So many tasks failed by the surroundings, one after the other, end a run: the rest would fail as well."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `seconds_left` is None until the first task of this session is done."""

    num_done: int
    num_tasks: int
    num_failed: int
    mean: float | None
    seconds_left: float | None


OnProgress = Callable[[Progress], None]


def plan_of(parts: Parts, suite: Suite, examination: Examination) -> BenchPlan:
    """What has to stay the same for a run to be continued."""
    return BenchPlan(
        suite=suite.name,
        suite_sha256=rows_sha256(suite.rows),
        policy_id=parts.policy.id,
        renderer_id=parts.renderer.id,
        picture_judge_id=examination.ids["picture"],
        program_judge_id=examination.ids["program"],
    )


async def run_suite(
    parts: Parts,
    suite: Suite,
    examination: Examination,
    path: Path,
    *,
    limit: int | None = None,
    num_at_once: int = NUM_AT_ONCE,
    on_progress: OnProgress | None = None,
) -> list[RunRow]:
    """Do the tasks of `suite` that the run at `path` still owes, and return the rows of all that were asked for.

    Interrupted at any point, the same call goes on where it was: only tasks under way are begun again, and of those
    only what had not been recorded.

    Raises:
        UserError: the suite, the folder, or a setting cannot be used.
        StorageError: nothing more can be kept.
        InfrastructureError: too many tasks in a row failed by the same outage.
        BudgetExceeded: the budget is used up; the tasks under way were finished as far as it went, and are kept.
    """
    examination.check(suite)
    tasks = chosen_tasks(suite.rows, limit)
    with BenchFolder.write(path, parts.settings, plan_of(parts, suite, examination)) as folder:
        session = _Session(TaskRunner(parts, suite, examination, folder), folder, tasks, on_progress)
        await session.run(num_at_once)
        return [folder.rows[task.id] for task in tasks]


class _Session:
    """One go at the tasks that are owed."""

    def __init__(
        self, runner: TaskRunner, folder: BenchFolder, tasks: Sequence[SuiteRow], on_progress: OnProgress | None
    ) -> None:
        self._runner = runner
        self._folder = folder
        self._standing = _Standing(len(tasks))
        self._owed: list[SuiteRow] = []
        for task in tasks:
            row = folder.rows.get(task.id)
            if row is None or row.is_owed:
                self._owed.append(task)
            else:
                self._standing.count(row)
        self._on_progress = on_progress
        self._outages_in_a_row = 0
        self._fault: GenEvolveError | None = None

    async def run(self, num_at_once: int) -> None:
        """Work through the owed tasks; the first thing that stops the whole run is raised plainly."""
        self._tell(None)
        started, waiting = perf_counter(), iter(self._owed)
        async with anyio.create_task_group() as group:
            for _ in range(num_at_once):
                group.start_soon(self._work, waiting, started, group.cancel_scope)
        if self._fault is not None:
            raise self._fault
        if self._runner.spent_out is not None:
            raise BudgetExceeded(
                f"the judge's budget is used up ({self._runner.spent_out}); {self._standing.num_done} of "
                f"{self._standing.num_tasks} tasks are done and kept, with a larger budget the same command goes on"
            )

    async def _work(self, waiting: Iterator[SuiteRow], started: float, scope: anyio.CancelScope) -> None:
        for task in waiting:
            if self._runner.spent_out is not None:
                return
            try:
                self._keep(await self._runner.row_of(task), started)
            except GenEvolveError as fault:
                self._fault = self._fault or fault
                scope.cancel()
                return

    def _keep(self, row: RunRow, started: float) -> None:
        self._folder.add_row(row)
        self._standing.count(row)
        self._standing.num_tried += 1
        pace = (perf_counter() - started) / self._standing.num_tried
        self._tell(pace * (len(self._owed) - self._standing.num_tried))
        if not isinstance(row.result, InfrastructureFailure) or self._runner.spent_out is not None:
            self._outages_in_a_row = 0
            return
        self._outages_in_a_row += 1
        if self._outages_in_a_row >= MAX_OUTAGES_IN_A_ROW:
            raise InfrastructureError(
                f"{self._outages_in_a_row} tasks in a row failed ({row.result.boundary}: {row.result.detail}); "
                "what is done is kept, the same command goes on"
            )

    def _tell(self, seconds_left: float | None) -> None:
        if self._on_progress is not None:
            self._on_progress(self._standing.progress(seconds_left))


@dataclass
class _Standing:
    """Counts of what is done, so that a row's progress costs the same however many rows there are."""

    num_tasks: int
    num_tried: int = 0
    num_done: int = 0
    num_failed: int = 0
    total: float = 0.0

    def count(self, row: RunRow) -> None:
        """Take a row in."""
        number = row_number(row)
        if number is None:
            self.num_failed += 1
        else:
            self.num_done += 1
            self.total += number

    def progress(self, seconds_left: float | None) -> Progress:
        """What a person is told."""
        mean = self.total / self.num_done if self.num_done else None
        return Progress(self.num_done, self.num_tasks, self.num_failed, mean, seconds_left)


def row_number(row: RunRow) -> float | None:
    """A row as one number: its KScore or WiScore, 0 for a failure of the policy, None for one of the surroundings."""
    match row.result:
        case RowScores():
            return kscore_of(row.result)
        case LegacyScores() | VerifiedScore():
            return wiscore(row.result)
        case InfrastructureFailure():
            return None
        case _:
            return 0.0
