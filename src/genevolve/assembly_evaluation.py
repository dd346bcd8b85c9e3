"""How good a policy is: requests of the world's test split that it has never seen, worked out, drawn and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from genevolve.assembly import world_tasks
from genevolve.bench.rows import RowScores
from genevolve.bench.run import OnProgress, row_number, run_suite
from genevolve.bench.run_folder import TRAJECTORIES_FILE
from genevolve.bench.run_judging import KScoreExamination
from genevolve.bench.run_rows import RunRow
from genevolve.generation import Parts
from genevolve.judges import PictureJudge
from genevolve.models import Policy
from genevolve.records import Trajectory
from genevolve.rewards import scored
from genevolve.store import read_records
from genevolve.world.data.copied import told_facts, used_facts, wanted_facts
from genevolve.world.sufficiency import WorldProgramJudge
from genevolve.world.suite.tasks import WorldTasks


async def evaluate(
    policy: Policy,
    parts: Parts,
    judge: PictureJudge,
    folder: Path,
    num: int,
    *,
    num_at_once: int,
    on_progress: OnProgress | None = None,
) -> Mapping[str, float]:
    """The means of `policy` over `num` requests of the test split; the same call again goes on in `folder`.

    Returns:
        `eval/requests` that were finished; of these `eval/reward` (R), `eval/kscore`, both with failures of the policy
        as 0, and the shares `eval/valid` that end in a program, `eval/facts_told` of the facts that a program needs
        and were found, `eval/facts_copied` of those that then stand in the program. A mean of nothing is left out.

    Raises:
        RunError: the folder was made otherwise, or by another policy.
        InfrastructureError: too many requests in a row failed by the same outage.
    """
    suite = world_tasks()
    examination = KScoreExamination(judge, WorldProgramJudge(suite.items))
    settings = parts.settings.model_copy(update={"policy": policy.id})
    acting = replace(parts, policy=policy, settings=settings)
    rows = await run_suite(
        acting, suite, examination, folder, limit=num, num_at_once=num_at_once, on_progress=on_progress
    )
    trajectories = read_records(folder / TRAJECTORIES_FILE, Trajectory)
    ended = {one.request.id: one for one in trajectories if one.stop_reason.is_final}
    done = [row for row in rows if not row.is_owed]
    numbers = {"eval/requests": float(len(done))}
    numbers |= _mean("eval/reward", [_reward(row) for row in done])
    numbers |= _mean("eval/kscore", [row_number(row) or 0.0 for row in done])
    numbers |= _mean("eval/valid", [isinstance(row.result, RowScores) for row in done])
    return numbers | _copying(suite, [ended[row.id] for row in done if row.id in ended])


def _reward(row: RunRow) -> float:
    judged = row.judgement
    if judged is None or judged.sufficiency is None:
        return 0.0
    return scored(judged.scores, judged.sufficiency).total


def _copying(suite: WorldTasks, trajectories: Sequence[Trajectory]) -> dict[str, float]:
    """Over all facts that ideal programs state: how many were told, and how many of these are in the program."""
    items = {item.request.id: item for item in suite.items}
    found: list[bool] = []
    copied: list[bool] = []
    for trajectory in trajectories:
        item = items[trajectory.request.id]
        told = told_facts(item, trajectory)
        used = used_facts(item, trajectory.program) if trajectory.program is not None else frozenset()
        for fact in wanted_facts(item):
            found.append(fact in told)
            if fact in told:
                copied.append(fact in used)
    return _mean("eval/facts_told", found) | _mean("eval/facts_copied", copied)


def _mean(name: str, values: Sequence[float]) -> dict[str, float]:
    return {name: sum(values) / len(values)} if values else {}
