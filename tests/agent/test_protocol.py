"""The parser is strict and never crashes; what is written is read back as the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.agent.protocol import (
    Answer,
    AnswerTurn,
    MalformedTurn,
    ToolCallTurn,
    TurnFault,
    format_answer,
    format_tool_call,
    parse_turn,
)
from genevolve.records import ReferenceChoice, ToolCall

_TAGS = ("<think>", "</think>", "<tool_call>", "</tool_call>", "<answer>", "</answer>", "<tool_response>")
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_HOSTILE = st.lists(
    st.one_of(st.sampled_from([*_TAGS, "{", "}", '"', "\\", '{"name": "search"']), _TEXT), max_size=8
).map("".join)
_THOUGHT = _HOSTILE.filter(lambda text: not any(tag in text for tag in (*_TAGS, "</tool_response>")))
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), _HOSTILE),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_HOSTILE, inner, max_size=3)),
    max_leaves=6,
)


@given(st.one_of(st.text(), _HOSTILE))
def test_no_input_crashes_it(text):
    assert isinstance(parse_turn(text), MalformedTurn | ToolCallTurn | AnswerTurn)


@given(_THOUGHT, _HOSTILE, st.dictionaries(_HOSTILE, _JSON, max_size=3))
def test_a_written_tool_call_is_read_back(thought, name, arguments):
    call = ToolCall(name=name, arguments=arguments)
    assert parse_turn(format_tool_call(thought, call)) == ToolCallTurn(thought, call)


@given(_THOUGHT, _HOSTILE, st.lists(st.tuples(_HOSTILE, _HOSTILE), max_size=3))
def test_a_written_answer_is_read_back(thought, gen_prompt, references):
    choices = tuple(ReferenceChoice(img_id=img_id, note=note) for img_id, note in references)
    assert parse_turn(format_answer(thought, gen_prompt, choices)) == AnswerTurn(thought, Answer(gen_prompt, choices))


@given(_HOSTILE)
def test_a_thought_cannot_smuggle_a_tag(thought):
    parsed = parse_turn(format_tool_call(thought, ToolCall(name="search", arguments={})))
    assert isinstance(parsed, ToolCallTurn)
    assert not any(tag in parsed.thought for tag in _TAGS)


CALL = '<tool_call>{"name": "search", "arguments": {"queries": ["x"]}}</tool_call>'
ANSWER = '<answer>{"gen_prompt": "x", "reference_images": []}</answer>'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", TurnFault.NO_THOUGHT),
        (CALL, TurnFault.NO_THOUGHT),
        ("<think>never closed " + CALL, TurnFault.NO_THOUGHT),
        ("<think>a</think>", TurnFault.NO_ACTION),
        ("<think>a</think> I will search now.", TurnFault.NO_ACTION),
        ("<think>a</think>" + CALL + " and so on", TurnFault.NO_ACTION),
        ("<think>a</think>" + CALL + CALL, TurnFault.SEVERAL_ACTIONS),
        ("<think>a</think>" + CALL + ANSWER, TurnFault.SEVERAL_ACTIONS),
        ("<think>a</think><tool_call>search x</tool_call>", TurnFault.BAD_JSON),
        ("<think>a</think><tool_call>{'name': 'search', 'arguments': {}}</tool_call>", TurnFault.BAD_JSON),
        ('<think>a</think><tool_call>{"name": "search", "arguments": {},}</tool_call>', TurnFault.BAD_JSON),
        ('<think>a</think><tool_call>{"name": NaN, "arguments": {}}</tool_call>', TurnFault.BAD_JSON),
        ('<think>a</think><tool_call>{"name": "s", "name": "t", "arguments": {}}</tool_call>', TurnFault.BAD_JSON),
        ('<think>a</think><tool_call>{"name": "s", "arguments": {"k": 1e999}}</tool_call>', TurnFault.BAD_JSON),
        ('<think>a</think><tool_call>{"name": "\\ud800", "arguments": {}}</tool_call>', TurnFault.BAD_JSON),
        ("<think>a</think><tool_call>" + "[" * 100_000 + "</tool_call>", TurnFault.BAD_JSON),
        ("<think>a</think><tool_call>[]</tool_call>", TurnFault.BAD_JSON),
        ('<think>a</think><tool_call>{"name": "search"}</tool_call>', TurnFault.BAD_TOOL_CALL),
        ('<think>a</think><tool_call>{"name": "search", "arguments": "x"}</tool_call>', TurnFault.BAD_TOOL_CALL),
        ('<think>a</think><tool_call>{"name": "s", "arguments": {}, "id": 1}</tool_call>', TurnFault.BAD_TOOL_CALL),
        ('<think>a</think><answer>{"gen_prompt": "x"}</answer>', TurnFault.BAD_ANSWER),
        ('<think>a</think><answer>{"gen_prompt": 1, "reference_images": []}</answer>', TurnFault.BAD_ANSWER),
        ('<think>a</think><answer>{"gen_prompt": "x", "reference_images": ["IMG_001"]}</answer>', TurnFault.BAD_ANSWER),
        (
            '<think>a</think><answer>{"gen_prompt": "x", "reference_images": [{"img_id": 1}]}</answer>',
            TurnFault.BAD_ANSWER,
        ),
        (
            '<think>a</think><answer>{"gen_prompt": "x", "reference_images": {}, "negative": ""}</answer>',
            TurnFault.BAD_ANSWER,
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_repaired(text, fault):
    assert parse_turn(text) == MalformedTurn(fault)


def test_white_space_around_is_allowed():
    assert parse_turn(f"\n <think>\na\n</think>\n\n{CALL}\n") == ToolCallTurn(
        "\na\n", ToolCall(name="search", arguments={"queries": ["x"]})
    )
    assert parse_turn(f"<think></think>{ANSWER}") == AnswerTurn("", Answer("x"))
