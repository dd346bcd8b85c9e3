"""What judges say of a picture and of a program (method section 5)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from genevolve.records.base import Record, StoredRecord

SCORES = (0.0, 0.5, 1.0)
SUFFICIENCY_SCORES = (0.0, 0.25, 0.5, 0.75, 1.0)


def _one_of(steps: tuple[float, ...]) -> AfterValidator:
    def check(value: float) -> float:
        if value not in steps:
            raise ValueError(f"a score is one of {', '.join(map(str, steps))}")
        return value

    return AfterValidator(check)


Score = Annotated[float, _one_of(SCORES)]
SufficiencyScore = Annotated[float, _one_of(SUFFICIENCY_SCORES)]


class Dimension(StrEnum):
    """The four dimensions of KScore."""

    FAITHFULNESS = "faithfulness"
    VISUAL_CORRECTNESS = "visual_correctness"
    TEXT_ACCURACY = "text_accuracy"
    AESTHETICS = "aesthetics"


class ConstraintCheck(Record):
    """One hard constraint of the request, and whether the picture meets it."""

    constraint: str
    met: bool
    reason: str = ""


class PictureScores(Record):
    """Four scores of one picture against its request and ground truth, each with a one-line reason."""

    faithfulness: Score
    visual_correctness: Score
    text_accuracy: Score
    aesthetics: Score
    text_required: bool = Field(description="False: no text was asked for, and `text_accuracy` is the filler 0.5.")
    reasons: dict[Dimension, str] = Field(default_factory=dict)
    constraints: tuple[ConstraintCheck, ...] = ()
    repaired: bool = Field(default=False, description="The judge's answer was not valid as written and was repaired.")


class Sufficiency(Record):
    """Would a perfect generator, given this program, reach the goal (R_text of method section 5)?"""

    score: SufficiencyScore
    reason: str = ""
    repaired: bool = False


class Judgement(StoredRecord):
    """One judge's opinion of one render. Judging again adds a row, it never changes one."""

    request_id: str
    trajectory_id: str
    render_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    judge_id: str
    scores: PictureScores
    sufficiency: Sufficiency | None = None
    seconds: float = 0.0
