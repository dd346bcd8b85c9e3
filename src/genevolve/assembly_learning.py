"""The measurement of learning in the embedded world: which jobs it takes, how far they are, and what they came to."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from genevolve.assembly import world_tasks
from genevolve.assembly_evaluation import read_evaluation
from genevolve.assembly_supervised import num_in_world
from genevolve.bench.learning import STAGES, Outcome, learning_tables
from genevolve.bench.learning_jobs import Job, JobState, Standing, read_record
from genevolve.bench.learning_result import JobFigures, LearningResult, agreed_plan
from genevolve.bench.learning_runs import run_curves, surroundings
from genevolve.bench.run_folder import BenchPlan, read_plan
from genevolve.bench.run_folder import read_rows as read_bench_rows
from genevolve.bench.run_summary import reward_of
from genevolve.config import TrainSettings, dump_train_settings, load_train_settings
from genevolve.data.dataset import open_dataset
from genevolve.errors import ConfigError, DataError
from genevolve.records import DataSplit
from genevolve.training.metrics import METRICS_FILE, read_rows

BASE, SFT, GRPO = STAGES
EVAL = "eval"
_DECIDED = ("seed", "data", "out")
"""Settings that the measurement gives every job itself."""


@dataclass(frozen=True)
class Plan:
    """What is measured."""

    files: tuple[Path, ...]
    overrides: tuple[str, ...]
    seeds: int
    num: int
    sft_data: str
    evolve_data: str
    out: Path
    at_once: int

    def __post_init__(self) -> None:
        """Refuse what no job could do.

        Raises:
            ConfigError: a setting does not fit, is decided by the measurement, or there are not so many requests.
        """
        for override in self.overrides:
            key = override.partition("=")[0].strip()
            if key in _DECIDED:
                raise ConfigError(f"{key} is given to every job by the measurement: --seeds, --sft, --evolve, --out")
        most = len(world_tasks().rows)
        if self.num > most:
            raise ConfigError(f"the frozen suite has {most} requests; --n {self.num} asks for more")
        self.settings(0)

    def words(self, seed: int) -> list[str]:
        """Files and settings of every command of a seed. One thread and one worker a job, unless the user says else."""
        files = [word for file in self.files for word in ("@", str(file))]
        return [*files, *self._overrides(seed)]

    def settings(self, seed: int) -> TrainSettings:
        """All settings of a seed, without data and folders."""
        return load_train_settings(self.files, self._overrides(seed))

    @cached_property
    def start(self) -> str:
        """Which weights and words everything starts from: `base` may be another one after an update.

        Raises:
            TrainingError: there is no such policy.
        """
        from genevolve.training.opening import policy_folder
        from genevolve.training.run_folder import policy_hashes

        return "".join(
            f"# {name} {sha256}\n" for name, sha256 in policy_hashes(policy_folder(self.settings(0).policy)).items()
        )

    def _overrides(self, seed: int) -> list[str]:
        shared = ["threads=1", "reward.workers=1"] if self.at_once > 1 else []
        return [*shared, *self.overrides, f"seed={seed}"]


@dataclass(frozen=True)
class Step:
    """A job of the measurement, and which one it is."""

    job: Job
    seed: int
    stage: str
    phase: str
    """`sft`, `grpo` or `eval`."""


def steps(plan: Plan) -> list[Step]:
    """All jobs; training first, since all else waits for it and evaluations fill what it leaves."""
    seeds = range(plan.seeds)
    return [
        *(_training(plan, seed, SFT, ["--data", plan.sft_data], BASE) for seed in seeds),
        *(_training(plan, seed, GRPO, ["--data", plan.evolve_data], SFT) for seed in seeds),
        *(_evaluation(plan, seed, stage) for stage in STAGES for seed in seeds),
    ]


def _training(plan: Plan, seed: int, stage: str, given: Sequence[str], source: str) -> Step:
    return Step(_job(plan, seed, stage, stage, given, source), seed, stage, stage)


def _evaluation(plan: Plan, seed: int, stage: str) -> Step:
    job = _job(plan, seed, f"{stage}-{EVAL}", EVAL, ["--n", str(plan.num)], stage)
    return Step(job, seed, stage, EVAL)


def _job(plan: Plan, seed: int, name: str, phase: str, given: Sequence[str], source: str) -> Job:
    """The command `phase` on the policy that the stage `source` ended with."""
    folder = plan.out / f"seed-{seed}"
    before = [] if source == BASE else ["--from", str(folder / source)]
    command = ("-m", "genevolve", "train", phase, *plan.words(seed), *given, *before, "--out", str(folder / name))
    return Job(
        name=f"seed-{seed}/{name}",
        command=(sys.executable, *command),
        folder=folder / name,
        settings=dump_train_settings(plan.settings(seed)) + plan.start,
        needs=() if source == BASE else (f"seed-{seed}/{source}",),
        owed=partial(_owed, folder / name, plan.num) if phase == EVAL else lambda: "",
    )


def _owed(folder: Path, num: int) -> str:
    found = read_evaluation(world_tasks(), folder, num)
    owed = found.num_owed + found.num_left
    return f"{owed} of {num} requests are owed; the same command tries them again" if owed else ""


def progress(plan: Plan, step: Step) -> tuple[int, int | None, str]:
    """How far a job is: steps or requests done, of how many (None: not known yet), and its last figure."""
    folder = step.job.folder
    if step.phase == EVAL:
        rows = read_bench_rows(folder)
        rewards = [value for row in rows if (value := reward_of(row)) is not None]
        return len(rows), plan.num, f"R {sum(rewards) / len(rewards):.3f}" if rewards else ""
    rows_so_far = list(read_rows(folder / METRICS_FILE))
    last: Mapping[str, Any] = rows_so_far[-1] if rows_so_far else {"step": 0}
    name, short = ("loss/sft", "loss") if step.phase == SFT else ("reward/mean", "R")
    said = f"{short} {last[name]:.3f}" if name in last else ""
    return last["step"], _num_steps(plan, step), said


def _num_steps(plan: Plan, step: Step) -> int | None:
    settings = plan.settings(step.seed)
    if step.phase == GRPO:
        return settings.grpo.steps
    from genevolve.training.sft import num_steps

    in_world = num_in_world(plan.sft_data) is not None
    try:
        data = open_dataset(step.job.folder / "data" if in_world else Path(plan.sft_data).expanduser())
    except DataError:
        return None
    return num_steps(len(data.ids(DataSplit.SFT)), settings.sft)


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
    settings = plan.settings(0).model_dump(mode="json", exclude={"seed"})
    return LearningResult(
        complete=all(one.state is JobState.DONE for one in standings),
        command=command,
        date=max((record.ended for record in records), default="")[:10],
        seeds=plan.seeds,
        n=plan.num,
        at_once=plan.at_once,
        suite=made_with.suite,
        suite_sha256=made_with.suite_sha256,
        renderer_id=made_with.renderer_id,
        picture_judge_id=made_with.picture_judge_id,
        program_judge_id=made_with.program_judge_id,
        num_owed=num_owed,
        recipe_sha256=hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        made_with=surroundings([step.job.folder for step in all_steps if step.phase != EVAL]),
        tables=learning_tables(found_by),
        jobs=tuple(_figures(plan, step) for step in all_steps),
        curves=tuple(line for step in all_steps for line in run_curves(step.job.folder, step.phase, step.seed)),
    )


def _figures(plan: Plan, step: Step) -> JobFigures:
    record = read_record(step.job)
    num, _, _ = progress(plan, step)
    rows = [] if step.phase == EVAL else list(read_rows(step.job.folder / METRICS_FILE))
    return JobFigures(
        job=step.job.name,
        seed=step.seed,
        steps=num,
        tokens=int(rows[-1]["tokens/seen"]) if rows else 0,
        minutes=round(record.seconds / 60, 1) if record else 0.0,
        done=record is not None and record.done,
    )
