"""Imports: what we exported comes back the same; what others wrote is read row by row, with one line a bad row."""

from __future__ import annotations

import io
import json

import pytest
from dataset_kit import build, lines, png, tree
from PIL import Image

from genevolve.data.dataset import examples, open_dataset, tasks
from genevolve.data.export import export
from genevolve.data.importing import import_folder
from genevolve.data.layout import Format
from genevolve.errors import DataError
from genevolve.records import DataSplit

SUPERVISED = (DataSplit.SFT, DataSplit.SFT_VALIDATION)


def everything(folder):
    data = open_dataset(folder)
    return {
        split: sorted((examples if split in SUPERVISED else tasks)(data, split), key=lambda one: one.model_dump_json())
        for split in DataSplit
    }


@pytest.mark.parametrize("formats", [[Format.JSONL], [Format.PARQUET], list(Format)])
def test_an_export_comes_back_the_same(tmp_path, formats):
    build(tmp_path / "built")
    out = export(tmp_path / "built", formats)
    done = import_folder(out.folder, tmp_path / "again")
    assert done.faults == ()
    assert done.counts == {split: num for split, num in out.counts.items() if num}
    assert everything(tmp_path / "again") == everything(tmp_path / "built")
    data = open_dataset(tmp_path / "again")
    for task in tasks(data, DataSplit.BENCH):
        assert data.images.get(task.ground_truth)


def test_an_import_can_be_exported_and_imported_again(tmp_path):
    build(tmp_path / "built")
    import_folder(export(tmp_path / "built").folder, tmp_path / "a")
    first = export(tmp_path / "a")
    import_folder(first.folder, tmp_path / "b")
    assert tree(export(tmp_path / "b").folder).keys() == tree(first.folder).keys()
    assert "Imported from a folder named `export`" in (first.folder / "README.md").read_text()
    before = tree(tmp_path / "a")
    import_folder(tmp_path / "built" / "export", tmp_path / "a")
    assert tree(tmp_path / "a") == before


def picture(path, kind="JPEG", size=(40, 30)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "red").save(path, kind)


def talk(*pictures, extra=""):
    shown = "<image>" * len(pictures)
    return {
        "messages": [
            {"role": "system", "content": "s"},
            {"role": "user", "content": f"Draw it{extra}"},
            {"role": "assistant", "content": "<think>a</think><tool_call>{}</tool_call>"},
            {"role": "user", "content": f"<tool_response>\nfound\n</tool_response>{shown}"},
            {"role": "assistant", "content": "<think>b</think><answer>{}</answer>"},
        ],
        "images": list(pictures),
    }


def task(number, **more):
    fields = {
        "id": number, "question": f"Draw {number}", "gt_image": f"gt/{number}.jpg", "eval_type": "Quality-Anchored",
        "category": "counting", "difficulty": "hard", "meta": json.dumps({"skills": ["a"]}), "extra_info": {"seed": 1},
    }  # fmt: skip
    return fields | more


def test_released_folders_are_told_apart_and_bad_rows_are_one_line_each(tmp_path):
    root = tmp_path / "GenEvolve Data"
    for name in ("SFT/images/a.jpg", "pictures/b.webp"):
        picture(root / name, "WEBP" if name.endswith("webp") else "JPEG")
    (root / "SFT/images/broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    (root / "SFT").mkdir(exist_ok=True)
    (root / "SFT/sft_train.json").write_text(json.dumps([
        talk("images/a.jpg", "pictures/b.webp"),
        talk("images/missing.jpg"),
        talk("../../../etc/passwd", extra=" now"),
        talk("images/broken.png"),
        {**talk("images/a.jpg"), "images": []},
        talk("images/a.jpg", "pictures/b.webp"),
        "no row",
    ]))  # fmt: skip
    (root / "SFT/sft_val.json").write_text(json.dumps([talk("images/a.jpg", extra=" slowly")]))
    for number in (1, 2):
        picture(root / f"Evolve/gt/{number}.jpg")
        picture(root / f"GenEvolve-Bench/gt/{number}.jpg")
    (root / "Evolve/train.jsonl").write_text(
        json.dumps(task(1)) + "\n{torn\n" + json.dumps(task(2, question="")) + "\n" + json.dumps(task(2)) + "\n"
    )
    (root / "GenEvolve-Bench/rows.jsonl").write_text(json.dumps(task(1)) + "\n" + json.dumps(task(1)) + "\n")
    (root / "dataset_info.json").write_text('{"sft": {"file_name": "sft_train.json"}}')
    done = import_folder(root, tmp_path / "into")
    assert done.counts == {
        DataSplit.SFT: 1, DataSplit.SFT_VALIDATION: 1, DataSplit.EVOLVE: 2, DataSplit.BENCH: 1,
    }  # fmt: skip
    assert done.num_rows == 14
    complaints = (
        "row 2: there is no picture 'images/missing.jpg'", "row 3: the picture '../../../etc/passwd' lies outside",
        "row 4: the picture 'images/broken.png' cannot be used", "row 5 shows 1 pictures and lists 0",
        "row 6 is the same as", "row 7 is not a JSON object", "line 2 is not JSON", "row 3 has no 'question'",
        "row 2 is the same as",
    )  # fmt: skip
    assert len(done.faults) == len(complaints)
    for complaint in complaints:
        assert len([fault for fault in done.faults if complaint in fault and "\n" not in fault]) == 1, complaint
    first = next(tasks(open_dataset(tmp_path / "into"), DataSplit.EVOLVE))
    assert (first.request.id, first.track, first.request.meta) == (
        "1", "quality", {"skills": ["a"], "extra_info": {"seed": 1}},
    )  # fmt: skip
    data = open_dataset(tmp_path / "into")
    example = next(examples(data, DataSplit.SFT))
    assert Image.open(io.BytesIO(data.images.get(example.images[0]))).format == "PNG"
    assert str(tmp_path) not in (tmp_path / "into" / "import.json").read_text()


def test_a_picture_that_only_claims_to_be_ours_is_made_clean(tmp_path):
    root = tmp_path / "bench"
    root.mkdir()
    noted = Image.open(io.BytesIO(png(1)))
    buffer = io.BytesIO()
    noted.save(buffer, "PNG", dpi=(300, 300))
    (root / ("a" * 64 + ".png")).write_bytes(buffer.getvalue())
    (root / "test.jsonl").write_text(json.dumps(task(1, gt_image="a" * 64 + ".png")))
    import_folder(root, tmp_path / "into")
    data = open_dataset(tmp_path / "into")
    kept = Image.open(io.BytesIO(data.images.get(next(tasks(data, DataSplit.BENCH)).ground_truth)))
    assert "dpi" not in kept.info


def test_an_interrupted_import_leaves_what_was_there(tmp_path):
    build(tmp_path / "built")
    source = export(tmp_path / "built", [Format.JSONL]).folder
    import_folder(source, tmp_path / "into")
    before = tree(tmp_path / "into")

    def stop(name, number):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_folder(source, tmp_path / "into", on_rows=stop)
    assert tree(tmp_path / "into") == before


def test_mistakes_are_one_line(tmp_path):
    build(tmp_path / "built")
    source = export(tmp_path / "built", [Format.JSONL]).folder
    with pytest.raises(DataError, match="there is no folder"):
        import_folder(tmp_path / "nowhere", tmp_path / "into")
    with pytest.raises(DataError, match="holds data that was built here"):
        import_folder(source, tmp_path / "built")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no JSON, JSONL or Parquet file"):
        import_folder(tmp_path / "empty", tmp_path / "into")
    (tmp_path / "empty" / "train.jsonl").write_text(json.dumps(task(1)))
    with pytest.raises(DataError, match=r"no row of .* can be used; the first: .*there is no picture"):
        import_folder(tmp_path / "empty", tmp_path / "into")
    assert sorted(tmp_path.joinpath("into").iterdir()) == []
    assert lines(source / "sft" / "train.jsonl")
