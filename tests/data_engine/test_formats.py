"""The released record formats: to the letter what the agent saw and wrote, and back."""

from __future__ import annotations

import json

import pytest
from dataset_kit import build, png, prompt_of, trajectory

from genevolve.agent.protocol import AnswerTurn, parse_turn
from genevolve.data.dataset import examples, open_dataset, tasks
from genevolve.data.formats import read_supervised, read_task, supervised_example, supervised_row, task_fields
from genevolve.data.json_rows import JsonRow
from genevolve.errors import DataError, SuiteError
from genevolve.records import DataSplit, Reason, Request, Role
from genevolve.records.dataset import Task
from genevolve.store import ImageStore


def as_row(fields, tmp_path):
    return JsonRow(tmp_path / "rows.jsonl", 7, json.loads(json.dumps(fields)))


def test_messages_are_what_the_loop_showed_and_the_policy_wrote(tmp_path):
    ran = trajectory(1, ImageStore(tmp_path))
    example = supervised_example(ran, DataSplit.SFT)
    row = supervised_row(example, lambda sha256: f"images/{sha256}.png")
    assert set(row) == {"messages", "images"}
    assert [one["role"] for one in row["messages"]] == [turn.role.value for turn in ran.turns]
    for turn, message in zip(ran.turns, row["messages"], strict=True):
        assert message["content"] == turn.text + "<image>" * len(turn.images)
    assert row["images"] == [f"images/{image.sha256}.png" for turn in ran.turns for image in turn.images]
    assert len(row["images"]) == 5
    answer = parse_turn(row["messages"][-1]["content"])
    assert isinstance(answer, AnswerTurn)
    assert answer.answer.gen_prompt == ran.program.gen_prompt


def test_a_placeholder_in_a_text_would_shift_every_picture_so_the_row_is_refused(tmp_path):
    reason = supervised_example(trajectory(1, ImageStore(tmp_path), said=" An <image> tag."), DataSplit.SFT)
    assert isinstance(reason, Reason)
    assert (reason.code, "message 5" in reason.detail) == ("image_in_text", True)


def test_supervised_rows_come_back_as_they_went(tmp_path):
    example = supervised_example(trajectory(2, ImageStore(tmp_path)), DataSplit.SFT_VALIDATION)
    row = as_row(supervised_row(example, lambda sha256: sha256), tmp_path)
    assert read_supervised(row, DataSplit.SFT_VALIDATION, lambda picture: picture) == example


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"messages": "hello"}, "no 'messages' that is a list"),
        ({"messages": []}, "the last message is not the assistant's"),
        ({"messages": [{"role": "user", "content": "x"}]}, "the last message is not the assistant's"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "message 1 has the role 'robot'"),
        ({"messages": [{"role": "assistant", "content": None}]}, "the content of message 1 is not a text"),
        ({"messages": ["x"]}, "message 1 is not an object"),
        ({"images": []}, "shows 5 pictures and lists 0"),
        ({"images": None}, "shows 5 pictures and lists 0"),
    ],
)
def test_a_bad_supervised_row_is_one_line_that_names_it(tmp_path, change, complaint):
    example = supervised_example(trajectory(2, ImageStore(tmp_path)), DataSplit.SFT)
    row = as_row(supervised_row(example, lambda sha256: sha256) | change, tmp_path)
    with pytest.raises(SuiteError) as caught:
        read_supervised(row, DataSplit.SFT, lambda picture: picture)
    assert complaint in str(caught.value)
    assert "rows.jsonl, row 7" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("extra", [{}, {"seed": 3}])
@pytest.mark.parametrize("entities", [(), ("held 1", "held 2")])
def test_tasks_come_back_as_they_went(tmp_path, extra, entities):
    meta = {"constraints": [{"kind": "count", "number": 3}]} | ({"extra_info": extra} if extra else {})
    task = Task(
        request=Request(id="rq_1", prompt="A ship", category="vehicles", difficulty="hard", meta=meta),
        ground_truth="a" * 64, track="quality", entities=entities, split=DataSplit.BENCH,
    )  # fmt: skip
    fields = task_fields(task, task.ground_truth)
    assert list(fields) == [
        "id", "question", "gt_image", "eval_type", "category", "difficulty", "meta", "extra_info",
    ]  # fmt: skip
    assert fields["eval_type"] == "Quality-Anchored"
    assert read_task(as_row(fields, tmp_path), DataSplit.BENCH, lambda picture: picture) == task


def test_a_built_folder_is_read_by_its_splits(tmp_path):
    build(tmp_path)
    data = open_dataset(tmp_path)
    supervised, evolve, bench = (list(data.ids(one)) for one in (DataSplit.SFT, DataSplit.EVOLVE, DataSplit.BENCH))
    assert supervised == sorted(supervised)
    assert bench == [f"item-{number:03}" for number in (0, 6, 12, 18)]
    assert "item-003" not in {*supervised, *evolve}
    for one in examples(data, DataSplit.SFT):
        assert (one.messages[0].role, one.messages[-1].role) == (Role.SYSTEM, Role.ASSISTANT)
        assert all(data.images.get(sha256) for sha256 in one.images)
    first = next(tasks(data, DataSplit.BENCH))
    assert (first.request.prompt, first.entities, first.track) == (prompt_of(0), ("held 0",), "knowledge")
    assert data.images.get(first.ground_truth) == png(5000, (64, 64))


def test_a_folder_without_splits_is_no_data_set(tmp_path):
    with pytest.raises(DataError, match="neither built to its splits nor imported"):
        open_dataset(tmp_path)
