"""Finding the files of a person's folder: every plain file below it, and nothing outside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from genevolve.errors import LibraryError


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its path relative to the folder that was searched, where it is, and its stamp."""

    name: PurePosixPath
    path: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


def scan(root: Path, leave_out: Path) -> Iterator[Found | Skipped]:
    """Every file below `root`, by name; hidden ones and those below `leave_out` are passed over silently.

    Raises:
        LibraryError: there is no such folder.
    """
    if not root.is_dir():
        raise LibraryError(f"there is no folder {root}")
    home, left_out = root.resolve(), leave_out.resolve()
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        folders[:] = [name for name in folders if (Path(folder) / name).resolve() != left_out]
        for link in [name for name in folders if (Path(folder) / name).is_symlink()]:
            yield Skipped((Path(folder) / link).relative_to(root).as_posix(), "a link to a folder is not followed")
        for name in sorted(files):
            if not name.startswith("."):
                yield _look_at(Path(folder) / name, root, home)


def _look_at(path: Path, root: Path, home: Path) -> Found | Skipped:
    name = path.relative_to(root).as_posix()
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return Skipped(name.encode("utf-8", "replace").decode(), "its name is not valid Unicode")
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(home):
            return Skipped(name, "a link that leaves the folder is not followed")
        if not path.is_file():
            return Skipped(name, "not a plain file")
        stat = path.stat()
    except (OSError, RuntimeError):
        return Skipped(name, "a link that leads nowhere" if path.is_symlink() else "it cannot be read")
    return Found(PurePosixPath(name), path, stat.st_size, stat.st_mtime_ns)
