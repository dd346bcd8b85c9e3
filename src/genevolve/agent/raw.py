"""The policy that does nothing: the request itself is the program. What every agent has to beat."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.agent.protocol import format_answer
from genevolve.models import Completion, Message, Sampling
from genevolve.records import Role


class RawPolicy:
    """Answers at once with the request as it stands, without references."""

    id = "raw/1"

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:  # noqa: ARG002 - see `Policy`
        """See `Policy.act`."""
        request = next(message.text for message in messages if message.role is Role.USER)
        return Completion(format_answer("The request goes to the generator as it is.", request, ()))
