"""What every suite offers: its rows, their ground truth, and a hash that says which tasks they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from genevolve.errors import StorageError, SuiteError
from genevolve.index.pictures import UnusableFile, clean_png
from genevolve.records import Request, SuiteRow
from genevolve.store import inside


class Suite(Protocol):
    """The tasks of a benchmark."""

    @property
    def name(self) -> str:
        """What a person calls it, e.g. `genevolve-bench`."""
        ...

    @property
    def rows(self) -> Sequence[SuiteRow]:
        """The tasks, in the suite's own order, each id once."""
        ...

    def ground_truth(self, row: SuiteRow) -> bytes | None:
        """The row's ground truth as a PNG, or None when it has none.

        Raises:
            SuiteError: the picture is missing or cannot be read.
        """
        ...


def request_of(row: SuiteRow) -> Request:
    """The row as the request that an agent is given and a judge reads."""
    return Request(id=row.id, prompt=row.prompt, category=row.category, difficulty=row.difficulty, meta=row.meta)


def rows_sha256(rows: Sequence[SuiteRow]) -> str:
    """One hash of all rows in order: two runs of the same suite carry the same."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row.model_dump_json().encode() + b"\n")
    return digest.hexdigest()


@dataclass(frozen=True)
class FolderSuite:
    """A suite whose pictures lie below a folder; a row's `ground_truth` is the path inside it."""

    name: str
    folder: Path
    rows: tuple[SuiteRow, ...]

    def ground_truth(self, row: SuiteRow) -> bytes | None:
        """The row's picture, upright, in sRGB, at most 1024 pixels a side, as a PNG without metadata.

        Raises:
            SuiteError: the picture is missing or cannot be read.
        """
        if not row.ground_truth:
            return None
        path = picture_path(self.folder, row.ground_truth, f"row {row.id!r} of {self.name}")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SuiteError(f"{path} cannot be read: {error.strerror or error}") from error
        return cleaned(content, str(path), row.id)


def cleaned(content: bytes, name: str, row_id: str) -> bytes:
    """A ground truth as every suite gives it: upright, in sRGB, at most 1024 pixels a side, a PNG without metadata.

    Raises:
        SuiteError: it is no picture that can be used.
    """
    try:
        return clean_png(content)
    except UnusableFile as error:
        raise SuiteError(f"{name} cannot be used as ground truth of row {row_id!r}: {error}") from error


def picture_path(folder: Path, locator: str, where: str) -> Path:
    """The file that `locator` names inside `folder`; `where` says in an error who asked.

    Raises:
        SuiteError: there is no such file, or it lies outside the folder.
    """
    try:
        path = inside(folder, locator)
    except StorageError as error:
        raise SuiteError(f"{where}: the picture {locator!r} lies outside {folder}") from error
    if not path.is_file():
        raise SuiteError(f"{where}: there is no picture {locator!r} in {folder}")
    return path
