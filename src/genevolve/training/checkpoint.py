"""Checkpoints: a loadable policy, the optimiser, and where the run stood. No pickle; STABLE is written last.

    RUN/checkpoints/step-000040/{model.safetensors, config.json, …, optimizer.safetensors, state.json, STABLE}

A folder without STABLE was being written when its run was killed: it does not count.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from genevolve.errors import TrainingError
from genevolve.store.files import storage_error, sync_file, write_whole

STABLE_FILE = "STABLE"
_CHECKPOINTS = "checkpoints"
_OPTIMISER_FILE = "optimizer.safetensors"
_AVERAGE_FILE = "average.safetensors"
_STATE_FILE = "state.json"
_NAME = re.compile(r"step-(\d{6,})")


@dataclass(frozen=True)
class TrainerState:
    """All that a run needs beside its settings, its data and its weights to go on as if it had not stopped.

    Order of the data and learning rate are functions of the step.
    """

    step: int
    """Optimiser steps done."""
    counters: Mapping[str, float]
    """Sums since the start, e.g. tokens."""
    optimiser: Mapping[str, Tensor]
    """As `optimiser_state` gives it."""
    random: Mapping[str, str] = field(default_factory=dict)
    """State of the generators of python, numpy and torch in this process, as hex."""
    average: Mapping[str, Tensor] = field(default_factory=dict)
    """As `AveragedWeights.state` gives it; empty where no average is kept."""


def checkpoint_folder(run: Path, step: int) -> Path:
    """Where the checkpoint after `step` steps lies, or would lie."""
    return run / _CHECKPOINTS / f"step-{step:06d}"


def start_folder(folder: Path) -> None:
    """An empty folder; what an interrupted attempt left there is removed.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise storage_error(folder, error) from error


def save_checkpoint(folder: Path, state: TrainerState) -> None:
    """Write `state` beside the weights that are in `folder` already, bring all to the disk, and mark it as whole.

    Raises:
        StorageError: the disk is full or read-only.
    """
    write_whole(folder / _OPTIMISER_FILE, save({name: one.contiguous() for name, one in state.optimiser.items()}))
    if state.average:
        write_whole(folder / _AVERAGE_FILE, save({name: one.contiguous() for name, one in state.average.items()}))
    told = {"step": state.step, "counters": dict(state.counters), "random": dict(state.random)}
    write_whole(folder / _STATE_FILE, json.dumps(told, indent=1) + "\n")
    mark_stable(folder)


def mark_stable(folder: Path) -> None:
    """Bring every file of `folder` to the disk, and only then say that it is whole.

    Raises:
        StorageError: one could not be brought there.
    """
    for path in sorted(folder.iterdir()):
        sync_file(path)
    write_whole(folder / STABLE_FILE, "")


def is_stable(folder: Path) -> bool:
    """Whether a policy or a checkpoint was written to its end."""
    return (folder / STABLE_FILE).is_file()


def load_checkpoint(folder: Path) -> TrainerState:
    """The state beside the weights, which are loaded as those of any policy.

    Raises:
        TrainingError: the folder is missing, not whole, or damaged.
    """
    if not is_stable(folder):
        raise TrainingError(f"{folder} is no checkpoint: it was not written to its end")
    try:
        told = json.loads((folder / _STATE_FILE).read_text(encoding="utf-8"))
        optimiser = load_file(folder / _OPTIMISER_FILE)
        average = load_file(folder / _AVERAGE_FILE) if (folder / _AVERAGE_FILE).is_file() else {}
        return TrainerState(int(told["step"]), dict(told["counters"]), optimiser, dict(told["random"]), average)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise TrainingError(
            f"the checkpoint {folder} is damaged ({error}); delete it to go on from an earlier one"
        ) from error


def copy_policy(checkpoint: Path, folder: Path) -> None:
    """Copy the loadable policy of `checkpoint` into `folder`, and nothing that only training needs.

    Raises:
        StorageError: it cannot be copied.
    """
    try:
        for path in sorted(checkpoint.iterdir()):
            if path.name not in (STABLE_FILE, _OPTIMISER_FILE, _AVERAGE_FILE, _STATE_FILE):
                shutil.copyfile(path, folder / path.name)
    except OSError as error:
        raise storage_error(folder, error) from error


def latest_checkpoint(run: Path) -> Path | None:
    """The newest whole checkpoint of a run."""
    found = _checkpoints(run)
    return found[max(found)] if found else None


def steps_kept(run: Path) -> int:
    """The step at which a run would go on; 0 without a whole checkpoint."""
    return max(_checkpoints(run), default=0)


def prune_checkpoints(run: Path, keep: int) -> None:
    """Delete all but the newest `keep` whole checkpoints."""
    found = _checkpoints(run)
    for step in sorted(found)[:-keep]:
        (found[step] / STABLE_FILE).unlink()  # first, so that a kill in between leaves nothing that looks whole
        shutil.rmtree(found[step])


def random_state() -> dict[str, str]:
    """The generators of this process as hex."""
    return {
        "python": json.dumps(random.getstate()).encode().hex(),
        "numpy": json.dumps(_numpy_state()).encode().hex(),
        "torch": bytes(torch.get_rng_state().tolist()).hex(),
    }


def restore_random_state(state: Mapping[str, str]) -> None:
    """Put the generators of this process back to where `random_state` saw them."""
    version, words, gauss = json.loads(bytes.fromhex(state["python"]))
    random.setstate((version, tuple(words), gauss))
    name, keys, *rest = json.loads(bytes.fromhex(state["numpy"]))
    np.random.set_state((name, np.array(keys, dtype=np.uint32), *rest))
    torch.set_rng_state(torch.tensor(list(bytes.fromhex(state["torch"])), dtype=torch.uint8))


def _numpy_state() -> list[object]:
    name, keys, *rest = np.random.get_state()
    return [str(name), np.asarray(keys).tolist(), *rest]


def _checkpoints(run: Path) -> dict[int, Path]:
    folder = run / _CHECKPOINTS
    named = {path: _NAME.fullmatch(path.name) for path in folder.iterdir()} if folder.is_dir() else {}
    return {int(match[1]): path for path, match in named.items() if match and is_stable(path)}
