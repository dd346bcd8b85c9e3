"""Who draws and judges for training: the embedded world in processes of its own, or a model that is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio

from genevolve.assembly import GROUND_TRUTHS, open_renderer, open_world
from genevolve.assembly_bench import MEASURED, VLM_PREFIX, check_reader, measured_judge
from genevolve.config import RewardSettings, default_home
from genevolve.errors import ConfigError
from genevolve.judges import JudgeOptions, KScoreJudge, PictureJudge
from genevolve.models import ChatModel, OpenAIChat
from genevolve.records import PictureScores, Request
from genevolve.renderers.renderer import Picture
from genevolve.scale.workers import Workers
from genevolve.world.judge.measured import VERSION
from genevolve.world.suite import GroundTruths, SuiteItem

_BENCH = f"{__name__}:Workbench"


class Workbench:
    """What one process holds: the illustrator, the painter of ground truths, and the judge that measures."""

    def __init__(self, renderer: str = "illustrator") -> None:
        world = open_world()
        self._artist = open_renderer(renderer)
        self._judge = measured_judge()
        self._truths = GroundTruths(world, default_home() / GROUND_TRUTHS)

    def draw(self, gen_prompt: str, references: Sequence[bytes], width: int, height: int, seed: int) -> Picture:
        """See `Renderer.render`."""
        return anyio.run(self._drawn, gen_prompt, references, width, height, seed)

    def judge(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        """See `PictureJudge.judge_picture`."""
        return anyio.run(self._judge.judge_picture, request, picture, ground_truth)

    def truth(self, item: SuiteItem) -> bytes:
        """See `GroundTruths.picture`."""
        return self._truths.picture(item)

    async def _drawn(self, gen_prompt: str, references: Sequence[bytes], width: int, height: int, seed: int) -> Picture:
        return await self._artist.render(gen_prompt, references, width=width, height=height, seed=seed)


@dataclass(frozen=True)
class WorkersRenderer:
    """The world's `Renderer`, in whichever process is free."""

    workers: Workers
    id: str

    async def render(
        self, gen_prompt: str, references: Sequence[bytes], *, width: int, height: int, seed: int
    ) -> Picture:
        """See `Renderer.render`."""
        drawn: Picture = await self.workers.call("draw", gen_prompt, list(references), width, height, seed)
        return drawn


@dataclass(frozen=True)
class WorkersJudge:
    """The world's `PictureJudge`, in whichever process is free."""

    workers: Workers
    id: str = VERSION

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        """See `PictureJudge.judge_picture`."""
        scores: PictureScores = await self.workers.call("judge", request, picture, ground_truth)
        return scores


def world_workers(settings: RewardSettings) -> Workers:
    """The processes that draw and judge.

    Raises:
        ConfigError: they would judge, and the extra `bench` is not installed.
        LibraryError: the embedded world is not built.
    """
    if settings.judge == MEASURED:
        check_reader()
    open_world()
    return Workers(_BENCH, settings.workers, settings.renderer)


@asynccontextmanager
async def picture_judge(
    settings: RewardSettings, workers: Workers
) -> AsyncIterator[tuple[PictureJudge, ChatModel | None]]:
    """Who judges pictures by `settings.judge`, with the model that is asked, if one is.

    Raises:
        ConfigError: there is no such judge.
    """
    if settings.judge == MEASURED:
        yield WorkersJudge(workers), None
        return
    name = settings.judge.removeprefix(VLM_PREFIX)
    if name in ("", settings.judge):
        raise ConfigError(f"no judge {settings.judge!r}; there is: measured, vlm:MODEL (at OpenAI), vlm:MODEL@URL")
    async with OpenAIChat(JudgeOptions().endpoint(name)) as model:
        yield KScoreJudge(model), model
