"""The files of a comparison: comparison.json, compare.html, and changed.png where pictures differ in score."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.comparison import Comparison
from genevolve.bench.report import LEGENDS, RANKS
from genevolve.bench.report_page import Figure, page_html, section
from genevolve.bench.report_pictures import changed_cards
from genevolve.bench.report_plots import Difference, difference_plot, ends
from genevolve.bench.report_sheet import as_png, changed_sheet
from genevolve.bench.run_comparison import RunComparison, compare_runs
from genevolve.bench.run_folder import read_rows
from genevolve.bench.run_summary import score_name
from genevolve.bench.wise import Edition
from genevolve.store import write_whole

COMPARISON_FILE = "comparison.json"
PAGE_FILE = "compare.html"
SHEET_FILE = "changed.png"


def write_comparison(first: Path, second: Path, out: Path) -> tuple[RunComparison, Path | None]:
    """Write the files into `out`; return what was found, and the sheet of the pictures that changed most, if any did.

    Raises:
        RunError: one of them is no benchmark run.
        SuiteError: they cannot be compared.
        StorageError: a file cannot be written.
    """
    found = compare_runs(first, second)
    names = (first.resolve().name, second.resolve().name)
    others = {row.id: row for row in read_rows(second)}
    pairs = [(row, others[row.id]) for row in read_rows(first) if row.id in others]
    write_whole(out / COMPARISON_FILE, found.model_dump_json(indent=1) + "\n")
    write_whole(out / PAGE_FILE, comparison_html(found, names, changed_cards(pairs, (first, second), names)))
    sheet = changed_sheet(pairs, (first, second), names)
    if sheet is None:
        (out / SHEET_FILE).unlink(missing_ok=True)
        return found, None
    path = out / SHEET_FILE
    write_whole(path, as_png(sheet))
    return found, path


def comparison_html(found: RunComparison, names: tuple[str, str], changed: str = "") -> str:
    """The page; `changed` holds cards of the pictures that changed most."""
    plans = (found.first, found.second)
    agreed = {"suite": f"{found.first.suite} ({found.first.suite_sha256[:12]})", "judge": found.first.picture_judge_id}
    for said in ("policy", "renderer"):
        one, other = (getattr(plan, f"{said}_id") for plan in plans)
        agreed[said] = one if one == other else f"{one}, against {other}"
    overall = [(score_name(kind), one) for kind, one in found.overall.items()]
    groups = [*found.by_track.items(), *sorted(found.by_difficulty.items(), key=lambda pair: RANKS.get(pair[0], 0))]
    edition = next((kind for kind in found.overall if isinstance(kind, Edition)), None)
    note = (
        f"{names[0]} minus {names[1]}, task by task, with 95 % intervals; in colour where the interval excludes 0. "
        "The small bar: tasks won, tied, lost."
    )
    return page_html(
        f"{names[0]} against {names[1]}",
        agreed,
        _figures(next(iter(found.overall.values())), overall[0][0]),
        [
            section("Overall", _plot([*overall, *groups]), note),
            section("By category", _plot(list(found.by_category.items()))),
            section("What changed most", changed, LEGENDS[edition]),
        ],
    )


def _figures(one: Comparison, name: str) -> list[Figure]:
    number = f"{one.difference.mean:+.3f}" if one.difference else "–"
    interval = f" {ends(one.difference, '+')}" if one.difference else ""
    return [
        Figure(number, f"{name}{interval}"),
        Figure(f"{one.tally.wins} / {one.tally.ties} / {one.tally.losses}", "tasks won, tied, lost"),
        Figure(str(one.num_pairs), "tasks compared"),
        Figure(str(one.num_left_out), "left out: not in both runs, or owed"),
    ]


def _plot(lines: list[tuple[str, Comparison]]) -> str:
    return difference_plot([Difference(name, one.difference, one.tally) for name, one in lines]) if lines else ""
