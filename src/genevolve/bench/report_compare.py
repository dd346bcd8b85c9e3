"""Two runs side by side: the differences with their intervals, and the pictures that changed most."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.comparison import Comparison, compare, compare_by
from genevolve.bench.report_sheet import as_png, changed_sheet
from genevolve.bench.run_folder import BenchPlan, read_plan, read_rows
from genevolve.bench.run_summary import bench_rows, edition_of
from genevolve.bench.variants import Variant
from genevolve.errors import SuiteError
from genevolve.records import Record
from genevolve.store import write_whole


class RunComparison(Record):
    """First minus second, per variant, and by track, category and difficulty for the default one."""

    first: BenchPlan
    second: BenchPlan
    overall: dict[Variant, Comparison]
    by_track: dict[str, Comparison]
    by_category: dict[str, Comparison]
    by_difficulty: dict[str, Comparison]


def compare_runs(first: Path, second: Path) -> RunComparison:
    """The run at `first` against the run at `second`, task by task.

    Raises:
        RunError: one of them is no benchmark run.
        SuiteError: they are runs of different suites, or not scored by KScore.
    """
    plans = read_plan(first), read_plan(second)
    if plans[0].suite_sha256 != plans[1].suite_sha256:
        raise SuiteError(f"{first} and {second} are runs of different suites; only the same tasks can be compared")
    if edition_of(plans[0]) is not None:
        raise SuiteError("runs of WISE are compared by their reports: its overall score weights categories")
    left, right = bench_rows(read_rows(first)), bench_rows(read_rows(second))
    return RunComparison(
        first=plans[0],
        second=plans[1],
        overall={variant: compare(left, right, variant) for variant in Variant},
        by_track=compare_by(left, right, lambda row: row.track),
        by_category=compare_by(left, right, lambda row: row.category),
        by_difficulty=compare_by(left, right, lambda row: row.difficulty),
    )


def write_comparison(first: Path, second: Path, out: Path) -> tuple[RunComparison, Path | None]:
    """Write `comparison.json` and, where pictures differ in score, `changed.png`; return both.

    Raises:
        RunError: one of them is no benchmark run.
        SuiteError: they cannot be compared.
        StorageError: a file cannot be written.
    """
    found = compare_runs(first, second)
    write_whole(out / "comparison.json", found.model_dump_json(indent=1) + "\n")
    others = {row.id: row for row in read_rows(second)}
    pairs = [(row, others[row.id]) for row in read_rows(first) if row.id in others]
    sheet = changed_sheet(pairs, (first, second), (first.name, second.name))
    if sheet is None:
        return found, None
    path = out / "changed.png"
    write_whole(path, as_png(sheet))
    return found, path
