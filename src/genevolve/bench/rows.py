"""What a benchmark run says of each task: four scores, or who failed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from genevolve.records import InfrastructureFailure, PictureScores, PolicyFailure, Record, StoredRecord, SuiteRow

Unit = Annotated[float, Field(ge=0, le=1)]


class RowScores(Record):
    """The four scores of one picture. Judges of other houses also give scores between the steps."""

    status: Literal["scored"] = "scored"
    faithfulness: Unit
    visual_correctness: Unit
    text_accuracy: Unit | None = Field(description="None: the request asks for no text.")
    aesthetics: Unit


RowResult = Annotated[RowScores | PolicyFailure | InfrastructureFailure, Field(discriminator="status")]


class BenchRow(StoredRecord):
    """One task of a suite, and what became of it."""

    id: str
    category: str = ""
    track: str = ""
    difficulty: str = ""
    result: RowResult


def row_scores(scores: PictureScores) -> RowScores:
    """What KScore needs of a judge's opinion."""
    return RowScores(
        faithfulness=scores.faithfulness,
        visual_correctness=scores.visual_correctness,
        text_accuracy=scores.text_accuracy if scores.text_required else None,
        aesthetics=scores.aesthetics,
    )


def bench_row(task: SuiteRow, result: RowResult) -> BenchRow:
    """The row of `task` with its `result`."""
    return BenchRow(id=task.id, category=task.category, track=task.track, difficulty=task.difficulty, result=result)
