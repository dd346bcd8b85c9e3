"""What reinforcement learning needs: tools, requests with ground truths, who rewards, and who evaluates."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import to_thread

from genevolve.assembly import REPLAY_PREFIX, assemble, open_world, world_tasks
from genevolve.assembly_bench import MEASURED
from genevolve.assembly_evaluation import evaluate, validation_tasks
from genevolve.assembly_experience import open_gathering
from genevolve.assembly_rewards import WorkersRenderer, picture_judge, world_workers
from genevolve.assembly_supervised import evolve_items, num_in_world
from genevolve.bench.run import OnProgress
from genevolve.config import PictureSettings, Settings, TrainSettings
from genevolve.data.dataset import open_dataset, tasks
from genevolve.data.folder import DataFolder
from genevolve.errors import ConfigError, DataError
from genevolve.experience.gathering import Gathering
from genevolve.generation import Parts
from genevolve.judges import PictureJudge, ProgramJudge, SufficiencyJudge
from genevolve.models import ChatModel, Policy
from genevolve.records import DataSplit
from genevolve.records.dataset import Task
from genevolve.scale.workers import Workers
from genevolve.store import ImageStore
from genevolve.world.data.known import KnownItems
from genevolve.world.data.writer import WorldWriter
from genevolve.world.sufficiency import WorldProgramJudge
from genevolve.world.suite import GroundTruths, SuiteItem
from genevolve.world.suite.tasks import WorldTasks

if TYPE_CHECKING:
    from genevolve.training.grpo_run import Evaluate, PolicyFactory
    from genevolve.training.rewarding import DrawnRewards, TruthOf

WITHOUT_MODEL = ("raw", "planner")
"""Policies that are evaluated beside the trained ones."""


@dataclass(frozen=True)
class TrainingParts:
    """What `run_grpo` is given beside settings and a folder."""

    parts: Parts
    tasks: Sequence[Task]
    reward: DrawnRewards
    evaluate: Evaluate | None
    gatherer: Gathering | None


@dataclass(frozen=True)
class _Requests:
    """Tasks, their ground truths, and what the world knows of them: nothing of requests that others wrote."""

    tasks: Sequence[Task]
    truth_of: TruthOf
    items: Sequence[SuiteItem] | None


@asynccontextmanager
async def open_training(
    settings: TrainSettings, out: Path, on_evaluation: OnProgress | None = None
) -> AsyncIterator[TrainingParts]:
    """The tools of the embedded world, the tasks of `settings.data`, and the judges of `settings.reward`.

    A policy is evaluated on requests of the world's train split that nobody learns from, unless its data come from
    elsewhere: the world knows nothing of what they ask.

    Raises:
        ConfigError: there is no such data, judge or comparator, or the judge does not know the data.
        DataError: the data folder holds nothing.
        RunError: the experience memory in `out` cannot be read.
        LibraryError: the embedded world is missing or damaged.
    """
    from genevolve.training.rewarding import DrawnRewards

    async with _surroundings(settings) as (parts, judge, model, workers):
        requests = _requests(settings, workers)
        reward = DrawnRewards(
            parts.renderer,
            judge,
            _program_judge(requests.items, model, out),
            requests.truth_of,
            agent=settings.agent,
            picture=parts.settings.picture,
            seed=settings.seed,
            keeps_renders=bool(settings.distillation.weight) and settings.experience.pictures,
        )
        evaluation = (
            None if requests.items is None else _evaluation(validation_tasks, parts, judge, settings, on_evaluation)
        )
        async with _gathering(settings, out) as gatherer:
            yield TrainingParts(parts, requests.tasks, reward, evaluation, gatherer)


@asynccontextmanager
async def _gathering(settings: TrainSettings, out: Path) -> AsyncIterator[Gathering | None]:
    """Who finds guides; nobody where nothing is distilled."""
    if not settings.distillation.weight:
        yield None
        return
    async with open_gathering(settings.experience, out, picture_of=ImageStore(out / "images").get) as gathering:
        yield gathering


@asynccontextmanager
async def open_evaluation(settings: TrainSettings, on_progress: OnProgress | None = None) -> AsyncIterator[Evaluate]:
    """Evaluates policies on the world's frozen test split.

    Raises:
        ConfigError: there is no such judge.
        LibraryError: the embedded world is missing or damaged.
    """
    async with _surroundings(settings) as (parts, judge, _, _):
        yield _evaluation(lambda _: world_tasks(), parts, judge, settings, on_progress)


def acting_policy(settings: TrainSettings) -> Policy:
    """Who acts in an evaluation: a checkpoint, or who needs none (`raw`, `planner`, `replay:EVALUATION`).

    Raises:
        ConfigError: the recorded evaluation cannot be read, or the world is missing.
        TrainingError: there is no such checkpoint.
    """
    if settings.policy in WITHOUT_MODEL or settings.policy.startswith(REPLAY_PREFIX):
        return assemble(Settings(policy=settings.policy, agent=settings.agent)).policy
    from genevolve.training.policy import LocalPolicy

    return LocalPolicy.load(settings.policy, settings.rollout)


@asynccontextmanager
async def _surroundings(
    settings: TrainSettings,
) -> AsyncIterator[tuple[Parts, PictureJudge, ChatModel | None, Workers]]:
    """Tools and renderer, who judges pictures, the model that is asked for it, and the processes that compute."""
    side = settings.reward.image_pixels
    picture = PictureSettings(width=side, height=side)
    named = Settings(seed=settings.seed, agent=settings.agent, picture=picture, renderer=settings.reward.renderer)
    parts = assemble(named)
    with world_workers(settings.reward) as workers:
        renderer = WorkersRenderer(workers, parts.renderer.id)
        async with picture_judge(settings.reward, workers) as (judge, model):
            yield replace(parts, renderer=renderer), judge, model, workers


def _evaluation(
    suite_of: Callable[[int], WorldTasks],
    parts: Parts,
    judge: PictureJudge,
    settings: TrainSettings,
    on_progress: OnProgress | None,
) -> Evaluate:
    async def evaluated(policies: PolicyFactory, folder: Path, num: int) -> Mapping[str, float]:
        policy: Policy = policies()
        return await evaluate(
            policy,
            parts,
            judge,
            suite_of(num),
            folder,
            num,
            num_at_once=settings.rollout.max_rows,
            on_progress=on_progress,
        )

    return evaluated


def _program_judge(items: Sequence[SuiteItem] | None, model: ChatModel | None, out: Path) -> ProgramJudge:
    if items is not None:
        return WorldProgramJudge(items)
    assert model is not None, "requests of others are judged by a model"  # noqa: S101
    return SufficiencyJudge(model, picture_of=ImageStore(out / "images").get)


def _requests(settings: TrainSettings, workers: Workers) -> _Requests:
    num = num_in_world(settings.data)
    return _world_requests(settings, workers, num) if num is not None else _folder_requests(settings)


def _world_requests(settings: TrainSettings, workers: Workers, num: int) -> _Requests:
    """No more requests than the run takes; ground truths are drawn when they are first needed."""
    items = evolve_items(settings, min(num, settings.grpo.steps * settings.grpo.requests_per_step))
    truths = GroundTruths(open_world())
    by_id = {item.request.id: item for item in items}
    asked = [
        Task(request=item.request, ground_truth=truths.key(item), track=item.recipe.track, split=DataSplit.EVOLVE)
        for item in items
    ]

    async def truth_of(task: Task) -> bytes:
        drawn: bytes = await workers.call("truth", by_id[task.request.id])
        return drawn

    return _Requests(asked, truth_of, items)


def _folder_requests(settings: TrainSettings) -> _Requests:
    folder = Path(settings.data).expanduser()
    data = open_dataset(folder)
    asked = list(tasks(data, DataSplit.EVOLVE))

    async def truth_of(task: Task) -> bytes:
        return await to_thread.run_sync(partial(data.images.get, task.ground_truth))

    items = _known_items(folder, asked)
    if items is None and settings.reward.judge == MEASURED:
        raise ConfigError(
            f"the measured judge knows requests of the embedded world's writer only, and {folder} has others: "
            'reward.judge="vlm:MODEL@URL"'
        )
    return _Requests(asked, truth_of, items)


def _known_items(folder: Path, asked: Sequence[Task]) -> Sequence[SuiteItem] | None:
    """What the world knows of the requests in `folder`; None when another writer wrote them."""
    try:
        known = KnownItems(WorldWriter(open_world(), DataFolder.open(folder).settings.seed))
        return [known.of(task.request) for task in asked]
    except (ConfigError, DataError):
        return None
