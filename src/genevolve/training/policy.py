"""The policy that samples token by token, behind the same interface as every other policy of the loop."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.errors import PolicyError
from genevolve.models import Completion, Message, Sampling
from genevolve.records import Usage
from genevolve.training.encode import Encoder
from genevolve.training.engine.protocol import Engine, TurnRequest
from genevolve.training.sequences import Segment, Spoken, TokenSequence


class TokenPolicy:
    """See `Policy`; one object a trajectory. What it has sampled goes back to the engine as ids, never as text."""

    def __init__(self, engine: Engine, encoder: Encoder, *, id: str) -> None:
        """Open a session of `engine`: from now on the engine expects its turns, until `close`."""
        self._id = id
        self._encoder = encoder
        self._session = engine.session()
        self._seen: tuple[Message, ...] = ()
        self._said = ""
        self._cut = False
        self._opening = Segment(())
        self._parts: list[Spoken | Segment] = []
        self._num_tokens = 0

    @property
    def id(self) -> str:
        """See `Policy.id`."""
        return self._id

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """See `Policy.act`.

        Raises:
            PolicyError: the messages are not those of the last call, its answer, and something new; or the engine
                failed.
        """
        segment = self._following(messages)
        sampled = await self._session.extend(
            TurnRequest(segment, sampling.max_tokens, sampling.temperature, sampling.top_p, sampling.seed)
        )
        prompt_tokens = self._num_tokens + len(segment.ids)
        self._num_tokens = prompt_tokens + len(sampled.ids)
        if self._seen:
            self._parts.append(segment)
        else:
            self._opening = segment
        self._parts.append(Spoken(sampled.ids, sampled.logprobs))
        self._seen = tuple(messages)
        self._said = self._encoder.text(sampled.ids)
        self._cut = sampled.ids[-1:] != (self._encoder.ids.im_end,)
        return Completion(
            self._said,
            finish_reason=sampled.finish_reason,
            token_ids=sampled.ids,
            logprobs=sampled.logprobs,
            usage=Usage(prompt_tokens=prompt_tokens, completion_tokens=len(sampled.ids)),
        )

    def sequence(self) -> TokenSequence:
        """The trajectory so far, up to the last sampled turn; empty where nothing was sampled."""
        return TokenSequence.joined(self._opening, self._parts)

    async def close(self) -> None:
        """Give the session up. Has to be called, also after a failure; a second call does nothing."""
        await self._session.close()

    def _following(self, messages: Sequence[Message]) -> Segment:
        """What the policy has not read yet."""
        if not self._seen:
            return self._encoder.opening(messages)
        num_seen = len(self._seen)
        answer = messages[num_seen].text if len(messages) > num_seen else None
        if tuple(messages[:num_seen]) != self._seen or answer != self._said:
            raise PolicyError("the earlier messages of a trajectory have changed", repeatable=False)
        return self._encoder.between(messages[num_seen + 1 :], cut=self._cut)
