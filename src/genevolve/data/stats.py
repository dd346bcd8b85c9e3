"""A data folder in numbers: the funnel beside the paper's, what was rejected and why, balance, splits, time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from statistics import fmean

from pydantic import Field

from genevolve.data.facts import StageFacts, stage_facts
from genevolve.data.folder import DataFolder
from genevolve.data.recipes import balance_of
from genevolve.data.stage import Journal
from genevolve.data.timings import read_timings
from genevolve.records import DataSplit, Recipe, Record
from genevolve.records.data import Stage, Verdict

PAPER_RATES: Mapping[Stage, float] = {
    Stage.SCREEN: 19_990 / 19_991,
    Stage.CHECK: 19_320 / 19_990,
    Stage.AUDIT: 13_379 / 19_320,
    Stage.GROUND_TRUTH: 4_321 / 4_379,
    Stage.FILTER: 3_175 / 4_321,
}
"""What the paper's stages let through; its trajectories and their check are one figure."""

PAPER_SPLITS: Mapping[DataSplit, int] = {
    DataSplit.SFT: 8_800,
    DataSplit.SFT_VALIDATION: 200,
    DataSplit.EVOLVE: 2_446,
    DataSplit.EVOLVE_VALIDATION: 129,
    DataSplit.BENCH: 594,
}

_SHOWN_AXES = ("track", "task_family", "difficulty", "dominant")


class Share(Record):
    """One value of an axis: how many recipes have it, and how many items of the splits."""

    axis: str
    value: str
    num_recipes: int
    num_split: int


class DataStats(Record):
    """Everything that `genevolve data stats` prints, in numbers."""

    stages: tuple[StageFacts, ...]
    paper_rates: dict[Stage, float] = Field(default=dict(PAPER_RATES))
    balance: tuple[Share, ...]
    splits: dict[DataSplit, int]
    seconds: dict[Stage, float] = Field(description="Mean seconds an item took.")
    usd: float

    @property
    def num_recipes(self) -> int:
        """What it began with."""
        return self.stages[0].kept if self.stages else 0

    @property
    def pass_rates(self) -> dict[str, float]:
        """By stage, of those that have judged something."""
        return {one.stage.value: rate for one in self.stages if (rate := one.pass_rate) is not None}

    def shares_of(self, axis: str) -> list[Share]:
        """The values of one axis, the most frequent first."""
        return sorted((one for one in self.balance if one.axis == axis), key=lambda one: (-one.num_recipes, one.value))


def stats_of(folder: DataFolder) -> DataStats:
    """The numbers of a data folder as it stands.

    Raises:
        DataError: a line of its files is damaged.
    """
    facts = stage_facts(folder.journal)
    splits = _splits(folder.journal)
    return DataStats(
        stages=facts,
        balance=tuple(_balance(folder.journal, set(splits))),
        splits={split: num for split in DataSplit if (num := Counter(splits.values())[split])},
        seconds=_seconds(folder),
        usd=sum(one.usd for one in facts),
    )


def _splits(journal: Journal) -> dict[str, DataSplit]:
    reaching = set(journal.ids(Stage.SPLIT))
    rows = journal.rows(Stage.SPLIT)
    return {
        one: row.split
        for one, row in rows.items()
        if one in reaching and row.verdict is Verdict.KEPT and row.split is not None
    }


def _balance(journal: Journal, split_ids: set[str]) -> Iterator[Share]:
    recipes = {one: row.recipe for one, row in journal.rows(Stage.RECIPES).items() if row.recipe is not None}
    kept: list[Recipe] = [recipe for one, recipe in recipes.items() if one in split_ids]
    before, after = balance_of(list(recipes.values())), balance_of(kept)
    for axis in _SHOWN_AXES:
        for value, num in before[axis].items():
            yield Share(axis=axis, value=value, num_recipes=num, num_split=after[axis][value])


def _seconds(folder: DataFolder) -> dict[Stage, float]:
    found: defaultdict[Stage, list[float]] = defaultdict(list)
    for timing in read_timings(folder.path):
        found[timing.stage].append(timing.seconds)
    return {stage: fmean(found[stage]) for stage in Stage if stage in found}
