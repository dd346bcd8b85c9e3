"""Append-only JSON lines: whole lines, flushed and fsynced per batch; a torn last line is owed again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from genevolve.errors import RunError
from genevolve.records import StoredRecord
from genevolve.store.files import storage_error

R = TypeVar("R", bound=StoredRecord)


def append_records(path: Path, records: Iterable[StoredRecord]) -> None:
    """Append `records` as one batch. A torn last line left by a crash is cut off first.

    Raises:
        StorageError: the lines could not be written; then none of this batch counts.
    """
    data = "".join(record.model_dump_json() + "\n" for record in records).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            end = _end_of_whole_lines(file.seek(0, os.SEEK_END), path)
            file.truncate(end)
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
    except OSError as error:
        raise storage_error(path, error) from error


def read_records(path: Path, kind: type[R]) -> Iterator[R]:
    """The records of `path` in order; nothing when the file is not there; a torn last line is left out.

    Raises:
        RunError: a whole line is not a record of this kind, naming the line.
    """
    for number, line in whole_lines(path):
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            raise RunError(f"{path} line {number} is not a {kind.__name__}: {error.errors()[0]['msg']}") from error


def whole_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of `path` with their numbers from 1; nothing when it is not there; a torn last line is left out."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return
            yield number, line


def _end_of_whole_lines(size: int, path: Path) -> int:
    """The offset behind the last newline: `size` unless the last line is torn."""
    block = 1 << 16
    with path.open("rb") as file:
        end = size
        while end > 0:
            start = max(0, end - block)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1
            end = start
    return 0
