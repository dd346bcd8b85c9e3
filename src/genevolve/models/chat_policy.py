"""A chat model as the agent's policy: the messages of the loop go to it as they are, thumbnails as pictures."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.errors import ModelError, PolicyError
from genevolve.models.chat import ChatMessage, ChatModel
from genevolve.models.policy import Completion, Message, Sampling


class ChatPolicy:
    """See `Policy`. It writes text; what was sampled token by token is known to the endpoint only.

    A reply that a filter held back, or that stopped for a reason of the endpoint's own, is an answer like any other:
    the loop tells the model what is wrong with it.
    """

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    @property
    def id(self) -> str:
        """See `Policy.id`."""
        return f"chat/{self._model.id}"

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """See `Policy.act`.

        Raises:
            PolicyError: the endpoint is down or refused the call; repeats are the model's own business.
            UserError: a person has to mend the key, the address or the name of the model.
            BudgetExceeded: the call would cost more than is left.
        """
        try:
            reply = await self._model.complete(
                _merged(messages),
                max_tokens=sampling.max_tokens,
                temperature=sampling.temperature,
                top_p=sampling.top_p,
                seed=sampling.seed,
            )
        except ModelError as error:
            raise PolicyError(str(error), repeatable=False) from error
        length = reply.finish_reason == "length"
        return Completion(reply.text, finish_reason="length" if length else "stop", usage=reply.usage)


def _merged(messages: Sequence[Message]) -> list[ChatMessage]:
    """One chat message a speaker's turn: many endpoints refuse two of the same role in a row."""
    merged: list[ChatMessage] = []
    for message in messages:
        parts: tuple[str | bytes, ...] = (message.text, *message.images)
        if merged and merged[-1].role is message.role:
            parts = (*merged.pop().parts, *parts)
        merged.append(ChatMessage(message.role, parts))
    return merged
