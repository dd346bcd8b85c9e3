"""Asks a model for an answer of a given shape: once, and once more when the first answer cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from genevolve.errors import JudgeError, ModelError
from genevolve.judges.answers import Answer, skeleton
from genevolve.judges.exchange import Exchange
from genevolve.judges.parsing import Repair, UnusableAnswerError, read_answer
from genevolve.judges.rubric import Rubric, house_rules
from genevolve.models import ChatMessage, ChatModel, ChatReply
from genevolve.records import Role, Usage

MAX_TOKENS = 4096
NUM_ATTEMPTS = 2

A = TypeVar("A", bound=Answer)
Keep = Callable[[Exchange], None]


@dataclass(frozen=True, slots=True)
class Examined(Generic[A]):
    """An answer of the wanted shape, what had to be repaired to read it, and what all attempts at it took."""

    answer: A
    repairs: tuple[Repair, ...]
    usage: Usage = Usage()


class Examiner(Generic[A]):
    """One rubric, one shape of answer, one model. `keep` is given every exchange, e.g. to append it to a run."""

    def __init__(
        self,
        model: ChatModel,
        rubric: Rubric,
        shape: type[A],
        *,
        keep: Keep | None = None,
        max_tokens: int = MAX_TOKENS,
    ) -> None:
        self._model = model
        self._shape = shape
        self._keep = keep
        self._max_tokens = max_tokens
        self._schema = shape.model_json_schema()
        self._instructions = f"{rubric.text.strip()}\n\n{house_rules()}{skeleton(shape)}\n"
        told = hashlib.sha256(self._instructions.encode()).hexdigest()
        self.id = f"vlm/{model.id}/{rubric.name}-{rubric.version}-{told[:12]}"

    async def ask(self, request_id: str, parts: Sequence[str | bytes]) -> Examined[A]:
        """The answer about `parts`, texts and pictures in the order in which the model sees them.

        Raises:
            JudgeError: the model is down, or gave no usable answer twice; never repeated from outside.
        """
        messages = [
            ChatMessage(Role.SYSTEM, (self._instructions,)),
            ChatMessage(Role.USER, tuple(parts)),
        ]
        fault, usage = "", Usage()
        for attempt in range(NUM_ATTEMPTS):
            reply = await self._reply(messages, seed=attempt)
            usage += reply.usage
            try:
                examined = self._read(reply)
            except UnusableAnswerError as unusable:
                fault = str(unusable)
                self._note(request_id, attempt, parts, reply, unusable=fault)
                messages += [ChatMessage(Role.ASSISTANT, (reply.text or "(nothing)",)), _again(fault)]
            else:
                self._note(request_id, attempt, parts, reply, repairs=examined.repairs)
                return replace(examined, usage=usage)
        raise JudgeError(f"{self._model.id} gave no usable judgement, {fault}", repeatable=False)

    async def _reply(self, messages: Sequence[ChatMessage], *, seed: int) -> ChatReply:
        try:
            return await self._model.complete(
                messages, max_tokens=self._max_tokens, temperature=0.0, seed=seed, json_schema=self._schema
            )
        except ModelError as error:
            raise JudgeError(str(error), repeatable=False) from error

    def _read(self, reply: ChatReply) -> Examined[A]:
        if reply.finish_reason == "filtered":
            raise UnusableAnswerError("the model refused to judge")
        try:
            return Examined(*read_answer(reply.text, self._shape, cut=reply.finish_reason == "length"))
        except UnusableAnswerError as error:
            if reply.finish_reason != "length":
                raise
            raise UnusableAnswerError(f"it was cut at {self._max_tokens} tokens") from error

    def _note(
        self,
        request_id: str,
        attempt: int,
        parts: Sequence[str | bytes],
        reply: ChatReply,
        *,
        repairs: Sequence[Repair] = (),
        unusable: str = "",
    ) -> None:
        if self._keep is None:
            return
        self._keep(
            Exchange(
                judge_id=self.id,
                request_id=request_id,
                attempt=attempt,
                picture_sha256s=tuple(hashlib.sha256(part).hexdigest() for part in parts if isinstance(part, bytes)),
                reply=reply.text,
                finish_reason=reply.finish_reason,
                repairs=tuple(map(str, repairs)),
                unusable=unusable,
                usage=reply.usage,
                seconds=reply.seconds,
            )
        )


def _again(fault: str) -> ChatMessage:
    said = (
        f"Your answer cannot be used: {fault}. Answer again with the whole JSON object and nothing else, more briefly."
    )
    return ChatMessage(Role.USER, (said,))
