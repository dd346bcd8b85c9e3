"""The rollouts of one training step, through the very agent loop that users run, and their rewards."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import anyio

from genevolve.agent.loop import Rollout
from genevolve.agent.prompts import system_prompt
from genevolve.config import TrainSettings
from genevolve.errors import InfrastructureError, RequestError
from genevolve.generation import Parts
from genevolve.limits import retried
from genevolve.records import InfrastructureFailure, Outcome, PictureScores, StopReason, Sufficiency, Trajectory
from genevolve.records.base import Record
from genevolve.records.dataset import Task
from genevolve.records.wire import QUERY_KNOWLEDGE
from genevolve.rewards import failure, infrastructure_failure
from genevolve.store import ImageStore
from genevolve.training.encode import Encoder
from genevolve.training.engine.protocol import Engine
from genevolve.training.policy import TokenPolicy
from genevolve.training.sequences import Segment, TokenSequence

PREFIX = "prefix"
"""The boundary of a rollout whose ids are not the ones that were sampled, turn after turn. It has to stay unused."""

_REWARD_TIMEOUT_S = 600.0
_NOTHING = Segment(())


class Judged(Record):
    """What the judges said of a rollout, with their reasons: more than its outcome tells."""

    picture: PictureScores
    sufficiency: Sufficiency
    render: str = ""
    """SHA-256 of the drawn picture, where it is kept among the run's images."""


@dataclass(frozen=True)
class Rolled:
    """One rollout, as long as it is trained on.

    Attributes:
        task: what was asked, with its ground truth.
        trajectory: what the policy did.
        sequence: the ids and log-probabilities as sampled; empty when the trajectory itself was cut short by the
            surroundings.
        outcome: its reward, or why it has none.
        place: its number in the group of its request, from 0.
        judged: what the judges said, where the source of rewards tells it.
        guide: what a teacher is told of the task beforehand (method section 7); None where nothing is known.
    """

    task: Task
    trajectory: Trajectory
    sequence: TokenSequence
    outcome: Outcome
    place: int
    judged: Judged | None = None
    guide: str | None = None


class RewardSource(Protocol):
    """Draws a trajectory's program and has it judged (method section 5)."""

    async def reward(self, task: Task, trajectory: Trajectory, images: ImageStore) -> Outcome:
        """The outcome of a trajectory that has a program; its references are in `images`.

        Raises:
            InfrastructureError: the renderer or a judge failed; the same call may be made again.
        """
        ...


@runtime_checkable
class TellsJudgements(Protocol):
    """A source of rewards that knows what it was told by the judges."""

    def judged(self, task: Task, trajectory: Trajectory) -> Judged | None:
        """What was said of a trajectory that it has just rewarded; None when nothing was."""
        ...


def rollout_seed(seed: int, step: int, request_id: str, place: int) -> int:
    """63 bits, so that the seeds `rollout seed + number of the turn` of two rollouts never meet."""
    key = "\0".join(("rollout", str(seed), str(step), request_id, str(place)))
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) >> 1


class RolloutRunner:
    """Rolls out the current policy, many trajectories at once, and rewards each as soon as it has ended."""

    def __init__(
        self, parts: Parts, encoder: Encoder, reward: RewardSource, settings: TrainSettings, *, images: ImageStore
    ) -> None:
        """Work with the tools of `parts`; thumbnails and references are kept in `images`."""
        rollout = settings.rollout
        self._agent = settings.agent.model_copy(update={"temperature": rollout.temperature, "top_p": rollout.top_p})
        self._tools = [tool for tool in parts.tools if tool.name in self._agent.tools]
        skills = parts.skills if QUERY_KNOWLEDGE in self._agent.tools else None
        self._system_prompt = system_prompt(self._tools, skills, self._agent)
        self._cache = parts.cache
        self._encoder = encoder
        self._reward = reward
        self._settings = settings
        self._images = images

    async def run(self, engine: Engine, tasks: Sequence[Task], *, step: int) -> list[Rolled]:
        """`rollouts_per_request` rollouts of each task, in the order of `tasks` and of places.

        A failure of the surroundings is tried again; then it is the outcome of its rollout.

        Raises:
            ValueError: two tasks have the same request.
            InfrastructureError: not one rollout could be finished.
        """
        if len({task.request.id for task in tasks}) < len(tasks):
            raise ValueError("the tasks of one step have to be different requests: a request is a group")
        # every session is known to the engine before the first decodes, so that it can wait for all of them
        places = [(task, place) for task in tasks for place in range(self._settings.grpo.rollouts_per_request)]
        policies = [self._policy(engine) for _ in places]
        rewards = _StepRewards(self._reward, self._images, attempts=1 + self._settings.reward.retries)
        rolled: dict[int, Rolled] = {}

        async def work(number: int) -> None:
            task, place = places[number]
            trajectory, sequence = await self._roll_out(engine, policies[number], task, step, place)
            outcome = await _outcome(task, trajectory, sequence, rewards)
            judged = self._reward.judged(task, trajectory) if isinstance(self._reward, TellsJudgements) else None
            rolled[number] = Rolled(task, trajectory, sequence, outcome, place, judged)

        try:
            async with anyio.create_task_group() as group:
                for number in range(len(places)):
                    group.start_soon(work, number)
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        finally:
            await _closed(policies)
        return _not_all_lost([rolled[number] for number in range(len(places))])

    def _policy(self, engine: Engine) -> TokenPolicy:
        return TokenPolicy(engine, self._encoder, id=engine.id)

    async def _roll_out(
        self, engine: Engine, policy: TokenPolicy, task: Task, step: int, place: int
    ) -> tuple[Trajectory, TokenSequence]:
        """One rollout with `policy`; after an outage another one from the start, with a session of its own."""
        for attempt in range(1 + self._settings.reward.retries):
            if attempt:
                policy = self._policy(engine)
            rollout = self._rollout(policy, task, step, place)
            try:
                trajectory = await rollout.run()
            except RequestError as error:  # it could not begin, and nobody has sampled anything
                trajectory = rollout.trajectory().model_copy(update={"detail": str(error)})
            finally:
                await _closed([policy])
            if trajectory.stop_reason is not StopReason.INFRASTRUCTURE_ERROR:
                break
        return trajectory, policy.sequence() if trajectory.stop_reason.is_final else TokenSequence.joined(_NOTHING)

    def _rollout(self, policy: TokenPolicy, task: Task, step: int, place: int) -> Rollout:
        return Rollout(
            task.request,
            policy=policy,
            tools=self._tools,
            system_prompt=self._system_prompt,
            settings=self._agent,
            images=self._images,
            cache=self._cache,
            seed=rollout_seed(self._settings.seed, step, task.request.id, place),
        )


class _StepRewards:
    """The rewards of one step: the same program for the same request is drawn and judged once."""

    def __init__(self, source: RewardSource, images: ImageStore, *, attempts: int) -> None:
        self._source, self._images, self._attempts = source, images, attempts
        self._locks: defaultdict[tuple[str, str], anyio.Lock] = defaultdict(anyio.Lock)
        self._known: dict[tuple[str, str], Outcome] = {}

    async def of(self, task: Task, trajectory: Trajectory, program_sha256: str) -> Outcome:
        key = (task.request.id, program_sha256)
        async with self._locks[key]:
            if key not in self._known:
                self._known[key] = await self._ask(task, trajectory)
            return self._known[key]

    async def _ask(self, task: Task, trajectory: Trajectory) -> Outcome:
        try:
            return await retried(
                lambda: self._source.reward(task, trajectory, self._images),
                attempts=self._attempts,
                timeout_s=_REWARD_TIMEOUT_S,
            )
        except InfrastructureError as error:
            return infrastructure_failure(error)


async def _outcome(task: Task, trajectory: Trajectory, sequence: TokenSequence, rewards: _StepRewards) -> Outcome:
    failed = failure(trajectory)
    if isinstance(failed, InfrastructureFailure):
        return failed
    if not _is_as_sampled(trajectory, sequence):
        return InfrastructureFailure(boundary=PREFIX, detail="the ids to be trained on are not those that were sampled")
    if failed is not None or trajectory.program is None:
        assert failed is not None, "a trajectory without failure has a program"  # noqa: S101
        return failed
    return await rewards.of(task, trajectory, trajectory.program.sha256)


def _is_as_sampled(trajectory: Trajectory, sequence: TokenSequence) -> bool:
    sampled = [token for turn in trajectory.turns for token in turn.token_ids]
    return bool(sampled == sequence.ids_T[sequence.trained_T].tolist())


async def _closed(policies: Sequence[TokenPolicy]) -> None:
    with anyio.CancelScope(shield=True):
        for policy in policies:
            await policy.close()


def _not_all_lost(rolled: list[Rolled]) -> list[Rolled]:
    outcomes = [one.outcome for one in rolled]
    lost = [outcome for outcome in outcomes if isinstance(outcome, InfrastructureFailure)]
    if rolled and len(lost) == len(rolled):
        first = f"{lost[0].boundary}: {lost[0].detail}"
        raise InfrastructureError(f"no rollout of the step could be finished; the first: {first}")
    return rolled
