"""How good a policy is: requests of the world that it has never seen, worked out, drawn and judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from genevolve.assembly import GROUND_TRUTHS, open_world
from genevolve.bench.outcomes import Outcome, outcome
from genevolve.bench.run import OnProgress, row_number, run_suite
from genevolve.bench.run_folder import TRAJECTORIES_FILE, read_rows
from genevolve.bench.run_judging import KScoreExamination
from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_tasks import chosen_tasks
from genevolve.config import default_home
from genevolve.generation import Parts
from genevolve.judges import PictureJudge
from genevolve.models import Policy
from genevolve.records import Trajectory
from genevolve.store import read_records
from genevolve.world.data.copied import told_facts, used_facts, wanted_facts
from genevolve.world.sufficiency import WorldProgramJudge
from genevolve.world.suite import GroundTruths, SuiteItem, world_suite
from genevolve.world.suite.tasks import WorldTasks

VALIDATION_SEED = -1
"""No run's seed leads here: requests of the train split that are neither imitated nor evolved on."""


@cache
def validation_tasks(num: int) -> WorldTasks:
    """What a run evaluates itself on: so many requests of the train split, the same for every run."""
    world = open_world()
    items = world_suite(world, split="train", n=num, seed=VALIDATION_SEED)
    return WorldTasks(items, GroundTruths(world, default_home() / GROUND_TRUTHS))


async def evaluate(
    policy: Policy,
    parts: Parts,
    judge: PictureJudge,
    suite: WorldTasks,
    folder: Path,
    num: int,
    *,
    num_at_once: int,
    on_progress: OnProgress | None = None,
) -> Mapping[str, float]:
    """The means of `policy` over `num` requests of `suite`; the same call again goes on in `folder`.

    Returns:
        `eval/requests` that were finished; of these `eval/reward` (R), `eval/kscore`, both with failures of the policy
        as 0, and the shares `eval/valid` that end in a program, `eval/facts_told` of the facts that a program needs
        and were found, `eval/facts_copied` of those that then stand in the program. A mean of nothing is left out.

    Raises:
        RunError: the folder was made otherwise, or by another policy.
        InfrastructureError: too many requests in a row failed by the same outage.
    """
    examination = KScoreExamination(judge, WorldProgramJudge(suite.items))
    settings = parts.settings.model_copy(update={"policy": policy.id})
    acting = replace(parts, policy=policy, settings=settings)
    await run_suite(acting, suite, examination, folder, limit=num, num_at_once=num_at_once, on_progress=on_progress)
    return evaluation_figures(read_evaluation(suite, folder, num).done)


def evaluation_figures(done: Sequence[Outcome]) -> Mapping[str, float]:
    """The means that `evaluate` returns, of outcomes."""
    numbers = {"eval/requests": float(len(done))}
    numbers |= _share("eval/reward", done, lambda one: one.reward)
    numbers |= _share("eval/kscore", done, lambda one: one.kscore)
    numbers |= _share("eval/valid", done, lambda one: one.valid)
    numbers |= _share("eval/facts_told", done, lambda one: one.facts_told, lambda one: one.facts_wanted)
    return numbers | _share("eval/facts_copied", done, lambda one: one.facts_copied, lambda one: one.facts_told)


@dataclass(frozen=True)
class Evaluation:
    """What the folder of an evaluation holds."""

    done: Sequence[Outcome]
    num_owed: int
    """Requests at which the surroundings failed, so that the next session tries them again."""
    num_left: int
    """Requests that nobody has tried yet."""


def read_evaluation(suite: WorldTasks, folder: Path, num: int) -> Evaluation:
    """What has been found of `num` requests of `suite`.

    Raises:
        RunError: a line is damaged.
    """
    items = {item.request.id: item for item in suite.items}
    asked = {task.id for task in chosen_tasks(suite.rows, num)}
    rows = [row for row in read_rows(folder) if row.id in asked]
    ended = {
        one.request.id: one
        for one in read_records(folder / TRAJECTORIES_FILE, Trajectory)
        if one.request.id in asked and one.stop_reason.is_final
    }
    found = [_outcome(row, items[row.id], ended.get(row.id)) for row in rows]
    done = [one for one in found if one is not None]
    return Evaluation(done, len(found) - len(done), len(asked) - len(found))


def _outcome(row: RunRow, item: SuiteItem, trajectory: Trajectory | None) -> Outcome | None:
    score = row_number(row) or 0.0
    if trajectory is None:
        return outcome(row, score)
    wanted = wanted_facts(item)
    told = wanted & told_facts(item, trajectory)
    used = used_facts(item, trajectory.program) if trajectory.program is not None else frozenset()
    return outcome(row, score, wanted=len(wanted), told=len(told), copied=len(told & used))


def _share(
    name: str,
    found: Sequence[Outcome],
    part: Callable[[Outcome], float],
    whole: Callable[[Outcome], float] = lambda _: 1.0,
) -> dict[str, float]:
    total = sum(map(whole, found))
    return {name: sum(map(part, found)) / total} if total else {}
