from __future__ import annotations

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.errors import RunError, StorageError
from genevolve.records import Request
from genevolve.store import append_records, read_records


def _requests(number: int) -> list[Request]:
    return [Request(id=f"rq_{i}", prompt=f"prompt {i} – ünïcode\u2028\n") for i in range(number)]


def test_records_come_back_in_order(tmp_path):
    path = tmp_path / "r.jsonl"
    append_records(path, _requests(2))
    append_records(path, _requests(3)[2:])
    assert list(read_records(path, Request)) == _requests(3)


def test_no_file_means_no_records(tmp_path):
    assert list(read_records(tmp_path / "none.jsonl", Request)) == []


@given(cut=st.integers(min_value=1, max_value=200))
def test_a_torn_last_line_is_owed_again(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("torn") / "r.jsonl"
    append_records(path, _requests(3))
    whole = path.read_bytes()
    path.write_bytes(whole[: max(0, len(whole) - cut)])
    kept = list(read_records(path, Request))
    assert kept == _requests(len(kept))
    append_records(path, _requests(3)[len(kept) :])
    assert path.read_bytes() == whole


def test_a_damaged_whole_line_is_named(tmp_path):
    path = tmp_path / "r.jsonl"
    append_records(path, _requests(1))
    with path.open("a") as file:
        file.write("{}\n")
    with pytest.raises(RunError, match="line 2"):
        list(read_records(path, Request))


def test_a_full_disk_loses_nothing_that_was_written(tmp_path, monkeypatch):
    path = tmp_path / "r.jsonl"
    append_records(path, _requests(2))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageError, match="No space left"):
            append_records(path, _requests(3)[2:])
    assert list(read_records(path, Request)) == _requests(2)
    append_records(path, _requests(3)[2:])
    assert list(read_records(path, Request)) == _requests(3)
