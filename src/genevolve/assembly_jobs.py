"""Measurements that are many training commands: which commands these are, and how far each of them is."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from genevolve.assembly import world_tasks
from genevolve.assembly_evaluation import read_evaluation
from genevolve.assembly_supervised import num_in_world
from genevolve.bench.learning_jobs import Job, read_record
from genevolve.bench.learning_result import JobFigures
from genevolve.bench.run_folder import read_rows as read_bench_rows
from genevolve.bench.run_summary import reward_of
from genevolve.config import TrainSettings, dump_train_settings, load_train_settings
from genevolve.data.dataset import open_dataset
from genevolve.errors import ConfigError, DataError
from genevolve.records import DataSplit
from genevolve.training.metrics import METRICS_FILE, read_rows

SFT, GRPO, EVAL = "sft", "grpo", "eval"
"""The phases of a measurement: each is a command of `genevolve train`."""

_DECIDED = ("seed", "data", "out")
"""Settings that a measurement gives every job itself."""


@dataclass(frozen=True)
class Step:
    """A job of a measurement, and which one it is."""

    job: Job
    seed: int
    stage: str
    """What is trained or evaluated."""
    phase: str
    settings: TrainSettings
    data: str = ""
    """What a supervised run imitates."""
    num: int = 0
    """Requests of an evaluation."""


@dataclass(frozen=True)
class Commands:
    """What the commands of a measurement share: settings of files and words, and the folder that theirs lie in."""

    files: tuple[Path, ...]
    overrides: tuple[str, ...]
    out: Path
    at_once: int

    def __post_init__(self) -> None:
        """Refuse what no command could do.

        Raises:
            ConfigError: a setting does not fit, or is decided by the measurement.
        """
        for override in self.overrides:
            key = override.partition("=")[0].strip()
            if key in _DECIDED:
                raise ConfigError(f"{key} is given to every job by the measurement: --seeds, --sft, --evolve, --out")
        self.settings(0)

    def settings(self, seed: int, more: Sequence[str] = ()) -> TrainSettings:
        """All settings of a seed, without data and folders; `more` are a command's own."""
        return load_train_settings(self.files, self._overrides(seed, more))

    def folder(self, seed: int, name: str) -> Path:
        """Where a job's run lies."""
        return self.out / f"seed-{seed}" / name

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

    def training(
        self,
        seed: int,
        stage: str,
        phase: str,
        data: str,
        *,
        source: str = "",
        needs: Sequence[str] = (),
        more: Sequence[str] = (),
    ) -> Step:
        """A command that trains `stage` from the policy `source`, or from what the settings name."""
        job, settings = self._job(seed, stage, phase, ["--data", data], source, needs, more)
        return Step(job, seed, stage, phase, settings, data=data)

    def evaluation(
        self,
        seed: int,
        stage: str,
        num: int,
        *,
        name: str = "",
        source: str = "",
        needs: Sequence[str] = (),
        more: Sequence[str] = (),
    ) -> Step:
        """A command that evaluates `source` on `num` requests; its folder is called `name`, else after the stage."""
        name = name or f"{stage}-{EVAL}"
        job, settings = self._job(seed, name, EVAL, ["--n", str(num)], source, needs, more, num)
        return Step(job, seed, stage, EVAL, settings, num=num)

    def _job(
        self,
        seed: int,
        name: str,
        phase: str,
        given: Sequence[str],
        source: str,
        needs: Sequence[str],
        more: Sequence[str],
        num: int = 0,
    ) -> tuple[Job, TrainSettings]:
        folder, settings = self.folder(seed, name), self.settings(seed, more)
        files = [word for file in self.files for word in ("@", str(file))]
        before = ["--from", source] if source else []
        words = [*files, *self._overrides(seed, more), *given, *before, "--out", str(folder)]
        job = Job(
            name=f"seed-{seed}/{name}",
            command=(sys.executable, "-m", "genevolve", "train", phase, *words),
            folder=folder,
            settings=dump_train_settings(settings) + self.start,
            needs=tuple(f"seed-{seed}/{one}" for one in needs),
            owed=partial(_owed, folder, num) if num else lambda: "",
        )
        return job, settings

    def _overrides(self, seed: int, more: Sequence[str]) -> list[str]:
        """One thread and one worker a job, unless the user says else."""
        shared = ["threads=1", "reward.workers=1"] if self.at_once > 1 else []
        return [*shared, *self.overrides, *more, f"seed={seed}"]


def check_num(num: int) -> None:
    """Refuse an evaluation on more requests than there are.

    Raises:
        ConfigError: there are not so many.
    """
    most = len(world_tasks().rows)
    if num > most:
        raise ConfigError(f"the frozen suite has {most} requests; --n {num} asks for more")


def _owed(folder: Path, num: int) -> str:
    found = read_evaluation(world_tasks(), folder, num)
    owed = found.num_owed + found.num_left
    return f"{owed} of {num} requests are owed; the same command tries them again" if owed else ""


def progress(step: Step) -> tuple[int, int | None, str]:
    """How far a job is: steps or requests done, of how many (None: not known yet), and its last figure."""
    folder = step.job.folder
    if step.phase == EVAL:
        rows = read_bench_rows(folder)
        rewards = [value for row in rows if (value := reward_of(row)) is not None]
        return len(rows), step.num, f"R {sum(rewards) / len(rewards):.3f}" if rewards else ""
    rows_so_far = list(read_rows(folder / METRICS_FILE))
    last: Mapping[str, Any] = rows_so_far[-1] if rows_so_far else {"step": 0}
    name, short = ("loss/sft", "loss") if step.phase == SFT else ("reward/mean", "R")
    said = f"{short} {last[name]:.3f}" if name in last else ""
    return last["step"], _num_steps(step), said


def _num_steps(step: Step) -> int | None:
    if step.phase == GRPO:
        return step.settings.grpo.steps
    from genevolve.training.sft import num_steps

    in_world = num_in_world(step.data) is not None
    try:
        data = open_dataset(step.job.folder / "data" if in_world else Path(step.data).expanduser())
    except DataError:
        return None
    return num_steps(len(data.ids(DataSplit.SFT)), step.settings.sft)


def figures(step: Step) -> JobFigures:
    """What a job came to so far."""
    record = read_record(step.job)
    num, _, _ = progress(step)
    rows = [] if step.phase == EVAL else list(read_rows(step.job.folder / METRICS_FILE))
    return JobFigures(
        job=step.job.name,
        seed=step.seed,
        steps=num,
        tokens=int(rows[-1]["tokens/seen"]) if rows else 0,
        minutes=round(record.seconds / 60, 1) if record else 0.0,
        done=record is not None and record.done,
    )
