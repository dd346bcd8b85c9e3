"""What an agent did for one request: turns, tool calls, observations, and why it stopped."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from genevolve.records.base import Record, StoredRecord
from genevolve.records.program import Program


class Request(StoredRecord):
    """The user's image request x, with whatever a data set says about it."""

    id: str
    prompt: str
    category: str = ""
    difficulty: str = ""
    meta: dict[str, Any] = Field(default_factory=dict)


class Usage(Record):
    """What a step consumed. Sums are taken field by field."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    images: int = 0
    usd: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            images=self.images + other.images,
            usd=self.usd + other.usd,
        )


class ToolCall(Record):
    """One `<tool_call>`: a tool's name and its JSON arguments as the policy wrote them."""

    name: str
    arguments: dict[str, Any] = Field(default_factory=dict)


class TextHit(Record):
    """One ranked text result."""

    title: str
    url: str = ""
    snippet: str
    source: str = ""
    licence: str = ""


class QueryResult(Record):
    """The ranked results of one query of a `search` call."""

    query: str
    hits: tuple[TextHit, ...] = ()


class ImageHit(Record):
    """One ranked picture, with the id by which this trajectory knows it."""

    img_id: str
    title: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Content address of the full picture.")
    width: int
    height: int
    caption: str = ""
    source: str = ""
    artist: str = ""
    licence: str = ""
    url: str = ""


class SearchData(Record):
    """Structured result of `search`."""

    kind: Literal["search"] = "search"
    results: tuple[QueryResult, ...]


class ImageSearchData(Record):
    """Structured result of `image_search`."""

    kind: Literal["image_search"] = "image_search"
    query: str
    hits: tuple[ImageHit, ...] = ()


class SkillData(Record):
    """Structured result of `query_knowledge`."""

    kind: Literal["skill"] = "skill"
    skill_name: str
    guidance: str


class CorrectionData(Record):
    """A corrective message: the turn, or the tool call, was not usable as written."""

    kind: Literal["correction"] = "correction"
    fault: str


ObservationData = Annotated[SearchData | ImageSearchData | SkillData | CorrectionData, Field(discriminator="kind")]


class ShownImage(Record):
    """A thumbnail that the policy was shown, in the order of showing."""

    img_id: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Content address of the thumbnail's PNG bytes.")


class Observation(Record):
    """What a tool, or the loop itself, answered: as data, and as the exact text and pictures shown."""

    data: ObservationData
    text: str
    images: tuple[ShownImage, ...] = ()
    cache_hit: bool = False
    seconds: float = 0.0


class Role(StrEnum):
    """Who speaks a turn. A tool's answer is a user turn."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Turn(Record):
    """One message of a trajectory."""

    role: Role
    text: str
    images: tuple[ShownImage, ...] = ()
    thought: str = ""
    tool_call: ToolCall | None = None
    observation: Observation | None = None
    token_ids: tuple[int, ...] = ()
    logprobs: tuple[float, ...] = ()
    finish_reason: Literal["stop", "length", ""] = ""
    usage: Usage = Usage()
    seconds: float = 0.0


class StopReason(StrEnum):
    """Why a trajectory ended."""

    ANSWERED = "answered"
    INVALID_ANSWER = "invalid_answer"
    TURN_LIMIT = "turn_limit"
    TOKEN_LIMIT = "token_limit"  # noqa: S105
    OVERLONG_TURNS = "overlong_turns"
    REPEATED = "repeated"
    BUDGET = "budget"
    CANCELLED = "cancelled"
    INFRASTRUCTURE_ERROR = "infrastructure_error"

    @property
    def is_policy_failure(self) -> bool:
        """Whether the policy is to blame, so that the rollout scores 0."""
        return self in _POLICY_FAILURES

    @property
    def is_final(self) -> bool:
        """Whether the work is done, well or badly; else it is owed again: the surroundings or a person cut it short."""
        return self is StopReason.ANSWERED or self.is_policy_failure


_POLICY_FAILURES = frozenset(
    {
        StopReason.INVALID_ANSWER,
        StopReason.TURN_LIMIT,
        StopReason.TOKEN_LIMIT,
        StopReason.OVERLONG_TURNS,
        StopReason.REPEATED,
    }
)


class Trajectory(StoredRecord):
    """τ = (a_1, o_1, …, a_T, o_T, z): enough to train on, to replay and to show."""

    id: str
    request: Request
    turns: tuple[Turn, ...]
    program: Program | None = None
    stop_reason: StopReason
    detail: str = Field(default="", description="One line on the stop, when the reason alone does not tell.")
    policy_id: str
    prompt_sha256: str = Field(description="Hash of the system prompt and the tool descriptions shown.")
    seed: int = 0
    usage: Usage = Usage()
    seconds: float = 0.0

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """Every tool call in order."""
        return tuple(turn.tool_call for turn in self.turns if turn.tool_call is not None)
