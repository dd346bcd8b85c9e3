"""What an imported data folder remembers of where its rows come from."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, ValidationError

from genevolve.errors import DataError
from genevolve.records import DataSplit, StoredRecord
from genevolve.store import write_whole

SOURCE_FILE = "import.json"


class Source(StoredRecord):
    """One import."""

    name: str = Field(description="Name of the folder, without the way to it.")
    files: tuple[str, ...] = Field(description="Files that were read, relative to the folder.")
    num_rows: int
    num_bad: int
    counts: dict[DataSplit, int]


def read_source(folder: Path) -> Source | None:
    """Where the rows of an imported folder come from; None when it was not imported.

    Raises:
        DataError: the record is damaged.
    """
    path = folder / SOURCE_FILE
    if not path.is_file():
        return None
    try:
        return Source.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise DataError(f"{path} is damaged: {error.errors(include_input=False)[0]['msg']}") from error


def write_source(folder: Path, source: Source) -> None:
    """Keep it, whole.

    Raises:
        StorageError: the disk is full or read-only.
    """
    write_whole(folder / SOURCE_FILE, source.model_dump_json(indent=1) + "\n")
