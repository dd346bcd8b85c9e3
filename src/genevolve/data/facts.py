"""What a data folder's journal says of itself: how many items each stage kept, who worked there, what it cost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genevolve.data.stage import Journal
from genevolve.errors import DataError
from genevolve.records import Reason, Record, Stage, Verdict


class _Line(BaseModel):
    """The part of a row that is counted; the rest of the line is not built."""

    model_config = ConfigDict(extra="ignore")

    id: str
    verdict: Verdict = Verdict.KEPT
    reasons: tuple[Reason, ...] = ()
    by: str = ""
    usd: float = 0.0


class StageFacts(Record):
    """One stage in numbers. Of an item that was worked on more than once the last row counts.

    Rows of items that no longer reach the stage, as a bar was raised, count in the cost alone.
    """

    stage: Stage
    kept: int
    rejected: int
    owed: int
    by: tuple[str, ...] = Field(default=(), description="Ids of writers, policies, auditors … by their share.")
    reasons: dict[str, int] = Field(default={}, description="Rejected items by the code of their first reason.")
    usd: float = 0.0

    @property
    def pass_rate(self) -> float | None:
        """Kept of all that were judged."""
        judged = self.kept + self.rejected
        return self.kept / judged if judged else None


def stage_facts(journal: Journal) -> tuple[StageFacts, ...]:
    """Every stage that has begun, in order.

    Raises:
        DataError: a line is not a row.
    """
    return tuple(
        _facts(stage, path, None if stage is Stage.RECIPES else set(journal.ids(stage)))
        for stage in Stage
        if (path := journal.path(stage)).is_file()
    )


def _facts(stage: Stage, path: Path, reaching: set[str] | None) -> StageFacts:
    last: dict[str, _Line] = {}
    usd = 0.0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                break
            try:
                row = _Line.model_validate_json(line)
            except ValidationError as error:
                fault = error.errors(include_input=False)[0]["msg"]
                raise DataError(f"{path}, line {number} is not a row: {fault}") from error
            usd += row.usd
            if reaching is None or row.id in reaching:
                last[row.id] = row
    verdicts = Counter(row.verdict for row in last.values())
    workers = Counter(row.by for row in last.values() if row.by)
    codes = Counter(row.reasons[0].code for row in last.values() if row.verdict is Verdict.REJECTED and row.reasons)
    return StageFacts(
        stage=stage,
        kept=verdicts[Verdict.KEPT],
        rejected=verdicts[Verdict.REJECTED],
        owed=verdicts[Verdict.OWED],
        by=tuple(name for name, _ in workers.most_common()),
        reasons=dict(sorted(codes.items(), key=lambda one: (-one[1], one[0]))),
        usd=usd,
    )
