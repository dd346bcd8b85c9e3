"""Small results that cost time to make, kept on disk by what they are made from."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from genevolve.errors import StorageError
from genevolve.store.files import write_whole
from genevolve.store.sweeper import MAX_BYTES, Sweeper


class FileCache:
    """A folder of files that may be deleted at any time. Several threads and processes may use it at once.

    Whoever reads has to know a damaged file; a folder that cannot be written keeps nothing.
    """

    def __init__(self, root: Path, max_bytes: int = MAX_BYTES) -> None:
        self._root = root
        self._sweeper = Sweeper(root, max_bytes)

    def get(self, key: str) -> bytes | None:
        """What was kept under `key`, or None."""
        try:
            return self._place(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`, which has to name everything that it depends on."""
        with suppress(StorageError):
            write_whole(self._place(key), content, sync=False)
            self._sweeper.note(len(content))

    def _place(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._root / name[:2] / name
