"""Judges of pictures and programs that ask a vision-language model by a rubric (method sections 5 and 8)."""

from __future__ import annotations

import json
from collections.abc import Callable

from genevolve.judges.answers import Constraint, KScoreAnswer, KScorePart, SufficiencyAnswer, TextPart
from genevolve.judges.examiner import MAX_TOKENS, Examiner, Keep
from genevolve.judges.rubric import Rubric
from genevolve.models import ChatModel
from genevolve.records import (
    ConstraintCheck,
    Dimension,
    PictureScores,
    Program,
    Request,
    Sufficiency,
)
from genevolve.records.wire import REFERENCE_ORDINALS
from genevolve.tools.untrusted import one_line

TEXT_FILLER = 0.5
MAX_REASON_CHARS = 400


class KScoreJudge:
    """The four dimensions of KScore, from the request, the picture (image 1) and its ground truth (image 2)."""

    def __init__(
        self, model: ChatModel, *, rubric: Rubric | None = None, keep: Keep | None = None, max_tokens: int = MAX_TOKENS
    ) -> None:
        self._examiner = Examiner(
            model, rubric or Rubric.built_in("kscore"), KScoreAnswer, keep=keep, max_tokens=max_tokens
        )

    @property
    def id(self) -> str:
        """See `PictureJudge.id`."""
        return self._examiner.id

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        """See `PictureJudge.judge_picture`.

        Raises:
            JudgeError: the model is down or gave no usable answer.
        """
        examined = await self._examiner.ask(
            request.id,
            (
                f"The request, as a JSON string:\n{quoted(request.prompt)}\n\nImage 1, the rendered picture:",
                picture,
                "Image 2, the ground truth:",
                ground_truth,
            ),
        )
        answer = examined.answer
        dimensions: dict[Dimension, KScorePart | TextPart] = {
            Dimension.FAITHFULNESS: answer.faithfulness,
            Dimension.VISUAL_CORRECTNESS: answer.visual_correctness,
            Dimension.TEXT_ACCURACY: answer.text_accuracy,
            Dimension.AESTHETICS: answer.aesthetics,
        }
        return PictureScores(
            faithfulness=answer.faithfulness.score,
            visual_correctness=answer.visual_correctness.score,
            text_accuracy=answer.text_accuracy.score if answer.text_accuracy.required else TEXT_FILLER,
            aesthetics=answer.aesthetics.score,
            text_required=answer.text_accuracy.required,
            reasons={name: in_line(part.reason) for name, part in dimensions.items()},
            constraints=tuple(_checked(constraint) for constraint in answer.constraints),
            repaired=bool(examined.repairs),
        )


class SufficiencyJudge:
    """Whether a perfect generator would reach the goal with this program.

    `picture_of` gives a reference's bytes by its SHA-256; without it the model is told the references' titles only.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        picture_of: Callable[[str], bytes] | None = None,
        rubric: Rubric | None = None,
        keep: Keep | None = None,
        max_tokens: int = MAX_TOKENS,
    ) -> None:
        self._picture_of = picture_of
        self._examiner = Examiner(
            model, rubric or Rubric.built_in("sufficiency"), SufficiencyAnswer, keep=keep, max_tokens=max_tokens
        )

    @property
    def id(self) -> str:
        """See `ProgramJudge.id`. A judge that sees the references is not the one that reads their titles."""
        return self._examiner.id if self._picture_of else f"{self._examiner.id}/titles-only"

    async def judge_program(self, request: Request, program: Program) -> Sufficiency:
        """See `ProgramJudge.judge_program`.

        Raises:
            JudgeError: the model is down or gave no usable answer.
        """
        examined = await self._examiner.ask(request.id, self._material(request, program))
        return Sufficiency(
            score=examined.answer.score,
            reason=in_line(examined.answer.reason),
            repaired=bool(examined.repairs),
        )

    def _material(self, request: Request, program: Program) -> list[str | bytes]:
        opening = (
            f"The request, as a JSON string:\n{quoted(request.prompt)}\n\n"
            f"The program's prompt, as a JSON string:\n{quoted(program.gen_prompt)}\n"
        )
        if not program.references:
            return [f"{opening}\nThe program has no reference images."]
        parts: list[str | bytes] = [opening]
        for ordinal, reference in zip(REFERENCE_ORDINALS, program.references, strict=False):
            title = f"The {ordinal} reference image; its source calls it {quoted(reference.title)}"
            if self._picture_of is None:
                parts.append(f"{title}. It is not shown to you: take the title as true.")
            else:
                parts += [f"{title}:", self._picture_of(reference.sha256)]
        return parts


def quoted(text: str) -> str:
    """`text` as a JSON string: whatever it holds, it cannot end its quotation. Half characters become `?`."""
    return json.dumps(text.encode(errors="replace").decode(), ensure_ascii=False)


def in_line(reason: str) -> str:
    """A model's reason as one harmless line."""
    return one_line(reason, MAX_REASON_CHARS)


def _checked(constraint: Constraint) -> ConstraintCheck:
    return ConstraintCheck(
        constraint=in_line(constraint.constraint), met=constraint.met, reason=in_line(constraint.reason)
    )
