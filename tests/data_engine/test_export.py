"""Exports: whole or not there, the same again, opened by `datasets` and by our own benchmark reader."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from dataset_kit import build, build_anew, lines, png, tree
from PIL import Image

from genevolve.bench.suites import read_genevolve_bench
from genevolve.data import export as exporting
from genevolve.data.dataset import open_dataset
from genevolve.data.export import export
from genevolve.data.layout import PLACES, Format
from genevolve.data.stage import Journal
from genevolve.errors import DataError
from genevolve.records import DataSplit, Stage, Verdict

os.environ["HF_HUB_OFFLINE"] = "1"
datasets = pytest.importorskip("datasets")


def load(source, tmp_path, *args, **more):
    datasets.disable_progress_bars()
    return datasets.load_dataset(str(source), *args, cache_dir=str(tmp_path / "hf-cache"), **more)


def test_datasets_opens_parquet_with_decoded_pictures(tmp_path):
    build(tmp_path / "town")
    counts = export(tmp_path / "town", [Format.PARQUET], shard_bytes=5_000).counts
    out = tmp_path / "town" / "export"
    assert len(list((out / "sft").glob("train-*.parquet"))) > 1
    sft = load(out, tmp_path, "sft")["train"]
    assert sft.features["images"].feature == datasets.Image()
    assert len(sft) == counts[DataSplit.SFT]
    row = sft[0]
    assert [one.size for one in row["images"]] == [(24, 16)] * 5
    assert sum(one["content"].count("<image>") for one in row["messages"]) == 5
    bench = load(out, tmp_path, "bench")["test"]
    assert bench.features["gt_image"] == datasets.Image()
    assert bench[0]["gt_image"].tobytes() == Image.open(io.BytesIO(png(5000, (64, 64)))).tobytes()
    assert json.loads(bench[0]["meta"])["constraints"] == [{"kind": "count", "number": 0}]
    assert set(load(out, tmp_path, "evolve")) == {"train"}


def test_datasets_opens_json_lines_and_the_pictures_lie_beside_them(tmp_path):
    build(tmp_path / "town")
    export(tmp_path / "town", [Format.JSONL])
    out = tmp_path / "town" / "export"
    by_file = load("json", tmp_path, data_files=str(out / "sft" / "train.jsonl"))["train"]
    by_card = load(out, tmp_path, "sft")["train"]
    assert by_file[0] == by_card[0] == lines(out / "sft" / "train.jsonl")[0]
    for row in lines(out / "sft" / "train.jsonl"):
        assert all((out / "sft" / name).is_file() for name in row["images"])
    assert load(out, tmp_path, "bench")["test"][0]["meta"]["track"] == "knowledge"


@pytest.mark.parametrize("kind", Format)
def test_our_benchmark_reads_an_exported_bench(tmp_path, kind):
    build(tmp_path)
    export(tmp_path, [kind])
    suite = read_genevolve_bench(tmp_path / "export" / "bench")
    assert len(suite.rows) == 4
    assert {row.track for row in suite.rows} == {"knowledge"}
    assert Image.open(io.BytesIO(suite.ground_truth(suite.rows[1]))).size == (64, 64)


def test_no_teacher_program_and_no_word_of_its_in_evolve_and_bench(tmp_path):
    build(tmp_path)
    export(tmp_path)
    files = tree(tmp_path / "export")
    programs = {name for name, content in files.items() if b"SECRETPROGRAM" in content}
    assert "sft/train.jsonl" in programs
    assert all(name.startswith("sft/") for name in programs)
    for split in (DataSplit.EVOLVE, DataSplit.BENCH):
        for row in lines(tmp_path / "export" / PLACES[split].jsonl):
            text = json.dumps(row)
            assert not any(word in text for word in ("gen_prompt", "SECRETPROGRAM", "IMG_0", "<think>", "messages"))
    table = datasets.Dataset.from_parquet(str(tmp_path / "export/bench/test-*.parquet"), cache_dir=str(tmp_path / "c"))
    assert "SECRETPROGRAM" not in json.dumps([{**row, "gt_image": ""} for row in table])


def test_the_same_export_is_not_written_again_and_a_changed_one_replaces_it(tmp_path):
    build(tmp_path)
    first = export(tmp_path)
    before = tree(first.folder)
    assert export(tmp_path).num_written == 0
    assert tree(first.folder) == before
    journal = Journal(tmp_path)
    gone = open_dataset(tmp_path).ids(DataSplit.BENCH)[0]
    change = {"verdict": Verdict.REJECTED, "split": None}
    journal.add(Stage.SPLIT, [journal.row(Stage.SPLIT, gone).model_copy(update=change)])
    again = export(tmp_path)
    assert again.counts[DataSplit.BENCH] == first.counts[DataSplit.BENCH] - 1
    after = tree(first.folder)
    assert len([name for name in after if name.startswith("bench/images")]) == 3
    assert after["sft/train.jsonl"] == before["sft/train.jsonl"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_an_interrupted_export_leaves_the_old_one_and_goes_on(tmp_path, monkeypatch):
    build(tmp_path)
    export(tmp_path, [Format.JSONL])
    old = tree(tmp_path / "export")
    write, written = exporting.write_parquet, []

    def dies_at_the_third(path, columns, rows):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(path)
        write(path, columns, rows)

    monkeypatch.setattr(exporting, "write_parquet", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path, shard_bytes=5_000)
    assert tree(tmp_path / "export") == old
    monkeypatch.setattr(exporting, "write_parquet", write)
    seen = []
    resumed = export(tmp_path, shard_bytes=5_000, on_file=lambda name, done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)
    assert resumed.num_written == len(seen) - 3 - 2
    whole = tree(tmp_path / "export")
    build(tmp_path / "twin")
    export(tmp_path / "twin", shard_bytes=5_000)
    twin = tree(tmp_path / "twin" / "export")
    same = [name for name in whole if name not in {"README.md", "manifest.json"}]
    assert {name: twin[name] for name in same} == {name: whole[name] for name in same}


@pytest.mark.parametrize("step", [1, 2])
def test_a_process_killed_while_folders_change_places_loses_nothing(tmp_path, monkeypatch, step):
    build(tmp_path)
    whole = tree(export(tmp_path, [Format.JSONL]).folder)
    rename, done = Path.rename, []

    def dies(path, target):
        done.append(path)
        if len(done) == step:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", dies)
    with pytest.raises(KeyboardInterrupt):
        export(tmp_path)
    monkeypatch.setattr(Path, "rename", rename)
    (tmp_path / ".export-growing" / "sft" / ".train.jsonl.x7").write_text("half a l")
    assert export(tmp_path).num_written == 0
    after = tree(tmp_path / "export")
    assert {name: after[name] for name in whole if name.endswith(("jsonl", "png"))} == {
        name: content for name, content in whole.items() if name.endswith(("jsonl", "png"))
    }
    assert not [name for name in after if "/." in name]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_damaged_file_is_written_again(tmp_path):
    build(tmp_path)
    out = export(tmp_path, [Format.PARQUET]).folder
    shard = next((out / "bench").glob("*.parquet"))
    whole = shard.read_bytes()
    shard.write_bytes(whole[:50])
    assert export(tmp_path, [Format.PARQUET]).num_written == 1
    assert shard.read_bytes() == whole


def test_what_cannot_be_written_is_named_and_counted(tmp_path):
    build(tmp_path)
    taken = open_dataset(tmp_path).ids(DataSplit.SFT)[0]
    number = int(taken.removeprefix("item-"))
    build_anew(tmp_path / "other", 24, said_by={number: " Look: <image>"})
    done = export(tmp_path / "other")
    assert [(one.id, one.reason.code) for one in done.left_out] == [(taken, "image_in_text")]
    assert "1 for `image_in_text`" in (done.folder / "README.md").read_text()
    assert len(lines(done.folder / "sft" / "train.jsonl")) == done.counts[DataSplit.SFT]


def test_the_card_says_what_the_records_say(tmp_path):
    build(tmp_path / "Crows: of *town*\n")
    card = (export(tmp_path / "Crows: of *town*\n").folder / "README.md").read_text()
    assert "pretty_name: Crows of town\n" in card
    assert "- cc-by-sa-4.0\n" in card
    assert "| audit | 23 | 1 | 0 | 95.8% | 69% | `test-auditor/1` |" in card
    assert "| pictures | OpenMoji | CC BY-SA 4.0 | 13 |" in card
    assert "| references | OpenMoji | CC BY-SA 4.0 | 10 |" in card
    assert "Rejected at `audit`: 1 `process_quality`." in card
    assert "Models cost $6.00." in card
    assert "| `bench` | `test` | 4 |" in card
    assert str(tmp_path) not in card


def test_a_lost_picture_is_one_clear_line(tmp_path):
    build(tmp_path)
    data = open_dataset(tmp_path)
    task = data.task(data.ids(DataSplit.BENCH)[0], DataSplit.BENCH)
    data.images.path(task.ground_truth).unlink()
    with pytest.raises(DataError, match=r"item-000: picture \w+ is not in"):
        export(tmp_path)
    assert not (tmp_path / "export").exists()
