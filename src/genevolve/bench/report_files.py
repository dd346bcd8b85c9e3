"""The files that a run leaves: summary, report, sheet, and its rows in the released form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from genevolve.bench.report import report_html
from genevolve.bench.report_pictures import worst_and_best_cards
from genevolve.bench.report_sheet import as_png, worst_best_sheet
from genevolve.bench.run_csv import summary_csv
from genevolve.bench.run_folder import read_plan
from genevolve.bench.run_released import write_released
from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_summary import RunSummary, summarise
from genevolve.bench.suites import Suite
from genevolve.judges import Exchange
from genevolve.records import Usage
from genevolve.store import read_records, write_whole

EXCHANGES_FILE = "exchanges.jsonl"
SUMMARY_FILE = "summary.json"


def write_report(rows: Sequence[RunRow], suite: Suite, path: Path, *, seed: int) -> RunSummary:
    """Write all of them for the run at `path` and return the summary.

    Raises:
        StorageError: a file cannot be written.
        RunError: there is no run at `path`.
    """
    judged = (exchange.usage for exchange in read_records(path / EXCHANGES_FILE, Exchange))
    summary = summarise(rows, read_plan(path), seed=seed, judge_usage=sum(judged, Usage()))
    tasks = {task.id: task for task in suite.rows}

    def ground_truth_of(task_id: str) -> bytes | None:
        return suite.ground_truth(tasks[task_id])

    sheet = worst_best_sheet(rows, path, ground_truth_of)
    if sheet is not None:
        write_whole(path / "worst_best.png", as_png(sheet))
    write_whole(path / SUMMARY_FILE, summary.model_dump_json(indent=1) + "\n")
    write_whole(path / "summary.csv", summary_csv(summary))
    write_whole(path / "report.html", report_html(summary, *worst_and_best_cards(rows, path, ground_truth_of)))
    write_released(rows, suite, path)
    return summary
