"""A model that answers messages of text and pictures: what judges, auditors and comparators are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from genevolve.records import Role, Usage

FinishReason = Literal["stop", "length", "filtered", "other"]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message: texts, and pictures as encoded bytes (PNG, JPEG or WebP), in the order in which they are seen."""

    role: Role
    parts: tuple[str | bytes, ...]


@dataclass(frozen=True, slots=True)
class ChatReply:
    """What the model wrote. `text` may be empty, e.g. when a filter held it back."""

    text: str
    finish_reason: FinishReason = "stop"
    usage: Usage = Usage()
    seconds: float = 0.0


class ChatModel(Protocol):
    """One call, one reply. Repeats, rates and budgets are the model's own business.

    Raises:
        ModelError: no reply could be had.
        UserError: a person has to mend something first: the key, the address, the name of the model.
        BudgetExceeded: the call would cost more than is left.
    """

    @property
    def id(self) -> str:
        """Name that identifies this model in records."""
        ...

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        top_p: float = 1.0,
        seed: int = 0,
        json_schema: Mapping[str, Any] | None = None,
    ) -> ChatReply:
        """Write one reply; `json_schema` asks for JSON of that shape, which an endpoint may or may not enforce."""
        ...
