"""What an index remembers of the files that it was made from, so that unchanged ones are not read again."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from genevolve.errors import LibraryError
from genevolve.index.library import Library
from genevolve.records import Record

MANIFEST = "folder.json"


class FileState(Record):
    """One file as it was when it was indexed."""

    size: int
    mtime_ns: int
    sha256: str
    sidecar: str = ""
    """Stamp of the caption file beside a picture."""
    entry_ids: tuple[str, ...] = ()
    reason: str = ""
    """Why it was left out; empty when it was indexed."""


class FolderManifest(Record):
    """The folders and files of an index."""

    texts_root: str = ""
    images_root: str = ""
    files: dict[str, FileState] = {}
    """By kind and relative path: `texts/guide.md`, `images/logos/acme.png`."""

    def to_bytes(self) -> bytes:
        """As it is stored."""
        return self.model_dump_json(indent=1, exclude_defaults=True).encode()


def read_manifest(library: Library) -> FolderManifest:
    """The manifest of a library that was made from folders.

    Raises:
        LibraryError: it was made otherwise.
    """
    path: Path = library.folder / MANIFEST
    try:
        return FolderManifest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise LibraryError(f"the index at {library.path} was not made from folders") from None
    except (OSError, ValidationError) as error:
        raise LibraryError(f"the index at {library.path} is damaged ({MANIFEST}): build it again") from error
