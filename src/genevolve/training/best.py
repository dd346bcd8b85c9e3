"""The best policy of a run by its own evaluations, kept beside the run as one that loads like any other."""

from __future__ import annotations

from pathlib import Path

import torch
from pydantic import ValidationError

from genevolve.config import TrainSettings
from genevolve.errors import RunError
from genevolve.records import Record
from genevolve.store import write_whole
from genevolve.training.acting import write_agent_file
from genevolve.training.checkpoint import (
    STABLE_FILE,
    checkpoint_folder,
    copy_policy,
    is_stable,
    mark_stable,
    start_folder,
)
from genevolve.training.metrics import EVALS_FILE, read_rows
from genevolve.training.opening import open_policy, policy_folder
from genevolve.training.saving import whole_model

BEST_FILE = "best.json"
_MEASURE = "eval/reward"


class Best(Record):
    """Which evaluation was the best."""

    step: int
    reward: float
    num_requests: int


def best_evaluated(run: Path) -> Best | None:
    """The evaluation of `run` with the highest reward, of equals the earliest; None where there is none yet.

    Raises:
        TrainingError: the figures are damaged.
    """
    found = [
        Best(step=row["step"], reward=row[_MEASURE], num_requests=int(row["eval/requests"]))
        for row in read_rows(run / EVALS_FILE)
        if _MEASURE in row
    ]
    return max(found, key=lambda one: (one.reward, -one.step), default=None)


def kept_best(folder: Path) -> Best | None:
    """Which evaluation the policy in `folder` had; None where no whole one is kept.

    Raises:
        RunError: the folder does not say so.
    """
    if not is_stable(folder):
        return None
    try:
        return Best.model_validate_json((folder / BEST_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise RunError(f"{folder} is no policy that was kept as the best of a run; choose another --out") from error


def keep_best(run: Path, folder: Path, settings: TrainSettings) -> Best | None:
    """Make `folder` the best policy of `run` so far, from its checkpoint.

    To be called after every step and once more when the run goes on: a call that was cut short is made good by the
    next one, since the checkpoint of the newest evaluation is there until the next evaluation.

    Args:
        run: the folder of a run that keeps a checkpoint wherever it evaluates.
        folder: where the best policy lies, with `best.json` and how it is to act.
        settings: of the run.

    Raises:
        RunError: `folder` holds something else.
        TrainingError: figures or checkpoint are damaged.
        StorageError: the disk is full or read-only.
    """
    best, kept = best_evaluated(run), kept_best(folder)
    if best is None or best == kept:
        return kept
    checkpoint = checkpoint_folder(run, best.step)
    if not is_stable(checkpoint):
        return kept
    (folder / STABLE_FILE).unlink(missing_ok=True)  # first, so that a kill in between leaves nothing that looks whole
    start_folder(folder)
    if settings.model.lora_rank:
        _merge_adapters(checkpoint, folder, settings)
    else:
        copy_policy(checkpoint, folder)
    write_agent_file(folder, settings.agent)
    write_whole(folder / BEST_FILE, best.model_dump_json(indent=1) + "\n")
    mark_stable(folder)
    return best


def _merge_adapters(checkpoint: Path, folder: Path, settings: TrainSettings) -> None:
    with torch.random.fork_rng():  # the run goes on as if nothing had been loaded
        opened = open_policy(policy_folder(settings.policy), settings.model, adapters=checkpoint)
    whole_model(opened).save_pretrained(folder)
    opened.encoder.save(folder)
