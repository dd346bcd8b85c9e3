"""The measured judge beside drawings of the world, and what it does when something is missing or broken."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from genevolve.errors import ConfigError, JudgeError
from genevolve.records import Constraint, Dimension, PictureScores, Request, constraints_as_data
from genevolve.records.constraint import CONSTRAINTS, Count, Identity, WrittenText
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.judge import MeasuredJudge, pixels, reading
from genevolve.world.judge.checks import RECOGNISED
from genevolve.world.judge.hunting import View
from genevolve.world.judge.measured import TRUTHS
from genevolve.world.judge.odds import regression
from genevolve.world.judge.pixels import lab_distance, lab_of_hex, opened
from genevolve.world.judge.speed import Candidate, speeds
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World

ITEMS = 4
SIDE_PX = 512


def png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def judge(world: World) -> MeasuredJudge:
    """A judge that can look; letters are not always to be read."""
    pytest.importorskip("onnxruntime")
    return MeasuredJudge(world)


@pytest.fixture(scope="module")
def items(world: World) -> Sequence[SuiteItem]:
    return world_suite(world, n=ITEMS)


@pytest.fixture(scope="module")
def pictures(world: World, items: Sequence[SuiteItem]) -> list[list[bytes]]:
    """Ground truth and another drawing of each item, as the ideal program has it drawn."""
    artist = embedded_illustrator(world, rates=FailureRates.never())
    drawn = []
    for item in items:
        shown = [world.load_picture(entry) for one in item.truth_pictures if (entry := world.library.picture(one))]
        seeds = (item.truth_seed, item.truth_seed + 1)
        prompt = item.ideal.gen_prompt
        drawn.append(
            [png(artist.draw(prompt, shown, width=SIDE_PX, height=SIDE_PX, seed=seed).image) for seed in seeds]
        )
    return drawn


@pytest.fixture(scope="module")
def a_thing(items: Sequence[SuiteItem]) -> tuple[Constraint, ...]:
    """One thing that the first item asks for and its ground truth shows."""
    return (next(one for one in items[0].constraints if isinstance(one, Count)),)


def without_text(item: SuiteItem) -> tuple[Constraint, ...]:
    return tuple(one for one in item.constraints if not isinstance(one, WrittenText))


def mean(scores: Sequence[PictureScores], dimension: Dimension) -> float:
    return float(np.mean([getattr(one, dimension.value) for one in scores]))


def test_an_ideal_picture_is_told_from_that_of_another_request(
    judge: MeasuredJudge, items: Sequence[SuiteItem], pictures: list[list[bytes]]
) -> None:
    own, others = [], []
    for number, item in enumerate(items):
        truth, drawn = pictures[number]
        own.append(judge.judge(without_text(item), drawn, truth))
        others.append(judge.judge(without_text(item), pictures[number - 1][1], truth))
    assert mean(own, Dimension.FAITHFULNESS) > mean(others, Dimension.FAITHFULNESS) + 0.3
    assert mean(own, Dimension.VISUAL_CORRECTNESS) > mean(others, Dimension.VISUAL_CORRECTNESS) + 0.3
    assert mean(own, Dimension.AESTHETICS) >= 0.7


def test_every_score_has_one_line_of_reason_and_every_demand_its_check(
    judge: MeasuredJudge, items: Sequence[SuiteItem], pictures: list[list[bytes]]
) -> None:
    scores = judge.judge(without_text(items[0]), pictures[0][1], pictures[0][0])
    assert set(scores.reasons) == set(Dimension)
    assert not any("\n" in reason for reason in scores.reasons.values())
    asked = [one.describe() for one in without_text(items[0])]
    assert set(asked) >= {one.constraint for one in scores.constraints}
    assert (scores.text_required, scores.text_accuracy) == (False, 0.5)


def test_the_same_pixels_are_scored_the_same(
    judge: MeasuredJudge, world: World, items: Sequence[SuiteItem], pictures: list[list[bytes]]
) -> None:
    truth, drawn = pictures[1]
    first = judge.judge(without_text(items[1]), drawn, truth)
    assert judge.judge(without_text(items[1]), drawn, truth) == first
    assert MeasuredJudge(world).judge(without_text(items[1]), drawn, truth) == first


def test_what_the_ground_truth_does_not_show_is_held_against_nobody(
    judge: MeasuredJudge, pictures: list[list[bytes]]
) -> None:
    stranger = Identity(noun="flag", entity_id="country/nowhere", name="Nowhere")
    scores = judge.judge((stranger,), pictures[0][1], pictures[0][0])
    assert scores.constraints == ()
    assert (scores.faithfulness, scores.visual_correctness) == (0.5, 0.5)


def test_kept_scores_are_used_and_a_damaged_one_is_made_anew(
    judge: MeasuredJudge,
    world: World,
    pictures: list[list[bytes]],
    a_thing: tuple[Constraint, ...],
    tmp_path: Path,
) -> None:
    truth, drawn = pictures[0]
    keeping = MeasuredJudge(world, tmp_path)
    first = keeping.judge(a_thing, drawn, truth)
    assert first == judge.judge(a_thing, drawn, truth)
    (kept,) = tmp_path.glob("*.json")
    changed = first.model_copy(update={"aesthetics": 0.5 - first.aesthetics / 2})
    kept.write_text(changed.model_dump_json())
    assert keeping.judge(a_thing, drawn, truth) == changed
    assert keeping.judge(a_thing * 2, drawn, truth).constraints[1:]
    kept.write_text("{")
    assert keeping.judge(a_thing, drawn, truth) == first


@pytest.mark.anyio
async def test_the_protocol_reads_constraints_from_the_request(
    judge: MeasuredJudge, pictures: list[list[bytes]], a_thing: tuple[Constraint, ...]
) -> None:
    request = Request(id="rq_1", prompt="one thing", meta={CONSTRAINTS: constraints_as_data(a_thing)})
    scores = await judge.judge_picture(request, pictures[0][1], pictures[0][0])
    assert [one.constraint for one in scores.constraints] == [a_thing[0].describe()]


def test_what_is_no_picture_is_a_fault_of_the_surroundings(judge: MeasuredJudge, pictures: list[list[bytes]]) -> None:
    with pytest.raises(JudgeError):
        judge.judge((), b"no picture", pictures[0][0])
    with pytest.raises(JudgeError):
        judge.judge((), pictures[0][0], b"no picture")


def test_letters_that_stand_there_are_told_from_others(judge: MeasuredJudge, world: World) -> None:
    pytest.importorskip("rapidocr")
    right, wrong = (sign("OPEN LATE"), sign("SHUT NOW"))
    asked = (WrittenText(string="Open late"),)
    assert judge.judge(asked, right, right).text_accuracy == 1.0
    assert judge.judge(asked, wrong, right).text_accuracy == 0.0


def sign(text: str) -> bytes:
    image = Image.new("RGB", (384, 384), (240, 240, 240))
    ImageDraw.Draw(image).text((40, 150), text, fill=(0, 0, 0), font_size=48)
    return png(image)


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    reading._reader.cache_clear()
    with pytest.raises(ConfigError, match=r"genevolve\[bench\]"):
        reading.read_lines(Image.new("RGB", (64, 64)))
    reading._reader.cache_clear()


def test_colours_are_compared_as_the_eye_does() -> None:
    assert lab_of_hex("#ffffff") == pytest.approx([100, 0, 0], abs=0.2)
    assert lab_of_hex("#ff0000") == pytest.approx([53.2, 80.1, 67.2], abs=0.5)
    assert lab_distance("#d2232a", "#d2232a") == 0
    assert lab_distance("#d2232a", "#c92a30") < 10 < 60 < lab_distance("#d2232a", "#1f5fc4")


def test_a_picture_may_not_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    data = png(Image.new("RGB", (64, 64)))
    assert opened(data).size == (64, 64)
    monkeypatch.setattr(pixels, "MAX_PIXELS", 64 * 63)
    with pytest.raises(JudgeError, match="too many"):
        opened(data)


def test_a_judge_that_finds_what_another_kept_scores_the_same(
    judge: MeasuredJudge, world: World, items: Sequence[SuiteItem], pictures: list[list[bytes]], tmp_path: Path
) -> None:
    truth, drawn = pictures[2]
    asked = without_text(items[2])
    kept = [MeasuredJudge(world, tmp_path).measured(asked, drawn, truth) for _ in range(2)]
    assert kept == [judge.judge(asked, drawn, truth)] * 2
    assert len(list((tmp_path / TRUTHS).iterdir())) == 1
    assert not list(tmp_path.glob("*.json"))


def test_rivals_are_left_out_only_where_they_do_not_decide(
    judge: MeasuredJudge, items: Sequence[SuiteItem], pictures: list[list[bytes]]
) -> None:
    decided = set()
    for number, item in enumerate(items):
        truth, _ = judge.truth(pictures[number][0], without_text(item))
        for drawn in (pictures[number][1], pictures[number - 1][1]):
            view = View(opened(drawn))
            for quarry in (one for one in truth.quarries.values() if one.is_seen and one.wanted.entity):
                for caught in judge.hunter.likeliest(quarry, view):
                    figures = judge.recogniser.figures(quarry, caught, view)
                    sure = regression("likeness").probability(figures) >= RECOGNISED
                    assert judge.recogniser.recognises(quarry, caught, view, RECOGNISED) == sure
                    decided.add(sure)
    assert decided == {True, False}


def test_speed_is_told_apart_by_text_and_by_what_is_kept(
    world: World, pictures: list[list[bytes]], a_thing: tuple[Constraint, ...]
) -> None:
    found = speeds(world, [Candidate(a_thing, pictures[0][1], pictures[0][0])])
    assert found["pictures_per_s_text"] is found["pictures_per_s_text_first"] is None
    first, later = found["pictures_per_s_first"], found["pictures_per_s"]
    assert first is not None
    assert later is not None
    assert later > first
