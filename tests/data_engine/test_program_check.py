"""The program check: each rule is broken once, and a sound trajectory breaks none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genevolve.data.program_check import CheckStage, DataFault, check
from genevolve.records import (
    DataItem,
    ImageHit,
    ImageSearchData,
    Observation,
    Program,
    Request,
    Role,
    SkillData,
    StopReason,
    ToolCall,
    Trajectory,
    Turn,
    Verdict,
)

REQUEST = Request(id="rq_1", prompt="A poster of the Tower of Albafahn by the sea.")
PROMPT = (
    "On the left stands the tower from the first reference image, shown exactly as in the reference, at golden hour."
)


def call(name: str, arguments: dict[str, Any]) -> Turn:
    made = ToolCall(name=name, arguments=arguments)
    text = f"<think>I look.</think>\n<tool_call>{json.dumps({'name': name, 'arguments': arguments})}</tool_call>"
    return Turn(role=Role.ASSISTANT, text=text, tool_call=made)


def told(data: Any) -> Turn:
    return Turn(role=Role.USER, text="<tool_response>…</tool_response>", observation=Observation(data=data, text="…"))


def hits(*numbers: int) -> tuple[ImageHit, ...]:
    return tuple(
        ImageHit(img_id=f"IMG_{number:03d}", title="Tower", sha256="0" * 64, width=9, height=9) for number in numbers
    )


LOOK = (call("image_search", {"query": "Tower of Albafahn"}), told(ImageSearchData(query="x", hits=hits(1, 2, 3))))
SKILL = (call("query_knowledge", {"skill_name": "spatial_layout"}), told(SkillData(skill_name="x", guidance="y")))


def answered(prompt: str = PROMPT, ids: tuple[str, ...] = ("IMG_001",)) -> Turn:
    body = {"gen_prompt": prompt, "reference_images": [{"img_id": one, "note": "looks"} for one in ids]}
    written = json.dumps(body).replace("<", "\\u003c")
    return Turn(role=Role.ASSISTANT, text=f"<think>Done.</think>\n<answer>{written}</answer>")


def trajectory(*turns: Turn, stop: StopReason = StopReason.ANSWERED) -> Trajectory:
    opening = (Turn(role=Role.SYSTEM, text="s"), Turn(role=Role.USER, text=REQUEST.prompt))
    return Trajectory(
        id="tr_1", request=REQUEST, turns=(*opening, *turns), stop_reason=stop, policy_id="p", prompt_sha256="0" * 64,
        program=Program(gen_prompt=PROMPT) if stop is StopReason.ANSWERED else None,
    )  # fmt: skip


def codes(*turns: Turn, **more: Any) -> set[str]:
    return {reason.code for reason in check(trajectory(*turns, **more))}


def test_a_sound_trajectory_has_no_fault() -> None:
    assert codes(*LOOK, *SKILL, answered()) == set()
    plain = "A tower on the left by the sea, at golden hour, with long soft shadows."
    assert codes(*LOOK, answered(plain, ())) == set()


BAD_JSON = Turn(role=Role.ASSISTANT, text="<think>a</think>\n<tool_call>{'name': }</tool_call>")
NO_THOUGHT = Turn(role=Role.ASSISTANT, text='<answer>{"gen_prompt": "a"}</answer>')
NOTHING = (call("image_search", {"query": "q"}), told(ImageSearchData(query="q")))


@pytest.mark.parametrize(
    ("turns", "fault"),
    [
        ((*LOOK, BAD_JSON, answered()), DataFault.MALFORMED_JSON),
        ((*LOOK, NO_THOUGHT, answered()), DataFault.MALFORMED_TURN),
        ((*LOOK, call("draw", {}), answered()), DataFault.UNKNOWN_TOOL),
        ((*LOOK, call("query_knowledge", {"skill_name": "magic"}), answered()), DataFault.UNKNOWN_SKILL),
        ((*SKILL, answered("A tall tower on the left, at golden hour.", ())), DataFault.NO_TOOL_USE),
        ((*NOTHING, answered("A tall tower on the left, at golden hour.", ())), DataFault.NO_TOOL_USE),
        ((*LOOK, answered(" ", ())), DataFault.EMPTY_PROMPT),
        ((*LOOK, answered(f"{PROMPT} Like IMG_002.")), DataFault.ID_LEAK),
        ((*LOOK, answered(f"{PROMPT} See https://a.example/b.")), DataFault.URL_LEAK),
        ((*LOOK, answered(f"{PROMPT} <answer>")), DataFault.TAG_LEAK),
        ((*LOOK, answered(f"{PROMPT} Follow spatial_layout.")), DataFault.NAME_LEAK),
        ((*LOOK, answered(ids=("IMG_009",))), DataFault.FOREIGN_REFERENCE),
        ((*LOOK, answered(ids=("tower.png",))), DataFault.FOREIGN_REFERENCE),
        ((*LOOK, answered(ids=("IMG_001", "IMG_001"))), DataFault.REPEATED_REFERENCE),
        ((*LOOK, answered(ids=("IMG_001", "IMG_002", "IMG_003"))), DataFault.TOO_MANY_REFERENCES),
        (
            (*LOOK, answered(f"{PROMPT} A sign from the second reference image.", ("IMG_002", "IMG_001"))),
            DataFault.REFERENCE_ORDER,
        ),
        ((*LOOK, answered("A tower at golden hour on the left side.")), DataFault.MISSING_ORDINAL),
        ((*LOOK, answered(PROMPT, ())), DataFault.UNBOUND_ORDINAL),
        ((*LOOK, *SKILL, answered(REQUEST.prompt, ())), DataFault.UNAPPLIED_SKILL),
    ],
)
def test_every_fault_is_found(turns: tuple[Turn, ...], fault: DataFault) -> None:
    assert fault in codes(*turns)


def test_without_an_answer_it_is_incomplete() -> None:
    assert codes(*LOOK, stop=StopReason.TURN_LIMIT) == {DataFault.INCOMPLETE}
    assert codes(*LOOK) == {DataFault.INCOMPLETE}


def test_the_raw_request_is_no_fault_where_no_skill_was_read() -> None:
    assert codes(*LOOK, answered(REQUEST.prompt, ())) == set()


def test_a_skill_of_ones_own_is_known() -> None:
    turns = (*LOOK, call("query_knowledge", {"skill_name": "magic"}), answered())
    assert check(trajectory(*turns), skills=frozenset({"magic"})) == ()


@pytest.mark.anyio
async def test_the_stage_keeps_every_reason_once() -> None:
    spoilt = trajectory(*LOOK, BAD_JSON, BAD_JSON, answered("Like IMG_002 at https://a.example", ()))
    row = await CheckStage().work(DataItem(id="i", request=REQUEST, trajectory=spoilt))
    assert row.verdict is Verdict.REJECTED
    assert sorted(reason.code for reason in row.reasons) == ["id_leak", "malformed_json", "url_leak"]
    assert row.reasons[0].detail.startswith("turn 2:")
