"""The ladder in the embedded world: which jobs it takes, what is kept of those that ended, and what they came to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from genevolve.assembly import REPLAY_PREFIX, world_tasks
from genevolve.assembly_evaluation import read_evaluation
from genevolve.assembly_jobs import EVAL, GRPO, SFT, Step
from genevolve.assembly_ladder_plan import SECOND_RENDERER, LadderPlan
from genevolve.bench.ladder import BASE, BY_NAME
from genevolve.bench.ladder_files import write_ladder
from genevolve.bench.ladder_parts import (
    Key,
    LadderPart,
    part_path,
    read_part,
    refuse_foreign,
    refuse_other_sources,
    settings_hash,
    write_part,
)
from genevolve.bench.ladder_result import LadderResult, ladder_result
from genevolve.bench.learning_jobs import JobState, Standing, read_record
from genevolve.bench.learning_runs import surroundings
from genevolve.bench.outcomes import Outcome
from genevolve.bench.run_folder import read_plan
from genevolve.errors import RunError
from genevolve.training.metrics import METRICS_FILE, read_rows

TRAIN = "train"
AGAIN = "again"
"""The evaluation's programs, drawn by the second generator."""

_SECOND = f'reward.renderer="{SECOND_RENDERER}"'


def read_parts(plan: LadderPlan) -> dict[Key, LadderPart]:
    """The parts that are kept already.

    Raises:
        RunError: one is damaged, or was made with other settings, requests or weights than these.
    """
    found = {key: part for key in plan.wanted if (part := read_part(plan.parts_folder, key)) is not None}
    for key, part in found.items():
        refuse_foreign(part_path(plan.parts_folder, key), part, plan.deciding(key), plan.num)
    refuse_other_sources(found.values(), SFT)
    return found


def steps(plan: LadderPlan, parts: Mapping[Key, LadderPart]) -> list[Step]:
    """The jobs of all parts that are missing, each part's together. SFT is trained wherever one begins with it."""
    missing = [key for key in plan.wanted if key not in parts]
    begun = {seed for name, seed in missing if not BY_NAME[name].is_reference}
    found: list[Step] = []
    for key in plan.wanted:
        if key in missing:
            found += part_steps(plan, key).values()
        elif key[0] == SFT and key[1] in begun:
            found.append(part_steps(plan, key)[TRAIN])
    return found


def part_steps(plan: LadderPlan, key: Key) -> dict[str, Step]:
    """The jobs of a part: its training, its evaluation, and the same programs drawn again."""
    commands, (name, seed) = plan.commands, key
    variant = BY_NAME[name]
    evaluated, again = f"{name}-{EVAL}", f"{name}-{AGAIN}"
    replayed = f"{REPLAY_PREFIX}{commands.folder(seed, evaluated)}"
    drawing = commands.evaluation(seed, name, plan.num, name=again, source=replayed, needs=[evaluated], more=[_SECOND])
    if variant.is_reference:
        acting = "" if variant is BASE else variant.policy  # whatever the settings begin with
        return {EVAL: commands.evaluation(seed, name, plan.num, source=acting), AGAIN: drawing}
    acting = str(commands.folder(seed, name))
    return {
        TRAIN: _training(plan, key),
        EVAL: commands.evaluation(seed, name, plan.num, source=acting, needs=[name]),
        AGAIN: drawing,
    }


def _training(plan: LadderPlan, key: Key) -> Step:
    commands, (name, seed) = plan.commands, key
    if name == SFT:
        return commands.training(seed, SFT, SFT, plan.sft_data)
    begun, more = str(commands.folder(seed, SFT)), plan.overrides(BY_NAME[name])
    return commands.training(seed, name, GRPO, plan.evolve_data, source=begun, needs=[SFT], more=more)


def check_start(plan: LadderPlan, parts: Mapping[Key, LadderPart], seed: int) -> None:
    """Refuse SFT weights that lie here, and are not those that the kept parts of the seed begin with.

    Raises:
        RunError: they differ.
    """
    folder = plan.commands.folder(seed, SFT)
    here = _policy_hash(folder)
    for part in parts.values():
        kept = part.policy_sha256 if part.variant == SFT else part.source_sha256
        if part.seed == seed and kept and here and kept != here:
            raise RunError(
                f"the weights in {folder} ({here[:12]}) are not those that {part_path(plan.parts_folder, part.key)} "
                f"began with ({kept[:12]}): bring that folder from where they were made, or take away that seed's parts"
            )


def keep_part(plan: LadderPlan, key: Key) -> LadderPart:
    """Keep what the jobs of a part, all of them done, came to.

    Raises:
        RunError: a folder holds a damaged file.
        StorageError: it cannot be written.
    """
    (name, seed), settings = key, plan.deciding(key)
    jobs = {phase: step.job for phase, step in part_steps(plan, key).items()}
    records = {phase: record for phase, job in jobs.items() if (record := read_record(job)) is not None}
    made_in = jobs.get(TRAIN, jobs[EVAL]).folder
    part = LadderPart(
        variant=name,
        seed=seed,
        n=plan.num,
        settings=settings,
        settings_sha256=settings_hash(settings),
        source_sha256=_policy_hash(plan.commands.folder(seed, SFT)) if BY_NAME[name].is_rewarded else "",
        policy_sha256=_policy_hash(made_in),
        first_plan=read_plan(jobs[EVAL].folder),
        second_plan=read_plan(jobs[AGAIN].folder),
        seconds={phase: round(record.seconds, 1) for phase, record in records.items()},
        ended=max((record.ended for record in records.values()), default=""),
        made_with=surroundings([made_in]),
        course=tuple(row["reward/mean"] for row in read_rows(made_in / METRICS_FILE) if "reward/mean" in row),
        first=_outcomes(jobs[EVAL].folder, plan.num),
        second=_outcomes(jobs[AGAIN].folder, plan.num),
    )
    write_part(plan.parts_folder, part)
    return part


def _outcomes(folder: Path, num: int) -> tuple[Outcome, ...]:
    return tuple(read_evaluation(world_tasks(), folder, num).done)


def _policy_hash(run: Path) -> str:
    """Of the weights and words that a training run ended with; nothing where there is none."""
    from genevolve.training.run_folder import final_policy, policy_hashes

    folder = final_policy(run)
    if folder is None:
        return ""
    told = "".join(f"{name} {sha256}\n" for name, sha256 in policy_hashes(folder).items())
    return hashlib.sha256(told.encode()).hexdigest()


def measured(plan: LadderPlan, parts: Mapping[Key, LadderPart], command: str) -> LadderResult | None:
    """The ladder as far as it is; None when nothing is measured yet.

    Raises:
        RunError: parts were drawn or judged differently.
    """
    if not parts:
        return None
    settings = plan.commands.settings(0).grpo
    known: Sequence[LadderPart] = [parts[key] for key in plan.wanted if key in parts]
    return ladder_result(
        known,
        plan.wanted,
        command=command,
        seeds=plan.seeds,
        controls=plan.controls,
        n=plan.num,
        steps=plan.steps or settings.steps,
        rollouts_per_step=settings.requests_per_step * settings.rollouts_per_request,
    )


class Keeper:
    """Keeps each part once its jobs are done, and brings the tables up to date."""

    def __init__(
        self, plan: LadderPlan, parts: Mapping[Key, LadderPart], standings: Sequence[Standing], command: str
    ) -> None:
        """Begin with the parts there are, and with jobs that an earlier session did and did not keep.

        Raises:
            RunError: the weights here are not those of the parts, or parts cannot be compared.
            StorageError: something cannot be written.
        """
        self._plan = plan
        self._parts = dict(parts)
        self._by_name = {one.job.name: one for one in standings}
        self._command = command
        self._keep_done()
        self._write()

    def changed(self, one: Standing) -> None:
        """A job has begun or ended.

        Raises:
            RunError: the weights here are not those of the parts, or parts cannot be compared.
            StorageError: something cannot be written.
        """
        if one.state is JobState.DONE and self._keep_done():
            self._write()

    def _keep_done(self) -> bool:
        """Keep what is done and not kept yet; whether there was something."""
        for seed in range(self._plan.seeds):
            check_start(self._plan, self._parts, seed)
        new = [key for key in self._plan.wanted if key not in self._parts and self._is_done(key)]
        self._parts |= {key: keep_part(self._plan, key) for key in new}
        return bool(new)

    def _is_done(self, key: Key) -> bool:
        names = [step.job.name for step in part_steps(self._plan, key).values()]
        return all(self._by_name[name].state is JobState.DONE for name in names)

    def _write(self) -> None:
        found = measured(self._plan, self._parts, self._command)
        if found is not None:
            write_ladder(found, self._plan.results)
