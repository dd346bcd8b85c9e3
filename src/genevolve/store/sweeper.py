"""Keeps a folder of files that can be made again below a limit: the oldest leave first."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

MAX_BYTES = 1_000_000_000
"""What one such folder may take on disk."""

_LEFT_AFTER_SWEEP = 0.8
_SWEEPS_PER_FILL = 16


class Sweeper:
    """Looks at the files `*/*` below a folder at the first note, and then after each sixteenth of what it may hold."""

    def __init__(self, root: Path, max_bytes: int, suffix: str = "") -> None:
        """Only files with `suffix` count and may be deleted."""
        self._root, self._max_bytes, self._files = root, max_bytes, f"*/*{suffix}"
        self._unswept = max_bytes
        self._lock = threading.Lock()

    def note(self, num_bytes: int) -> None:
        """So much was written."""
        with self._lock:
            self._unswept += num_bytes
            if self._unswept < self._max_bytes // _SWEEPS_PER_FILL:
                return
            self._unswept = 0
            self._sweep()

    def _sweep(self) -> None:
        files = []
        for path in self._root.glob(self._files):
            with suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime_ns, path, status.st_size))
        total = sum(size for _, _, size in files)
        if total <= self._max_bytes:
            return
        for _, path, size in sorted(files):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            total -= size
            if total <= self._max_bytes * _LEFT_AFTER_SWEEP:
                return
