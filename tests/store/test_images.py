from __future__ import annotations

import pytest

from genevolve.errors import RunError, StorageError
from genevolve.store import ImageStore, inside, write_whole


def test_the_same_picture_is_kept_once(tmp_path):
    store = ImageStore(tmp_path)
    first, second = store.put(b"pixels"), store.put(b"pixels")
    assert first == second
    assert store.get(first) == b"pixels"
    assert len(list(tmp_path.rglob("*.png"))) == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "", "0" * 64 + "\n"])
def test_only_hashes_are_names(tmp_path, name):
    with pytest.raises(RunError, match="not a picture"):
        ImageStore(tmp_path).get(name)


def test_damage_is_seen(tmp_path):
    store = ImageStore(tmp_path)
    sha256 = store.put(b"pixels")
    store.path(sha256).write_bytes(b"other")
    with pytest.raises(RunError, match="damaged"):
        store.get(sha256)


def test_a_path_cannot_leave_its_root(tmp_path):
    assert inside(tmp_path, "a", "b.txt") == tmp_path / "a" / "b.txt"
    for part in ("../x", "/etc/passwd", "a/../../x"):
        with pytest.raises(StorageError):
            inside(tmp_path, part)


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "f.txt"
    write_whole(path, "old")
    monkeypatch.setattr("os.fsync", _no_space)
    with pytest.raises(StorageError, match=r"f\.txt"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["f.txt"]


def _no_space(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")
