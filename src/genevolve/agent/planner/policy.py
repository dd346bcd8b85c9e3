"""The planner as a policy: a pure function of the messages."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.agent.planner.history import read_history
from genevolve.agent.planner.steps import next_turn
from genevolve.models.policy import Completion, Message, Sampling
from genevolve.records.wire import TOOL_NAMES


class PlannerPolicy:
    """A general workflow without a model: it sees what a language model would see, and keeps nothing between calls."""

    def __init__(self, tools: frozenset[str] = frozenset(TOOL_NAMES)) -> None:
        self._tools = tools

    @property
    def id(self) -> str:
        """See `Policy.id`."""
        return "planner/1"

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:  # noqa: ARG002 - nothing is sampled
        """See `Policy.act`."""
        return Completion(next_turn(read_history(messages), self._tools))
