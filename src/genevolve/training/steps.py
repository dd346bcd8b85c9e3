"""The rollouts of each step on disk: what is learned from is what was kept, so that no step is rolled out twice.

RUN/steps/000041/{rollouts.jsonl, sequences.safetensors, DONE, guides.json}
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from genevolve.errors import TrainingError
from genevolve.records import Outcome, Trajectory
from genevolve.records.base import StoredRecord
from genevolve.records.dataset import Task
from genevolve.records.experience import DecisionGuide
from genevolve.store import append_records, read_records, write_whole
from genevolve.training.checkpoint import start_folder
from genevolve.training.rollouts import Judged, Rolled
from genevolve.training.storage import load_sequences, save_sequences

_ROLLOUTS_FILE = "rollouts.jsonl"
_SEQUENCES_FILE = "sequences.safetensors"
_DONE_FILE = "DONE"
_GUIDES_FILE = "guides.json"


class RolloutRow(StoredRecord):
    """A rollout without its tokens: those are in the same place of `sequences.safetensors`."""

    task: Task
    trajectory: Trajectory
    outcome: Outcome
    place: int
    judged: Judged | None = None


class StepGuides(StoredRecord):
    """What is known of the requests of a step beforehand, and the figures of how it was found."""

    guides: Mapping[str, DecisionGuide]
    metrics: Mapping[str, float]


def step_folder(run: Path, step: int) -> Path:
    """Where the rollouts of `step` (from 1) lie, or would lie."""
    return run / "steps" / f"{step:06d}"


def has_step(folder: Path) -> bool:
    """Whether all rollouts of a step are there."""
    return (folder / _DONE_FILE).is_file()


def save_step(folder: Path, rolled: Sequence[Rolled]) -> None:
    """Keep all rollouts of a step; what an interrupted attempt left is removed first.

    Raises:
        StorageError: the disk is full or read-only.
    """
    start_folder(folder)
    rows = [
        RolloutRow(task=one.task, trajectory=one.trajectory, outcome=one.outcome, place=one.place, judged=one.judged)
        for one in rolled
    ]
    append_records(folder / _ROLLOUTS_FILE, rows)
    save_sequences(folder / _SEQUENCES_FILE, [one.sequence for one in rolled])
    write_whole(folder / _DONE_FILE, "")


def load_step(folder: Path) -> list[Rolled]:
    """The rollouts of a step, as they were.

    Raises:
        TrainingError: they are not all there, or damaged.
    """
    if not has_step(folder):
        raise TrainingError(f"{folder} does not hold the rollouts of a whole step")
    rows = list(read_records(folder / _ROLLOUTS_FILE, RolloutRow))
    sequences = load_sequences(folder / _SEQUENCES_FILE)
    if len(rows) != len(sequences):
        raise TrainingError(f"{folder} holds {len(rows)} rollouts and {len(sequences)} sequences")
    return [
        Rolled(row.task, row.trajectory, sequence, row.outcome, row.place, row.judged)
        for row, sequence in zip(rows, sequences, strict=True)
    ]


def has_guides(folder: Path) -> bool:
    """Whether the guides of a step are there."""
    return (folder / _GUIDES_FILE).is_file()


def save_guides(folder: Path, guides: StepGuides) -> None:
    """Keep the guides of a step beside its rollouts.

    Raises:
        StorageError: the disk is full or read-only.
    """
    write_whole(folder / _GUIDES_FILE, guides.model_dump_json(indent=1) + "\n")


def load_guides(folder: Path) -> StepGuides:
    """The guides of a step, as they were.

    Raises:
        TrainingError: they are not there, or damaged.
    """
    try:
        return StepGuides.model_validate_json((folder / _GUIDES_FILE).read_bytes())
    except (OSError, ValidationError) as error:
        raise TrainingError(f"{folder} does not hold the guides of a step: {str(error).splitlines()[0]}") from error


def prune_steps(run: Path, before: int) -> None:
    """Delete the rollouts of steps before `before`."""
    folder = run / "steps"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.isdigit() and int(path.name) < before:
            shutil.rmtree(path)
