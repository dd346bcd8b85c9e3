"""Reads somebody's released folders into a data folder that training and export can read.

Every JSON, JSONL and Parquet file below the folder whose rows look like ours is read; a row that cannot be used is one
clear line, and the others are kept. Pictures are decoded and kept by their content.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from genevolve.data.dataset import EXAMPLES_FILE, TASKS_FILE
from genevolve.data.folder import CONFIG_FILE
from genevolve.data.formats import read_supervised, read_task
from genevolve.data.import_files import RowsFile, rows_files
from genevolve.data.import_pictures import PictureKeeper
from genevolve.data.imported import Source, write_source
from genevolve.errors import DataError, SuiteError
from genevolve.records import DataSplit, Record
from genevolve.records.dataset import SupervisedExample, Task
from genevolve.store import ImageStore, rewrite_lines

OnRows = Callable[[str, int], None]
"""Told of each file from time to time: its name, and how many of its rows were read."""

_TELL_EVERY = 100


class Imported(Record):
    """What came of an import."""

    counts: dict[DataSplit, int]
    num_rows: int
    faults: tuple[str, ...]
    """One line for every row that could not be used."""


def import_folder(source: Path, into: Path, *, on_rows: OnRows | None = None) -> Imported:
    """Read the released data in `source` into the data folder `into`; doing it again does the same again.

    Raises:
        DataError: there are no rows that can be used, or `into` was built here.
        SuiteError: a file of rows as a whole cannot be read.
        ConfigError: there is Parquet and the extra `data` is not installed.
        StorageError: the disk is full or read-only.
    """
    if (into / CONFIG_FILE).exists():
        raise DataError(f"{into} holds data that was built here; choose another folder for the import")
    files = rows_files(source)
    if not files:
        raise DataError(f"{source} holds no JSON, JSONL or Parquet file with rows of the released formats")
    work = _Import(source, ImageStore(into / "images", sync=False), on_rows)
    supervised = [file for file in files if file.is_supervised]
    others = [file for file in files if not file.is_supervised]
    for kind, name in ((supervised, EXAMPLES_FILE), (others, TASKS_FILE)):
        if kind:
            rewrite_lines(into / name, work.lines(kind, is_last=kind[-1] == (others or supervised)[-1]))
        else:
            (into / name).unlink(missing_ok=True)
    counts = {split: work.counts[split] for split in DataSplit if work.counts[split]}
    names = tuple(file.path.relative_to(source).as_posix() if source.is_dir() else file.path.name for file in files)
    write_source(into, Source(
        name=source.resolve().name, files=names, num_rows=work.num_rows, num_bad=len(work.faults), counts=counts,
    ))  # fmt: skip
    return Imported(counts=counts, num_rows=work.num_rows, faults=tuple(work.faults))


class _Import:
    def __init__(self, source: Path, images: ImageStore, on_rows: OnRows | None) -> None:
        self._root = source if source.is_dir() else source.parent
        self._images, self._on_rows = images, on_rows
        self._seen: dict[tuple[DataSplit, str], str] = {}
        self.counts: Counter[DataSplit] = Counter()
        self.faults: list[str] = []
        self.num_rows = 0

    def lines(self, files: list[RowsFile], *, is_last: bool) -> Iterator[bytes]:
        """The records of all sound rows, as lines.

        Raises:
            DataError: these are the last files, and no row was sound.
        """
        for file in files:
            number = 0
            for number, row in enumerate(file.rows(), start=1):
                self.num_rows += 1
                if self._on_rows is not None and number % _TELL_EVERY == 0:
                    self._on_rows(file.path.name, number)
                try:
                    if isinstance(row, SuiteError):
                        raise row
                    keep = PictureKeeper(self._images, file.path.parent, self._root, row.where)
                    made = (read_supervised if file.is_supervised else read_task)(row, file.split, keep)
                    self._refuse_twin(made, row.where)
                except SuiteError as error:
                    self.faults.append(" ".join(str(error).split()))
                    continue
                self.counts[file.split] += 1
                yield made.model_dump_json().encode() + b"\n"
            if self._on_rows is not None:
                self._on_rows(file.path.name, number)
        os.sync()
        if is_last and not self.counts:
            first = self.faults[0] if self.faults else "there are none"
            raise DataError(f"no row of {self._root} can be used; the first: {first}")

    def _refuse_twin(self, made: SupervisedExample | Task, where: str) -> None:
        name = made.id if isinstance(made, SupervisedExample) else made.request.id
        before = self._seen.setdefault((made.split, name), where)
        if before != where:
            raise SuiteError(f"{where} is the same as {before}, or has its id {name!r}")
