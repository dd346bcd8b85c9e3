"""Judges for WISE, whose requests come with an explanation of what is right instead of a picture (method section 8)."""

from __future__ import annotations

from pydantic import Field

from genevolve.judges.answers import WiseAnswer, WiseVerifiedAnswer
from genevolve.judges.examiner import MAX_TOKENS, Examiner, Keep
from genevolve.judges.rubric import Rubric
from genevolve.judges.vlm import in_line, quoted
from genevolve.models import ChatModel
from genevolve.records import Record, Request


class WiseScores(Record):
    """WISE as first published: three scores from 0 to 2."""

    consistency: int = Field(ge=0, le=2)
    realism: int = Field(ge=0, le=2)
    aesthetic_quality: int = Field(ge=0, le=2)
    reasons: dict[str, str] = Field(default_factory=dict)
    repaired: bool = False


class WiseVerdict(Record):
    """WISE Verified: right, or not."""

    correct: bool
    reason: str = ""
    repaired: bool = False


class WiseJudge:
    """Three scores of a picture against the explanation."""

    def __init__(
        self, model: ChatModel, *, rubric: Rubric | None = None, keep: Keep | None = None, max_tokens: int = MAX_TOKENS
    ) -> None:
        self._examiner = Examiner(
            model, rubric or Rubric.built_in("wise"), WiseAnswer, keep=keep, max_tokens=max_tokens
        )

    @property
    def id(self) -> str:
        """Model and rubric, part of every judgement."""
        return self._examiner.id

    async def judge_wise(self, request: Request, explanation: str, picture: bytes) -> WiseScores:
        """Scores of `picture` (image 1).

        Raises:
            JudgeError: the model is down or gave no usable answer.
        """
        examined = await self._examiner.ask(request.id, _material(request, explanation, picture))
        answer = examined.answer
        parts = {
            "consistency": answer.consistency,
            "realism": answer.realism,
            "aesthetic_quality": answer.aesthetic_quality,
        }
        return WiseScores(
            consistency=answer.consistency.score,
            realism=answer.realism.score,
            aesthetic_quality=answer.aesthetic_quality.score,
            reasons={name: in_line(part.reason) for name, part in parts.items()},
            repaired=bool(examined.repairs),
        )


class WiseVerifiedJudge:
    """One binary verdict on a picture against the explanation."""

    def __init__(
        self, model: ChatModel, *, rubric: Rubric | None = None, keep: Keep | None = None, max_tokens: int = MAX_TOKENS
    ) -> None:
        self._examiner = Examiner(
            model, rubric or Rubric.built_in("wise-verified"), WiseVerifiedAnswer, keep=keep, max_tokens=max_tokens
        )

    @property
    def id(self) -> str:
        """Model and rubric, part of every judgement."""
        return self._examiner.id

    async def judge_wise(self, request: Request, explanation: str, picture: bytes) -> WiseVerdict:
        """Whether `picture` (image 1) shows what the explanation says.

        Raises:
            JudgeError: the model is down or gave no usable answer.
        """
        examined = await self._examiner.ask(request.id, _material(request, explanation, picture))
        return WiseVerdict(
            correct=examined.answer.correct,
            reason=in_line(examined.answer.reason),
            repaired=bool(examined.repairs),
        )


def _material(request: Request, explanation: str, picture: bytes) -> tuple[str | bytes, ...]:
    return (
        f"The prompt, as a JSON string:\n{quoted(request.prompt)}\n\n"
        f"The explanation, as a JSON string:\n{quoted(explanation)}\n\nImage 1, the rendered picture:",
        picture,
    )
