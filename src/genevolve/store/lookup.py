"""Records of an append-only file found by key, each line read once however often one asks."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from genevolve.errors import RunError
from genevolve.records import StoredRecord

R = TypeVar("R", bound=StoredRecord)


class RecordLookup(Generic[R]):
    """Where in the file the last record of each key is. What was appended since the last question is read then.

    Only places in the file are remembered, so the memory taken does not depend on the size of the records.
    """

    def __init__(self, path: Path, kind: type[R], key: Callable[[R], Hashable | None]) -> None:
        """Look records up in `path`; those of which `key` is None are never found."""
        self._path = path
        self._kind = kind
        self._key = key
        self._offsets: dict[Hashable, int] = {}
        self._end = 0

    def __contains__(self, key: Hashable) -> bool:
        """Whether a record has this key.

        Raises:
            RunError: a line is no such record.
        """
        self._catch_up()
        return key in self._offsets

    def get(self, key: Hashable) -> R | None:
        """The last record with this key.

        Raises:
            RunError: a line is no such record.
        """
        self._catch_up()
        offset = self._offsets.get(key)
        if offset is None:
            return None
        with self._path.open("rb") as file:
            file.seek(offset)
            return self._record(file.readline(), offset)

    def _catch_up(self) -> None:
        try:
            size = self._path.stat().st_size
        except FileNotFoundError:
            size = 0
        if size < self._end:
            self._offsets, self._end = {}, 0
        if size == self._end:
            return
        with self._path.open("rb") as file:
            file.seek(self._end)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                key = self._key(self._record(line, self._end))
                if key is not None:
                    self._offsets[key] = self._end
                self._end += len(line)

    def _record(self, line: bytes, offset: int) -> R:
        try:
            return self._kind.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors()[0]["msg"]
            raise RunError(f"{self._path} holds no {self._kind.__name__} at byte {offset}: {fault}") from error
