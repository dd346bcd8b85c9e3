"""Where in a stage's file the last row of each item is, so that rows are read only when they are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from genevolve.errors import DataError
from genevolve.records.data import StageRow, Verdict


class _Head(BaseModel):
    """What tells of a row without reading the rest of its line."""

    model_config = ConfigDict(extra="ignore")

    id: str
    verdict: Verdict = Verdict.KEPT
    usd: float = 0.0


class RowIndex:
    """The last row of each item of one file, in the order of their first rows. Follows the file as it grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._forget()

    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict of every item.

        Raises:
            DataError: a whole line is not a row.
        """
        self._catch_up()
        return self._verdicts

    def usd(self) -> float:
        """What all rows have cost, those that were repeated as well."""
        self._catch_up()
        return self._usd

    def is_in_order(self, ids: Sequence[str]) -> bool:
        """Whether the file holds one row an item, in this order."""
        self._catch_up()
        return self._num_lines == len(ids) and list(self._verdicts) == list(ids)

    def line(self, item_id: str) -> bytes | None:
        """The item's row as it stands in the file, with its newline."""
        self._catch_up()
        offset = self._offsets.get(item_id)
        if offset is None:
            return None
        with self._path.open("rb") as file:
            file.seek(offset)
            return file.readline()

    def row(self, item_id: str) -> StageRow | None:
        """The item's row.

        Raises:
            DataError: its line is not a row.
        """
        line = self.line(item_id)
        if line is None:
            return None
        try:
            return StageRow.model_validate_json(line)
        except ValidationError as error:
            raise self._fault(f"the row of {item_id}", error) from error

    def _forget(self) -> None:
        self._offsets: dict[str, int] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._end, self._file_id, self._num_lines, self._usd = 0, 0, 0, 0.0

    def _catch_up(self) -> None:
        """Read what was appended since the last look; all of it when the file was written anew."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._forget()
            return
        if status.st_ino != self._file_id or status.st_size < self._end:
            self._forget()
            self._file_id = status.st_ino
        if status.st_size == self._end:
            return
        with self._path.open("rb") as file:
            file.seek(self._end)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self._note(line)

    def _note(self, line: bytes) -> None:
        try:
            head = _Head.model_validate_json(line)
        except ValidationError as error:
            raise self._fault(f"the line at byte {self._end}", error) from error
        self._offsets[head.id] = self._end
        self._verdicts[head.id] = head.verdict
        self._num_lines += 1
        self._usd += head.usd
        self._end += len(line)

    def _fault(self, what: str, error: ValidationError) -> DataError:
        return DataError(f"{self._path}: {what} is damaged: {error.errors(include_input=False)[0]['msg']}")
