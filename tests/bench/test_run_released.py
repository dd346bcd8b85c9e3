"""What a run writes for the released scripts comes back as the rows that it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_results import AGENT, DRAWN, TASK

from genevolve.bench.kscore import kscore
from genevolve.bench.released import bench_rows
from genevolve.bench.results import ground_truth_file, picture_file, read_results
from genevolve.bench.rows import RowScores
from genevolve.bench.run_released import JUDGED_FILE, RESULTS_FILE, write_released
from genevolve.bench.run_rows import agent_work, as_bench_row, new_row
from genevolve.config import load_settings
from genevolve.records import (
    Dimension,
    InfrastructureFailure,
    Judgement,
    PictureScores,
    PolicyFailure,
    Program,
    Reference,
    Render,
    Request,
    Role,
    StopReason,
    SuiteRow,
    Trajectory,
    Turn,
)
from genevolve.store import ImageStore, Run

PNG = b"\x89PNG of "
TASKS = [
    SuiteRow(
        id=name,
        prompt=f"draw {name}",
        ground_truth=f"truth of {name}",
        category="counting",
        track=track,
        difficulty="hard",
        meta={"skills": []},
    )
    for name, track in zip("abcdefg", ("knowledge", "quality", "quality", "knowledge") * 2, strict=False)
]


class Suite:
    name, rows = "made-up", tuple(TASKS)

    def ground_truth(self, row):
        return PNG + row.ground_truth.encode()


def trajectory(task, images, reason=StopReason.ANSWERED, detail="", gen_prompt="Draw it as in the first reference."):
    sha256 = images.put(PNG + b"reference")
    program = Program(gen_prompt=gen_prompt, references=(Reference(img_id="IMG_001", note="n", sha256=sha256),))
    return Trajectory(
        id=f"t{task.id}",
        request=Request(id=task.id, prompt=task.prompt),
        turns=(Turn(role=Role.USER, text=task.prompt), Turn(role=Role.ASSISTANT, text="<think>…</think>")),
        program=program if reason is StopReason.ANSWERED else None,
        stop_reason=reason,
        detail=detail,
        policy_id="p",
        prompt_sha256="0",
    )


def render(task, images):
    sha256 = images.put(PNG + task.id.encode())
    ids = {"trajectory_id": f"t{task.id}", "program_sha256": "1" * 64, "renderer_id": "r"}
    return Render(**ids, sha256=sha256, width=1, height=1, seed=0)


def judgement(task, drawn, *, text):
    scores = PictureScores(
        faithfulness=1,
        visual_correctness=0.5,
        text_accuracy=text if text is not None else 0.5,
        aesthetics=0,
        text_required=text is not None,
        reasons={Dimension.FAITHFULNESS: "all there"},
    )
    ids = {"request_id": task.id, "trajectory_id": drawn.trajectory_id, "render_sha256": drawn.sha256}
    return Judgement(**ids, judge_id="j", scores=scores)


@pytest.fixture
def run(tmp_path):
    """Two judged rows, a failing policy, an empty program, a renderer and a judge out of order, a refused request."""
    a, b, c, d, e, f, g = TASKS
    images = ImageStore(tmp_path / "images")
    made = {task.id: trajectory(task, images) for task in (a, b, e, f)}
    made["c"] = trajectory(c, images, StopReason.REPEATED, "the same turn thrice")
    made["d"] = trajectory(d, images, gen_prompt=" ")
    work = {name: agent_work(one) for name, one in made.items()}
    drawn = {task.id: render(task, images) for task in (a, b, f)}

    def judged(task, text):
        result = RowScores(faithfulness=1, visual_correctness=0.5, text_accuracy=text, aesthetics=0)
        opinion = judgement(task, drawn[task.id], text=text)
        return new_row(task, result, agent=work[task.id], render=drawn[task.id], judgement=opinion)

    down = InfrastructureFailure(boundary="judge", detail="429")
    rows = [
        judged(a, 1.0),
        judged(b, None),
        new_row(c, PolicyFailure(kind=StopReason.REPEATED, detail="the same turn thrice"), agent=work["c"]),
        new_row(d, PolicyFailure(kind=StopReason.INVALID_ANSWER, detail="the program is empty"), agent=work["d"]),
        new_row(e, InfrastructureFailure(boundary="renderer", detail="out of memory"), agent=work["e"]),
        new_row(f, down, agent=work["f"], render=drawn["f"]),
        new_row(g, PolicyFailure(kind=StopReason.TOKEN_LIMIT, detail="the request is too long")),
    ]
    with Run.write(tmp_path, load_settings()) as folder:
        for one in made.values():
            folder.add_trajectory(one)
    return tmp_path, rows


def test_the_rows_come_back_as_they_were(run):
    path, rows = run
    write_released(rows, Suite(), path)
    back = bench_rows(read_results(path / JUDGED_FILE))
    assert back == [as_bench_row(row) for row in rows]
    assert kscore(back) == kscore([as_bench_row(row) for row in rows])


def test_every_field_that_their_scripts_write_is_there(run):
    path, rows = run
    write_released(rows, Suite(), path)
    drawn = json.loads((path / RESULTS_FILE).read_text(encoding="utf-8"))
    *judged, knowledge, quality, overall = json.loads((path / JUDGED_FILE).read_text(encoding="utf-8"))
    assert {frozenset(row) for row in drawn} == {frozenset({*AGENT, *TASK, *DRAWN, "stop_reason"})}
    assert {frozenset(row) for row in judged} == {
        frozenset({*AGENT, *TASK, *DRAWN, "stop_reason", "eval_success", "scores"})
    }
    assert [row["eval_success"] for row in judged] == [True, True, False, False, False, False, False]
    assert [row["eval_type"] for row in drawn[:2]] == ["Knowledge-Anchored", "Quality-Anchored"]
    # a: .1 + .2 + .4 + 0;  b without text: .1 + .2 + .2
    assert (judged[0]["scores"]["overall"], judged[1]["scores"]["overall"]) == (0.7, 0.5)
    assert judged[1]["scores"]["text_accuracy_na"] is True
    assert (knowledge["summary_type"], knowledge["count"]) == ("eval_type:Knowledge-Anchored", 1)
    assert (quality["summary_type"], overall["summary_type"]) == ("eval_type:Quality-Anchored", "overall_avg")


def test_pictures_are_found_from_the_runs_folder_wherever_it_lies(run, tmp_path_factory):
    path, rows = run
    write_released(rows, Suite(), path)
    moved = tmp_path_factory.mktemp("elsewhere") / "run"
    path.rename(moved)
    assert str(path) not in (moved / RESULTS_FILE).read_text(encoding="utf-8")
    first, *_, last = read_results(moved / RESULTS_FILE).rows
    assert picture_file(first, [moved]).read_bytes() == PNG + b"a"
    assert ground_truth_file(first, [moved]).read_bytes() == PNG + b"truth of a"
    assert (moved / first.reference_images[0].local_path).read_bytes() == PNG + b"reference"
    assert picture_file(last, [moved]) is None
    assert last.gt_image == "truth of g"


def test_rows_of_another_rubric_have_no_judged_file(run):
    path, rows = run
    write_released([row for row in rows if row.judgement is None], Suite(), path)
    assert Path(path / RESULTS_FILE).is_file()
    assert not Path(path / JUDGED_FILE).exists()
