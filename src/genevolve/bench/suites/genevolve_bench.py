"""The released GenEvolve-Bench, and any folder of rows in its format.

A row is `id, question, gt_image, eval_type, category, difficulty, meta, extra_info`. Rows are read from JSON, JSONL or
Parquet; `gt_image` is a path inside the folder, or the picture itself where Parquet holds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from genevolve.bench.suites.suite import FolderSuite, Suite, cleaned, picture_path
from genevolve.data.json_rows import JsonRow, read_rows, refuse_twins
from genevolve.data.parquet_rows import Place, picture_at, read_parquet_rows
from genevolve.data.released_rows import PICTURE, task_row
from genevolve.errors import SuiteError
from genevolve.records import SuiteRow

NAME = "genevolve-bench"

_BENCH_FOLDER = "GenEvolve-Bench"
_USUAL_NAMES = ("test.jsonl", "test.json")
_PARQUET = ".parquet"
_SHARD = re.compile(r"-\d+-of-\d+$")


@dataclass(frozen=True)
class ParquetSuite:
    """A suite whose rows come from Parquet; `places` says, by a row's id, where its picture's bytes stand."""

    name: str
    folder: Path
    rows: tuple[SuiteRow, ...]
    places: Mapping[str, Place]

    def ground_truth(self, row: SuiteRow) -> bytes | None:
        """The row's picture, made like that of a `FolderSuite`.

        Raises:
            SuiteError: there is no picture, or it cannot be read.
        """
        content = picture_at(self.places[row.id], PICTURE)
        if content is not None:
            return cleaned(content, f"the picture {row.ground_truth!r} of {self.places[row.id].file}", row.id)
        return FolderSuite(self.name, self.folder, ()).ground_truth(row)


def read_genevolve_bench(path: Path) -> Suite:
    """The suite in `path`: its folder, the whole data set's folder, or the file of rows itself.

    Raises:
        ConfigError: the rows are Parquet and the extra `data` is not installed.
        SuiteError: there is no such folder or file, a row lacks a field, or a picture is missing.
    """
    files = _rows_files(path)
    suite = _of_parquet(files) if files[0].suffix == _PARQUET else _of_json(files[0])
    if not suite.rows:
        raise SuiteError(f"{files[0]} holds no rows")
    return suite


def _of_json(file: Path) -> FolderSuite:
    rows = [(_row(row, file.parent), row.where) for row in read_rows(file)]
    refuse_twins((row.id, where) for row, where in rows)
    return FolderSuite(NAME, file.parent, tuple(row for row, _ in rows))


def _of_parquet(files: Sequence[Path]) -> Suite:
    folder = files[0].parent
    read = read_parquet_rows(files, PICTURE)
    rows = [(_row(one.row, None if one.place else folder), one) for one in read]
    refuse_twins((row.id, one.row.where) for row, one in rows)
    places = {row.id: one.place for row, one in rows if one.place is not None}
    if not places:
        return FolderSuite(NAME, folder, tuple(row for row, _ in rows))
    return ParquetSuite(NAME, folder, tuple(row for row, _ in rows), places)


def _row(row: JsonRow, folder: Path | None) -> SuiteRow:
    """The row as a task; in `folder` its picture has to be."""
    task = task_row(row)
    if folder is not None:
        picture_path(folder, task.ground_truth, row.where)
    return task


def _rows_files(path: Path) -> list[Path]:
    """The one file of rows, or the shards of one Parquet table in order."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise SuiteError(f"there is no folder {path}; give the folder that holds the benchmark's rows and pictures")
    if (path / _BENCH_FOLDER).is_dir():
        path = path / _BENCH_FOLDER
    for name in _USUAL_NAMES:
        if (path / name).is_file():
            return [path / name]
    found = {file.name: [file] for pattern in ("*.jsonl", "*.json") for file in sorted(path.glob(pattern))}
    tables = found or _parquet_tables(path) or _parquet_tables(path / "data")
    if not tables:
        raise SuiteError(f"{path} holds no JSON, JSONL or Parquet file of rows")
    if len(tables) > 1 and "test" not in tables:
        names = ", ".join(sorted(tables)[:5])
        raise SuiteError(f"{path} holds several files of rows ({names}); name the one to read")
    return tables["test"] if "test" in tables else next(iter(tables.values()))


def _parquet_tables(folder: Path) -> dict[str, list[Path]]:
    """Parquet files by the name of their table, which is that of the file without the number of the shard."""
    tables: dict[str, list[Path]] = {}
    for file in sorted(folder.glob(f"*{_PARQUET}")):
        tables.setdefault(_SHARD.sub("", file.stem), []).append(file)
    return tables
