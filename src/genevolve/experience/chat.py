"""A `Comparator` that asks a chat model: told the rules, held to them by code, asked once more where it broke some."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from genevolve.errors import ComparisonError
from genevolve.experience.guide_answer import GuideAnswer
from genevolve.experience.rules import guide_faults
from genevolve.judges.answers import skeleton
from genevolve.judges.parsing import UnusableAnswerError, read_answer
from genevolve.judges.transcript import transcript
from genevolve.judges.vlm import quoted
from genevolve.models import ChatMessage, ChatModel, ChatReply
from genevolve.records import Role, Scored
from genevolve.records.experience import Contender, Contrast, DecisionGuide
from genevolve.records.wire import REFERENCE_ORDINALS
from genevolve.tools.front_matter import split_front_matter

MAX_TOKENS = 2048
NUM_ATTEMPTS = 2
MAX_RESULT_CHARS = 800
MAX_FAULTS = 6
"""Told to the model before its second attempt; a model that is told fifty things mends none."""

_PROMPT = Path(__file__).parent / "prompts" / "compare.md"


class ChatComparator:
    """See `Comparator`. `picture_of` gives a picture's bytes by its SHA-256, so that the model sees both drawings."""

    def __init__(self, model: ChatModel, *, picture_of: Callable[[str], bytes] | None = None) -> None:
        """Ask `model`; without `picture_of` it reads about the pictures only."""
        self._model = model
        self._picture_of = picture_of
        version, text = _prompt()
        self._instructions = f"{text.strip()}\n\n{skeleton(GuideAnswer)}\n"
        told = hashlib.sha256(self._instructions.encode()).hexdigest()
        seen = "" if picture_of else "/text-only"
        self._id = f"chat/{model.id}/compare-{version}-{told[:12]}{seen}"
        self._schema = GuideAnswer.model_json_schema()

    @property
    def id(self) -> str:
        """See `Comparator.id`."""
        return self._id

    async def compare(self, contrast: Contrast) -> DecisionGuide:
        """See `Comparator.compare`."""
        messages = [
            ChatMessage(Role.SYSTEM, (self._instructions,)),
            ChatMessage(Role.USER, tuple(self._material(contrast))),
        ]
        faults: list[str] = []
        for attempt in range(NUM_ATTEMPTS):
            reply = await self._model.complete(
                messages, max_tokens=MAX_TOKENS, temperature=0.0, seed=attempt, json_schema=self._schema
            )
            guide, faults = _read(reply, contrast)
            if guide is not None:
                return guide
            messages += [ChatMessage(Role.ASSISTANT, (reply.text or "(nothing)",)), _again(faults)]
        raise ComparisonError(f"{self._model.id} gave no usable guide: {faults[0]}")

    def _material(self, contrast: Contrast) -> Iterator[str | bytes]:
        yield f"The request, as a JSON string:\n{quoted(contrast.request.prompt)}"
        yield f"The better rollout.\n{_described(contrast.best)}"
        yield from self._picture(contrast.best)
        yield f"The worse rollout, {contrast.gap:.2f} below.\n{_described(contrast.worst)}"
        yield from self._picture(contrast.worst)

    def _picture(self, contender: Contender) -> Iterator[str | bytes]:
        if self._picture_of is not None and contender.render:
            yield "Its picture:"
            yield self._picture_of(contender.render)


def _described(contender: Contender) -> str:
    return "\n".join([*_judged(contender), *_transcribed(contender)])


def _judged(contender: Contender) -> Iterator[str]:
    """The reward by its parts, and what the judges said, as far as that was kept."""
    outcome = contender.outcome
    if isinstance(outcome, Scored):
        yield (
            f"Reward {outcome.total:.2f} of 1: faithfulness {outcome.faithfulness:g}, visual correctness "
            f"{outcome.visual_correctness:g}, text accuracy {outcome.text_accuracy:g}"
            f"{'' if outcome.text_required else ' (no text asked for)'}, aesthetics {outcome.aesthetics:g}, "
            f"sufficiency of the program {outcome.sufficiency:g}."
        )
    if contender.picture is not None:
        for dimension, reason in contender.picture.reasons.items():
            yield f"The judge on {dimension.value.replace('_', ' ')}: {quoted(reason)}"
        for check in contender.picture.constraints:
            if not check.met:
                yield f"Not met: {quoted(check.constraint)}, for {quoted(check.reason)}"
    if contender.sufficiency is not None:
        yield f"The judge of the program: {quoted(contender.sufficiency.reason)}"


def _transcribed(contender: Contender) -> Iterator[str]:
    yield "The transcript, every text a JSON string:"
    yield transcript(contender.trajectory, max_result_chars=MAX_RESULT_CHARS)
    program = contender.trajectory.program
    if program is not None:
        yield f"The program's prompt, as a JSON string:\n{quoted(program.gen_prompt)}"
        for ordinal, reference in zip(REFERENCE_ORDINALS, program.references, strict=False):
            yield f"The {ordinal} reference image; its source calls it {quoted(reference.title)}"


def _read(reply: ChatReply, contrast: Contrast) -> tuple[DecisionGuide | None, list[str]]:
    """The guide, or why it cannot be taken."""
    if reply.finish_reason == "filtered":
        return None, ["the model or its filter refused to write"]
    try:
        answer, _ = read_answer(reply.text, GuideAnswer, cut=reply.finish_reason == "length")
    except UnusableAnswerError as error:
        return None, [str(error)]
    guide = answer.guide()
    faults = guide_faults(guide, contrast)
    return (None, faults) if faults else (guide, [])


def _again(faults: list[str]) -> ChatMessage:
    listed = "\n".join(f"- {fault}" for fault in faults[:MAX_FAULTS])
    return ChatMessage(
        Role.USER, (f"That cannot be used:\n{listed}\nMend this, and answer again with the whole JSON object.",)
    )


@cache
def _prompt() -> tuple[str, str]:
    fields, text = split_front_matter(_PROMPT.read_text(encoding="utf-8"))
    return str(fields["version"]), text
