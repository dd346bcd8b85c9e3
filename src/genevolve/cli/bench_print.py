"""What `genevolve bench` prints of a run and of a comparison."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from genevolve.bench.comparison import Comparison
from genevolve.bench.run_comparison import RunComparison
from genevolve.bench.run_summary import RunSummary, score_name
from genevolve.bench.statistics import Interval
from genevolve.bench.variants import Variant


def print_summary(summary: RunSummary, path: Path) -> None:
    """The scores of a run as a table, its counts, and where the report lies."""
    console = Console(highlight=False)
    if summary.groups is not None and Variant.FILLER in summary.intervals:
        report = summary.kscore[Variant.FILLER]
        table = Table("KScore (filler)", "mean", "95 %", "attainable", "n", box=None)
        lines = [("all", summary.intervals[Variant.FILLER], report.overall.attainable)]
        lines += [(name, one, report.by_track[name].attainable) for name, one in summary.groups.by_track.items()]
        lines += [(name, one, report.by_category[name].attainable) for name, one in summary.groups.by_category.items()]
        for name, interval, ceiling in lines:
            figure = "–" if ceiling is None else f"{ceiling:.3f}"
            table.add_row(name, f"{interval.mean:.3f}", _ends(interval), figure, str(interval.num_rows))
        console.print(table)
    if summary.wise is not None:
        table = Table(score_name(summary.wise.edition), "mean", "95 %", "n", box=None)
        found = {"all": summary.wise_interval} if summary.wise_interval else {}
        for name, one in {**found, **summary.wise_categories}.items():
            table.add_row(name, f"{one.mean:.3f}", _ends(one), str(one.num_rows))
        console.print(table)
    if summary.reward is not None:
        console.print(f"reward R: {summary.reward.mean:.3f} {_ends(summary.reward)}", markup=False)
    console.print(
        f"{summary.num_rows} tasks: {summary.num_scored} scored, {summary.num_policy_failures} failures of the policy, "
        f"{summary.num_owed} owed again"
    )
    console.print(f"report: {path / 'report.html'}\nsheet:  {path / 'worst_best.png'}", soft_wrap=True, markup=False)


def print_comparison(found: RunComparison, first: Path, second: Path) -> None:
    """Every difference of a comparison as one line of a table."""
    names = f"{first.resolve().name} − {second.resolve().name}"
    table = Table(names, "mean", "95 %", "wins / ties / losses", "n", box=None)
    for variant, one in found.overall.items():
        _add_comparison(table, score_name(variant), one)
    for groups in (found.by_track, found.by_difficulty, found.by_category):
        for name, one in groups.items():
            _add_comparison(table, name, one)
    Console(highlight=False).print(table)


def _add_comparison(table: Table, name: str, one: Comparison) -> None:
    mean = f"{one.difference.mean:+.3f}" if one.difference else "–"
    ends = _ends(one.difference, "+") if one.difference else "–"
    tally = f"{one.tally.wins} / {one.tally.ties} / {one.tally.losses}"
    table.add_row(name, mean, ends, tally, f"{one.num_pairs}")


def _ends(interval: Interval, sign: str = "") -> str:
    return f"({interval.low:{sign}.3f}, {interval.high:{sign}.3f})"
