"""A tiny stand-in for the loop and its tools: scripted results, the real protocol, the real duplicate guard."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from genevolve.agent.planner import PlannerPolicy
from genevolve.agent.program import check_answer
from genevolve.agent.protocol import Answer, AnswerTurn, ToolCallTurn, format_tool_response, parse_turn
from genevolve.models.policy import Message, Sampling
from genevolve.records import ImageHit, Role, ToolCall
from genevolve.records.wire import TOOL_NAMES
from genevolve.tools.duplicates import AskedBefore, content_words
from genevolve.tools.skill_library import SkillLibrary

Texts = Mapping[str, Sequence[tuple[str, str]]]
Pictures = Mapping[str, Sequence[str]]
SKILLS = SkillLibrary.load()


@dataclass
class Played:
    """One trajectory as it was played."""

    answer: Answer
    calls: list[ToolCall]
    thoughts: list[str]
    found: dict[str, ImageHit] = field(default_factory=dict)

    @property
    def skills(self) -> list[str]:
        return [call.arguments["skill_name"] for call in self.calls if call.name == "query_knowledge"]

    @property
    def pictures_asked(self) -> list[str]:
        return [call.arguments["query"] for call in self.calls if call.name == "image_search"]

    @property
    def queries(self) -> list[str]:
        return [query for call in self.calls if call.name == "search" for query in call.arguments["queries"]]

    def titles(self) -> list[str]:
        return [self.found[reference.img_id].title for reference in self.answer.references]


def play(
    request: str,
    texts: Texts | None = None,
    pictures: Pictures | None = None,
    *,
    tools: frozenset[str] = frozenset(TOOL_NAMES),
    max_calls: int = 11,
) -> Played:
    """Play one request to its answer, as the loop would; every turn must be well-formed and the answer valid."""
    policy, asked = PlannerPolicy(tools), AskedBefore()
    messages = [Message(Role.SYSTEM, "You prepare image generations."), Message(Role.USER, request)]
    found: dict[str, ImageHit] = {}
    calls: list[ToolCall] = []
    thoughts: list[str] = []
    for number in range(1, max_calls + 1):
        if number == max_calls:
            messages.append(Message(Role.USER, "This is your final step: answer now."))
        text = asyncio.run(policy.act(messages, Sampling())).text
        turn = parse_turn(text)
        messages.append(Message(Role.ASSISTANT, text))
        if isinstance(turn, AnswerTurn):
            thoughts.append(turn.thought)
            assert check_answer(turn.answer, found, max_references=2) == ()
            return Played(turn.answer, calls, thoughts, found)
        assert isinstance(turn, ToolCallTurn), turn
        assert turn.call.name in tools
        calls.append(turn.call)
        thoughts.append(turn.thought)
        body = _respond(turn.call, asked, texts or {}, pictures or {}, found)
        messages.append(Message(Role.USER, format_tool_response(body)))
    raise AssertionError("no answer")


def _respond(call: ToolCall, asked: AskedBefore, texts: Texts, pictures: Pictures, found: dict[str, ImageHit]) -> str:
    if call.name == "query_knowledge":
        name = call.arguments["skill_name"]
        return f"Skill: {name}\n{SKILLS.get(name).body}"
    queries = call.arguments["queries"] if call.name == "search" else [call.arguments["query"]]
    if repeated := asked.note(call.name, queries):
        return f"Error: {call.name}: you already asked {repeated!r}"
    if call.name == "search":
        assert len(queries) <= 5
        return "\n\n".join(_texts(query, texts) for query in queries)
    return _pictures(queries[0], pictures, found)


def _match(query: str, shelf: Mapping[str, Sequence[object]]) -> Sequence[object]:
    """The shelf entry whose key has the most words of the query."""
    words = content_words(query)
    best = max(shelf, key=lambda key: len(words & content_words(key)), default=None)
    return shelf[best] if best is not None and words & content_words(best) else ()


def _texts(query: str, texts: Texts) -> str:
    lines = [f"Query: {query}"]
    for number, (title, snippet) in enumerate(_match(query, texts), start=1):
        lines += [f"[{number}] {title}", f"url: https://example.org/{number}", snippet]
    return "\n".join(lines if len(lines) > 1 else [*lines, "No results."])


def _pictures(query: str, pictures: Pictures, found: dict[str, ImageHit]) -> str:
    lines = [f"Query: {query}"]
    for line in _match(query, pictures):
        img_id = f"IMG_{len(found) + 1:03d}"
        found[img_id] = ImageHit(img_id=img_id, title=str(line).split(" | ")[0], sha256="0" * 64, width=64, height=64)
        lines.append(f"{img_id}: {line}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "No results."])
