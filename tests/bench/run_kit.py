"""Six tasks of the embedded world at 256 pixels, and a judge that is nothing but arithmetic on pixels."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from genevolve.assembly import assemble, open_world
from genevolve.bench.run_judging import KScoreExamination
from genevolve.config import load_settings
from genevolve.errors import JudgeError, RenderError
from genevolve.generation import Parts
from genevolve.records import Dimension, PictureScores, Program, Request, Sufficiency, constraints_of
from genevolve.renderers.renderer import Picture
from genevolve.world.suite import GroundTruths, SuiteItem, world_suite
from genevolve.world.suite.tasks import WorldTasks

SIDE = 256


@cache
def six_tasks(folder: Path) -> WorldTasks:
    """Made once and kept in `folder`, so that another process does the very same ones."""
    world, file = open_world(), folder / "items.jsonl"
    if not file.exists():
        file.write_text("".join(item.model_dump_json() + "\n" for item in world_suite(world, n=6)))
    items = [SuiteItem.model_validate_json(line) for line in file.read_text().splitlines()]
    return WorldTasks(items, GroundTruths(world, folder, size_px=SIDE))


def parts(**overrides: object) -> Parts:
    return assemble(load_settings(overrides={"picture.width": SIDE, "picture.height": SIDE, **overrides}))


class PixelJudge:
    """The nearer the mean colours, the better; `down` names requests at which the judge is out of order."""

    id = "pixel-test/1"

    def __init__(self) -> None:
        self.down: set[str] = set()
        self.asked: list[str] = []

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        self.asked.append(request.id)
        if request.id in self.down:
            raise JudgeError("out of order")
        drawn, meant = (Image.open(io.BytesIO(png)).convert("RGB").resize((64, 64)) for png in (picture, ground_truth))
        off = sum(ImageStat.Stat(ImageChops.difference(drawn, meant)).mean) / 3
        near = 1.0 if off < 20 else 0.5 if off < 40 else 0.0
        chance = (0.0, 0.5, 1.0)[hashlib.sha256(picture).digest()[0] % 3]
        return PictureScores(
            faithfulness=near,
            visual_correctness=chance,
            text_accuracy=0.5,
            aesthetics=1.0,
            text_required=any(one.kind == "text" for one in constraints_of(request)),
            reasons={Dimension.VISUAL_CORRECTNESS: f"mean difference {off:.1f} <&> of 255"},
        )


class LengthJudge:
    """A longer program is a better program."""

    id = "length-test/1"

    async def judge_program(self, request: Request, program: Program) -> Sufficiency:
        return Sufficiency(score=1.0 if len(program.gen_prompt) > len(request.prompt) else 0.5)


def examination() -> KScoreExamination:
    return KScoreExamination(PixelJudge(), LengthJudge())


class CountingRenderer:
    """The real renderer, counting; the pictures whose number is in `fails` are not drawn."""

    def __init__(self, inner, fails: tuple[int, ...] = ()) -> None:
        self.inner, self.fails, self.num_drawn = inner, fails, 0
        self.id = inner.id

    async def render(self, gen_prompt, references, *, width, height, seed) -> Picture:
        self.num_drawn += 1
        if self.num_drawn in self.fails:
            raise RenderError("no ink")
        return await self.inner.render(gen_prompt, references, width=width, height=height, seed=seed)
