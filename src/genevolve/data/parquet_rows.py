"""Rows of Parquet files, as `datasets` writes them: a picture is a path, or its bytes with a path beside them.

The bytes of a whole benchmark are larger than memory should hold, so they are read when they are asked for, one row
group at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from genevolve.data.json_rows import JsonRow
from genevolve.errors import ConfigError, SuiteError

_GROUPS_KEPT = 2


@dataclass(frozen=True)
class Place:
    """Where the bytes of a picture stand: the file, the group of rows, the row inside it."""

    file: Path
    group: int
    row: int


@dataclass(frozen=True)
class ParquetRow:
    """A row like one of JSON, and where its picture's bytes are, if they are inside the file."""

    row: JsonRow
    place: Place | None


def read_parquet_rows(files: Sequence[Path], picture_column: str) -> list[ParquetRow]:
    """The rows of `files` in order; in each, `picture_column` holds the picture's path or, without one, the row's id.

    Raises:
        ConfigError: the extra `data` is not installed.
        SuiteError: a file is missing or is not Parquet.
    """
    return [row for file in files for row in _rows(file, picture_column)]


def picture_at(place: Place, picture_column: str) -> bytes | None:
    """The picture's bytes as they stand in the file, or None when there are none.

    Raises:
        SuiteError: the file has vanished or is damaged.
    """
    return _pictures(place.file, place.group, picture_column)[place.row]


def _rows(path: Path, picture_column: str) -> list[ParquetRow]:
    arrow = load_arrow()
    found: list[ParquetRow] = []
    try:
        with arrow.parquet.ParquetFile(path) as file:
            inside = _has_part(arrow, file, picture_column, "bytes")
            columns = [name for name in file.schema_arrow.names if name != picture_column or not inside]
            if inside and _has_part(arrow, file, picture_column, "path"):
                columns.append(f"{picture_column}.path")
            for group in range(file.num_row_groups):
                table = file.read_row_group(group, columns=columns, use_threads=False)
                for index, fields in enumerate(table.to_pylist()):
                    number = len(found) + 1
                    if inside:
                        fields[picture_column] = _path_of(fields.get(picture_column)) or str(fields.get("id") or number)
                    place = Place(path, group, index) if inside else None
                    found.append(ParquetRow(JsonRow(path, number, without_nulls(fields)), place))
    except (OSError, ValueError, arrow.ArrowException) as error:
        raise _unreadable(path, error) from error
    return found


@lru_cache(maxsize=_GROUPS_KEPT)
def _pictures(path: Path, group: int, column: str) -> tuple[bytes | None, ...]:
    arrow = load_arrow()
    try:
        with arrow.parquet.ParquetFile(path) as file:
            table = file.read_row_group(group, columns=[f"{column}.bytes"], use_threads=False)
            return tuple((picture or {}).get("bytes") for picture in table.column(column).to_pylist())
    except (OSError, ValueError, arrow.ArrowException) as error:
        raise _unreadable(path, error) from error


def _has_part(arrow: Any, file: Any, column: str, part: str) -> bool:
    if column not in file.schema_arrow.names:
        return False
    kind = file.schema_arrow.field(column).type
    return bool(arrow.types.is_struct(kind)) and any(kind.field(n).name == part for n in range(kind.num_fields))


def _path_of(picture: Any) -> str:
    path = picture.get("path") if isinstance(picture, dict) else None
    return path if isinstance(path, str) else ""


def without_nulls(value: Any) -> Any:
    """What JSON would have said: Parquet gives every object every key that any row has."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _unreadable(path: Path, error: Exception) -> SuiteError:
    if not path.is_file():
        return SuiteError(f"there is no file {path}")
    return SuiteError(f"{path} is not a Parquet file that can be read: {' '.join(str(error).split())[:200]}")


def load_arrow() -> Any:
    """`pyarrow` with its Parquet part, which only this room's Parquet needs.

    Raises:
        ConfigError: the extra `data` is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ConfigError("Parquet needs the extra `data`: pip install 'genevolve[data]'") from error
    return pyarrow
