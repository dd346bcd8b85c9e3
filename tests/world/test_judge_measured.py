"""The measured judge on pictures drawn here, whose truth is plain to see."""

from __future__ import annotations

import io
import sys

import pytest
from PIL import Image, ImageDraw

from genevolve.errors import ConfigError, JudgeError
from genevolve.records import Constraint, Dimension, Request, constraints_as_data
from genevolve.records.constraint import CONSTRAINTS, Colour, Count, Position, WrittenText
from genevolve.world.judge import MeasuredJudge, reading
from genevolve.world.judge.calibration import auc
from genevolve.world.judge.faults import one_letter_wrong
from genevolve.world.judge.pixels import Look, lab_of
from genevolve.world.judge.reading import Line, text_distance
from genevolve.world.judge.things import Region

RED, BLUE = (200, 40, 40), (40, 60, 210)
ON_SIDES: tuple[Constraint, ...] = (
    Count(noun="ball", num=1),
    Colour(noun="ball", hex="#c82828", name="red"),
    Position(noun="ball", x=(0.0, 0.42)),
)


def scene(*things: tuple[str, int, tuple[int, int, int]]) -> bytes:
    """A meadow under a pale sky with balls and boxes at x (of 256)."""
    image = Image.new("RGB", (256, 256), (200, 220, 235))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 120, 256, 256), fill=(150, 180, 120))
    for shape, x, colour in things:
        box = (x - 26, 150, x + 26, 202)
        (draw.ellipse if shape == "ball" else draw.rectangle)(box, fill=colour, outline=(20, 20, 20), width=2)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


TRUTH = scene(("ball", 70, RED), ("box", 190, BLUE))


def test_the_ground_truth_itself_is_right_in_everything() -> None:
    scores = MeasuredJudge().judge(ON_SIDES, TRUTH, TRUTH)
    assert (scores.faithfulness, scores.visual_correctness, scores.aesthetics) == (1.0, 1.0, 1.0)
    assert scores.text_accuracy == 0.5
    assert not scores.text_required
    assert all(check.met for check in scores.constraints)
    assert set(scores.reasons) == set(Dimension)
    assert not any("\n" in reason for reason in scores.reasons.values())


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (scene(("box", 190, BLUE)), "exactly 1"),
        (scene(("ball", 70, (40, 160, 60)), ("box", 190, BLUE)), "the ball is red"),
        (scene(("ball", 190, RED), ("box", 70, BLUE)), "across"),
    ],
    ids=["missing", "other colour", "wrong side"],
)
def test_a_fault_costs_its_own_constraint(picture: bytes, kind: str) -> None:
    scores = MeasuredJudge().judge(ON_SIDES, picture, TRUTH)
    assert scores.faithfulness < 1.0
    assert any(kind in check.constraint and not check.met for check in scores.constraints)


def test_a_member_too_few_is_counted() -> None:
    places = (50, 128, 206)
    truth = scene(*(("ball", x, RED) for x in places))
    fewer = scene(*(("ball", x, RED) for x in places[:2]))
    constraints = (Count(noun="ball", num=3),)
    assert MeasuredJudge().judge(constraints, truth, truth).faithfulness == 1.0
    assert MeasuredJudge().judge(constraints, fewer, truth).faithfulness < 1.0


def test_a_flat_grey_light_costs_beauty_and_a_foreign_picture_costs_likeness() -> None:
    with Image.open(io.BytesIO(TRUTH)) as image:
        flat = image.point([110 + value // 8 for value in range(256)] * 3)
    buffer = io.BytesIO()
    flat.save(buffer, "PNG")
    assert MeasuredJudge().judge(ON_SIDES, buffer.getvalue(), TRUTH).aesthetics < 1.0
    other = scene(("box", 128, (240, 220, 40)))
    assert MeasuredJudge().judge(ON_SIDES, other, TRUTH).visual_correctness < 1.0


def test_kept_scores_are_used_and_a_damaged_one_is_made_anew(tmp_path) -> None:
    judge = MeasuredJudge(tmp_path)
    first = judge.judge(ON_SIDES, TRUTH, TRUTH)
    (kept,) = tmp_path.glob("*.json")
    changed = first.model_copy(update={"aesthetics": 0.0})
    kept.write_text(changed.model_dump_json())
    assert judge.judge(ON_SIDES, TRUTH, TRUTH) == changed
    assert judge.judge(ON_SIDES[:1], TRUTH, TRUTH).aesthetics == 1.0
    kept.write_text("{")
    assert judge.judge(ON_SIDES, TRUTH, TRUTH) == first


def test_what_is_no_picture_is_a_fault_of_the_surroundings() -> None:
    with pytest.raises(JudgeError):
        MeasuredJudge().judge(ON_SIDES, b"no picture", TRUTH)


@pytest.mark.anyio
async def test_the_protocol_reads_constraints_from_the_request() -> None:
    request = Request(id="rq_1", prompt="a ball", meta={CONSTRAINTS: constraints_as_data(ON_SIDES)})
    scores = await MeasuredJudge().judge_picture(request, TRUTH, TRUTH)
    assert len(scores.constraints) == len(ON_SIDES)


def test_without_the_extra_one_line_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    reading._reader.cache_clear()
    with pytest.raises(ConfigError, match=r"genevolve\[bench\]"):
        MeasuredJudge().judge((WrittenText(string="OPEN"),), TRUTH, TRUTH)
    reading._reader.cache_clear()


def test_letters_are_read_offline() -> None:
    pytest.importorskip("rapidocr")
    image = Image.new("RGB", (256, 256), (240, 240, 240))
    ImageDraw.Draw(image).text((30, 100), "OPEN LATE", fill=(0, 0, 0), font_size=36)
    assert text_distance("OPEN LATE", reading.read_lines(Look(image))) == 0


def test_text_is_found_anywhere_and_every_wrong_letter_counts() -> None:
    lines = tuple(Line(part, Region(0, 0, 1, 1)) for part in ("since 1912", "OPEN", "LATE"))
    assert text_distance("Open late", lines) == 0
    assert text_distance(one_letter_wrong("Open late"), lines) == 1
    assert text_distance("Open late", ()) == 8


def test_lab_and_auc_are_what_they_are_called() -> None:
    assert lab_of([1.0, 1.0, 1.0]) == pytest.approx([100, 0, 0], abs=0.2)
    assert lab_of([1.0, 0.0, 0.0]) == pytest.approx([53.2, 80.1, 67.2], abs=0.5)
    assert auc([1.0, 0.5], [0.5, 0.0]) == pytest.approx(0.875)
