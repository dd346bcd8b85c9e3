"""Pictures that cost time to make, kept on disk by what they are made from, so that a machine makes each one once."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from genevolve.errors import RunError, StorageError
from genevolve.store.files import write_whole
from genevolve.store.images import ImageStore
from genevolve.store.sweeper import MAX_BYTES, Sweeper


class PictureCache:
    """A folder of pictures that may be deleted at any time. Several threads and processes may use it at once.

    A picture that is damaged or gone is not there; a folder that cannot be written keeps nothing.
    """

    def __init__(self, root: Path, max_bytes: int = MAX_BYTES) -> None:
        self.images = ImageStore(root / "images", sync=False)
        self._keys = root / "keys"
        self._sweeper = Sweeper(self.images.root, max_bytes, ".png")

    def get(self, key: str) -> bytes | None:
        """The picture made from what `key` names, whole as it was kept, or None."""
        place = self._place(key)
        try:
            sha256 = place.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return None
        try:
            return self.images.get(sha256)
        except RunError:
            self._forget(place, sha256)
            return None

    def put(self, key: str, png: bytes) -> None:
        """Keep `png` under `key`, which has to name everything that the picture depends on."""
        with suppress(StorageError):
            sha256 = self.images.put(png)
            write_whole(self._place(key), sha256, sync=False)
            self._sweeper.note(len(png))

    def _place(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self._keys / name[:2] / name

    def _forget(self, place: Path, sha256: str) -> None:
        with suppress(OSError, RunError):
            place.unlink(missing_ok=True)
            self.images.path(sha256).unlink(missing_ok=True)
