"""What a stage is, and its journal: one file of rows a stage, of which the last row of an item counts.

A data folder: `config.toml` · `01-recipes.jsonl` … `09-split.jsonl` · `images/` · `export/` · `funnel.svg`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from genevolve.records.data import DataItem, Stage, StageRow, Verdict
from genevolve.store import append_records, read_records

ORDER: tuple[Stage, ...] = tuple(Stage)
PICTURE_STAGES = frozenset({Stage.GROUND_TRUTH, Stage.FILTER})
"""What only evolve and bench items go through (see `split.needs_ground_truth`); the others skip them."""


class ItemStage(Protocol):
    """A stage that works on one item at a time: trajectories, check, audit, ground truth, filter.

    It must be safe to run many at once, and it must not depend on the order in which items come.
    """

    @property
    def stage(self) -> Stage:
        """Which stage it is."""
        ...

    async def work(self, item: DataItem) -> StageRow:
        """The row of one item. A failure of the surroundings is a row with verdict `owed`, never a rejection."""
        ...


class WholeStage(Protocol):
    """A stage that needs all items together: recipes (which begin from nothing), screen, split."""

    @property
    def stage(self) -> Stage:
        """Which stage it is."""
        ...

    def work(self, items: Sequence[DataItem]) -> Iterable[StageRow]:
        """A row for every item, in their order."""
        ...


class Journal:
    """The rows of a data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, stage: Stage) -> Path:
        """The file of a stage."""
        return self.folder / f"{ORDER.index(stage) + 1:02d}-{stage.value}.jsonl"

    def add(self, stage: Stage, rows: Iterable[StageRow]) -> None:
        """Append rows as one batch."""
        append_records(self.path(stage), rows)

    def rows(self, stage: Stage) -> dict[str, StageRow]:
        """The last row of every item, in the order of their first rows."""
        found: dict[str, StageRow] = {}
        for row in read_records(self.path(stage), StageRow):
            found[row.id] = row
        return found

    def items(self, stage: Stage) -> Iterator[DataItem]:
        """The items that `stage` is to work on: all that every earlier stage kept, with what these made of them.

        An item without a row at the picture stages comes to the split all the same, without a render.
        """
        earlier = ORDER[: ORDER.index(stage)]
        if not earlier:
            return
        tables = {one: self.rows(one) for one in earlier}
        skippable = PICTURE_STAGES if stage is Stage.SPLIT else frozenset()
        last = [one for one in earlier if one not in skippable][-1]
        for item_id in tables[last]:
            rows = {one: table.get(item_id) for one, table in tables.items()}
            if skippable and not any(rows[one] for one in skippable):
                rows = {one: row for one, row in rows.items() if one not in skippable}
            if all(row is not None and row.verdict is Verdict.KEPT for row in rows.values()):
                item = DataItem(id=item_id)
                for row in rows.values():
                    item = item.after(row) if row is not None else item
                yield item
