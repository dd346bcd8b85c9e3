"""The suite as a benchmark runs it: rows that tell nothing of the answer but its constraints, and ground truths."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.errors import SuiteError
from genevolve.records import SuiteRow
from genevolve.world.suite.item import SuiteItem
from genevolve.world.suite.truth import GroundTruths


class WorldTasks:
    """A suite of the embedded world. A row's `ground_truth` is the id of its item."""

    name = "world"

    def __init__(self, items: Sequence[SuiteItem], truths: GroundTruths) -> None:
        self.items = tuple(items)
        self.rows = tuple(_row(item) for item in items)
        self._by_id = {item.id: item for item in items}
        self._truths = truths

    def ground_truth(self, row: SuiteRow) -> bytes:
        """The row's ground truth as a PNG, drawn on first use.

        Raises:
            SuiteError: the row is of another suite.
        """
        item = self._by_id.get(row.ground_truth)
        if item is None:
            raise SuiteError(f"row {row.id!r} is no row of this suite")
        return self._truths.picture(item)


def _row(item: SuiteItem) -> SuiteRow:
    return SuiteRow(
        id=item.request.id,
        prompt=item.request.prompt,
        ground_truth=item.id,
        category=item.recipe.task_family,
        track=item.recipe.track,
        difficulty=item.recipe.difficulty,
        meta=item.request.meta,
    )
