"""A policy that says again what was said before: recorded trajectories, or turns written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from genevolve.errors import PolicyError
from genevolve.models.policy import Completion, Message, Sampling
from genevolve.records import Role, Trajectory


class ReplayPolicy:
    """Answers the n-th call of a known request with the n-th recorded assistant turn, whatever the tools said."""

    id = "replay/1"

    def __init__(self, recorded: Mapping[str, Sequence[Completion]]) -> None:
        self._recorded = {request: tuple(turns) for request, turns in recorded.items()}

    @classmethod
    def of(cls, trajectories: Iterable[Trajectory]) -> Self:
        """The assistant turns of `trajectories`, by the request text that the policy was shown."""
        return cls(
            {
                trajectory.turns[1].text: [
                    Completion(
                        text=turn.text,
                        finish_reason=turn.finish_reason or "stop",
                        token_ids=turn.token_ids,
                        logprobs=turn.logprobs,
                        usage=turn.usage,
                    )
                    for turn in trajectory.turns
                    if turn.role is Role.ASSISTANT
                ]
                for trajectory in trajectories
            }
        )

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:  # noqa: ARG002 - nothing is sampled
        """See `Policy.act`.

        Raises:
            PolicyError: nothing, or nothing more, is recorded for this request.
        """
        turns = self._recorded.get(messages[1].text, ())
        number = sum(message.role is Role.ASSISTANT for message in messages)
        if number >= len(turns):
            raise PolicyError(f"{len(turns)} turns are recorded for this request, turn {number + 1} was asked")
        return turns[number]
