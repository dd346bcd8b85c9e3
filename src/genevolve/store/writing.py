"""One writer at a time for a folder of records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from genevolve.errors import UserError
from genevolve.store.files import storage_error


@contextmanager
def only_writer(path: Path, in_use: type[UserError]) -> Iterator[None]:
    """Make the folder when it is not there, and hold it against every other writer.

    Raises:
        UserError: of the kind `in_use`: another process is writing to it.
        StorageError: the folder cannot be written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path / ".lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise in_use(f"another process is writing to {path}; wait for it or choose another --out") from error
    except OSError as error:
        raise storage_error(path, error) from error
    try:
        yield
    finally:
        lock.release()
