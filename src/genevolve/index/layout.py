"""The folder of a library: what lies where, and how a damaged one is told from a sound one.

meta.json               written last and replaced in one step: a library is what its meta.json says
generation-<n>/
    texts/              a tantivy index and `spellings.txt`
    pictures/           the same
    <attachments>       files that the builder was given to keep beside them
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import Field, ValidationError

from genevolve.errors import LibraryError
from genevolve.records import Record

SCHEMA_VERSION = 1
META = "meta.json"
TEXTS = "texts"
PICTURES = "pictures"
SPELLINGS = "spellings.txt"


class FileMark(Record):
    """Size and content of one file of a library."""

    size: int
    sha256: str


class LibraryMeta(Record):
    """What `meta.json` holds."""

    format: str = "genevolve-library"
    schema_version: int = SCHEMA_VERSION
    analyser: str
    num_texts: int
    num_pictures: int
    content_sha256: str
    generation: str = Field(pattern=r"^generation-[0-9]+$")
    files: dict[str, FileMark]

    @property
    def fingerprint(self) -> str:
        """Same entries, same analyser, same shape of index: same fingerprint, wherever and whenever it was built."""
        told = f"{self.schema_version}\n{self.analyser}\n{self.content_sha256}"
        return hashlib.sha256(told.encode()).hexdigest()


def read_meta(path: Path) -> LibraryMeta:
    """The meta of the library at `path`.

    Raises:
        LibraryError: there is none, or it cannot be understood.
    """
    try:
        content = json.loads((path / META).read_bytes())
    except FileNotFoundError:
        raise LibraryError(f"there is no index at {path}: build it first") from None
    except (OSError, ValueError) as error:
        raise LibraryError(f"the index at {path} is damaged (meta.json: {_line(error)}): build it again") from error
    version = content.get("schema_version") if isinstance(content, dict) else None
    if isinstance(version, int) and version != SCHEMA_VERSION:
        raise LibraryError(f"the index at {path} has schema version {version}, not {SCHEMA_VERSION}: build it again")
    try:
        return LibraryMeta.model_validate(content)
    except ValidationError as error:
        raise LibraryError(f"the index at {path} is damaged (meta.json: {_line(error)}): build it again") from error


def mark_files(folder: Path) -> dict[str, FileMark]:
    """A mark for every file below `folder`."""
    return {
        file.relative_to(folder).as_posix(): FileMark(size=file.stat().st_size, sha256=file_sha256(file))
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def check_files(path: Path, meta: LibraryMeta) -> None:
    """Compare every file of the library with its mark.

    Raises:
        LibraryError: a file is missing, truncated or altered.
    """
    generation = path / meta.generation
    for name, mark in meta.files.items():
        try:
            sound = (generation / name).stat().st_size == mark.size and file_sha256(generation / name) == mark.sha256
        except FileNotFoundError:
            raise LibraryError(f"the index at {path} is damaged ({name} is missing): build it again") from None
        except OSError as error:
            raise LibraryError(f"the index at {path} cannot be read ({name}: {_line(error)})") from error
        if not sound:
            raise LibraryError(f"the index at {path} is damaged ({name} is not as it was written): build it again")


def file_sha256(path: Path) -> str:
    """Content hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_hex(content: bytes) -> str:
    """Content hash of bytes in memory."""
    return hashlib.sha256(content).hexdigest()


def _line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'])) or 'content'}: {first['msg']}"
    return str(error).splitlines()[0]
