"""The course of a run from step to step, whatever it learns from: figures, checkpoints, going on, and the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from accelerate import Accelerator

from genevolve.config import TrainSettings
from genevolve.config.optimiser import OptimiserSettings
from genevolve.training.acting import write_agent_file
from genevolve.training.checkpoint import (
    TrainerState,
    checkpoint_folder,
    latest_checkpoint,
    load_checkpoint,
    mark_stable,
    prune_checkpoints,
    random_state,
    restore_random_state,
    save_checkpoint,
    start_folder,
)
from genevolve.training.ema import AveragedWeights
from genevolve.training.guard import check_weights
from genevolve.training.metrics import EVALS_FILE, METRICS_FILE, MetricsLog
from genevolve.training.opening import open_policy
from genevolve.training.saving import write_policy, write_trained
from genevolve.training.trainer import StepMetrics, Trainer

OnStep = Callable[[int, Mapping[str, float]], None]
"""Told of every step: how many are done, and its figures."""


class Pace(Protocol):
    """What the settings of every phase say."""

    @property
    def optimiser(self) -> OptimiserSettings: ...  # noqa: D102
    @property
    def eval_every(self) -> int: ...  # noqa: D102
    @property
    def save_every(self) -> int: ...  # noqa: D102
    @property
    def keep_checkpoints(self) -> int: ...  # noqa: D102


class Course:
    """One run under way. It starts where the newest whole checkpoint of its folder stands."""

    def __init__(
        self,
        out: Path,
        source: Path,
        settings: TrainSettings,
        phase: str,
        pace: Pace,
        num_steps: int,
        *,
        accelerator: Accelerator,
        temperature: float = 1.0,
        ema_decay: float = 0.0,
        on_step: OnStep | None = None,
    ) -> None:
        """Open the policy, and whatever the run has left.

        Args:
            out: the run's folder.
            source: the folder of the policy that the run starts from.
            settings: of the run.
            phase: `sft` or `grpo`.
            pace: that phase's settings.
            num_steps: of the whole run.
            accelerator: see `open_accelerator`.
            temperature: of all log-probs.
            ema_decay: of the average of the weights; 0 for none.
            on_step: told of every step, in the first process.

        Raises:
            TrainingError: the policy or the checkpoint cannot be loaded, or its weights cannot be averaged.
        """
        self.out = out
        self.num_steps = num_steps
        self._pace = pace
        self._agent = settings.agent
        self._on_step = on_step
        found = latest_checkpoint(out)
        adapters = found if settings.model.lora_rank else None
        policy = open_policy(source if adapters or not found else found, settings.model, adapters=adapters)
        self.trainer = Trainer(
            policy,
            pace.optimiser,
            num_steps,
            accelerator=accelerator,
            crash_folder=out / "crash",
            temperature=temperature,
        )
        self.average = AveragedWeights(self.trainer.model, ema_decay) if ema_decay else None
        self._counters: Counter[str] = Counter()
        if found:
            self._go_on(load_checkpoint(found))
        self._metrics: MetricsLog | None = None
        self._evals: MetricsLog | None = None
        if self.trainer.processes.is_first:
            self._metrics = MetricsLog(out / METRICS_FILE, phase, step=self.steps_done, log_to=settings.log_to)
            self._evals = MetricsLog(out / EVALS_FILE, phase, step=self.steps_done)

    @property
    def steps_done(self) -> int:
        """How many steps the policy has learned from."""
        return self.trainer.steps_done

    @property
    def is_over(self) -> bool:
        """Whether no step is left."""
        return self.steps_done >= self.num_steps

    @property
    def owes_evaluation(self) -> bool:
        """Whether the policy is to be evaluated after the step just made."""
        return self.is_over or self.steps_done % self._pace.eval_every == 0

    def evaluated(self, numbers: Mapping[str, float]) -> None:
        """Keep what an evaluation found."""
        if self._evals is not None:
            self._evals.write(self.steps_done, **numbers)

    def stepped(self, numbers: StepMetrics, tokens: int) -> None:
        """Keep the figures of the step just made, and the policy when it is time.

        Raises:
            NonFiniteError: the policy is to be kept and holds NaN or infinity.
            StorageError: something could not be kept.
        """
        if self.average is not None:
            self.average.update()
        self._counters["tokens"] += tokens
        numbers = {**numbers, "tokens/seen": self._counters["tokens"]}
        if self._metrics is not None:
            self._metrics.write(self.steps_done, **numbers)
        if self.is_over or self.steps_done % self._pace.save_every == 0:
            self._save()
        if self._on_step is not None and self._metrics is not None:
            self._on_step(self.steps_done, numbers)

    def finish(self) -> Path:
        """Write the policy that the run was for, and return its folder."""
        folder = self.out / "policy"
        processes = self.trainer.processes
        if processes.is_first:
            start_folder(folder)
        write_policy(folder, self.trainer.policy, processes)
        if processes.is_first:
            write_agent_file(folder, self._agent)
            mark_stable(folder)
        processes.wait()
        if self._metrics is not None:
            self._metrics.close()
        return folder

    def _go_on(self, state: TrainerState) -> None:
        self.trainer.restore(state.step, state.optimiser)
        self._counters.update(state.counters)
        restore_random_state(state.random)
        if self.average is not None:
            self.average.restore(state.average)

    def _save(self) -> None:
        processes, policy = self.trainer.processes, self.trainer.policy
        check_weights(self.steps_done, policy.model)
        folder = checkpoint_folder(self.out, self.steps_done)
        moments = self.trainer.optimiser_state()
        if processes.is_first:
            start_folder(folder)
        write_trained(folder, policy, processes)
        if processes.is_first:
            average = {} if self.average is None else self.average.state()
            save_checkpoint(folder, TrainerState(self.steps_done, self._counters, moments, random_state(), average))
            prune_checkpoints(self.out, self._pace.keep_checkpoints)
        processes.wait()
