"""A run as `results.json` and `results_eval.json`, so that the released scripts can go on from it.

Files are named relative to the run's folder, where the released judge looks first. A ground truth that is no file of
the suite's folder is put beside the pictures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from genevolve.bench.released import agent_row, drawn_row, failed_row, judged_row, refused_row, with_summaries
from genevolve.bench.results import ResultRow, Results, write_results
from genevolve.bench.run_rows import RunRow
from genevolve.bench.suites import FolderSuite, Suite
from genevolve.records import InfrastructureFailure, PolicyFailure, SuiteRow, Trajectory
from genevolve.store import ImageStore, Run

RESULTS_FILE = "results.json"
JUDGED_FILE = "results_eval.json"
_NO_PROGRAM = "no program"


def write_released(rows: Sequence[RunRow], suite: Suite, path: Path) -> None:
    """Write `results.json` for the run at `path`, and `results_eval.json` where a judge gave KScore's four scores.

    Raises:
        StorageError: a file cannot be written.
        RunError: there is no run at `path`, or a line of it is damaged.
    """
    run = Run.open(path)
    wanted = {row.agent.trajectory_id for row in rows if row.agent is not None}
    trajectories = {one.id: one for one in run.trajectories() if one.id in wanted}
    tasks = {task.id: task for task in suite.rows}
    drawn = [_drawn(row, _with_truth_file(tasks[row.id], row, suite, run.images), trajectories, run) for row in rows]
    write_results(path / RESULTS_FILE, Results(tuple(drawn)))
    if any(row.judgement for row in rows):
        judged = tuple(_judged(row, released) for row, released in zip(rows, drawn, strict=True))
        write_results(path / JUDGED_FILE, with_summaries(Results(judged)))


def _drawn(row: RunRow, task: SuiteRow, trajectories: Mapping[str, Trajectory], run: Run) -> ResultRow:
    trajectory = trajectories.get(row.agent.trajectory_id) if row.agent else None
    failed = row.result if isinstance(row.result, PolicyFailure | InfrastructureFailure) else None
    if trajectory is None:
        lost = failed or InfrastructureFailure(boundary="storage", detail="the trajectory is not in the run")
        return drawn_row(refused_row(task, lost), None, _NO_PROGRAM)
    references = trajectory.program.references if trajectory.program else ()
    files = {one.sha256: _inside(run.images, one.sha256, run.path) for one in references}
    released = agent_row(task, trajectory, files)
    if isinstance(failed, PolicyFailure):
        return drawn_row(failed_row(released, failed), None, _NO_PROGRAM)
    if row.render is not None:
        return drawn_row(released, _inside(run.images, row.render.sha256, run.path))
    return drawn_row(released, None, failed.detail if isinstance(failed, InfrastructureFailure) else _NO_PROGRAM)


def _judged(row: RunRow, released: ResultRow) -> ResultRow:
    if row.judgement is not None:
        return judged_row(released, row.judgement.scores)
    if row.render is not None and isinstance(row.result, InfrastructureFailure):
        return judged_row(released, row.result)
    return judged_row(released, InfrastructureFailure(boundary="judge", detail=released.error or "not_evaluated"))


def _with_truth_file(task: SuiteRow, row: RunRow, suite: Suite, images: ImageStore) -> SuiteRow:
    if isinstance(suite, FolderSuite) or row.judgement is None:
        return task
    picture = suite.ground_truth(task)
    if picture is None:
        return task
    file = _inside(images, images.put(picture), images.root.parent)
    return task.model_copy(update={"ground_truth": file.as_posix()})


def _inside(images: ImageStore, sha256: str, folder: Path) -> Path:
    return images.path(sha256).relative_to(folder)
