"""What the teacher reads (method section 7.4): the row that the policy wrote, with a guide in its system prompt."""

from __future__ import annotations

from genevolve.agent.prompts import system_prompt
from genevolve.config import AgentSettings
from genevolve.errors import TrainingError
from genevolve.generation import Parts
from genevolve.models import Message
from genevolve.records import Request, Role
from genevolve.records.wire import QUERY_KNOWLEDGE
from genevolve.tools.untrusted import neutralise
from genevolve.training.encode import Encoder
from genevolve.training.rollouts import Rolled
from genevolve.training.sequences import Segment, TokenSequence, with_prefix


class GuidedRows:
    """Puts guides before the tools. Everything after the opening stays: ids, observations and pixels."""

    def __init__(self, parts: Parts, agent: AgentSettings, encoder: Encoder) -> None:
        """For rollouts that were made with the tools and skills of `parts`, under `agent`."""
        self._tools = [tool for tool in parts.tools if tool.name in agent.tools]
        self._skills = parts.skills if QUERY_KNOWLEDGE in agent.tools else None
        self._agent = agent
        self._encoder = encoder

    def of(self, one: Rolled, guide: str) -> TokenSequence:
        """The row of a rollout as the teacher reads it; with an empty guide it is the row itself.

        Raises:
            TrainingError: the row does not begin as rollouts of these tools and settings do.
        """
        plain = self._opening(one.task.request, "")
        if list(plain.ids) != one.sequence.ids_T[: one.sequence.prefix_tokens].tolist():
            raise TrainingError(f"the rollout {one.trajectory.id} began with another system prompt or request")
        return with_prefix(one.sequence, self._opening(one.task.request, guide))

    def _opening(self, request: Request, guide: str) -> Segment:
        prompt = system_prompt(self._tools, self._skills, self._agent, guide=guide)
        return self._encoder.opening([Message(Role.SYSTEM, prompt), Message(Role.USER, neutralise(request.prompt))])
