from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from genevolve.bench.suites import read_genevolve_bench, request_of, rows_sha256
from genevolve.errors import SuiteError

ROWS = [
    {
        "id": "0",
        "question": "Draw the stadium of the 2019 final at dusk, its roof lit.",
        "gt_image": "images/case_00000.jpg",
        "eval_type": "Knowledge-Anchored",
        "category": "architecture_landmark",
        "difficulty": "hard",
        "meta": {"skills": ["spatial_layout"]},
        "extra_info": {"source": "made by hand"},
    },
    {
        "id": 1,
        "question": "Exactly five paper lanterns, one of them blue.",
        "gt_image": "images/case_00001.png",
        "eval_type": "Quality-Anchored",
        "category": "counting",
        "difficulty": "medium",
    },
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "images").mkdir()
    Image.new("CMYK", (40, 30), (0, 255, 255, 0)).save(tmp_path / "images" / "case_00000.jpg")
    Image.new("RGBA", (20, 20), (0, 0, 255, 255)).save(tmp_path / "images" / "case_00001.png")
    write(tmp_path, ROWS)
    return tmp_path


def write(folder, rows, name="test.jsonl"):
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def changed(**fields):
    row = {**ROWS[1], **fields}
    return [ROWS[0], {name: value for name, value in row.items() if value is not None}]


def test_every_field_arrives(folder):
    suite = read_genevolve_bench(folder)
    first, second = suite.rows
    assert (first.id, first.prompt) == ("0", ROWS[0]["question"])
    assert (first.track, first.eval_type) == ("knowledge", "Knowledge-Anchored")
    assert (first.category, first.difficulty) == ("architecture_landmark", "hard")
    assert first.meta == {"skills": ["spatial_layout"], "extra_info": {"source": "made by hand"}}
    assert (second.id, second.track, second.meta) == ("1", "quality", {})


def test_a_request_carries_what_judges_read(folder):
    request = request_of(read_genevolve_bench(folder).rows[0])
    assert (request.id, request.prompt) == ("0", ROWS[0]["question"])
    assert (request.category, request.difficulty) == ("architecture_landmark", "hard")
    assert request.meta["skills"] == ["spatial_layout"]


def test_ground_truth_is_a_clean_png(folder):
    suite = read_genevolve_bench(folder)
    png = suite.ground_truth(suite.rows[0])
    assert png is not None
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (40, 30))


def test_all_ways_to_name_it_read_the_same(folder):
    whole = read_genevolve_bench(folder)
    assert read_genevolve_bench(folder / "test.jsonl") == whole
    (folder / "test.jsonl").unlink()
    (folder / "rows.json").write_text(json.dumps(ROWS, indent=2), encoding="utf-8")
    assert read_genevolve_bench(folder).rows == whole.rows
    write(folder, ROWS, "other.jsonl")
    with pytest.raises(SuiteError, match=r"several files of rows \(other.jsonl, rows.json\)"):
        read_genevolve_bench(folder)
    assert read_genevolve_bench(folder / "other.jsonl").rows == whole.rows


def test_the_whole_data_set_finds_its_benchmark(folder, tmp_path_factory):
    root = tmp_path_factory.mktemp("whole")
    folder.rename(root / "GenEvolve-Bench")
    (root / "unrelated.json").write_text("{}", encoding="utf-8")
    assert len(read_genevolve_bench(root).rows) == 2


def test_values_may_live_in_meta_and_meta_may_be_a_text(folder):
    meta = json.dumps({"eval_type": "Quality-Anchored", "category": "pose", "difficulty": "easy"})
    write(folder, changed(eval_type=None, category=None, difficulty=None, meta=meta, extra_info="null"))
    row = read_genevolve_bench(folder).rows[1]
    assert (row.track, row.category, row.difficulty) == ("quality", "pose", "easy")


def test_another_houses_groups_keep_their_names(folder):
    write(folder, changed(eval_type="pop_culture_and_news"))
    assert read_genevolve_bench(folder).rows[1].track == "pop_culture_and_news"


def test_the_hash_tells_suites_apart(folder):
    before = rows_sha256(read_genevolve_bench(folder).rows)
    assert rows_sha256(read_genevolve_bench(folder).rows) == before
    write(folder, changed(question="Exactly six paper lanterns."))
    assert rows_sha256(read_genevolve_bench(folder).rows) != before


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"question": None}, r"test.jsonl, row 2 has no 'question' or 'prompt'"),
        ({"question": "  "}, r"row 2 has no 'question'"),
        ({"question": 7}, r"row 2: 'question' is not a text"),
        ({"id": None}, r"row 2 has no 'id'"),
        ({"id": True}, r"row 2 has no 'id'"),
        ({"id": "0"}, r"row 2 has the id '0', which is already that of .*row 1"),
        ({"gt_image": None}, r"row 2 has no 'gt_image'"),
        ({"gt_image": "images/none.png"}, r"row 2: there is no picture 'images/none.png'"),
        ({"gt_image": "../secret.png"}, r"row 2: the picture '../secret.png' lies outside"),
        ({"gt_image": "/etc/passwd"}, r"row 2: the picture '/etc/passwd' lies outside"),
        ({"meta": "not json"}, r"row 2: 'meta' is a text that is not JSON"),
        ({"meta": [1]}, r"row 2: 'meta' is not an object"),
        ({"difficulty": 3}, r"row 2: 'difficulty' is not a text"),
    ],
)
def test_a_bad_row_is_named(folder, fields, complaint):
    write(folder, changed(**fields))
    with pytest.raises(SuiteError, match=complaint) as caught:
        read_genevolve_bench(folder)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_bad_files_are_named(folder, tmp_path):
    with pytest.raises(SuiteError, match=r"there is no folder .*nowhere"):
        read_genevolve_bench(tmp_path / "nowhere")
    file = folder / "test.jsonl"
    file.write_text('{"id": "0"}\n{"id": \n', encoding="utf-8")
    with pytest.raises(SuiteError, match=r"test.jsonl, line 2 is not JSON"):
        read_genevolve_bench(folder)
    file.write_text('["a"]', encoding="utf-8")
    with pytest.raises(SuiteError, match=r"test.jsonl, row 1 is not a JSON object"):
        read_genevolve_bench(folder)
    file.write_text("", encoding="utf-8")
    with pytest.raises(SuiteError, match=r"test.jsonl holds no rows"):
        read_genevolve_bench(folder)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SuiteError, match=r"is not UTF-8 text"):
        read_genevolve_bench(folder)
    file.unlink()
    with pytest.raises(SuiteError, match=r"holds no JSON, JSONL or Parquet file of rows"):
        read_genevolve_bench(folder)


def test_a_broken_picture_is_named(folder):
    (folder / "images" / "case_00001.png").write_bytes(b"no picture")
    suite = read_genevolve_bench(folder)
    with pytest.raises(SuiteError, match=r"case_00001.png cannot be used as ground truth of row '1'"):
        suite.ground_truth(suite.rows[1])
