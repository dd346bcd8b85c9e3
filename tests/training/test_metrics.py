"""The figures of a run: whole lines, none twice, and to trackio where it is asked for and installed."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

pytest.importorskip("torch")

from rich.console import Console

from genevolve.errors import ConfigError, TrainingError
from genevolve.training.metrics import MetricsLog, metrics_table, read_rows


def test_a_run_that_goes_on_cuts_what_lies_past_its_checkpoint(tmp_path):
    path = tmp_path / "run" / "metrics.jsonl"
    log = MetricsLog(path, "sft")
    for step in range(1, 5):
        log.write(step, **{"loss/sft": 1.0 / step})
    with path.open("ab") as file:
        file.write(b'{"step": 5, "pha')  # killed in mid-line
    MetricsLog(path, "sft", step=2).write(3, lr=0.5)
    assert list(read_rows(path)) == [
        {"step": 1, "phase": "sft", "loss/sft": 1.0},
        {"step": 2, "phase": "sft", "loss/sft": 0.5},
        {"step": 3, "phase": "sft", "lr": 0.5},
    ]


def test_a_line_that_is_no_row_is_named(tmp_path):
    path = tmp_path / "metrics.jsonl"
    path.write_text('{"step": 1}\n[]\n')
    with pytest.raises(TrainingError, match="line 2"):
        list(read_rows(path))


def test_what_is_not_a_number_is_not_written(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        MetricsLog(tmp_path / "metrics.jsonl", "sft").write(1, loss=float("nan"))


def test_trackio_gets_every_row_where_it_is_installed(tmp_path, monkeypatch):
    told = []
    fake = SimpleNamespace(
        __spec__=SimpleNamespace(),
        init=lambda **words: told.append(("init", words)),
        log=lambda numbers, step: told.append((step, numbers)),
        finish=lambda: told.append("finish"),
    )
    monkeypatch.setitem(sys.modules, "trackio", fake)
    log = MetricsLog(tmp_path / "run" / "metrics.jsonl", "grpo", log_to=("jsonl", "trackio"))
    log.write(1, lr=0.5)
    log.close()
    assert told == [("init", {"project": "genevolve", "name": "run"}), (1, {"lr": 0.5}), "finish"]
    assert len(list(read_rows(tmp_path / "run" / "metrics.jsonl"))) == 1


def test_trackio_that_is_not_installed_is_said_before_the_run(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trackio", None)
    with pytest.raises(ConfigError, match="pip install trackio"):
        MetricsLog(tmp_path / "metrics.jsonl", "sft", log_to=("trackio",))
    MetricsLog(tmp_path / "metrics.jsonl", "sft").write(1, lr=0.5)


def test_the_table_shows_the_last_rows_and_only_columns_that_are_there():
    rows = [{"step": step, "loss/sft": 1 / step, "lr": 0.001} for step in range(1, 30)]
    console = Console(width=80)
    with console.capture() as capture:
        console.print(metrics_table(rows, last=3))
    lines = capture.get().splitlines()
    assert lines[0].split() == ["step", "loss", "rate"]
    assert [line.split() for line in lines[1:]] == [
        ["27", "0.03704", "0.001"],
        ["28", "0.03571", "0.001"],
        ["29", "0.03448", "0.001"],
    ]
