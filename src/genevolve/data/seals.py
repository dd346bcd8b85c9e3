"""What a stage that needs all items was made from, so that it is done again only when that has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import ValidationError

from genevolve.data.stage import ORDER, Journal
from genevolve.records import Record
from genevolve.records.data import Stage
from genevolve.store import write_whole
from genevolve.store.seal import file_sha256

SEALS_FILE = "stages.json"


class _Seals(Record):
    """By stage, one hash over what it read, what else it depends on, and what it wrote."""

    stages: dict[Stage, str] = {}


def is_sealed(journal: Journal, stage: Stage, fingerprint: str) -> bool:
    """Whether the stage's file is what the same work would write again."""
    return _read(journal.folder).stages.get(stage) == _seal(journal, stage, fingerprint)


def seal(journal: Journal, stage: Stage, fingerprint: str) -> None:
    """Note that the stage's file is complete.

    Raises:
        StorageError: the note could not be written.
    """
    stages = _read(journal.folder).stages | {stage: _seal(journal, stage, fingerprint)}
    write_whole(journal.folder / SEALS_FILE, _Seals(stages=stages).model_dump_json(indent=1) + "\n")


def _seal(journal: Journal, stage: Stage, fingerprint: str) -> str:
    digest = hashlib.sha256(fingerprint.encode())
    for one in ORDER[: ORDER.index(stage) + 1]:
        path = journal.path(one)
        digest.update(f"\0{file_sha256(path) if path.exists() else ''}".encode())
    return digest.hexdigest()


def _read(folder: Path) -> _Seals:
    try:
        return _Seals.model_validate_json((folder / SEALS_FILE).read_bytes())
    except (OSError, ValidationError):
        return _Seals()
