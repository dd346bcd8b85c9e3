"""Parquet with pictures inside: shards by size, groups in bounded memory, damage in one line."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.data import parquet
from genevolve.data.parquet import TASK_COLUMNS, plan_shards, scan_parquet, write_parquet
from genevolve.errors import SuiteError


@given(st.lists(st.integers(0, 60), max_size=40), st.integers(1, 100))
def test_shards_hold_every_row_once_in_order_and_stay_small(sizes, most):
    shards = plan_shards("train", sizes, most)
    assert [place for one in shards for place in range(one.first, one.end)] == list(range(len(sizes)))
    assert [one.name for one in shards] == [
        f"train-{number:05d}-of-{len(shards):05d}.parquet" for number in range(len(shards))
    ]
    assert all(sum(sizes[one.first : one.end]) <= most or one.end - one.first == 1 for one in shards)


def row(number, num_bytes=10):
    texts = {name: f"{name} {number}" for name in TASK_COLUMNS if name != "gt_image"}
    return texts | {"gt_image": {"bytes": bytes([number % 256]) * num_bytes, "path": f"{number}.png"}}


def test_rows_come_back_in_order_and_the_schema_says_what_is_a_picture(tmp_path):
    path = tmp_path / "deep" / "x.parquet"
    write_parquet(path, TASK_COLUMNS, (row(number) for number in range(300)))
    rows = list(scan_parquet(path))
    assert [one.fields for one in rows] == [row(number) for number in range(300)]
    assert rows[4].where == f"{path}, row 5"
    features = json.loads(pq.read_schema(path).metadata[b"huggingface"])["info"]["features"]
    assert features["gt_image"] == {"_type": "Image"}
    assert list(features) == list(TASK_COLUMNS)


def test_only_a_group_of_rows_is_held_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_BYTES", 10_000)
    write_parquet(tmp_path / "x.parquet", TASK_COLUMNS, (row(number, 3_000) for number in range(40)))
    file = pq.ParquetFile(tmp_path / "x.parquet")
    sizes = [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]
    assert sizes == [4] * 10


def test_a_failed_write_leaves_nothing(tmp_path):
    def rows():
        yield row(0)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_parquet(tmp_path / "x.parquet", TASK_COLUMNS, rows())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_none_is_one_line(tmp_path):
    (tmp_path / "x.parquet").write_text("no")
    with pytest.raises(SuiteError, match=r"x\.parquet is not a Parquet file that can be read") as caught:
        list(scan_parquet(tmp_path / "x.parquet"))
    assert "\n" not in str(caught.value)
    with pytest.raises(SuiteError, match="there is no file"):
        list(scan_parquet(tmp_path / "y.parquet"))
