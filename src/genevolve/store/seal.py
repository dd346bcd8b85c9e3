"""What a built folder must hold: sizes for the quick look at every opening, hashes for the thorough one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from genevolve.records import Record
from genevolve.store.files import write_whole


class FileSeal(Record):
    """The size and content hash of one file."""

    size: int
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(Record):
    """A stage that is complete: from what it was made, and the files that it left."""

    recipe: str = Field(description="Hash of everything that determined the result.")
    files: dict[str, FileSeal]

    def damage(self, root: Path, *, thorough: bool) -> list[str]:
        """The files that are missing or altered; with `thorough` every byte is read."""
        return [name for name, seal in self.files.items() if not _intact(root / name, seal, thorough=thorough)]


def _intact(path: Path, seal: FileSeal, *, thorough: bool) -> bool:
    try:
        if path.stat().st_size != seal.size:
            return False
        return not thorough or file_sha256(path) == seal.sha256
    except OSError:
        return False


def file_sha256(path: Path) -> str:
    """Content hash of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def seal_files(root: Path, paths: Iterable[Path], recipe: str) -> Manifest:
    """The manifest of `paths`, named relative to `root`."""
    files = {
        path.relative_to(root).as_posix(): FileSeal(size=path.stat().st_size, sha256=file_sha256(path))
        for path in sorted(paths)
    }
    return Manifest(recipe=recipe, files=files)


def read_manifest(path: Path) -> Manifest | None:
    """The manifest at `path`, or nothing when there is none that can be read."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write by temporary file, fsync and rename, so that a half-written manifest never counts."""
    write_whole(path, json.dumps(manifest.model_dump(), indent=1, sort_keys=True))
