"""Two runs of the same suite by the same judge: how they differ, overall and by group."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.comparison import Comparison, compare, compare_by, compare_wise, compare_wise_categories
from genevolve.bench.run_folder import BenchPlan, read_plan, read_rows
from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_summary import bench_rows, edition_of, wise_rows
from genevolve.bench.variants import Variant
from genevolve.bench.wise import Edition
from genevolve.errors import SuiteError
from genevolve.records import Record


class RunComparison(Record):
    """First minus second; by track, category and difficulty for the default variant, for WISE by category."""

    first: BenchPlan
    second: BenchPlan
    overall: dict[Variant | Edition, Comparison]
    by_track: dict[str, Comparison]
    by_category: dict[str, Comparison]
    by_difficulty: dict[str, Comparison]


def compare_runs(first: Path, second: Path) -> RunComparison:
    """The run at `first` against the run at `second`, task by task.

    Raises:
        RunError: one of them is no benchmark run.
        SuiteError: they are runs of different suites or judges, or have no task in common.
    """
    plans = read_plan(first), read_plan(second)
    _refuse_strangers((first, second), plans)
    rows = read_rows(first), read_rows(second)
    edition = edition_of(plans[0])
    return _of_kscore(plans, rows) if edition is None else _of_wise(plans, rows, edition)


def _refuse_strangers(paths: tuple[Path, Path], plans: tuple[BenchPlan, BenchPlan]) -> None:
    one, other = plans
    if one.suite_sha256 != other.suite_sha256:
        names = f"{one.suite} and {other.suite}" if one.suite != other.suite else f"{one.suite}, in two versions"
        raise SuiteError(
            f"{paths[0]} and {paths[1]} are runs of different suites ({names}); only the same tasks can be compared"
        )
    if one.picture_judge_id != other.picture_judge_id:
        raise SuiteError(
            f"{paths[0]} was judged by {one.picture_judge_id}, {paths[1]} by {other.picture_judge_id}; "
            "scores of different judges cannot be compared"
        )


def _of_kscore(plans: tuple[BenchPlan, BenchPlan], rows: tuple[list[RunRow], list[RunRow]]) -> RunComparison:
    left, right = bench_rows(rows[0]), bench_rows(rows[1])
    return RunComparison(
        first=plans[0],
        second=plans[1],
        overall={variant: compare(left, right, variant) for variant in Variant},
        by_track=compare_by(left, right, lambda row: row.track),
        by_category=compare_by(left, right, lambda row: row.category),
        by_difficulty=compare_by(left, right, lambda row: row.difficulty),
    )


def _of_wise(
    plans: tuple[BenchPlan, BenchPlan], rows: tuple[list[RunRow], list[RunRow]], edition: Edition
) -> RunComparison:
    left, right = wise_rows(rows[0]), wise_rows(rows[1])
    return RunComparison(
        first=plans[0],
        second=plans[1],
        overall={edition: compare_wise(left, right, edition)},
        by_track={},
        by_category=compare_wise_categories(left, right, edition),
        by_difficulty={},
    )
