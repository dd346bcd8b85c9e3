from __future__ import annotations

import json
from pathlib import Path

import pytest

from genevolve.bench.kscore import kscore
from genevolve.bench.released import agent_row, bench_rows, drawn_row, judged_row, with_summaries
from genevolve.bench.results import Results, ground_truth_file, picture_file, read_results, write_results
from genevolve.bench.rows import RowScores
from genevolve.bench.variants import Variant
from genevolve.errors import SuiteError
from genevolve.records import (
    Dimension,
    InfrastructureFailure,
    PictureScores,
    PolicyFailure,
    Program,
    Reference,
    Request,
    Role,
    StopReason,
    SuiteRow,
    Trajectory,
    Turn,
)

# Written by hand in the format of the released scripts: drawn and judged; judged without text; judge failed; renderer
# failed; agent failed; agent done and nothing more.
AGENT = {
    "prompt": "The arena of the 2019 final",
    "gen_prompt": "The arena from the first reference image at dusk.",
    "reference_images": [
        {
            "img_id": "IMG_002",
            "note": "the roof",
            "local_path": "cache/roof.jpg",
            "url": "https://example.org/roof.jpg",
            "title": "Roof — view",
            "page_url": "https://example.org/roof",
        }
    ],
    "messages": [{"role": "system", "content": "…"}, {"role": "user", "content": "The arena of the 2019 final"}],
    "termination": "answer",
    "rounds": 3,
    "error": None,
}
TASK = {
    "question": "The arena of the 2019 final",
    "gt_image": "images/case_0.jpg",
    "eval_type": "Knowledge-Anchored",
    "category": "architecture_landmark",
    "difficulty": "hard",
    "meta": {"skills": ["spatial_layout"]},
    "extra_info": {"split": "test"},
    "id": "0",
}
DRAWN = {"image_path": "out/0.png", "output_path": "out/0.png", "success": True, "image_status": "ok"}
NOT_DRAWN = {"image_path": "", "output_path": "", "success": False, "image_status": "error: CUDA out of memory"}


def judged(f, v, t, a, **more):
    scores = {"rationale": "Constraints: …", "faithfulness": f, "visual_correctness": v, "text_accuracy": t}
    overall = round(0.1 * f + 0.4 * v + 0.4 * t + 0.1 * a, 2)
    return {"eval_success": True, "scores": {**scores, "aesthetics": a, "overall": overall, **more}}


QUALITY = {"eval_type": "Quality-Anchored", "category": "counting", "difficulty": "medium"}
FILE = [
    {**AGENT, **TASK, **DRAWN, **judged(1, 0.5, 1, 0.5), "a_new_field": [1, {"x": None}]},
    {**AGENT, **TASK, **DRAWN, **QUALITY, "id": 1, **judged(1, 1, 0.5, 0, text_accuracy_na=True)},
    {**AGENT, **TASK, **DRAWN, "id": "2", "eval_success": False, "scores": None, "error": "Request timed out."},
    {**AGENT, **TASK, **NOT_DRAWN, "id": "3", "eval_success": False, "scores": None, "error": "not_evaluated"},
    {**AGENT, **TASK, **NOT_DRAWN, "id": "4", "termination": "no_answer", "error": "no_answer_in_final_round"},
    {**AGENT, **TASK, "id": "5", "meta": None},
    {**AGENT, **TASK, "id": "6", "termination": "error", "error": "llm_call_failed: refused", "gen_prompt": ""},
    {
        "summary_type": "overall_avg",
        "avg_scores": {
            "faithfulness": 1.0,
            "visual_correctness": 0.75,
            "text_accuracy": 1.0,
            "aesthetics": 0.25,
            "overall": 0.825,
        },
        "count": 2,
    },
]


@pytest.fixture
def released(tmp_path):
    path = tmp_path / "results_eval.json"
    path.write_text(json.dumps(FILE, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def test_a_file_survives_reading_and_writing_field_by_field(released, tmp_path):
    write_results(tmp_path / "again.json", read_results(released))
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert again == FILE
    assert "Roof — view" in (tmp_path / "again.json").read_text(encoding="utf-8")


def test_their_rows_become_ours(released):
    rows = bench_rows(read_results(released))
    assert [row.id for row in rows] == ["0", "1", "2", "3", "4", "5", "6"]
    assert [row.track for row in rows[:2]] == ["knowledge", "quality"]
    assert (rows[1].category, rows[1].difficulty) == ("counting", "medium")
    first, second, *failures = [row.result for row in rows]
    assert first == RowScores(faithfulness=1, visual_correctness=0.5, text_accuracy=1, aesthetics=0.5)
    assert second == RowScores(faithfulness=1, visual_correctness=1, text_accuracy=None, aesthetics=0)
    assert failures == [
        InfrastructureFailure(boundary="judge", detail="Request timed out."),
        InfrastructureFailure(boundary="renderer", detail="CUDA out of memory"),
        PolicyFailure(kind=StopReason.INVALID_ANSWER, detail="no_answer_in_final_round"),
        InfrastructureFailure(boundary="judge", detail="not evaluated"),
        InfrastructureFailure(boundary="policy", detail="llm_call_failed: refused"),
    ]


def test_their_numbers_come_out(released):
    rows = bench_rows(read_results(released))
    # filler, as their summary.json: (0.75 + 0.7) / 2 = 0.725, and over all seven rows 1.45 / 7
    score = kscore(rows)
    assert score.success_only == pytest.approx(0.725)
    assert score.missing_as_zero == pytest.approx(1.45 / 7)
    # excluded, as their summary rows: F 1, V 0.75, T 1, A 0.25: 0.1 + 0.3 + 0.4 + 0.025
    assert kscore(rows, Variant.EXCLUDED).success_only == pytest.approx(0.825)


def test_summaries_are_appended_as_theirs(released):
    results = with_summaries(read_results(released))
    by_name = {summary.summary_type: summary for summary in results.summaries}
    assert list(by_name) == ["eval_type:Knowledge-Anchored", "eval_type:Quality-Anchored", "overall_avg"]
    assert by_name["overall_avg"].model_dump() == FILE[-1]
    knowledge = by_name["eval_type:Knowledge-Anchored"]
    assert (knowledge.count, knowledge.avg_scores["overall"]) == (1, 0.75)
    # no row asks for text: 0.1 + 0.4 + 0.4 × 0.5 + 0
    assert by_name["eval_type:Quality-Anchored"].avg_scores["overall"] == 0.7


def test_nothing_scored_has_their_zeros():
    results = with_summaries(Results(()))
    assert [(summary.summary_type, summary.count) for summary in results.summaries] == [("overall_avg", 0)]
    assert set(results.summaries[0].avg_scores.values()) == {0.0}


def test_pictures_are_found_by_every_name_they_use(released, tmp_path):
    for name in ("out/0.png", "images/case_0.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    row = read_results(released).rows[0]
    assert picture_file(row, [tmp_path / "nowhere", tmp_path]) == tmp_path / "out/0.png"
    assert ground_truth_file(row, [tmp_path]) == tmp_path / "images/case_0.jpg"
    assert picture_file(row, [tmp_path / "nowhere"]) is None
    other = row.model_copy(update={"gt_image": None, "meta": {"gt_copied_path": "images/case_0.jpg"}})
    assert ground_truth_file(other, [tmp_path]) == tmp_path / "images/case_0.jpg"


def test_settings_are_looked_for_in_meta_first(tmp_path):
    path = tmp_path / "results.json"
    rows = [
        {"id": "a", "prompt": "x", "eval_type": "Knowledge-Anchored", "meta": {"eval_type": "Quality-Anchored"}},
        {"prompt": "x", "tier": "Quality-Anchored", "meta": {"category": "pose", "difficulty": "easy"}},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    first, second = bench_rows(read_results(path))
    assert (first.track, second.track) == ("quality", "quality")
    assert (second.id, second.category, second.difficulty) == ("1", "pose", "easy")


TASK_ROW = SuiteRow(
    id="7",
    prompt="the flag of Chad on a mast",
    ground_truth="images/7.png",
    category="artifacts",
    track="knowledge",
    difficulty="hard",
    eval_type="Knowledge-Anchored",
    meta={"skills": [], "extra_info": {"seed": 1}},
)
SHA = "a" * 64


def trajectory(reason=StopReason.ANSWERED, detail=""):
    program = Program(
        gen_prompt="The flag from the first reference image on a mast.",
        references=(
            Reference(img_id="IMG_001", note="flag", sha256=SHA, title="Flag of Chad", url="https://x.test/f"),
        ),
    )
    turns = (
        Turn(role=Role.SYSTEM, text="tools …"),
        Turn(role=Role.USER, text=TASK_ROW.prompt),
        Turn(role=Role.ASSISTANT, text="<think>…</think>"),
    )
    return Trajectory(
        id="t",
        request=Request(id="7", prompt=TASK_ROW.prompt),
        turns=turns,
        program=program if reason is StopReason.ANSWERED else None,
        stop_reason=reason,
        detail=detail,
        policy_id="p",
        prompt_sha256="0",
    )


def test_our_row_has_every_field_that_their_scripts_read(tmp_path):
    flag = tmp_path / "flag.png"
    row = judged_row(
        drawn_row(agent_row(TASK_ROW, trajectory(), {SHA: flag}), tmp_path / "7.png"),
        PictureScores(
            faithfulness=1,
            visual_correctness=0.5,
            text_accuracy=0.5,
            aesthetics=1,
            text_required=False,
            reasons={Dimension.FAITHFULNESS: "mast and flag are there"},
        ),
    )
    write_results(tmp_path / "results.json", with_summaries(Results((row,))))
    written, *summaries = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    # what each of their scripts writes for such a row, and one field of ours
    assert set(written) == {*AGENT, *TASK, *DRAWN, "eval_success", "scores", "stop_reason"}
    assert {name: written[name] for name in ("id", "prompt", "question", "gt_image", "eval_type", "category")} == {
        "id": "7",
        "prompt": TASK_ROW.prompt,
        "question": TASK_ROW.prompt,
        "gt_image": "images/7.png",
        "eval_type": "Knowledge-Anchored",
        "category": "artifacts",
    }
    assert (written["meta"], written["extra_info"]) == ({"skills": []}, {"seed": 1})
    assert written["reference_images"] == [
        {
            "img_id": "IMG_001",
            "note": "flag",
            "local_path": str(flag),
            "url": "https://x.test/f",
            "title": "Flag of Chad",
            "page_url": "",
        }
    ]
    assert (written["termination"], written["rounds"], written["error"]) == ("answer", 1, None)
    assert written["messages"][1] == {"role": "user", "content": TASK_ROW.prompt}
    assert (written["success"], written["image_status"]) == (True, "ok")
    assert written["output_path"] == written["image_path"] == str(tmp_path / "7.png")
    # 0.1 + 0.2 + 0.2 + 0.1 = 0.6
    assert written["scores"] == {
        "rationale": "faithfulness: mast and flag are there",
        "faithfulness": 1.0,
        "visual_correctness": 0.5,
        "text_accuracy": 0.5,
        "aesthetics": 1.0,
        "overall": 0.6,
        "text_accuracy_na": True,
    }
    assert [each["summary_type"] for each in summaries] == ["eval_type:Knowledge-Anchored", "overall_avg"]


@pytest.mark.parametrize("reason", [reason for reason in StopReason if reason is not StopReason.ANSWERED])
def test_our_failures_come_back_as_what_they_were(reason, tmp_path):
    row = drawn_row(agent_row(TASK_ROW, trajectory(reason, "tool: index gone"), {}), None, "no program")
    write_results(tmp_path / "results.json", Results((row,)))
    (back,) = bench_rows(read_results(tmp_path / "results.json"))
    if reason.is_policy_failure:
        assert back.result == PolicyFailure(kind=reason, detail="tool: index gone")
    elif reason is StopReason.INFRASTRUCTURE_ERROR:
        assert back.result == InfrastructureFailure(boundary="tool", detail="index gone")
    else:
        assert back.result == InfrastructureFailure(boundary=reason.value, detail="tool: index gone")


def test_outages_of_renderer_and_judge_come_back():
    answered = agent_row(TASK_ROW, trajectory(), {})
    undrawn = drawn_row(answered, None, "out of memory")
    drawn = drawn_row(answered, Path("7.png"))
    unjudged = judged_row(drawn, InfrastructureFailure(boundary="judge", detail="429"))
    results = [row.result for row in bench_rows(Results((undrawn, drawn, unjudged)))]
    assert results == [
        InfrastructureFailure(boundary="renderer", detail="out of memory"),
        InfrastructureFailure(boundary="judge", detail="not evaluated"),
        InfrastructureFailure(boundary="judge", detail="429"),
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('[{"id": "0", "prompt": 3}]', r"results.json, row 1: 'prompt' is not as the released scripts write it"),
        ('[{"id": "0"}, {"id": "1", "scores": {"faithfulness": 1}}]', r"row 2: 'scores.visual_correctness'"),
        ('[{"id": "0", "reference_images": [{"note": "x"}]}]', r"row 1: 'reference_images.0.img_id'"),
        ("[1]", r"row 1 is not a JSON object"),
        ("{", r"results.json, line 1 is not JSON"),
    ],
)
def test_bad_files_are_named(tmp_path, content, complaint):
    path = tmp_path / "results.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SuiteError, match=complaint):
        read_results(path)


def test_a_score_out_of_range_is_named(released):
    rows = json.loads(released.read_text(encoding="utf-8"))
    rows[1]["scores"]["faithfulness"] = 10
    released.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(SuiteError, match="row 1 has a score that is not between 0 and 1"):
        bench_rows(read_results(released))
