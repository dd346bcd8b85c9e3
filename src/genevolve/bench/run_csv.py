"""A run's summary as a table: one line a group and variant, to be opened in a spreadsheet."""

from __future__ import annotations

import csv
import io

from genevolve.bench.kscore import KScore
from genevolve.bench.run_summary import RunSummary
from genevolve.bench.statistics import Interval
from genevolve.bench.variants import Variant

_COLUMNS = (
    "variant",
    "kind",
    "name",
    "failures_as_zero",
    "low",
    "high",
    "success_only",
    "missing_as_zero",
    "attainable",
    "faithfulness",
    "visual_correctness",
    "text_accuracy",
    "aesthetics",
    "rows",
    "scored",
    "policy_failures",
    "infrastructure_failures",
)


def summary_csv(summary: RunSummary) -> str:
    """One line a group and variant (`overall`, then tracks, categories, difficulties), to be opened as a table."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    for variant, report in summary.kscore.items():
        table.writerow(_line(variant, "overall", "", report.overall, summary.intervals.get(variant)))
        for kind in ("track", "category", "difficulty"):
            scores: dict[str, KScore] = getattr(report, f"by_{kind}")
            known: dict[str, Interval] = getattr(summary.groups, f"by_{kind}") if summary.groups else {}
            for name, score in scores.items():
                interval = known.get(name) if variant is Variant.FILLER else None
                table.writerow(_line(variant, kind, name, score, interval))
    if summary.wise is not None:
        for name, mean in [("", summary.wise.overall), *summary.wise.by_category.items()]:
            counts = (mean.num_rows, mean.num_scored, mean.num_policy_failures, mean.num_infrastructure_failures)
            interval = summary.wise_interval if name == "" else None
            ends = (interval.low, interval.high) if interval else ("", "")
            values = (mean.failures_as_zero, *ends, mean.success_only, mean.missing_as_zero)
            kind = "category" if name else "overall"
            shown = [_figure(value) for value in values]
            table.writerow([f"wise-{summary.wise.edition}", kind, name, *shown, "", "", "", "", "", *counts])
    return text.getvalue()


def _line(variant: str, kind: str, name: str, score: KScore, interval: Interval | None) -> list[object]:
    means = score.means
    figures = [
        score.failures_as_zero,
        interval.low if interval else None,
        interval.high if interval else None,
        score.success_only,
        score.missing_as_zero,
        score.attainable,
        *(
            (means.faithfulness, means.visual_correctness, means.text_accuracy, means.aesthetics)
            if means
            else (None,) * 4
        ),
    ]
    counts = [score.num_rows, score.num_scored, score.num_policy_failures, score.num_infrastructure_failures]
    return [variant, kind, name, *map(_figure, figures), *counts]


def _figure(value: object) -> str:
    return f"{value:.4f}" if isinstance(value, int | float) else ""
