"""The turn format (method section 2): strict reading of assistant turns, and their writing.

An assistant turn is `<think>…</think>` and then exactly one `<tool_call>{…}</tool_call>` or one `<answer>{…}</answer>`,
with nothing but white space around them. The reader never repairs: whatever else was written is a `MalformedTurn`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn

from pydantic import ValidationError

from genevolve.records import ReferenceChoice, ToolCall, wire


@dataclass(frozen=True, slots=True)
class Answer:
    """What the policy wrote between the answer tags, well-formed but not yet checked against the trajectory."""

    gen_prompt: str
    references: tuple[ReferenceChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolCallTurn:
    """A turn that asks a tool."""

    thought: str
    call: ToolCall


@dataclass(frozen=True, slots=True)
class AnswerTurn:
    """A turn that ends the trajectory."""

    thought: str
    answer: Answer


class TurnFault(StrEnum):
    """What is wrong with a turn, as the policy is told."""

    NO_THOUGHT = "a turn begins with <think>…</think>"
    NO_ACTION = "after the thought write exactly one <tool_call>{…}</tool_call> or one <answer>{…}</answer>"
    SEVERAL_ACTIONS = "one action a turn: write a single tool_call or a single answer, and nothing after it"
    BAD_JSON = "the text between the tags is not one JSON object"
    BAD_TOOL_CALL = 'a tool_call is {"name": string, "arguments": object}'
    BAD_ANSWER = (
        'an answer is {"gen_prompt": string, "reference_images": [{"img_id": "IMG_001", "note": string}]} and no more'
    )


@dataclass(frozen=True, slots=True)
class MalformedTurn:
    """A turn that cannot be acted on."""

    fault: TurnFault


ParsedTurn = ToolCallTurn | AnswerTurn | MalformedTurn

_TAG = re.compile(r"</?(?:think|tool_call|tool_response|answer)>")
_TURN = re.compile(
    r"\s*<think>(?P<thought>.*?)</think>\s*(?:<tool_call>(?P<call>.*)</tool_call>|<answer>(?P<answer>.*)</answer>)\s*",
    re.DOTALL,
)


def parse_turn(text: str) -> ParsedTurn:
    """Read one assistant turn. Never raises; never repairs."""
    match = _TURN.fullmatch(text)
    if match is None:
        return MalformedTurn(_missing(text))
    thought, call, answer = match["thought"], match["call"], match["answer"]
    body = call if call is not None else answer
    if _TAG.search(body):
        return MalformedTurn(TurnFault.SEVERAL_ACTIONS)
    if _TAG.search(thought):
        return MalformedTurn(TurnFault.NO_THOUGHT)
    content = _json_object(body)
    if content is None:
        return MalformedTurn(TurnFault.BAD_JSON)
    return _tool_call_turn(thought, content) if call is not None else _answer_turn(thought, content)


def format_tool_call(thought: str, call: ToolCall) -> str:
    """Write a turn that `parse_turn` reads back as the same thought and call."""
    body = _dumps({"name": call.name, "arguments": call.arguments})
    return f"{_format_thought(thought)}\n{wire.TOOL_CALL_OPEN}{body}{wire.TOOL_CALL_CLOSE}"


def format_answer(thought: str, gen_prompt: str, references: Sequence[ReferenceChoice] = ()) -> str:
    """Write an answer turn that `parse_turn` reads back as the same thought and answer."""
    body = _dumps(
        {
            wire.GEN_PROMPT: gen_prompt,
            wire.REFERENCE_IMAGES: [{wire.IMG_ID: choice.img_id, wire.NOTE: choice.note} for choice in references],
        }
    )
    return f"{_format_thought(thought)}\n{wire.ANSWER_OPEN}{body}{wire.ANSWER_CLOSE}"


def format_tool_response(text: str) -> str:
    """Wrap an observation's text as the user turn that carries it."""
    return f"{wire.TOOL_RESPONSE_OPEN}\n{text}\n{wire.TOOL_RESPONSE_CLOSE}"


def _format_thought(thought: str) -> str:
    return f"{wire.THINK_OPEN}{_TAG.sub('', thought)}{wire.THINK_CLOSE}"


def _dumps(content: dict[str, Any]) -> str:
    """JSON in which no protocol tag can stand: an opening angle bracket is written as its escape."""
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")


def _missing(text: str) -> TurnFault:
    if not text.lstrip().startswith(wire.THINK_OPEN) or wire.THINK_CLOSE not in text:
        return TurnFault.NO_THOUGHT
    opened = text.count(wire.TOOL_CALL_OPEN) + text.count(wire.ANSWER_OPEN)
    return TurnFault.SEVERAL_ACTIONS if opened > 1 else TurnFault.NO_ACTION


def _json_object(text: str) -> dict[str, Any] | None:
    try:
        content = json.loads(
            text, object_pairs_hook=_without_repeats, parse_constant=_refuse, parse_float=_finite_float
        )
        json.dumps(content, ensure_ascii=False).encode()  # refuses lone surrogates, which no file can hold
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key stands twice")
    return content


def _finite_float(digits: str) -> float:
    value = float(digits)
    return value if math.isfinite(value) else _refuse(digits)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _tool_call_turn(thought: str, content: dict[str, Any]) -> ParsedTurn:
    name, arguments = content.get("name"), content.get("arguments")
    if set(content) != {"name", "arguments"} or not isinstance(name, str) or not isinstance(arguments, dict):
        return MalformedTurn(TurnFault.BAD_TOOL_CALL)
    return ToolCallTurn(thought, ToolCall(name=name, arguments=arguments))


def _answer_turn(thought: str, content: dict[str, Any]) -> ParsedTurn:
    gen_prompt, chosen = content.get(wire.GEN_PROMPT), content.get(wire.REFERENCE_IMAGES)
    if set(content) != {wire.GEN_PROMPT, wire.REFERENCE_IMAGES}:
        return MalformedTurn(TurnFault.BAD_ANSWER)
    if not isinstance(gen_prompt, str) or not isinstance(chosen, list):
        return MalformedTurn(TurnFault.BAD_ANSWER)
    try:
        references = tuple(ReferenceChoice.model_validate(choice, strict=True) for choice in chosen)
    except ValidationError:
        return MalformedTurn(TurnFault.BAD_ANSWER)
    return AnswerTurn(thought, Answer(gen_prompt, references))
