from __future__ import annotations

import os

from genevolve.store import ImageStore, PictureCache


def test_what_was_kept_is_found_by_another_process(tmp_path):
    PictureCache(tmp_path).put("a drawing at 640", b"pixels")
    assert PictureCache(tmp_path).get("a drawing at 640") == b"pixels"
    assert PictureCache(tmp_path).get("a drawing at 320") is None


def test_a_damaged_picture_is_made_again(tmp_path):
    cache = PictureCache(tmp_path)
    cache.put("key", b"pixels")
    (path,) = cache.images.root.glob("*/*.png")
    path.write_bytes(b"other")
    assert cache.get("key") is None
    cache.put("key", b"pixels")
    assert cache.get("key") == b"pixels"


def test_a_torn_key_is_no_picture(tmp_path):
    cache = PictureCache(tmp_path)
    cache.put("key", b"pixels")
    (path,) = (tmp_path / "keys").glob("*/*")
    for content in (b"", b"0123", b"../../etc/passwd", b"\xff"):
        path.write_bytes(content)
        assert cache.get("key") is None


def test_the_oldest_pictures_leave_when_there_is_no_room(tmp_path):
    cache = PictureCache(tmp_path, max_bytes=4000)
    for number in range(12):
        cache.put(f"{number}", bytes([number]) * 500)
        for path in cache.images.root.glob("*/*.png"):
            written = path.read_bytes()[0]
            os.utime(path, (written, written))
    kept = [cache.get(f"{number}") is not None for number in range(12)]
    assert kept == sorted(kept)
    assert kept[-1]
    assert not kept[0]
    assert sum(path.stat().st_size for path in cache.images.root.glob("*/*.png")) <= 4000


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = PictureCache(tmp_path / "file")
    cache.put("key", b"pixels")
    assert cache.get("key") is None


def test_a_run_does_not_write_again_what_the_cache_has(tmp_path):
    cache, run = PictureCache(tmp_path / "cache"), ImageStore(tmp_path / "run")
    cache.put("key", b"pixels")
    (path,) = cache.images.root.glob("*/*.png")
    run.adopt(path.stem, b"pixels", cache.images)
    assert run.get(path.stem) == b"pixels"
    assert run.path(path.stem).samefile(path)
    path.unlink()
    assert run.get(path.stem) == b"pixels"


def test_a_run_keeps_what_the_cache_has_lost(tmp_path):
    cache, run = PictureCache(tmp_path / "cache"), ImageStore(tmp_path / "run")
    cache.put("key", b"pixels")
    (path,) = cache.images.root.glob("*/*.png")
    path.write_bytes(b"cut")
    run.adopt(path.stem, b"pixels", cache.images)
    assert run.get(path.stem) == b"pixels"
