"""Results kept on disk by what they are made from, below a limit."""

from __future__ import annotations

import os
from pathlib import Path

from genevolve.store import FileCache


def test_what_is_kept_comes_back_by_its_key(tmp_path: Path) -> None:
    FileCache(tmp_path).put("one", b"figures")
    assert FileCache(tmp_path).get("one") == b"figures"
    assert FileCache(tmp_path).get("other") is None


def test_the_oldest_leave_when_all_take_too_much(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, max_bytes=4000)
    for number in range(10):
        cache.put(str(number), bytes(1000))
        for path in tmp_path.glob("*/*"):
            os.utime(path, (path.stat().st_mtime - 10, path.stat().st_mtime - 10))
    assert cache.get("9") is not None
    assert cache.get("0") is None
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) <= 4000


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = FileCache(tmp_path / "file")
    cache.put("one", b"figures")
    assert cache.get("one") is None
