"""The base of every record: frozen, strict, and versioned where it is stored alone."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable value that crosses a stage or a disk. No behaviour beyond reading itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredRecord(Record):
    """A record that is a line of a file by itself, so that a later reader must know which shape it has."""

    schema_version: int = 1
