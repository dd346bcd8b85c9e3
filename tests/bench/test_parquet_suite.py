"""The released benchmark as `datasets` keeps it: Parquet shards, the pictures inside."""

from __future__ import annotations

import io
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from genevolve.bench.suites import FolderSuite, read_genevolve_bench
from genevolve.errors import ConfigError, SuiteError

COLOURS = ("red", "green", "blue", "yellow", "black")


def picture(colour, kind="JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(buffer, kind)
    return buffer.getvalue()


def row(number, **more):
    fields = {
        "id": str(number),
        "question": f"a {COLOURS[number]} thing",
        "gt_image": {"bytes": picture(COLOURS[number]), "path": f"case_{number:05}.jpg"},
        "eval_type": "Knowledge-Anchored" if number % 2 else "Quality-Anchored",
        "category": "counting",
        "difficulty": "hard",
        "meta": {"skills": ["spatial_layout"], "era": "1900" if number else None},
        "extra_info": json.dumps({"seed": number}),
    }
    return fields | more


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=2)


def colour_of(suite, number):
    with Image.open(io.BytesIO(suite.ground_truth(suite.rows[number]))) as image:
        assert (image.format, image.size) == ("PNG", (32, 24))
        return image.convert("RGB").resize((1, 1)).getpixel((0, 0))


def near(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 12


@pytest.mark.parametrize("place", ["data", "GenEvolve-Bench", "."])
def test_shards_are_one_suite_and_pictures_come_out_of_them(tmp_path, place):
    write(tmp_path / place / "test-00000-of-00002.parquet", [row(n) for n in (0, 1, 2)])
    write(tmp_path / place / "test-00001-of-00002.parquet", [row(n) for n in (3, 4)])
    write(tmp_path / place / "train-00000-of-00001.parquet", [row(0)])
    suite = read_genevolve_bench(tmp_path)
    assert [one.id for one in suite.rows] == ["0", "1", "2", "3", "4"]
    assert [one.track for one in suite.rows[:2]] == ["quality", "knowledge"]
    # a key that only other rows have is not there, as in JSON
    assert suite.rows[0].meta == {"skills": ["spatial_layout"], "extra_info": {"seed": 0}}
    assert suite.rows[1].meta["era"] == "1900"
    assert suite.rows[3].ground_truth == "case_00003.jpg"
    rgb = [(255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0), (0, 0, 0)]
    assert all(near(colour_of(suite, number), rgb[number]) for number in (4, 0, 2, 1, 3))


def test_rows_that_name_files_read_like_json(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "0.jpg").write_bytes(picture("red"))
    named = row(0, gt_image="images/0.jpg", meta={"skills": ["spatial_layout"]}, extra_info={"seed": 0})
    write(tmp_path / "test.parquet", [named])
    from_parquet = read_genevolve_bench(tmp_path)
    assert isinstance(from_parquet, FolderSuite)
    (tmp_path / "test.jsonl").write_text(json.dumps(named) + "\n", encoding="utf-8")
    assert read_genevolve_bench(tmp_path) == from_parquet
    assert read_genevolve_bench(tmp_path / "test.parquet") == from_parquet
    (tmp_path / "test.jsonl").unlink()
    write(tmp_path / "test.parquet", [row(0, gt_image="images/none.jpg")])
    with pytest.raises(SuiteError, match=r"row 1: there is no picture 'images/none.jpg'"):
        read_genevolve_bench(tmp_path)


def test_a_picture_without_bytes_is_looked_for_as_a_file(tmp_path):
    (tmp_path / "a.jpg").write_bytes(picture("red"))
    inside = [row(0, gt_image={"bytes": None, "path": "a.jpg"}), row(1, gt_image={"bytes": None, "path": "../b.jpg"})]
    inside += [row(2), row(3, gt_image={"bytes": picture("blue"), "path": None})]
    write(tmp_path / "test.parquet", inside)
    suite = read_genevolve_bench(tmp_path)
    assert near(colour_of(suite, 0), (255, 0, 0))
    assert near(colour_of(suite, 3), (0, 0, 255))
    with pytest.raises(SuiteError, match="lies outside"):
        suite.ground_truth(suite.rows[1])


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([], "holds no rows"),
        ([row(0, question="")], r"test.parquet, row 1 has no 'question' or 'prompt'"),
        ([row(0), row(1, id="0")], r"row 2 has the id '0', which is already that of .*row 1"),
        ([row(0, gt_image=None)], r"row 1 has no 'gt_image'"),
        ([row(0, meta="{")], r"row 1: 'meta' is a text that is not JSON"),
    ],
)
def test_a_bad_row_is_named(tmp_path, rows, complaint):
    write(tmp_path / "test.parquet", rows)
    with pytest.raises(SuiteError, match=complaint) as caught:
        read_genevolve_bench(tmp_path)
    assert "\n" not in str(caught.value)


def test_bad_files_are_named(tmp_path):
    (tmp_path / "test.parquet").write_bytes(b"PAR1 is not enough")
    with pytest.raises(SuiteError, match=r"test.parquet is not a Parquet file that can be read") as caught:
        read_genevolve_bench(tmp_path)
    assert "\n" not in str(caught.value)
    write(tmp_path / "test.parquet", [row(0, gt_image={"bytes": b"no picture", "path": "a.jpg"})])
    suite = read_genevolve_bench(tmp_path)
    with pytest.raises(SuiteError, match=r"'a.jpg' of .*test.parquet cannot be used as ground truth of row '0'"):
        suite.ground_truth(suite.rows[0])
    write(tmp_path / "other.parquet", [row(0)])
    (tmp_path / "test.parquet").rename(tmp_path / "rest.parquet")
    with pytest.raises(SuiteError, match=r"several files of rows \(other, rest\); name the one to read"):
        read_genevolve_bench(tmp_path)


def test_without_the_extra_one_line_says_what_to_install(tmp_path, monkeypatch):
    write(tmp_path / "test.parquet", [row(0)])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"pip install 'genevolve\[data\]'"):
        read_genevolve_bench(tmp_path)
