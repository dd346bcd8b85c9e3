"""The audit: six scores of every teacher trajectory, and the bar of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from genevolve.config.data import AuditSettings
from genevolve.data.outages import owed
from genevolve.data.thresholds import Bar, decided
from genevolve.errors import BudgetExceeded, DataError, InfrastructureError
from genevolve.judges.audit import TrajectoryAuditor
from genevolve.records import DataItem, Stage, StageRow
from genevolve.records.data import AuditScores, VisualScores


@dataclass(frozen=True)
class AuditStage:
    """An `ItemStage`. Scores are stored whether or not an item is kept, so that the bar may be moved later."""

    auditor: TrajectoryAuditor
    settings: AuditSettings

    stage = Stage.AUDIT

    async def work(self, item: DataItem) -> StageRow:
        """The scores and the verdict; owed when the auditor is down or gave no usable answer."""
        if item.request is None or item.trajectory is None:
            raise DataError(f"item {item.id} has no trajectory; run the stage `trajectories` first")
        started = perf_counter()
        try:
            found = await self.auditor.audit(item.request, item.trajectory)
        except (InfrastructureError, BudgetExceeded) as error:
            return owed(item.id, self.stage, error, by=self.auditor.id, seconds=perf_counter() - started)
        row = StageRow(
            id=item.id, stage=self.stage, scores=marks_of(found), notes=found.reasons, by=self.auditor.id,
            seconds=perf_counter() - started, usd=found.usd,
        )  # fmt: skip
        return decided(row, Bar.of(self.settings))


def marks_of(found: AuditScores | VisualScores) -> dict[str, float]:
    """The scores by name, in the order of the record."""
    return {name: float(mark) for name, mark in found.model_dump(exclude={"reasons", "usd"}).items()}
