"""What the whole loop is to do: its settings, its folder, its stages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from genevolve.assembly import WORLD, world_tasks
from genevolve.config import TrainSettings, load_train_settings
from genevolve.config.training import SftSettings
from genevolve.errors import ConfigError

PAPERS_WEIGHT = 2.0
"""Of the distillation, where the settings do not say another one."""

QUICK = (
    "sft.max_steps=120",
    "sft.eval_every=60",
    "grpo.steps=3",
    "grpo.requests_per_step=4",
    "grpo.rollouts_per_request=4",
    "grpo.eval_every=1",
)
"""The whole loop in minutes, to see it: too short to learn much."""

QUICK_REQUESTS = 16
REQUESTS = 96

_SPARE = 1.1
"""So many more requests than examples: some are held back for validation, some have no good trajectory."""


class Stage(StrEnum):
    """What is done, in this order; a check is an evaluation in the middle of evolving."""

    DATA = "data"
    IMITATE = "imitate"
    START = "evaluate the start"
    EVOLVE = "evolve"
    CHECK = "evaluate"
    BEFORE = "held out, before"
    AFTER = "held out, after"


class Listener(Protocol):
    """Who is told how far it is."""

    def tell(self, stage: Stage, num_done: int, num: int, said: str = "") -> None:
        """`num_done` of `num` are done; a stage whose work is there already is told once, as done."""
        ...


@dataclass(frozen=True)
class EvolvePlan:
    """What is to be done: all settings, with `out`; without `data`, `settings.policy` evolves as it is."""

    settings: TrainSettings
    num: int
    """Requests of an evaluation."""

    def __post_init__(self) -> None:
        """Refuse what would fail after long work.

        Raises:
            ConfigError: the suite has not so many requests.
            LibraryError: the embedded world is missing or damaged.
        """
        most = len(world_tasks().rows)
        if self.num > most:
            raise ConfigError(f"the frozen suite has {most} requests; --n {self.num} asks for more")

    @property
    def out(self) -> Path:
        """The folder of all."""
        return Path(self.settings.out).expanduser()

    @property
    def imitates(self) -> bool:
        """Whether a policy is taught by a teacher first."""
        return bool(self.settings.data)

    @property
    def start(self) -> str:
        """The policy that evolves."""
        return str(self.out / "sft" / "policy") if self.imitates else self.settings.policy

    @property
    def stages(self) -> tuple[Stage, ...]:
        """In their order."""
        return tuple(one for one in Stage if self.imitates or one not in (Stage.DATA, Stage.IMITATE))

    def held_out(self, stage: Stage) -> Path:
        """Where the evaluation of the policy before or after lies."""
        return self.out / "held-out" / ("before" if stage is Stage.BEFORE else "after")

    def phase(self, name: str) -> TrainSettings:
        """The settings of `sft` or `grpo`."""
        changes = {"out": str(self.out / name)}
        changes |= {"policy": self.start, "data": WORLD} if name == "grpo" else {}
        return self.settings.model_copy(update=changes)


def evolve_settings(files: Sequence[Path], overrides: Sequence[str], *, quick: bool = False) -> TrainSettings:
    """Settings as of any training run; the distillation is on unless they say 0, and what is evaluated is kept.

    Raises:
        ConfigError: see `load_train_settings`.
    """
    settings = load_train_settings(files, [*(QUICK if quick else ()), *overrides])
    distillation, grpo = settings.distillation, settings.grpo
    if "weight" not in distillation.model_fields_set:
        distillation = distillation.model_copy(update={"weight": PAPERS_WEIGHT})
    grpo = grpo.model_copy(update={"save_every": math.gcd(grpo.save_every, grpo.eval_every)})
    return settings.model_copy(update={"distillation": distillation, "grpo": grpo})


def enough_data(settings: SftSettings) -> str:
    """As many requests of the world as the supervised steps learn from."""
    if not settings.max_steps:
        return WORLD
    examples = settings.max_steps * settings.sequences_per_batch / settings.epochs
    return f"{WORLD}:{math.ceil(_SPARE * examples)}"
