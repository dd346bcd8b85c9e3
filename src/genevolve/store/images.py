"""Pictures by content: a PNG's SHA-256 is its name."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from genevolve.errors import RunError
from genevolve.store.files import sync_file, write_whole

_SHA256 = re.compile(r"[0-9a-f]{64}")


class ImageStore:
    """A folder of pictures named by their SHA-256; writing the same picture twice writes it once."""

    def __init__(self, root: Path, *, sync: bool = True) -> None:
        """Without `sync` pictures reach the disk when the system writes them, or whoever keeps them says so."""
        self.root = root
        self._sync = sync

    def put(self, png: bytes) -> str:
        """Keep `png` and return its SHA-256.

        Raises:
            StorageError: it could not be written.
        """
        sha256 = hashlib.sha256(png).hexdigest()
        self.adopt(sha256, png)
        return sha256

    def adopt(self, sha256: str, png: bytes, twin: ImageStore | None = None) -> None:
        """Keep `png`, of which the SHA-256 is known. What `twin` has on the same disk is not written a second time.

        Raises:
            StorageError: it could not be written.
        """
        path = self.path(sha256)
        if path.exists():
            return
        if twin is None or not _linked(twin.path(sha256), path, len(png)):
            write_whole(path, png, sync=self._sync)
        elif self._sync:
            sync_file(path)

    def get(self, sha256: str) -> bytes:
        """The picture's bytes.

        Raises:
            RunError: it is not here, or its bytes are not those of its name.
        """
        try:
            png = self.path(sha256).read_bytes()
        except OSError as error:
            raise RunError(f"picture {sha256[:12]} is not in {self.root}") from error
        if hashlib.sha256(png).hexdigest() != sha256:
            raise RunError(f"picture {sha256[:12]} in {self.root} is damaged; delete it and run again")
        return png

    def path(self, sha256: str) -> Path:
        """Where the picture is, or would be.

        Raises:
            RunError: `sha256` is not 64 lower-case hexadecimal digits.
        """
        if not _SHA256.fullmatch(sha256):
            raise RunError(f"not a picture's SHA-256: {sha256[:80]!r}")
        return self.root / sha256[:2] / f"{sha256}.png"


def _linked(twin: Path, path: Path, size: int) -> bool:
    """Whether `path` is now another name of the file at `twin`: not on another disk, nor where links are unknown."""
    try:
        if twin.stat().st_size != size:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(twin, path)
    except OSError:
        return path.exists()
    return True
