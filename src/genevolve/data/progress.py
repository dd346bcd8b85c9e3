"""How far a stage is, and what a person is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from genevolve.records.data import Stage, Verdict


@dataclass(frozen=True, slots=True)
class StageProgress:
    """Counts of a stage's items. `seconds_left` is None until the first item of this session is done."""

    stage: Stage
    num_items: int
    num_kept: int
    num_rejected: int
    num_owed: int = 0
    seconds_left: float | None = None

    @classmethod
    def of(
        cls, stage: Stage, num_items: int, verdicts: Counter[Verdict], seconds_left: float | None = None
    ) -> StageProgress:
        """The counts as they stand."""
        kept, rejected, owed = (verdicts[one] for one in (Verdict.KEPT, Verdict.REJECTED, Verdict.OWED))
        return cls(stage, num_items, kept, rejected, owed, seconds_left)

    @property
    def num_done(self) -> int:
        """Items that need no more work."""
        return self.num_kept + self.num_rejected

    @property
    def is_complete(self) -> bool:
        """Whether every item has its final row."""
        return self.num_done == self.num_items


OnProgress = Callable[[StageProgress], None]
