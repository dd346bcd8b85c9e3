"""The measurement of learning in the embedded world: which jobs it takes, how far they are, and what they came to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.assembly import world_tasks
from genevolve.assembly_evaluation import read_evaluation
from genevolve.assembly_jobs import EVAL, Commands, Step, check_num, figures
from genevolve.bench.learning import STAGES, learning_tables
from genevolve.bench.learning_jobs import JobState, Standing, read_record
from genevolve.bench.learning_result import LearningResult, agreed_plan
from genevolve.bench.learning_runs import run_curves, surroundings
from genevolve.bench.outcomes import Outcome
from genevolve.bench.run_folder import BenchPlan, read_plan

BASE, SFT, GRPO = STAGES


@dataclass(frozen=True)
class Plan:
    """What is measured."""

    commands: Commands
    seeds: int
    num: int
    sft_data: str
    evolve_data: str

    def __post_init__(self) -> None:
        """Refuse what cannot be measured.

        Raises:
            ConfigError: there are not so many requests.
        """
        check_num(self.num)


def steps(plan: Plan) -> list[Step]:
    """All jobs; training first, since all else waits for it and evaluations fill what it leaves."""
    seeds = range(plan.seeds)
    return [
        *(plan.commands.training(seed, SFT, SFT, plan.sft_data) for seed in seeds),
        *(_reinforcement(plan, seed) for seed in seeds),
        *(_evaluation(plan, seed, stage) for stage in STAGES for seed in seeds),
    ]


def _reinforcement(plan: Plan, seed: int) -> Step:
    source = str(plan.commands.folder(seed, SFT))
    return plan.commands.training(seed, GRPO, GRPO, plan.evolve_data, source=source, needs=[SFT])


def _evaluation(plan: Plan, seed: int, stage: str) -> Step:
    if stage == BASE:
        return plan.commands.evaluation(seed, stage, plan.num)
    source = str(plan.commands.folder(seed, stage))
    return plan.commands.evaluation(seed, stage, plan.num, source=source, needs=[stage])


def measured(plan: Plan, standings: Sequence[Standing], command: str) -> LearningResult | None:
    """The measurement as far as it is; None when nothing has been evaluated yet.

    An evaluation counts once each of its requests was tried.

    Raises:
        RunError: a folder holds a damaged file, or evaluations were drawn or judged differently.
    """
    suite = world_tasks()
    found_by: dict[str, dict[int, Sequence[Outcome]]] = {}
    plans: dict[str, BenchPlan] = {}
    num_owed = 0
    all_steps = steps(plan)
    for step in all_steps:
        if step.phase != EVAL:
            continue
        found = read_evaluation(suite, step.job.folder, plan.num)
        if found.done and not found.num_left:
            found_by.setdefault(step.stage, {})[step.seed] = found.done
            plans[step.job.name] = read_plan(step.job.folder)
            num_owed += found.num_owed
    if not found_by:
        return None
    made_with = agreed_plan(plans)
    records = [record for step in all_steps if (record := read_record(step.job)) is not None]
    settings = plan.commands.settings(0).model_dump(mode="json", exclude={"seed"})
    return LearningResult(
        complete=all(one.state is JobState.DONE for one in standings),
        command=command,
        date=max((record.ended for record in records), default="")[:10],
        seeds=plan.seeds,
        n=plan.num,
        at_once=plan.commands.at_once,
        suite=made_with.suite,
        suite_sha256=made_with.suite_sha256,
        renderer_id=made_with.renderer_id,
        picture_judge_id=made_with.picture_judge_id,
        program_judge_id=made_with.program_judge_id,
        num_owed=num_owed,
        recipe_sha256=hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        made_with=surroundings([step.job.folder for step in all_steps if step.phase != EVAL]),
        tables=learning_tables(found_by),
        jobs=tuple(figures(step) for step in all_steps),
        curves=tuple(line for step in all_steps for line in run_curves(step.job.folder, step.phase, step.seed)),
    )
