"""Parquet with pictures inside, as `datasets` keeps it: written and read with pyarrow alone.

A picture is a struct of its bytes and a file name; that it is one stands in the schema's `huggingface` metadata, which
`datasets.load_dataset(folder)` reads. A table is a number of shards; only a group of rows is in memory at a time.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from genevolve.data.json_rows import JsonRow
from genevolve.data.parquet_rows import load_arrow, without_nulls
from genevolve.errors import SuiteError
from genevolve.store.files import storage_error

GROUP_BYTES = 32 * 2**20
GROUP_ROWS = 256
SHARD_BYTES = 400 * 2**20
_COMPRESSION = "zstd"


class Column(StrEnum):
    """What a column holds, of what the released formats need."""

    TEXT = "text"
    MESSAGES = "messages"
    PICTURE = "picture"
    PICTURES = "pictures"


SUPERVISED_COLUMNS = {"messages": Column.MESSAGES, "images": Column.PICTURES}
TASK_COLUMNS = {
    "id": Column.TEXT,
    "question": Column.TEXT,
    "gt_image": Column.PICTURE,
    "eval_type": Column.TEXT,
    "category": Column.TEXT,
    "difficulty": Column.TEXT,
    "meta": Column.TEXT,
    "extra_info": Column.TEXT,
}


@dataclass(frozen=True)
class Shard:
    """One file of a table: its name, and which rows of the table it holds."""

    name: str
    first: int
    end: int


def plan_shards(table: str, sizes: Sequence[int], shard_bytes: int = SHARD_BYTES) -> list[Shard]:
    """The shards of a table whose rows take about `sizes` bytes; one shard at least, none above `shard_bytes` but for
    a single row that is.
    """
    starts, filled = [0], 0
    for number, size in enumerate(sizes):
        if number > starts[-1] and filled + size > shard_bytes:
            starts.append(number)
            filled = 0
        filled += size
    ends = [*starts[1:], len(sizes)]
    return [
        Shard(f"{table}-{number:05d}-of-{len(starts):05d}.parquet", first, end)
        for number, (first, end) in enumerate(zip(starts, ends, strict=True))
    ]


def write_parquet(path: Path, columns: Mapping[str, Column], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one shard whole: it is there when it is complete, and not before.

    A picture is `{"bytes": png, "path": name}`.

    Raises:
        ConfigError: the extra `data` is not installed.
        StorageError: the disk is full or read-only.
    """
    arrow = load_arrow()
    schema = _schema(arrow, columns)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(descriptor)
        try:
            with arrow.parquet.ParquetWriter(name, schema, compression=_COMPRESSION, use_dictionary=False) as writer:
                for group in _groups(rows):
                    writer.write_table(arrow.Table.from_pylist(group, schema=schema))
            with Path(name).open("rb") as file:
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise storage_error(path, error) from error


def scan_parquet(path: Path) -> Iterator[JsonRow]:
    """The rows of one file, pictures and all, a few at a time; rows are counted from 1.

    Raises:
        ConfigError: the extra `data` is not installed.
        SuiteError: the file is missing or is not Parquet.
    """
    arrow = load_arrow()
    number = 0
    try:
        with arrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=16, use_threads=False):
                for fields in batch.to_pylist():
                    number += 1
                    yield JsonRow(path, number, {name: _as_json(value) for name, value in fields.items()})
    except (OSError, ValueError, arrow.ArrowException) as error:
        if not path.is_file():
            raise SuiteError(f"there is no file {path}") from error
        raise SuiteError(f"{path} is not a Parquet file that can be read: {error}".splitlines()[0][:300]) from error


def _as_json(value: Any) -> Any:
    """A free-form object without the keys that only other rows have; pictures as they are."""
    return without_nulls(value) if isinstance(value, dict) and "bytes" not in value else value


def _groups(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    group: list[Mapping[str, Any]] = []
    filled = 0
    for row in rows:
        group.append(row)
        filled += _picture_bytes(row)
        if filled >= GROUP_BYTES or len(group) >= GROUP_ROWS:
            yield group
            group, filled = [], 0
    if group:
        yield group


def _picture_bytes(row: Mapping[str, Any]) -> int:
    pictures = [one for value in row.values() for one in (value if isinstance(value, list) else [value])]
    return sum(len(one["bytes"]) for one in pictures if isinstance(one, dict) and "bytes" in one)


def _schema(arrow: Any, columns: Mapping[str, Column]) -> Any:
    text, picture = arrow.string(), arrow.struct([("bytes", arrow.binary()), ("path", arrow.string())])
    message = arrow.struct([("role", text), ("content", text)])
    kinds = {
        Column.TEXT: text,
        Column.MESSAGES: arrow.list_(message),
        Column.PICTURE: picture,
        Column.PICTURES: arrow.list_(picture),
    }
    features = {name: _feature(column) for name, column in columns.items()}
    metadata = {"huggingface": json.dumps({"info": {"features": features}})}
    return arrow.schema([(name, kinds[column]) for name, column in columns.items()], metadata=metadata)


def _feature(column: Column) -> Any:
    """What `datasets` says of a column; a list in brackets is understood by its old versions and its new ones."""
    text, picture = {"dtype": "string", "_type": "Value"}, {"_type": "Image"}
    match column:
        case Column.TEXT:
            return text
        case Column.MESSAGES:
            return [{"role": text, "content": text}]
        case Column.PICTURE:
            return picture
        case Column.PICTURES:
            return [picture]
