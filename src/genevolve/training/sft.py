"""The supervised cold start (method section 4): imitate what a teacher wrote, and nothing of what it was told."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

import torch

from genevolve.config import TrainSettings
from genevolve.config.training import SftSettings
from genevolve.data.dataset import Dataset
from genevolve.errors import TrainingError
from genevolve.records import DataSplit
from genevolve.records.dataset import SupervisedExample
from genevolve.training.algorithms.terms import SupervisedTerm
from genevolve.training.course import Course, OnStep
from genevolve.training.encode import Encoder, supervised_messages
from genevolve.training.opening import policy_folder
from genevolve.training.processes import Processes, open_accelerator
from genevolve.training.run_folder import file_hashes, final_policy, policy_hashes, writing_run
from genevolve.training.sequences import TokenSequence
from genevolve.training.trainer import Trainer

_TERM = SupervisedTerm()


class SupervisedBatches:
    """The trajectories of each step: every epoch in another order, which the seed and the step decide alone."""

    def __init__(self, data: Dataset, encoder: Encoder, settings: SftSettings, seed: int) -> None:
        """Batches of the split `sft`.

        Raises:
            TrainingError: there is no example.
        """
        self._ids = data.ids(DataSplit.SFT)
        if not self._ids:
            raise TrainingError("the data set has no supervised examples to learn from")
        self._data, self._encoder, self._settings, self._seed = data, encoder, settings, seed
        self._steps_per_epoch = math.ceil(len(self._ids) / settings.sequences_per_batch)
        self.num_steps = num_steps(len(self._ids), settings)
        """Optimiser steps of the run."""

    def of_step(self, step: int) -> tuple[list[TokenSequence], int]:
        """The sequences of `step` (from 0), and how many were left out: over-long, or not to be written down."""
        epoch, place = divmod(step, self._steps_per_epoch)
        order = sorted(self._ids)
        random.Random(f"{self._seed} {epoch}").shuffle(order)
        size = self._settings.sequences_per_batch
        chosen = order[place * size : (place + 1) * size]
        sequences = list(self._encoded(chosen, DataSplit.SFT, self._settings.observation_weight))
        return sequences, len(chosen) - len(sequences)

    def validation(self) -> list[TokenSequence]:
        """All sequences of the split `sft_validation`; only what the assistant wrote counts."""
        return list(self._encoded(self._data.ids(DataSplit.SFT_VALIDATION), DataSplit.SFT_VALIDATION, 0.0))

    def _encoded(self, ids: list[str], split: DataSplit, observation_weight: float) -> Iterator[TokenSequence]:
        for item_id in ids:
            example = self._data.example(item_id, split)
            if isinstance(example, SupervisedExample):
                messages = supervised_messages(example, self._data.images)
                sequence = self._encoder.sequence(messages, observation_weight=observation_weight)
                if len(sequence) <= self._settings.cutoff_tokens:
                    yield sequence


def num_steps(num_examples: int, settings: SftSettings) -> int:
    """Optimiser steps on so many examples: all epochs, or `max_steps` where those are fewer."""
    steps = settings.epochs * math.ceil(num_examples / settings.sequences_per_batch)
    return min(steps, settings.max_steps) if settings.max_steps else steps


def run_sft(settings: TrainSettings, data: Dataset, out: Path, *, on_step: OnStep | None = None) -> Path:
    """Train `settings.policy` on the supervised examples of `data`; the same call again goes on, or does nothing.

    Args:
        settings: of the run; `settings.sft` is its pace.
        data: with the splits `sft` and, to be validated on, `sft_validation`.
        out: the run's folder.
        on_step: told of every step.

    Returns:
        The folder of the final policy, which loads like any other.

    Raises:
        TrainingError: the policy cannot be loaded, or there is nothing to learn from.
        RunError: the folder is in use, or was made from other settings, data or policy.
        NonFiniteError: a loss, a gradient or a weight became NaN or infinite.
    """
    accelerator = open_accelerator(settings)
    source = policy_folder(settings.policy)
    sources = file_hashes(data.sources) | policy_hashes(source)
    with writing_run(out, settings, "sft", sources) if accelerator.is_main_process else nullcontext():
        Processes(accelerator).wait()
        if done := final_policy(out):
            return done
        batches = SupervisedBatches(data, Encoder.load(source), settings.sft, settings.seed)
        course = Course(
            out,
            source,
            settings,
            "sft",
            settings.sft,
            batches.num_steps,
            accelerator=accelerator,
            on_step=on_step,
        )
        validation = batches.validation()
        while not course.is_over:
            _step(course, batches, settings.sft, validation)
        return course.finish()


def _step(course: Course, batches: SupervisedBatches, settings: SftSettings, validation: list[TokenSequence]) -> None:
    sequences, num_left_out = batches.of_step(course.steps_done)
    columns = [_TERM.columns(sequence) for sequence in sequences]
    numbers = course.trainer.step(sequences, columns, [_TERM], settings.micro_tokens, pack_tokens=settings.pack_tokens)
    numbers["sequences/left_out"] = num_left_out
    if validation and course.owes_evaluation:
        course.evaluated(validate(course.trainer, validation, settings.micro_tokens))
    course.stepped(numbers, sum(map(len, sequences)))


def validate(trainer: Trainer, sequences: list[TokenSequence], micro_tokens: int) -> Mapping[str, float]:
    """`eval/loss`: the mean negative log-likelihood of a token that the assistant wrote, in nats; `eval/tokens`."""
    scores = trainer.score(sequences, micro_tokens)
    logprobs_N = torch.cat([score.logprob_N for score in scores]).double()
    return {"eval/loss": -logprobs_N.mean().item(), "eval/tokens": float(len(logprobs_N))}
