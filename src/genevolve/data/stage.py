"""What a stage is, and its journal: one file of rows a stage, of which the last row of an item counts.

A data folder: `config.toml` · `01-recipes.jsonl` … `09-split.jsonl` · `images/` · `export/` · `funnel.svg`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, overload

from genevolve.data.row_index import RowIndex
from genevolve.records.data import DataItem, Stage, StageRow, Verdict
from genevolve.store import append_records, read_records, rewrite_lines

ORDER: tuple[Stage, ...] = tuple(Stage)
PICTURE_STAGES = frozenset({Stage.GROUND_TRUTH, Stage.FILTER})
"""What only evolve and bench items go through (see `split.needs_ground_truth`); the others skip them."""
WHOLE_STAGES = frozenset({Stage.RECIPES, Stage.SCREEN, Stage.SPLIT})
"""What needs all items together; every other stage works on one at a time."""


class ItemStage(Protocol):
    """A stage that works on one item at a time: requests, trajectories, check, audit, ground truth, filter.

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
    """The rows of a data folder. What is not asked for is not held in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._indices = {stage: RowIndex(self.path(stage)) for stage in ORDER}

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

    def row(self, stage: Stage, item_id: str) -> StageRow | None:
        """The last row of one item."""
        return self._indices[stage].row(item_id)

    def verdicts(self, stage: Stage) -> Mapping[str, Verdict]:
        """The last verdict on every item, in the order of their first rows."""
        return self._indices[stage].verdicts()

    def ids(self, stage: Stage) -> list[str]:
        """The items that `stage` is to work on, in the order of their recipes: all that every earlier stage kept.

        An item without a row at the picture stages comes to the split all the same, without a render.
        """
        tables = {one: self.verdicts(one) for one in _earlier(stage)}
        skippable = PICTURE_STAGES if stage is Stage.SPLIT else frozenset()
        demanded = [table for one, table in tables.items() if one not in skippable]
        if not demanded:
            return []
        found = [one for one in demanded[0] if all(table.get(one) is Verdict.KEPT for table in demanded)]
        pictured = [tables[one] for one in skippable]
        return [one for one in found if {table.get(one) for table in pictured} in (set(), {None}, {Verdict.KEPT})]

    def item(self, stage: Stage, item_id: str) -> DataItem:
        """What `stage` is given of an item: all that earlier stages have made of it."""
        item = DataItem(id=item_id)
        for one in _earlier(stage):
            row = self.row(one, item_id)
            item = item.after(row) if row is not None and row.verdict is Verdict.KEPT else item
        return item

    def items(self, stage: Stage) -> Sequence[DataItem]:
        """The items that `stage` is to work on, each read when it is asked for; see `ids`."""
        return _Items(self, stage, self.ids(stage))

    def settle(self, stage: Stage, ids: Iterable[str]) -> None:
        """Have the file of a stage hold one row an item, in the order of `ids`, then what else it holds, by id.

        Rows of items that no longer reach the stage stay: they cost time or money, and thresholds may be changed back.
        """
        index = self._indices[stage]
        known = index.verdicts()
        wanted = dict.fromkeys(one for one in ids if one in known)
        order = [*wanted, *sorted(one for one in known if one not in wanted)]
        if not index.is_in_order(order):
            rewrite_lines(self.path(stage), (line for one in order if (line := index.line(one)) is not None))

    def usd(self) -> float:
        """What everything has cost so far."""
        return sum(index.usd() for index in self._indices.values())


class _Items(Sequence[DataItem]):
    def __init__(self, journal: Journal, stage: Stage, ids: list[str]) -> None:
        self._journal, self._stage, self._ids = journal, stage, ids

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, place: int) -> DataItem: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[DataItem]: ...
    def __getitem__(self, place: int | slice) -> DataItem | Sequence[DataItem]:
        if isinstance(place, slice):
            return _Items(self._journal, self._stage, self._ids[place])
        return self._journal.item(self._stage, self._ids[place])


def _earlier(stage: Stage) -> tuple[Stage, ...]:
    return ORDER[: ORDER.index(stage)]
