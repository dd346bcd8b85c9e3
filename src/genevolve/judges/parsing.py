"""The JSON object in what a model wrote. Small faults of form are repaired, each repair by name; content never is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ValidationError

from genevolve.judges.answers import Answer

MAX_CHARS = 200_000

_THINKING = re.compile(r"\A.*</think>", re.DOTALL)
_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*?)```", re.DOTALL)
_STRING_OR_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(\s*[}\]])', re.DOTALL)
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}

A = TypeVar("A", bound=Answer)


class Repair(StrEnum):
    """A fault of form that was set right."""

    THINKING = "thinking before the answer"
    FENCE = "code fence"
    PROSE = "prose around the object"
    TRAILING_COMMA = "trailing comma"
    MISSING_BRACE = "missing last brace"


class UnusableAnswerError(ValueError):
    """The text holds no answer of the wanted shape. The message says what is wrong, fit to be told to the model."""


def read_answer(text: str, shape: type[A], *, cut: bool = False) -> tuple[A, tuple[Repair, ...]]:
    """The answer in `text`, and the repairs that it took. A text that was `cut` short is not completed.

    Raises:
        UnusableAnswerError: no object, not JSON after all repairs, or a value that the shape does not allow.
    """
    if len(text) > MAX_CHARS:
        raise UnusableAnswerError("the answer is far too long")
    found, repairs = _object(text, cut=cut)
    try:
        return shape.model_validate(found), tuple(repairs)
    except ValidationError as error:
        raise UnusableAnswerError(_first_fault(error)) from error


def _object(text: str, *, cut: bool) -> tuple[dict[str, Any], list[Repair]]:
    repairs: list[Repair] = []
    fault = ""
    for step in _STEPS_IF_CUT if cut else _STEPS:
        text, made = step(text)
        repairs += made
        try:
            return _strict(text), repairs
        except (ValueError, RecursionError) as error:
            fault = fault if made == [] and fault else str(error)
    raise UnusableAnswerError(f"there is no whole JSON object: {fault}")


def _as_is(text: str) -> tuple[str, list[Repair]]:
    return text.strip(), []


def _isolated(text: str) -> tuple[str, list[Repair]]:
    repairs = []
    rest = _THINKING.sub("", text).strip()
    if rest != text:
        repairs.append(Repair.THINKING)
    fences = [match for match in _FENCE.finditer(rest) if match[1].lstrip().startswith("{")]
    if len(fences) == 1:
        repairs.append(Repair.FENCE)
        if fences[0][0] != rest:
            repairs.append(Repair.PROSE)
        return fences[0][1].strip(), repairs
    span = _first_object(rest)
    if span != rest:
        repairs.append(Repair.PROSE)
    return span, repairs


def _first_object(text: str) -> str:
    """The object in `text`, to the end of the text if it is not closed; all of the text when there may be two."""
    start = max(text.find("{"), 0)
    end = next((end for end, open_brackets in _brackets(text, start) if not open_brackets), len(text))
    return text if "{" in text[end:] else text[start:end]


def _without_trailing_commas(text: str) -> tuple[str, list[Repair]]:
    mended = _STRING_OR_TRAILING_COMMA.sub(lambda match: match[1] or match[2], text)
    return mended, [Repair.TRAILING_COMMA] if mended != text else []


def _closed(text: str) -> tuple[str, list[Repair]]:
    """Adds the one `}` that is missing at the end; where more is missing, nobody knows what."""
    still_open = [open_brackets for _, open_brackets in _brackets(text, 0)][-1:]
    return (text + "}", [Repair.MISSING_BRACE]) if still_open == ["{"] else (text, [])


def _brackets(text: str, start: int) -> Iterator[tuple[int, str]]:
    """For each bracket outside of strings: the position behind it, and the brackets that are open there."""
    open_brackets: list[str] = []
    for match in _STRING_OR_BRACKET.finditer(text, start):
        mark = match[0]
        if mark in _CLOSERS:
            open_brackets.append(mark)
        elif open_brackets and mark == _CLOSERS[open_brackets[-1]]:
            open_brackets.pop()
        elif mark[0] == '"':
            continue
        yield match.end(), "".join(open_brackets[-2:])


_STEPS: tuple[Callable[[str], tuple[str, list[Repair]]], ...] = (_as_is, _isolated, _closed, _without_trailing_commas)
_STEPS_IF_CUT = tuple(step for step in _STEPS if step is not _closed)


def _strict(text: str) -> dict[str, Any]:
    value = json.loads(text, object_pairs_hook=_distinct, parse_constant=_refused)
    if not isinstance(value, dict):
        raise ValueError("the answer is not an object")
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return f"'{where}': {fault['msg'].removeprefix('Value error, ')}"
