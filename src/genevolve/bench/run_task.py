"""One task from its request to its row: trajectory → program → picture → judgement → outcome."""

from __future__ import annotations

from typing import Any

from anyio import to_thread

from genevolve.bench.run_folder import BenchFolder
from genevolve.bench.run_judging import Drawn, Examination
from genevolve.bench.run_rows import RunRow, agent_work, new_row
from genevolve.bench.suites import Suite, request_of
from genevolve.errors import BudgetExceeded, InfrastructureError, RequestError, RunError, StorageError
from genevolve.generation import Parts, draw_anew, roll_out
from genevolve.records import (
    InfrastructureFailure,
    PolicyFailure,
    Program,
    Render,
    Request,
    StopReason,
    SuiteRow,
    Trajectory,
)
from genevolve.rewards import failure, infrastructure_failure


class TaskRunner:
    """Does the tasks of one suite with one set of parts. What an earlier session finished of a task is used again."""

    def __init__(self, parts: Parts, suite: Suite, examination: Examination, folder: BenchFolder) -> None:
        self._parts = parts
        self._suite = suite
        self._examination = examination
        self._folder = folder
        self.spent_out: BudgetExceeded | None = None
        """Why nothing more can be paid for, once a task could not be."""

    async def row_of(self, task: SuiteRow) -> RunRow:
        """Do `task`. Failures of policy, search, renderer and judge are in the row, and so is a budget that is used up.

        Raises:
            UserError: a person has to mend something first.
            StorageError: nothing more can be kept.
        """
        request = request_of(task)
        self._folder.add_request(request)
        try:
            trajectory = await self._trajectory(request)
        except RequestError as error:
            return new_row(task, PolicyFailure(kind=StopReason.TOKEN_LIMIT, detail=str(error)))
        work = agent_work(trajectory)
        failed = failure(trajectory)
        if failed is not None:
            return new_row(task, failed, agent=work)
        program = trajectory.program
        assert program is not None, "a trajectory without failure has a program"  # noqa: S101
        known: dict[str, Any] = {"agent": work}
        try:
            known["render"] = await self._render(task, trajectory, program)
            known |= await self._judged(task, request, program, known["render"])
        except StorageError:
            raise
        except InfrastructureError as error:
            known["result"] = infrastructure_failure(error)
        except BudgetExceeded as error:
            self.spent_out = error
            known["result"] = InfrastructureFailure(boundary="judge", detail=f"the budget is used up: {error}")
        return new_row(task, **known)

    async def _trajectory(self, request: Request) -> Trajectory:
        known = self._folder.trajectory(request.id)
        return known if known is not None else await roll_out(self._parts, request, self._folder.run)

    async def _render(self, task: SuiteRow, trajectory: Trajectory, program: Program) -> Render:
        earlier = self._folder.rows.get(task.id)
        if earlier is not None and earlier.render is not None and self._is_kept(earlier.render, trajectory):
            return earlier.render
        return await draw_anew(self._parts, trajectory, program, self._folder.run)

    def _is_kept(self, render: Render, trajectory: Trajectory) -> bool:
        if render.trajectory_id != trajectory.id:
            return False
        try:
            self._folder.run.images.get(render.sha256)
        except RunError:
            return False
        return True

    async def _judged(self, task: SuiteRow, request: Request, program: Program, render: Render) -> dict[str, Any]:
        return await self._examination.examine(
            Drawn(
                task=task,
                request=request,
                program=program,
                render=render,
                picture=self._folder.run.images.get(render.sha256),
                ground_truth=await to_thread.run_sync(self._suite.ground_truth, task),
            )
        )
