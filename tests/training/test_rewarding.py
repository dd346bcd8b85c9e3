"""Rewards of programs: drawn once with their references, judged beside the ground truth, mixed as the paper mixes."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import noise_png

from genevolve.config import AgentSettings, PictureSettings
from genevolve.errors import JudgeError
from genevolve.records import PictureScores, Program, Reference, Request, StopReason, Sufficiency, Trajectory
from genevolve.records.dataset import Task
from genevolve.renderers.renderer import Picture
from genevolve.store import ImageStore
from genevolve.training.rewarding import DrawnRewards

pytestmark = pytest.mark.anyio
TASK = Task(request=Request(id="rq_1", prompt="a wide banner, 16:9"), ground_truth="0" * 64, split="evolve")


class Surroundings:
    """Renderer, judges and ground truths that keep what they were asked."""

    id = "toy"

    def __init__(self, *, is_down: bool = False) -> None:
        self.drawn: list[tuple] = []
        self.is_down = is_down
        self.png = b"picture"

    async def render(self, gen_prompt, references, *, width, height, seed):
        self.drawn.append((gen_prompt, tuple(references), width, height, seed))
        return Picture(self.png, width, height)

    async def judge_picture(self, request, picture, ground_truth):
        if self.is_down:
            raise JudgeError("down")
        assert (picture, ground_truth) == (self.png, b"truth of rq_1")
        return PictureScores(
            faithfulness=1.0, visual_correctness=0.5, text_accuracy=0.0, text_required=False, aesthetics=0.5
        )

    async def judge_program(self, request, program):
        return Sufficiency(score=0.75, reason="")

    async def truth_of(self, task):
        return f"truth of {task.request.id}".encode()


def rewards(toy: Surroundings, **options) -> DrawnRewards:
    agent, picture = AgentSettings(max_references=1), PictureSettings(width=512, height=512)
    return DrawnRewards(toy, toy, toy, toy.truth_of, agent=agent, picture=picture, seed=7, **options)


def trajectory(images: ImageStore, gen_prompt: str = "a banner", num: int = 2) -> Trajectory:
    shown = [images.put(noise_png(number)) for number in range(num)]
    references = tuple(Reference(img_id=f"IMG_00{n}", sha256=sha256) for n, sha256 in enumerate(shown, start=1))
    return Trajectory(
        id=f"tr_{gen_prompt}",
        request=TASK.request,
        turns=(),
        program=Program(gen_prompt=gen_prompt, references=references),
        stop_reason=StopReason.ANSWERED,
        policy_id="toy",
        prompt_sha256="",
    )


async def test_a_program_is_drawn_with_its_references_in_the_format_asked_for_and_scored(tmp_path):
    toy, images = Surroundings(), ImageStore(tmp_path)
    outcome = await rewards(toy).reward(TASK, trajectory(images), images)
    assert toy.drawn == [("a banner", (noise_png(0),), 512, 288, 7)]
    # R_img = 0.1 * 1 + 0.4 * 0.5 + 0.4 * 0.5 (no text asked for) + 0.1 * 0.5
    assert outcome.image == pytest.approx(0.55)
    assert outcome.total == pytest.approx(0.5 * 0.55 + 0.5 * 0.75)


async def test_the_same_program_is_drawn_once_and_another_anew(tmp_path):
    toy, images = Surroundings(), ImageStore(tmp_path)
    source = rewards(toy)
    first = await source.reward(TASK, trajectory(images), images)
    assert await source.reward(TASK, trajectory(images), images) == first
    await source.reward(TASK, trajectory(images, "another banner"), images)
    assert [drawn[0] for drawn in toy.drawn] == ["a banner", "another banner"]


async def test_what_the_judges_said_is_told_and_the_picture_kept_where_it_is_wanted(tmp_path):
    toy, images = Surroundings(), ImageStore(tmp_path)
    source = rewards(toy)
    assert source.judged(TASK, trajectory(images)) is None
    await source.reward(TASK, trajectory(images), images)
    said = source.judged(TASK, trajectory(images))
    assert (said.picture.faithfulness, said.sufficiency.score, said.render) == (1.0, 0.75, "")
    toy.png = noise_png(9)
    keeper = rewards(toy, keeps_renders=True)
    await keeper.reward(TASK, trajectory(images), images)
    assert images.get(keeper.judged(TASK, trajectory(images)).render) == noise_png(9)


async def test_what_failed_is_not_remembered(tmp_path):
    toy, images = Surroundings(is_down=True), ImageStore(tmp_path)
    source = rewards(toy)
    with pytest.raises(JudgeError):
        await source.reward(TASK, trajectory(images), images)
    toy.is_down = False
    assert (await source.reward(TASK, trajectory(images), images)).status == "scored"


async def test_seconds_are_told_once(tmp_path):
    source, images = rewards(Surroundings()), ImageStore(tmp_path)
    await source.reward(TASK, trajectory(images), images)
    assert all(seconds > 0 for seconds in source.spent().values())
    assert source.spent() == {"render": 0.0, "judge": 0.0}
