"""A run that kills itself: `killed_run.py sft|grpo update|rollout|checkpoint POLICY DATA OUT`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import anyio
from training_kit import PrefersAmber, parts, small, tasks

from genevolve.data.dataset import ImportedDataset
from genevolve.training import course
from genevolve.training.grpo_run import run_grpo
from genevolve.training.sft import run_sft
from genevolve.training.trainer import Trainer

phase, where, policy, data, out = sys.argv[1:]


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DiesInTheThirdStep(PrefersAmber):
    asked = 0

    async def reward(self, task, trajectory, images):
        self.asked += 1
        if where == "rollout" and self.asked > 5:
            die()
        return await super().reward(task, trajectory, images)


clip, save, saved = Trainer._clip, course.save_checkpoint, []


def clip_or_die(self: Trainer, max_norm: float) -> float:
    """After the backward passes, before the optimiser's step."""
    if where == "update" and self.steps_done == (7 if phase == "sft" else 3):
        die()
    return clip(self, max_norm)


def save_or_die(folder: Path, state: object) -> None:
    """The weights of the second checkpoint are there, the moments are not."""
    saved.append(folder)
    if where == "checkpoint" and len(saved) == 2:
        die()
    save(folder, state)


Trainer._clip, course.save_checkpoint = clip_or_die, save_or_die
if phase == "sft":
    run_sft(small(policy=policy), ImportedDataset(Path(data)), Path(out))
else:
    settings = small(policy=policy)
    anyio.run(lambda: run_grpo(settings, parts(settings), tasks(), DiesInTheThirdStep(), None, Path(out)))
