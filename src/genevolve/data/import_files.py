"""Which files of a folder hold rows of the released formats, of which kind, and for which split."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genevolve.data.formats import MESSAGES
from genevolve.data.json_rows import JsonRow, scan_rows
from genevolve.data.layout import MANIFEST_FILE
from genevolve.data.parquet import scan_parquet
from genevolve.data.released_rows import PICTURE
from genevolve.errors import DataError, SuiteError
from genevolve.records import DataSplit

_KINDS = (".jsonl", ".json", ".parquet")
_SHARD = re.compile(r"-\d+-of-\d+$")
_WORD = re.compile(r"[a-z]+")
_VALIDATION = frozenset({"val", "valid", "validation", "dev", "eval"})
_BENCH_FOLDER = frozenset({"bench", "benchmark"})
_BENCH = _BENCH_FOLDER | {"test"}


@dataclass(frozen=True)
class RowsFile:
    """One file of rows."""

    path: Path
    split: DataSplit
    is_supervised: bool

    def rows(self) -> Iterator[JsonRow | SuiteError]:
        """Its rows; a damaged one is an error in its place."""
        return scan_parquet(self.path) if self.path.suffix == ".parquet" else scan_rows(self.path)


def rows_files(source: Path) -> list[RowsFile]:
    """The files of rows in a folder, or the one file, in the order of their names.

    Where a table is there as JSON and as Parquet, it is read as JSON.

    Raises:
        DataError: there is nothing at `source`.
        SuiteError: a file cannot be read.
    """
    if not source.exists():
        raise DataError(f"there is no folder {source}; give the folder that holds the released rows")
    paths = [source] if source.is_file() else _candidates(source)
    root = source.parent if source.is_file() else source
    tables: dict[tuple[Path, str], str] = {}
    found = []
    for path in paths:
        table = (path.parent, _SHARD.sub("", path.stem))
        if tables.setdefault(table, path.suffix) == path.suffix and (file := _rows_file(path, root)):
            found.append(file)
    return sorted(found, key=lambda file: file.path)


def _candidates(source: Path) -> list[Path]:
    found = [path for suffix in _KINDS for path in sorted(source.rglob(f"*{suffix}"))]
    return [path for path in found if path.name != MANIFEST_FILE and not _is_hidden(path.relative_to(source))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _rows_file(path: Path, root: Path) -> RowsFile | None:
    """The file, when its first sound row is one of ours."""
    rows = scan_parquet(path) if path.suffix == ".parquet" else scan_rows(path)
    first = next((row for row in rows if isinstance(row, JsonRow)), None)
    if first is None or not {MESSAGES, PICTURE} & set(first.fields):
        return None
    is_supervised = MESSAGES in first.fields
    return RowsFile(path, _split(path, root, is_supervised), is_supervised)


def _split(path: Path, root: Path, is_supervised: bool) -> DataSplit:
    """The split that the names of folders and file tell; what tells nothing is for training."""
    words = set(_WORD.findall(path.relative_to(root).as_posix().casefold()))
    words |= _BENCH_FOLDER & set(_WORD.findall(root.resolve().name.casefold()))
    if is_supervised:
        return DataSplit.SFT_VALIDATION if words & _VALIDATION else DataSplit.SFT
    if words & _BENCH:
        return DataSplit.BENCH
    return DataSplit.EVOLVE_VALIDATION if words & _VALIDATION else DataSplit.EVOLVE
