"""The released data's record formats, from our records and back (method section 3).

SFT: `{"messages": [{"role", "content"}], "images": [path]}`. Evolve and bench: `id, question, gt_image, eval_type,
category, difficulty, meta, extra_info`. A message of SFT is the text that the agent loop showed or the policy wrote, to
the letter, followed by one `<image>` for each thumbnail that was shown with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from genevolve.data.json_rows import JsonRow
from genevolve.data.released_rows import EVAL_TYPES, EXTRA, PICTURE, task_row
from genevolve.errors import SuiteError
from genevolve.records import DataSplit, Reason, Request, Role, Trajectory, Turn
from genevolve.records.dataset import SupervisedExample, SupervisedMessage, Task

IMAGE = "<image>"
MESSAGES, IMAGES = "messages", "images"
ENTITIES = "entities"
TRACK = "track"

PictureOf = Callable[[str], Any]
"""What a row holds of a picture, by its SHA-256: its file, or the picture itself."""
KeepPicture = Callable[[Any], str]
"""Keeps a row's picture, whatever the row holds of it, and returns the SHA-256 of what was kept."""

_ROLES = {role.value: role for role in Role}


def supervised_example(trajectory: Trajectory, split: DataSplit) -> SupervisedExample | Reason:
    """The conversation of a trajectory, or why it cannot be written down."""
    for number, turn in enumerate(trajectory.turns, start=1):
        if IMAGE in turn.text:
            return Reason(code="image_in_text", detail=f"message {number} has {IMAGE} in its text")
    if not trajectory.turns or trajectory.turns[-1].role is not Role.ASSISTANT:
        return Reason(code="no_last_word", detail="the last message is not the assistant's")
    messages = tuple(_message(turn) for turn in trajectory.turns)
    shown = tuple(image.sha256 for turn in trajectory.turns for image in turn.images)
    return SupervisedExample.made(messages, shown, split)


def supervised_row(example: SupervisedExample, picture_of: PictureOf) -> dict[str, Any]:
    """The example as the released SFT data has it."""
    messages = [{"role": message.role.value, "content": message.content} for message in example.messages]
    return {MESSAGES: messages, IMAGES: [picture_of(sha256) for sha256 in example.images]}


def read_supervised(row: JsonRow, split: DataSplit, keep: KeepPicture) -> SupervisedExample:
    """The example that a row of SFT data holds; its pictures are kept when the rest of it is sound.

    Raises:
        SuiteError: the row lacks a field, has a role that nobody knows, or other pictures than placeholders.
    """
    messages = tuple(_read_message(row, number, one) for number, one in enumerate(_list(row, MESSAGES), start=1))
    if not messages or messages[-1].role is not Role.ASSISTANT:
        raise SuiteError(f"{row.where}: the last message is not the assistant's")
    pictures = _list(row, IMAGES) if row.fields.get(IMAGES) is not None else []
    num_shown = sum(message.content.count(IMAGE) for message in messages)
    if num_shown != len(pictures):
        raise SuiteError(f"{row.where} shows {num_shown} pictures and lists {len(pictures)}")
    return SupervisedExample.made(messages, tuple(keep(picture) for picture in pictures), split)


def task_fields(task: Task, picture: Any) -> dict[str, Any]:
    """The task as the released evolve and bench data has it: no program, no trajectory, no model's words."""
    request = task.request
    meta = {name: value for name, value in request.meta.items() if name != EXTRA}
    extra = dict(request.meta.get(EXTRA, {}))
    if task.entities:
        extra[ENTITIES] = list(task.entities)
    return {
        "id": request.id,
        "question": request.prompt,
        PICTURE: picture,
        "eval_type": EVAL_TYPES.get(task.track, task.track),
        "category": request.category,
        "difficulty": request.difficulty,
        "meta": meta,
        EXTRA: extra,
    }


def read_task(row: JsonRow, split: DataSplit, keep: KeepPicture) -> Task:
    """The task that a row of evolve or bench data holds.

    Raises:
        SuiteError: the row lacks a field, or a field is of the wrong kind.
    """
    picture = row.fields.get(PICTURE)
    named = JsonRow(row.path, row.number, {**row.fields, PICTURE: _name(picture)})
    read = task_row(named)
    extra = dict(read.meta.get(EXTRA, {}))
    entities = extra.pop(ENTITIES, [])
    if not isinstance(entities, list) or not all(isinstance(entity, str) for entity in entities):
        raise SuiteError(f"{row.where}: {ENTITIES!r} is not a list of texts")
    meta = {name: value for name, value in read.meta.items() if name != EXTRA} | ({EXTRA: extra} if extra else {})
    request = Request(
        id=read.id, prompt=read.prompt, category=read.category, difficulty=read.difficulty, meta=meta
    )  # fmt: skip
    return Task(
        request=request, ground_truth=keep(picture), track=read.track, entities=tuple(entities), split=split
    )  # fmt: skip


def as_json_text(value: Any) -> str:
    """Free-form fields where every row must have the same columns."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _message(turn: Turn) -> SupervisedMessage:
    return SupervisedMessage(role=turn.role, content=turn.text + IMAGE * len(turn.images))


def _read_message(row: JsonRow, number: int, value: Any) -> SupervisedMessage:
    if not isinstance(value, dict):
        raise SuiteError(f"{row.where}: message {number} is not an object")
    role, content = value.get("role"), value.get("content")
    if not isinstance(role, str) or role not in _ROLES:
        raise SuiteError(f"{row.where}: message {number} has the role {role!r}, not one of {', '.join(_ROLES)}")
    if not isinstance(content, str):
        raise SuiteError(f"{row.where}: the content of message {number} is not a text")
    return SupervisedMessage(role=_ROLES[role], content=content)


def _list(row: JsonRow, name: str) -> list[Any]:
    value = row.fields.get(name)
    if not isinstance(value, list):
        raise SuiteError(f"{row.where} has no {name!r} that is a list")
    return value


def _name(picture: Any) -> Any:
    """What stands for a picture that is inside the row."""
    return str(picture.get("path") or "picture") if isinstance(picture, dict) else picture
