"""Reinforcement learning from start to end (method section 6): roll out, reward, compare, learn, hand over weights."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Protocol, runtime_checkable

from genevolve.config import TrainSettings
from genevolve.config.distillation import DistillationSettings
from genevolve.config.training import LOCAL_ENGINE, VLLM_ENGINE
from genevolve.errors import TrainingError
from genevolve.generation import Parts
from genevolve.models import Policy
from genevolve.records.dataset import Task
from genevolve.store import ImageStore
from genevolve.training.algorithms.grpo import Grpo
from genevolve.training.algorithms.protocol import Algorithm
from genevolve.training.algorithms.ved import Ved
from genevolve.training.course import Course, OnStep
from genevolve.training.engine import Engine, LocalEngine
from genevolve.training.engine.vllm import VllmEngine
from genevolve.training.guided import GuidedRows
from genevolve.training.guides import Gatherer, StepGuider
from genevolve.training.opening import OpenedPolicy, open_reference, policy_folder
from genevolve.training.policy import LocalPolicy
from genevolve.training.processes import Processes, open_accelerator
from genevolve.training.rollouts import RewardSource, Rolled, RolloutRunner
from genevolve.training.run_folder import final_policy, policy_hashes, writing_run
from genevolve.training.run_scorer import RunScorer
from genevolve.training.saving import whole_model
from genevolve.training.steps import has_step, load_step, prune_steps, save_step, step_folder
from genevolve.training.task_order import TaskOrder
from genevolve.training.token_kinds import token_kinds

PolicyFactory = Callable[[], Policy]
"""The policy with the weights of the moment, for any number of trajectories at once, until training goes on."""

Evaluate = Callable[[PolicyFactory, Path, int], Awaitable[Mapping[str, float]]]
"""Lets policies act on so many requests, keeps what it likes in the folder, and returns means by name."""


@runtime_checkable
class TellsSeconds(Protocol):
    """A source of rewards that knows what it spent its time on."""

    def spent(self) -> Mapping[str, float]:
        """Seconds since it was last asked: `render`, `judge`."""
        ...


async def run_grpo(
    settings: TrainSettings,
    parts: Parts,
    tasks: Sequence[Task],
    reward: RewardSource,
    evaluate: Evaluate | None,
    out: Path,
    *,
    gatherer: Gatherer | None = None,
    on_step: OnStep | None = None,
) -> Path:
    """Let `settings.policy` evolve on `tasks`; the same call again goes on, or does nothing.

    Args:
        settings: of the run; `settings.grpo` is its pace.
        parts: tools, skills and caches; their policy is not used.
        tasks: requests with ground truths.
        reward: draws and judges.
        evaluate: run every `eval_every` steps on as many requests as a step has rollouts; None for never.
        out: the run's folder.
        gatherer: finds the guides of each step; not asked where `settings.distillation.weight` is 0.
        on_step: told of every step.

    Returns:
        The folder of the final policy, which loads like any other.

    Raises:
        TrainingError: the policy cannot be loaded, there are too few tasks, or nobody gathers guides.
        RunError: the folder is in use, or was made from other settings, tasks or policy.
        InfrastructureError: not one rollout of a step could be finished; the same call goes on there.
        NonFiniteError: a loss, a gradient or a weight became NaN or infinite.
    """
    accelerator = open_accelerator(settings)
    source = policy_folder(settings.policy)
    order = TaskOrder(tasks, settings.grpo.requests_per_step, settings.seed)
    sources = policy_hashes(source) | {"tasks": order.digest()}
    with writing_run(out, settings, "grpo", sources) if accelerator.is_main_process else nullcontext():
        accelerator.wait_for_everyone()
        if done := final_policy(out):
            return done
        course = Course(
            out,
            source,
            settings,
            "grpo",
            settings.grpo,
            settings.grpo.steps,
            accelerator=accelerator,
            temperature=settings.rollout.temperature,
            ema_decay=_ema_decay(settings.distillation),
            on_step=on_step,
        )
        run = _GrpoRun(course, source, settings, parts, order, reward, evaluate, gatherer)
        await run.hand_over()
        while not course.is_over:
            await run.step()
        return course.finish()


class _GrpoRun:
    """One run under way. The first process rolls out, rewards and evaluates; all of them score and learn."""

    def __init__(
        self,
        course: Course,
        source: Path,
        settings: TrainSettings,
        parts: Parts,
        order: TaskOrder,
        reward: RewardSource,
        evaluate: Evaluate | None,
        gatherer: Gatherer | None,
    ) -> None:
        trainer = course.trainer
        policy = trainer.policy
        self._course = course
        self._settings = settings.grpo
        self._order = order
        self._reward = reward
        self._evaluate = evaluate
        self._is_first = trainer.processes.is_first
        self._is_local = settings.rollout.engine == LOCAL_ENGINE
        engines = _engines(settings, policy, course.out)
        self._engine = engines(True)
        self._policies = lambda: LocalPolicy(engines(False), policy.encoder, id=self._engine.id)
        images = ImageStore(course.out / "images", sync=False)
        self._runner = RolloutRunner(parts, policy.encoder, reward, settings, images=images)
        reference = open_reference(source, settings.model, trainer.model.device) if settings.grpo.kl_weight else None
        self._scorer = RunScorer(trainer, settings.grpo.micro_tokens, reference, course.average)
        self._algorithm = _algorithm(settings, parts, policy)
        self._guider = _guider(settings, gatherer, trainer.processes)

    async def hand_over(self) -> None:
        """Let the engine sample with the weights of the moment."""
        policy = self._course.trainer.policy
        weights = policy.model if self._is_local else whole_model(policy)
        if self._is_first:
            await self._engine.update_weights(weights)

    async def step(self) -> None:
        started = perf_counter()
        step = self._course.steps_done
        rolled, numbers = await self._rolled(step)
        if self._guider is not None:
            rolled, found = await self._guider.guided(rolled, step_folder(self._course.out, step + 1), step + 1)
            numbers |= found
        prepared = self._algorithm.prepare(rolled, self._scorer, step=step)
        numbers |= prepared.metrics
        numbers |= {f"dropped/{reason}": float(count) for reason, count in prepared.dropped.items()}
        numbers |= {f"seconds/{name}": seconds for name, seconds in self._scorer.spent().items()}
        numbers |= self._course.trainer.step(
            prepared.sequences, prepared.columns, prepared.terms, self._settings.micro_tokens
        )
        numbers |= _grad_ratio(numbers)
        await self.hand_over()
        numbers["seconds/step"] = perf_counter() - started
        await self._evaluated()
        self._course.stepped(numbers, sum(map(len, prepared.sequences)))
        if self._is_first:
            kept = self._settings.keep_checkpoints * self._settings.save_every
            prune_steps(self._course.out, self._course.steps_done - kept + 1)

    async def _rolled(self, step: int) -> tuple[list[Rolled], dict[str, float]]:
        """The rollouts of `step` (from 0) and the seconds they took; those that are kept are not made again."""
        started = perf_counter()
        folder = step_folder(self._course.out, step + 1)
        if self._is_first and not has_step(folder):
            save_step(folder, await self._runner.run(self._engine, self._order.of_step(step), step=step))
        self._course.trainer.processes.wait()
        rolled = load_step(folder)
        numbers = {"seconds/rollout": perf_counter() - started}
        if isinstance(self._reward, TellsSeconds):
            numbers |= {f"seconds/{name}": seconds for name, seconds in self._reward.spent().items()}
        return rolled, numbers

    async def _evaluated(self) -> None:
        if self._evaluate is None or not self._course.owes_evaluation:
            return
        if self._is_first:
            folder = self._course.out / "evals" / f"{self._course.steps_done:06d}"
            num_requests = self._settings.requests_per_step * self._settings.rollouts_per_request
            self._course.evaluated(await self._evaluate(self._policies, folder, num_requests))
        self._course.trainer.processes.wait()


def _ema_decay(settings: DistillationSettings) -> float:
    return settings.ema_decay if settings.weight and settings.teacher == "ema" else 0.0


def _algorithm(settings: TrainSettings, parts: Parts, policy: OpenedPolicy) -> Algorithm:
    """GRPO, with the distillation beside it where that has a weight."""
    if not settings.distillation.weight:
        return Grpo(settings.grpo)
    rows = GuidedRows(parts, settings.agent, policy.encoder)
    kinds_of = partial(token_kinds, encoder=policy.encoder)
    return Ved(settings.grpo, settings.distillation, guided=rows.of, kinds_of=kinds_of)


def _guider(settings: TrainSettings, gatherer: Gatherer | None, processes: Processes) -> StepGuider | None:
    if not settings.distillation.weight:
        return None
    if gatherer is None:
        raise TrainingError("distillation.weight is above 0, and nobody gathers guides")
    return StepGuider(gatherer, processes, swaps=settings.distillation.whose_guide == "another")


def _grad_ratio(numbers: Mapping[str, float]) -> dict[str, float]:
    """|g_SDL| / |g_GRPO|, in steps that look at it: what to tune the weight by."""
    policy = numbers.get("grad_share/policy", 0.0)
    return {"ved/grad_ratio": numbers.get("grad_share/sdl", 0.0) / policy} if policy else {}


def _engines(settings: TrainSettings, policy: OpenedPolicy, out: Path) -> Callable[[bool], Engine]:
    """Makes who samples, by `settings.rollout.engine`: in step for rollouts, else for whoever comes.

    vLLM reads weights from `out/served`, on which its server is started.

    Raises:
        TrainingError: nothing can be served from there yet.
    """
    name, ids = f"grpo:{settings.policy}", policy.encoder.ids
    if settings.rollout.engine == LOCAL_ENGINE:
        micro_tokens = settings.grpo.micro_tokens
        return lambda in_step: LocalEngine(
            policy.model, ids, settings.rollout, id=name, in_step=in_step, score_tokens=micro_tokens
        )
    url, served = settings.rollout.engine.removeprefix(VLLM_ENGINE), out / "served"
    if not (served / "config.json").is_file():
        raise TrainingError(f"copy the policy to {served}, run `vllm serve {served}`, then the same command again")
    return lambda _: VllmEngine(url, ids, served, id=name, max_at_once=settings.rollout.max_rows)
