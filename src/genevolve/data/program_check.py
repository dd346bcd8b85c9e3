"""The program check: rules that need no judge, each broken one a typed fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter

from genevolve.agent.program import FaultKind, check_answer
from genevolve.agent.protocol import Answer, AnswerTurn, MalformedTurn, TurnFault, parse_turn
from genevolve.errors import DataError
from genevolve.records import (
    DataItem,
    ImageHit,
    ImageSearchData,
    Reason,
    Role,
    SearchData,
    SkillData,
    Stage,
    StageRow,
    StopReason,
    Trajectory,
    Turn,
    Verdict,
)
from genevolve.records.wire import MAX_REFERENCES, QUERY_KNOWLEDGE, SKILL_NAME, SKILL_NAMES, TOOL_NAMES
from genevolve.tools.duplicates import content_words

CHECKER = "program-check/1"
MIN_NEW_WORDS = 3
"""A prompt with fewer content words that are not the request's own has applied no skill."""

_INTERNAL_NAMES = re.compile(rf"\b(?:{'|'.join([*TOOL_NAMES[1:], *SKILL_NAMES])})\b")
_BINDING_WORDS = content_words("the first second reference image shown exactly as in the reference")


class DataFault(StrEnum):
    """What is wrong with a trajectory as something to learn from. The first ones are of the whole, then the program."""

    INCOMPLETE = "incomplete"
    MALFORMED_JSON = "malformed_json"
    MALFORMED_TURN = "malformed_turn"
    UNKNOWN_TOOL = "unknown_tool"
    UNKNOWN_SKILL = "unknown_skill"
    NO_TOOL_USE = "no_tool_use"
    EMPTY_PROMPT = "empty_prompt"
    ID_LEAK = "id_leak"
    URL_LEAK = "url_leak"
    TAG_LEAK = "tag_leak"
    NAME_LEAK = "name_leak"
    FOREIGN_REFERENCE = "foreign_reference"
    REPEATED_REFERENCE = "repeated_reference"
    TOO_MANY_REFERENCES = "too_many_references"
    REFERENCE_ORDER = "reference_order"
    MISSING_ORDINAL = "missing_ordinal"
    UNBOUND_ORDINAL = "unbound_ordinal"
    UNAPPLIED_SKILL = "unapplied_skill"


_OF_PROGRAM: Mapping[FaultKind, DataFault] = {
    FaultKind.EMPTY_PROMPT: DataFault.EMPTY_PROMPT,
    FaultKind.IMAGE_ID_IN_PROMPT: DataFault.ID_LEAK,
    FaultKind.URL_IN_PROMPT: DataFault.URL_LEAK,
    FaultKind.TAG_IN_PROMPT: DataFault.TAG_LEAK,
    FaultKind.MALFORMED_ID: DataFault.FOREIGN_REFERENCE,
    FaultKind.UNKNOWN_IMAGE: DataFault.FOREIGN_REFERENCE,
    FaultKind.REPEATED_IMAGE: DataFault.REPEATED_REFERENCE,
    FaultKind.TOO_MANY_REFERENCES: DataFault.TOO_MANY_REFERENCES,
    FaultKind.NOT_IN_ID_ORDER: DataFault.REFERENCE_ORDER,
    FaultKind.UNNAMED_REFERENCE: DataFault.MISSING_ORDINAL,
    FaultKind.UNBOUND_ORDINAL: DataFault.UNBOUND_ORDINAL,
}
_BAD_JSON = frozenset({TurnFault.BAD_JSON, TurnFault.BAD_TOOL_CALL, TurnFault.BAD_ANSWER})


@dataclass(frozen=True)
class CheckStage:
    """An `ItemStage`. `skills` are the names that there are."""

    skills: frozenset[str] = frozenset(SKILL_NAMES)
    max_references: int = MAX_REFERENCES

    stage = Stage.CHECK

    async def work(self, item: DataItem) -> StageRow:
        """Kept without a fault; else rejected with all of them."""
        if item.trajectory is None:
            raise DataError(f"item {item.id} has no trajectory; run the stage `trajectories` first")
        started = perf_counter()
        reasons = check(item.trajectory, skills=self.skills, max_references=self.max_references)
        return StageRow(
            id=item.id, stage=self.stage, verdict=Verdict.REJECTED if reasons else Verdict.KEPT, reasons=reasons,
            by=CHECKER, seconds=perf_counter() - started,
        )  # fmt: skip


def check(
    trajectory: Trajectory, *, skills: frozenset[str] = frozenset(SKILL_NAMES), max_references: int = MAX_REFERENCES
) -> tuple[Reason, ...]:
    """Every fault of `trajectory`, a fault of one kind told once; empty when there is none."""
    found = [*_faults_of_turns(trajectory, skills), *_faults_of_answer(trajectory, max_references)]
    first: dict[DataFault, str] = {}
    for fault, detail in found:
        first.setdefault(fault, detail)
    return tuple(Reason(code=fault, detail=detail) for fault, detail in first.items())


_Found = Iterator[tuple[DataFault, str]]


def _faults_of_turns(trajectory: Trajectory, skills: frozenset[str]) -> _Found:
    written = [turn for turn in trajectory.turns if turn.role is Role.ASSISTANT]
    for number, turn in enumerate(written, start=1):
        parsed = parse_turn(turn.text)
        if isinstance(parsed, MalformedTurn):
            kind = DataFault.MALFORMED_JSON if parsed.fault in _BAD_JSON else DataFault.MALFORMED_TURN
            yield kind, f"turn {number}: {parsed.fault.value}"
    for call in trajectory.tool_calls:
        if call.name not in TOOL_NAMES:
            yield DataFault.UNKNOWN_TOOL, call.name[:60]
        if call.name == QUERY_KNOWLEDGE and (asked := str(call.arguments.get(SKILL_NAME, ""))) not in skills:
            yield DataFault.UNKNOWN_SKILL, asked[:60]
    if not any(_found_something(turn) for turn in trajectory.turns):
        yield DataFault.NO_TOOL_USE, "no search of texts or pictures found anything"


def _faults_of_answer(trajectory: Trajectory, max_references: int) -> _Found:
    answer = _answer(trajectory)
    if trajectory.stop_reason is not StopReason.ANSWERED or answer is None or trajectory.program is None:
        yield (
            DataFault.INCOMPLETE,
            trajectory.detail or f"it ended with {trajectory.stop_reason.value}, without a program",
        )
        return
    for fault in check_answer(answer, _pictures(trajectory), max_references=max_references):
        yield _OF_PROGRAM[fault.kind], str(fault)
    if leaked := _INTERNAL_NAMES.search(answer.gen_prompt):
        yield DataFault.NAME_LEAK, f"gen_prompt names {leaked[0]}, which no generator knows"
    if any(_opened(turn) for turn in trajectory.turns) and _num_new_words(trajectory, answer) < MIN_NEW_WORDS:
        yield DataFault.UNAPPLIED_SKILL, "skills were read, and gen_prompt says no more than the request did"


def _answer(trajectory: Trajectory) -> Answer | None:
    """What the last turn answered."""
    written = [turn for turn in trajectory.turns if turn.role is Role.ASSISTANT]
    parsed = parse_turn(written[-1].text) if written else None
    return parsed.answer if isinstance(parsed, AnswerTurn) else None


def _pictures(trajectory: Trajectory) -> dict[str, ImageHit]:
    """Every picture that was found, by its id."""
    found = [turn.observation.data for turn in trajectory.turns if turn.observation is not None]
    return {hit.img_id: hit for data in found if isinstance(data, ImageSearchData) for hit in data.hits}


def _found_something(turn: Turn) -> bool:
    match turn.observation.data if turn.observation else None:
        case SearchData(results=results):
            return any(result.hits for result in results)
        case ImageSearchData(hits=hits):
            return bool(hits)
        case _:
            return False


def _opened(turn: Turn) -> bool:
    return turn.observation is not None and isinstance(turn.observation.data, SkillData)


def _num_new_words(trajectory: Trajectory, answer: Answer) -> int:
    said = content_words(trajectory.request.prompt) | _BINDING_WORDS
    return len(content_words(answer.gen_prompt) - said)
