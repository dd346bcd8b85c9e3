"""Takes the rows of a stage as they end: keeps them in small batches, counts them, and knows when to give up."""

from __future__ import annotations

import os
from collections import Counter
from time import monotonic

from genevolve.data.outages import OUT_OF_BUDGET
from genevolve.data.progress import OnProgress, StageProgress
from genevolve.data.stage import Journal
from genevolve.data.timings import add_timings, timeless
from genevolve.errors import BudgetExceeded, InfrastructureError
from genevolve.records.data import Stage, StageRow, Verdict

MAX_OUTAGES_IN_A_ROW = 24
"""So many items owed one after the other end a stage: the rest would fail as well."""

_BATCH_ROWS = 32
_BATCH_S = 1.0


class RowTaker:
    """One go at the items that are owed."""

    def __init__(
        self,
        journal: Journal,
        stage: Stage,
        *,
        num_items: int,
        num_waiting: int,
        done: Counter[Verdict],
        on_progress: OnProgress | None = None,
    ) -> None:
        """`done` counts the final verdicts of earlier sessions."""
        self._journal, self._stage = journal, stage
        self._num_items, self._num_waiting = num_items, num_waiting
        self._counts = Counter(done)
        self._on_progress = on_progress
        self._batch: list[StageRow] = []
        self._num_taken = 0
        self._started = self._flushed = monotonic()
        self._outages_in_a_row = 0
        self._out_of_budget = ""
        self._tell()

    @property
    def is_spent_out(self) -> bool:
        """Whether an item could not be paid for."""
        return bool(self._out_of_budget)

    def take(self, row: StageRow) -> None:
        """Keep a row.

        Raises:
            InfrastructureError: too many in a row were owed.
            StorageError: it could not be kept.
        """
        self._batch.append(row)
        self._counts[row.verdict] += 1
        self._num_taken += 1
        if len(self._batch) >= _BATCH_ROWS or monotonic() - self._flushed >= _BATCH_S:
            self.flush()
        self._tell()
        self._mind_outages(row)

    def flush(self) -> None:
        """Write what is not on disk yet: the pictures that rows name come first, all at once, as each alone is dear.

        Raises:
            StorageError: it could not be written.
        """
        batch, self._batch, self._flushed = self._batch, [], monotonic()
        if batch:
            os.sync()
            self._journal.add(self._stage, [timeless(row) for row in batch])
            add_timings(self._journal.folder, batch)

    def standing(self) -> StageProgress:
        """How the stage stands."""
        left = None
        if self._num_taken:
            pace = (monotonic() - self._started) / self._num_taken
            left = pace * (self._num_waiting - self._num_taken)
        return StageProgress.of(self._stage, self._num_items, self._counts, left)

    def check_budget(self) -> None:
        """Say so when the money ran out.

        Raises:
            BudgetExceeded: an item could not be paid for.
        """
        if self._out_of_budget:
            raise BudgetExceeded(
                f"the budget is used up ({self._out_of_budget}); what is done is kept, with a larger budget "
                "(usd=…) the same command goes on"
            )

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self.standing())

    def _mind_outages(self, row: StageRow) -> None:
        if row.verdict is not Verdict.OWED:
            self._outages_in_a_row = 0
            return
        reason = row.reasons[0] if row.reasons else None
        if reason is not None and reason.code == OUT_OF_BUDGET:
            self._out_of_budget = reason.detail
            return
        self._outages_in_a_row += 1
        if self._outages_in_a_row >= MAX_OUTAGES_IN_A_ROW:
            said = f"{reason.code}: {reason.detail}" if reason is not None else "no reason given"
            raise InfrastructureError(
                f"{self._outages_in_a_row} items in a row are owed at the stage {self._stage.value} ({said}); "
                "what is done is kept, the same command goes on"
            )
