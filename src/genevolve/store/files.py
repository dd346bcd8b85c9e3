"""Whole files written so that a reader sees the old one or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from genevolve.errors import StorageError


def rewrite_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write `lines`, which may come from the old file, to `path` by a temporary file, fsync and rename.

    Raises:
        StorageError: the disk is full or read-only; then the old file is as it was.
    """
    _write_whole(path, lines, sync=True)


def write_whole(path: Path, content: bytes | str, *, sync: bool = True) -> None:
    """Write `content` to `path` by a temporary file, fsync and rename.

    Without `sync` a power cut may leave an empty file: for what is checked when it is read and can be made again.

    Raises:
        StorageError: the disk is full, read-only, or the folder cannot be made.
    """
    _write_whole(path, [content.encode() if isinstance(content, str) else content], sync=sync)


def _write_whole(path: Path, pieces: Iterable[bytes], *, sync: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                if sync:
                    os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise storage_error(path, error) from error


def sync_file(path: Path) -> None:
    """Have a file that is written already survive a power cut.

    Raises:
        StorageError: it could not be brought to the disk.
    """
    try:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise storage_error(path, error) from error


def storage_error(path: Path, error: OSError) -> StorageError:
    """The one line that tells a person which path failed and why."""
    return StorageError(f"cannot write {path}: {error.strerror or error}")


def inside(root: Path, *parts: str) -> Path:
    """`root` joined with `parts`, refused when that would lead out of `root`.

    Raises:
        StorageError: the path escapes.
    """
    base = root.resolve()
    path = base.joinpath(*parts).resolve()
    if not path.is_relative_to(base):
        raise StorageError(f"a path leads out of {root}")
    return path
