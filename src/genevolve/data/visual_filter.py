"""The visual filter: four scores of every ground truth, and the bar of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from genevolve.agent.program import capped
from genevolve.config.data import FilterSettings
from genevolve.data.audit import marks_of
from genevolve.data.outages import owed
from genevolve.data.thresholds import Bar, decided
from genevolve.errors import BudgetExceeded, DataError, InfrastructureError
from genevolve.judges.audit import PictureExaminer
from genevolve.records import DataItem, Program, Render, Request, Stage, StageRow
from genevolve.records.data import VisualScores
from genevolve.records.wire import MAX_REFERENCES
from genevolve.store import ImageStore


@dataclass(frozen=True)
class FilterStage:
    """An `ItemStage`. Scores are stored whether or not an item is kept, so that the bar may be moved later."""

    examiner: PictureExaminer
    images: ImageStore
    settings: FilterSettings
    max_references: int = MAX_REFERENCES

    stage = Stage.FILTER

    async def work(self, item: DataItem) -> StageRow:
        """The scores and the verdict; owed when the examiner is down or gave no usable answer."""
        if item.request is None or item.program is None or item.render is None:
            raise DataError(f"item {item.id} has no ground truth; run the stage `ground_truth` first")
        started = perf_counter()
        try:
            found = await self._examined(item.request, capped(item.program, self.max_references), item.render)
        except (InfrastructureError, BudgetExceeded) as error:
            return owed(item.id, self.stage, error, by=self.examiner.id, seconds=perf_counter() - started)
        row = StageRow(
            id=item.id, stage=self.stage, scores=marks_of(found), notes=found.reasons, by=self.examiner.id,
            seconds=perf_counter() - started, usd=found.usd,
        )  # fmt: skip
        return decided(row, Bar.of(self.settings))

    async def _examined(self, request: Request, program: Program, render: Render) -> VisualScores:
        picture = self.images.get(render.sha256)
        references = [self.images.get(reference.sha256) for reference in program.references]
        return await self.examiner.examine(request, program, picture, references)
