"""What the plots of learning are drawn from, and that they are well formed."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from genevolve.bench.learning import learning_tables
from genevolve.bench.learning_plots import grpo_svg, sft_svg, stages_svg
from genevolve.bench.learning_result import LearningResult
from genevolve.bench.learning_runs import curve, run_curves
from genevolve.bench.learning_svg import Axis, axis
from genevolve.bench.outcomes import Outcome

STAGES = {"base": 0.2, "sft": 0.4, "grpo": 0.6}


def result(**given: object) -> LearningResult:
    measured = {
        stage: {seed: [Outcome(id=f"{n}", reward=mean, kscore=mean, valid=True) for n in range(3)] for seed in (0, 1)}
        for stage, mean in STAGES.items()
    }
    told = {"complete": True, "command": "c", "date": "d", "suite": "s", "suite_sha256": "0", "renderer_id": "r"}
    told |= {"seeds": 2, "n": 3, "at_once": 2, "num_owed": 0, "recipe_sha256": "0", "made_with": {}, "jobs": ()}
    told |= {"picture_judge_id": "j", "program_judge_id": "p", "tables": learning_tables(measured), "curves": ()}
    return LearningResult.model_validate(told | given)


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0.0, 0.51, ["0.0", "0.2", "0.4", "0.6"]),
        (0.41, 0.58, ["0.40", "0.45", "0.50", "0.55", "0.60"]),
        (0.0, 570_000.0, ["0", "200,000", "400,000", "600,000"]),
        (0.3, 0.3, ["0.3", "0.4", "0.5", "0.6"]),
        (0.0, 0.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ],
)
def test_an_axis_holds_both_ends_and_is_marked_at_round_numbers(low, high, marks):
    found = axis(low, high)
    assert [said for _, said in found.marks] == marks
    assert found.low - 1e-9 <= low <= high <= found.high + 1e-9
    assert Axis(2.0, 4.0, ()).share(3.5) == 0.75


def test_many_steps_become_means_of_neighbours_at_the_last_of_them():
    rows = [{"step": step, "tokens/seen": 10 * step, "loss/sft": float(step)} for step in range(1, 7)]
    found = curve("sft", 0, [*rows, {"step": 7}], "loss/sft", "tokens/seen", max_points=3)
    assert found.points == ((20.0, 1.5), (40.0, 3.5), (60.0, 5.5))
    assert curve("sft", 0, rows, "eval/loss", "step") is None


def test_validation_stands_at_the_tokens_of_its_step(tmp_path):
    rows = [{"step": step, "phase": "sft", "tokens/seen": 10 * step, "loss/sft": 1.0} for step in (1, 2, 3)]
    (tmp_path / "metrics.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "evals.jsonl").write_text(json.dumps({"step": 2, "phase": "sft", "eval/loss": 0.5}) + "\n")
    learned, validated = run_curves(tmp_path, "sft", 1)
    assert learned.points == ((10.0, 1.0), (20.0, 1.0), (30.0, 1.0))
    assert (validated.figure, validated.seed, validated.points) == ("eval/loss", 1, ((20.0, 0.5),))
    assert run_curves(tmp_path, "eval", 1) == []


def test_bars_are_as_high_as_their_means():
    drawn = ElementTree.fromstring(stages_svg(result()))
    heights = [float(one.get("height")) for one in drawn.findall(".//{*}rect") if one.get("class") == "bar"]
    assert heights == pytest.approx([100, 200, 300] * 2)  # 300 pixels for 0 to 0.6, reward beside KScore
    assert len([one for one in drawn.findall(".//{*}circle") if one.get("r") == "5"]) == 2 + 2 * 3 * 2


def test_a_line_a_seed_and_a_dot_an_evaluation():
    curves = [curve("grpo", seed, [{"step": 1, "reward/mean": 0.4}], "reward/mean", "step") for seed in (0, 1)]
    curves.append(curve("grpo", 1, [{"step": 1, "eval/reward": 0.5}], "eval/reward", "step"))
    drawn = ElementTree.fromstring(grpo_svg(result(curves=tuple(curves))))
    assert [one.get("class") for one in drawn.findall(".//{*}polyline")] == ["line c0", "line c1"]
    assert len(list(drawn.findall(".//{*}circle"))) == 2 + 1
    assert "nothing has been learned yet" in sft_svg(result())
