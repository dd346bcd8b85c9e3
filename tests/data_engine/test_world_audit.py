"""The world's teacher, auditor and examiner: what each score answers to, and that perfect work gets all of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image
from world_kit import Numbered, trajectory_stage

from genevolve.agent.program import with_references
from genevolve.config.data import AuditSettings, FilterSettings
from genevolve.data.audit import AuditStage, marks_of
from genevolve.data.ground_truth import GroundTruthStage
from genevolve.data.program_check import check
from genevolve.data.thresholds import Bar, pass_rate
from genevolve.data.visual_filter import FilterStage
from genevolve.errors import ConfigError, JudgeError
from genevolve.records import (
    ConstraintCheck,
    DataItem,
    Dimension,
    PictureScores,
    Program,
    Request,
    StageRow,
    Trajectory,
    Verdict,
)
from genevolve.store import ImageStore
from genevolve.world.data.auditor import WorldAuditor
from genevolve.world.data.examiner import WorldExaminer, marks
from genevolve.world.data.teacher import WorldTeacher, quality_of, style_of
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.world import World

pytestmark = pytest.mark.anyio

NUM = 14


@pytest.fixture(scope="module")
def source(world: World) -> Numbered:
    return Numbered(world, NUM)


async def taught(source: Numbered, quality: float, folder: Path) -> list[DataItem]:
    stage = trajectory_stage(WorldTeacher(source, quality=quality).policy_for, folder)
    return [item.after(await stage.work(item)) for item in source.data()]


async def audited(world: World, source: Numbered, items: Sequence[DataItem]) -> list[StageRow]:
    stage = AuditStage(WorldAuditor(world, source), AuditSettings())
    return [await stage.work(item) for item in items]


@pytest.fixture(scope="module")
async def perfect(source: Numbered, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[DataItem], Path]:
    folder = tmp_path_factory.mktemp("perfect")
    return await taught(source, 1.0, folder), folder


async def test_perfect_work_passes_check_and_audit(
    world: World, source: Numbered, perfect: tuple[list[DataItem], Path]
) -> None:
    items, _ = perfect
    assert all(item.trajectory is not None and check(item.trajectory) == () for item in items)
    for row in await audited(world, source, items):
        assert row.verdict is Verdict.KEPT, row.notes
        assert min(row.scores.values()) >= 4
        assert row.scores["program_faithfulness"] == row.scores["skill_integration"] == 5


async def test_the_dial_lowers_the_pass_rate(world: World, source: Numbered, tmp_path: Path) -> None:
    rates = []
    for quality in (0.9, 0.3):
        items = await taught(source, quality, tmp_path)
        rates.append(pass_rate(await audited(world, source, items), Bar.of(AuditSettings())).rate)
    assert rates[0] > rates[1] + 0.3


async def spoilt(world: World, source: Numbered, item: DataItem, **changes: object) -> dict[str, float]:
    assert item.trajectory is not None
    trajectory = item.trajectory.model_copy(update=changes)
    return marks_of(await WorldAuditor(world, source).audit(_request(item), trajectory))


async def test_each_score_answers_to_its_own_fault(
    world: World, source: Numbered, perfect: tuple[list[DataItem], Path]
) -> None:
    item = perfect[0][0]
    program = _program(item)
    shown = program.references[0].model_copy(update={"title": "A look-alike"})
    wrong = program.model_copy(update={"references": (shown, *program.references[1:])})
    assert (await spoilt(world, source, item, program=wrong))["reference_grounding"] <= 3
    bare = await spoilt(world, source, item, program=with_references(program, []))
    assert bare["reference_grounding"] == 2
    assert bare["program_faithfulness"] <= 3
    vague = Program(gen_prompt="A nice picture of things.", references=program.references)
    assert (await spoilt(world, source, item, program=vague))["program_faithfulness"] <= 2
    lazy = await spoilt(world, source, item, turns=_trajectory(item).turns[:2])
    assert lazy["process_quality"] <= 3
    assert lazy["skill_integration"] == 4
    assert lazy["supervised_value"] < 5


async def test_a_repeated_call_is_a_wasted_one(
    world: World, source: Numbered, perfect: tuple[list[DataItem], Path]
) -> None:
    item = perfect[0][0]
    turns = _trajectory(item).turns
    before = await spoilt(world, source, item)
    after = await spoilt(world, source, item, turns=(*turns[:-1], *turns[2:]))
    assert after["process_quality"] < before["process_quality"]


async def test_a_request_of_somebody_else_is_refused_in_one_line(
    world: World, source: Numbered, perfect: tuple[list[DataItem], Path]
) -> None:
    item = perfect[0][0]
    for foreign in (
        Request(id="rq_1", prompt="A tower."),
        _request(item).model_copy(update={"prompt": "A tower."}),
    ):
        with pytest.raises(ConfigError, match="none of the world's writer"):
            await WorldAuditor(world, source).audit(foreign, _trajectory(item))
        with pytest.raises(ConfigError, match="none of the world's writer"):
            WorldTeacher(source, quality=1).policy_for(foreign)


def test_a_teachers_name_tells_its_quality_and_how_it_thinks_aloud() -> None:
    assert (quality_of("world:0.7"), style_of("world:0.7")) == (0.7, "plain")
    assert (quality_of("world:0.75:copying"), style_of("world:0.75:copying")) == (0.75, "copying")


@pytest.mark.parametrize(
    "name", ["world:1.2", "world:", "world:good", "0.7", "world:0.7:", "world:0.7:loud", "world::copying", "nan"]
)
def test_a_quality_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="world:QUALITY"):
        quality_of(name)


class Fixed:
    """A judge of pictures that always says the same, and remembers what it was shown."""

    id = "fixed"

    def __init__(self, scores: PictureScores | None) -> None:
        self.scores = scores
        self.shown: list[tuple[bytes, bytes]] = []

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        self.shown.append((picture, ground_truth))
        if self.scores is None:
            raise JudgeError("the judge is down")
        return self.scores


def scores(missed: int = 0, num: int = 6, **changes: object) -> PictureScores:
    checks = tuple(ConstraintCheck(constraint=f"demand {at}", met=at >= missed, reason="") for at in range(num))
    given = {"faithfulness": 1, "visual_correctness": 1, "text_accuracy": 1, "aesthetics": 1, "text_required": True}
    return PictureScores.model_validate(given | {"constraints": checks} | changes)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (scores(), (5, 5, 5, 5)),
        (scores(missed=1), (4, 5, 5, 5)),
        (scores(missed=1, num=2), (3, 5, 5, 5)),
        (scores(missed=2), (3, 5, 5, 5)),
        (scores(missed=3), (2, 5, 5, 5)),
        (scores(missed=6), (1, 5, 5, 5)),
        (scores(text_accuracy=0.5), (3, 5, 4, 5)),
        (scores(text_accuracy=0), (2, 5, 2, 5)),
        (scores(text_accuracy=0.5, text_required=False), (5, 5, 5, 5)),
        (scores(visual_correctness=0.5), (5, 3, 4, 5)),
        (scores(visual_correctness=0), (5, 1, 4, 5)),
        (scores(aesthetics=0.5), (5, 5, 5, 3)),
        (scores(aesthetics=0), (5, 5, 3, 1)),
    ],
)
def test_marks_follow_stated_rules(found: PictureScores, expected: tuple[int, ...]) -> None:
    assert tuple(marks_of(marks(found)).values()) == expected


def test_a_picture_without_light_and_shade_is_of_no_quality() -> None:
    assert marks(scores(), spread=0.3).image_quality == 3
    assert marks(scores(), spread=0.01).image_quality == 1


def _png() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").save(buffer, "PNG")
    return buffer.getvalue()


async def drawn(world: World, perfect: tuple[list[DataItem], Path]) -> tuple[DataItem, ImageStore]:
    items, folder = perfect
    images = ImageStore(folder)
    row = await GroundTruthStage(embedded_illustrator(world), images, 256, 256).work(items[0])
    assert row.verdict is Verdict.KEPT
    return items[0].after(row), images


async def test_the_judge_sees_the_picture_first_and_the_ideal_second(
    world: World, source: Numbered, perfect: tuple[list[DataItem], Path]
) -> None:
    item, images = await drawn(world, perfect)
    judge = Fixed(scores(aesthetics=0.5, reasons={Dimension.AESTHETICS: "the light is flat"}))
    row = await FilterStage(WorldExaminer(source, judge, lambda _: _png()), images, FilterSettings()).work(item)
    assert item.render is not None
    assert judge.shown == [(images.get(item.render.sha256), _png())]
    assert row.verdict is Verdict.REJECTED
    assert [reason.code for reason in row.reasons] == ["image_quality"]
    assert "the light is flat" in row.reasons[0].detail
    assert row.by == "world-examiner/1+fixed"


async def test_a_judge_that_is_down_owes(world: World, source: Numbered, perfect: tuple[list[DataItem], Path]) -> None:
    item, images = await drawn(world, perfect)
    stage = FilterStage(WorldExaminer(source, Fixed(None), lambda _: _png()), images, FilterSettings())
    row = await stage.work(item)
    assert row.verdict is Verdict.OWED
    assert row.scores == {}


async def test_a_ground_truth_is_the_same_again_and_of_its_own_seed(
    world: World, perfect: tuple[list[DataItem], Path]
) -> None:
    items, folder = perfect
    stage = GroundTruthStage(embedded_illustrator(world), ImageStore(folder), 256, 256, seed=3)
    first, again, other = [(await stage.work(item)).render for item in (items[0], items[0], items[1])]
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.sha256 == again.sha256
    assert first.seed != other.seed
    assert (first.width, first.height) == (256, 256)


def _request(item: DataItem) -> Request:
    assert item.request is not None
    return item.request


def _trajectory(item: DataItem) -> Trajectory:
    assert item.trajectory is not None
    return item.trajectory


def _program(item: DataItem) -> Program:
    assert item.program is not None
    return item.program
