"""The row of an item whose work is owed: the surroundings failed, or the budget is used up."""

from __future__ import annotations

from genevolve.errors import BudgetExceeded, InfrastructureError
from genevolve.records import Reason, Stage, StageRow, Verdict

OUT_OF_BUDGET = "budget"
"""The code of an item that could not be paid for any more."""


def owed(
    item_id: str, stage: Stage, error: InfrastructureError | BudgetExceeded, *, by: str, seconds: float = 0.0
) -> StageRow:
    """The row that tells which boundary failed; nothing of it counts as a result."""
    code = error.boundary if isinstance(error, InfrastructureError) else OUT_OF_BUDGET
    reason = Reason(code=code, detail=str(error))
    return StageRow(id=item_id, stage=stage, verdict=Verdict.OWED, reasons=(reason,), by=by, seconds=seconds)
