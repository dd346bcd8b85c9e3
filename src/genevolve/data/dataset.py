"""A data folder as training and export read it, whether it was built here or imported: examples and tasks by split."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Protocol

from genevolve.data.formats import supervised_example
from genevolve.data.stage import Journal
from genevolve.errors import DataError
from genevolve.records import DataSplit, Reason, Stage, Verdict
from genevolve.records.dataset import SUPERVISED_SPLITS, SupervisedExample, Task
from genevolve.store import ImageStore, read_records
from genevolve.store.lookup import RecordLookup

EXAMPLES_FILE = "supervised.jsonl"
TASKS_FILE = "tasks.jsonl"


class Dataset(Protocol):
    """Examples and tasks, read one at a time. Their pictures are in `images`."""

    @property
    def images(self) -> ImageStore:
        """Where the pictures are, by their SHA-256."""
        ...

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that everything comes from."""
        ...

    def ids(self, split: DataSplit) -> list[str]:
        """What belongs to a split, in an order that does not depend on how it was made."""
        ...

    def example(self, item_id: str, split: DataSplit) -> SupervisedExample | Reason:
        """One example of a supervised split, or why there is none."""
        ...

    def task(self, item_id: str, split: DataSplit) -> Task:
        """One task of another split."""
        ...


def open_dataset(folder: Path) -> Dataset:
    """The data set in a data folder.

    Raises:
        DataError: nothing was built or imported there.
    """
    if (folder / EXAMPLES_FILE).is_file() or (folder / TASKS_FILE).is_file():
        return ImportedDataset(folder)
    if Journal(folder).path(Stage.SPLIT).is_file():
        return BuiltDataset(folder)
    raise DataError(f"{folder} holds no data set: it was neither built to its splits nor imported")


def examples(data: Dataset, split: DataSplit) -> Iterator[SupervisedExample]:
    """The examples of a supervised split; those that cannot be written down are left out (see `export`)."""
    for item_id in data.ids(split):
        example = data.example(item_id, split)
        if isinstance(example, SupervisedExample):
            yield example


def tasks(data: Dataset, split: DataSplit) -> Iterator[Task]:
    """The tasks of an evolve or bench split."""
    return (data.task(item_id, split) for item_id in data.ids(split))


class BuiltDataset:
    """What the data engine made, read out of its journal."""

    def __init__(self, folder: Path) -> None:
        self.images = ImageStore(folder / "images")
        self._journal = Journal(folder)

    @property
    def sources(self) -> tuple[Path, ...]:
        """See `Dataset.sources`."""
        return tuple(path for stage in Stage if (path := self._journal.path(stage)).is_file())

    def ids(self, split: DataSplit) -> list[str]:
        """See `Dataset.ids`."""
        return self._ids.get(split, [])

    def example(self, item_id: str, split: DataSplit) -> SupervisedExample | Reason:
        """See `Dataset.example`."""
        row = self._journal.row(Stage.TRAJECTORIES, item_id)
        if row is None or row.trajectory is None:
            raise DataError(f"item {item_id} of the split {split.value} has lost its trajectory")
        return supervised_example(row.trajectory, split)

    def task(self, item_id: str, split: DataSplit) -> Task:
        """See `Dataset.task`."""
        item = self._journal.item(Stage.SPLIT, item_id)
        if item.request is None or item.render is None:
            raise DataError(f"item {item_id} of the split {split.value} has lost its request or its ground truth")
        return Task(
            request=item.request,
            ground_truth=item.render.sha256,
            track=item.recipe.track if item.recipe else "",
            entities=item.entities,
            split=split,
        )

    @cached_property
    def _ids(self) -> dict[DataSplit, list[str]]:
        found: dict[DataSplit, list[str]] = {}
        for row in self._journal.rows(Stage.SPLIT).values():
            if row.verdict is Verdict.KEPT and row.split is not None:
                found.setdefault(row.split, []).append(row.id)
        return {split: sorted(ids) for split, ids in found.items()}


class ImportedDataset:
    """What was read from somebody's folders, in the order of their rows."""

    def __init__(self, folder: Path) -> None:
        self.images = ImageStore(folder / "images")
        self._paths = (folder / EXAMPLES_FILE, folder / TASKS_FILE)
        self._examples = RecordLookup(self._paths[0], SupervisedExample, lambda one: (one.id, one.split))
        self._tasks = RecordLookup(self._paths[1], Task, lambda one: (one.request.id, one.split))

    @property
    def sources(self) -> tuple[Path, ...]:
        """See `Dataset.sources`."""
        return tuple(path for path in self._paths if path.is_file())

    def ids(self, split: DataSplit) -> list[str]:
        """See `Dataset.ids`."""
        if split in SUPERVISED_SPLITS:
            return [one.id for one in read_records(self._paths[0], SupervisedExample) if one.split is split]
        return [one.request.id for one in read_records(self._paths[1], Task) if one.split is split]

    def example(self, item_id: str, split: DataSplit) -> SupervisedExample | Reason:
        """See `Dataset.example`."""
        found = self._examples.get((item_id, split))
        if found is None:
            raise DataError(f"there is no example {item_id} in the split {split.value}")
        return found

    def task(self, item_id: str, split: DataSplit) -> Task:
        """See `Dataset.task`."""
        found = self._tasks.get((item_id, split))
        if found is None:
            raise DataError(f"there is no task {item_id} in the split {split.value}")
        return found
