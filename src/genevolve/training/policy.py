"""Policies that sample token by token, behind the same interface as every other policy of the loop.

`TokenPolicy` is one trajectory: it knows exactly which ids it was shown and which it sampled, and training uses nothing
else. `LocalPolicy` is what a person runs: one object for as many trajectories as come, told apart by their messages.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from genevolve.agent.protocol import AnswerTurn, parse_turn
from genevolve.config.training import ModelSetup, RolloutSettings
from genevolve.errors import PolicyError
from genevolve.models import Completion, Message, Sampling
from genevolve.records import Role, Usage
from genevolve.training.encode import Encoder
from genevolve.training.engine.local import LocalEngine
from genevolve.training.engine.protocol import Engine, TurnRequest
from genevolve.training.opening import open_policy, policy_folder
from genevolve.training.sequences import Segment, Spoken, TokenSequence

_HASHED_BYTES = 64 * 2**20
"""Of each file of weights so much names the policy: all of a small one, enough of a large one."""

_FROZEN = ModelSetup(dtype="float32", gradient_checkpointing=False)


class TokenPolicy:
    """See `Policy`; one object a trajectory. What it has sampled goes back to the engine as ids, never as text."""

    def __init__(self, engine: Engine, encoder: Encoder, *, id: str, from_text: bool = False) -> None:
        """Open a session of `engine`: from now on the engine expects its turns, until `close`.

        With `from_text` the first call may hold turns that were sampled elsewhere, and they are read from their text:
        never where one trains on them.
        """
        self._id = id
        self._from_text = from_text
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
            return _history(self._encoder, messages) if self._from_text else self._encoder.opening(messages)
        num_seen = len(self._seen)
        answer = messages[num_seen].text if len(messages) > num_seen else None
        if tuple(messages[:num_seen]) != self._seen or answer != self._said:
            raise PolicyError("the earlier messages of a trajectory have changed", repeatable=False)
        return self._encoder.between(messages[num_seen + 1 :], cut=self._cut)


class LocalPolicy:
    """See `Policy`; a checkpoint in this process, for any number of trajectories, interleaved as they come.

    A trajectory is found by its messages. Its session stays open for the next turn, as long as there is room;
    otherwise, and after an answer, it is read anew from its messages, if there is a next turn at all.
    """

    def __init__(self, engine: Engine, encoder: Encoder, *, id: str, max_open: int = 48) -> None:
        """Sample from `engine`, which must not wait for idle sessions; `max_open` sessions at most are kept idle."""
        self._engine = engine
        self._encoder = encoder
        self._id = id
        self._max_open = max_open
        self._num_open = 0
        self._idle: OrderedDict[str, TokenPolicy] = OrderedDict()

    @classmethod
    def load(cls, name: str, settings: RolloutSettings | None = None) -> Self:
        """The checkpoint in a folder, or `base`, the tiny policy that comes with the package; nothing is downloaded.

        Raises:
            TrainingError: there is none, or it cannot be loaded.
        """
        settings = settings or RolloutSettings()
        folder = policy_folder(name)
        opened = open_policy(folder, _FROZEN)
        engine = LocalEngine(opened.model.eval(), opened.encoder.ids, settings, id=name, in_step=False)
        return cls(engine, opened.encoder, id=f"local/{folder.name}-{_digest(folder)}", max_open=settings.max_rows)

    @property
    def id(self) -> str:
        """See `Policy.id`: the name of the checkpoint's folder, and a digest of its weights."""
        return self._id

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:
        """See `Policy.act`."""
        trajectory = await self._trajectory(messages)
        try:
            completion = await trajectory.act(messages, sampling)
        except BaseException:
            await self._close(trajectory)
            raise
        if isinstance(parse_turn(completion.text), AnswerTurn):
            await self._close(trajectory)
        else:
            self._idle[_key([*messages, Message(Role.ASSISTANT, completion.text)])] = trajectory
            await self._make_room(self._max_open)
        return completion

    async def _trajectory(self, messages: Sequence[Message]) -> TokenPolicy:
        """The open session that ends in the last assistant turn of `messages`, or a new one."""
        spoken = [number for number, message in enumerate(messages) if message.role is Role.ASSISTANT]
        known = self._idle.pop(_key(messages[: spoken[-1] + 1]), None) if spoken else None
        if known is not None:
            return known
        await self._make_room(self._max_open - 1)
        self._num_open += 1
        return TokenPolicy(self._engine, self._encoder, id=self._id, from_text=True)

    async def _make_room(self, most: int) -> None:
        """Close sessions that have been idle for longest, until no more than `most` are open."""
        while self._idle and self._num_open > most:
            await self._close(self._idle.popitem(last=False)[1])

    async def _close(self, trajectory: TokenPolicy) -> None:
        self._num_open -= 1
        await trajectory.close()


def _history(encoder: Encoder, messages: Sequence[Message]) -> Segment:
    """A whole conversation as one segment, up to where the next assistant turn begins."""
    spoken = [number for number, message in enumerate(messages) if message.role is Role.ASSISTANT]
    if not spoken:
        return encoder.opening(messages)
    before = encoder.sequence(messages[: spoken[-1] + 1])
    after = encoder.between(messages[spoken[-1] + 1 :])
    return Segment((*before.ids_T.tolist(), *after.ids), (*before.pictures, *after.pictures))


def _key(messages: Sequence[Message]) -> str:
    """A digest of a conversation."""
    digest = hashlib.sha256()
    for message in messages:
        for part in (message.role.value.encode(), message.text.encode(), *message.images):
            digest.update(len(part).to_bytes(8) + part)
        digest.update(len(message.images).to_bytes(8))
    return digest.hexdigest()


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.safetensors")):
        with path.open("rb") as file:
            digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + file.read(_HASHED_BYTES))
    return digest.hexdigest()[:12]
