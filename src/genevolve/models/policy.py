"""What drives the agent: given the messages so far, the next assistant turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from genevolve.records import Role, Usage


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a policy sees it. `images` are PNG thumbnails, shown after the text, in order."""

    role: Role
    text: str
    images: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next turn is sampled (method's defaults for inference: temperature 0.6, top-p 0.9)."""

    temperature: float = 0.6
    top_p: float = 0.9
    max_tokens: int = 4096
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Completion:
    """One assistant turn. `token_ids` and `logprobs` are what was sampled, when the policy can tell."""

    text: str
    finish_reason: Literal["stop", "length"] = "stop"
    token_ids: tuple[int, ...] = ()
    logprobs: tuple[float, ...] = ()
    usage: Usage = Usage()


class Policy(Protocol):
    """π_θ(a_t | h_t): one call, one assistant turn.

    Raises:
        PolicyError: the policy could not be reached or did not answer; never for a bad answer.
    """

    @property
    def id(self) -> str:
        """Name and version that identify this policy in records."""
        ...

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """Write the next assistant turn for `messages`, the whole history from the system prompt on."""
        ...
