"""A run as one HTML page that needs nothing beside it: plots, tables, the worst and the best pictures."""

from __future__ import annotations

from collections.abc import Mapping

from genevolve.bench.kscore import KScore
from genevolve.bench.report_page import Figure, page_html, section, shown, table
from genevolve.bench.report_plots import Estimate, bar_plot, ends, interval_plot
from genevolve.bench.run_summary import RunSummary, score_name
from genevolve.bench.statistics import Interval
from genevolve.bench.variants import Variant
from genevolve.bench.wise import Edition
from genevolve.records import Usage

RANKS = {"easy": 0, "medium": 1, "hard": 2}
LEGEND = "F faithfulness, V visual correctness, T text accuracy, A aesthetics."
LEGENDS = {
    None: LEGEND,
    Edition.LEGACY: "C consistency, R realism, A aesthetic quality, each 0, 1 or 2.",
    Edition.VERIFIED: "Correct, or not.",
}
"""What the letters on a card stand for, by the edition of WISE; None where the score is KScore."""


def report_html(summary: RunSummary, worst: str = "", best: str = "") -> str:
    """The page. `worst` and `best` are cards of pictures."""
    plan = summary.plan
    legend = LEGENDS[summary.wise.edition if summary.wise else None]
    return page_html(
        f"{plan.policy_id} on {plan.suite}",
        {
            "suite": f"{plan.suite} ({plan.suite_sha256[:12]})",
            "policy": plan.policy_id,
            "renderer": plan.renderer_id,
            "judge": plan.picture_judge_id,
            **({"judge of programs": plan.program_judge_id} if plan.program_judge_id else {}),
            "seed": str(summary.seed),
        },
        _figures(summary),
        [
            *_scores(summary),
            _table(summary),
            section("The worst", worst, f"{legend} In small letters: the judge on what cost most."),
            section("The best", best),
            section("Why trajectories ended", _counts(summary.stop_reasons, summary.num_rows)),
            section("What the surroundings failed at", _counts(summary.outages, summary.num_rows), "Owed again."),
            section("Tools", _tools(summary)),
            section("References in a program", _counts({str(k): v for k, v in summary.references.items()}, 0)),
            section("Seconds a task", _seconds(summary)),
            section("Cost", _cost(summary)),
        ],
    )


def _figures(summary: RunSummary) -> list[Figure]:
    figures = []
    if summary.kscore:
        overall = summary.kscore[Variant.FILLER].overall
        said = f"KScore (filler), of {shown(overall.attainable)} attainable"
        figures.append(Figure(shown(overall.failures_as_zero), said))
    if summary.wise is not None:
        figures.append(Figure(shown(summary.wise.overall.failures_as_zero), score_name(summary.wise.edition)))
    if summary.reward is not None:
        figures.append(Figure(shown(summary.reward.mean), f"reward R {ends(summary.reward)}".strip()))
    if summary.sufficiency is not None:
        figures.append(Figure(shown(summary.sufficiency.mean), f"sufficiency {ends(summary.sufficiency)}".strip()))
    return [
        *figures,
        Figure(str(summary.num_rows), "tasks"),
        Figure(str(summary.num_policy_failures), "failures of the policy, counted as 0"),
        Figure(str(summary.num_owed), "failures of the surroundings, owed again"),
    ]


def _scores(summary: RunSummary) -> list[str]:
    note = "95 % bootstrap intervals over tasks; failures of the policy count as 0."
    if summary.groups is not None and Variant.FILLER in summary.intervals:
        report, groups = summary.kscore[Variant.FILLER], summary.groups
        categories = [
            Estimate(name, interval, report.by_category[name].attainable, summary.tracks.get(name, ""))
            for name, interval in groups.by_category.items()
        ]
        others = [
            Estimate(name, interval, scores[name].attainable, name)
            for intervals, scores in (
                (groups.by_track, report.by_track),
                (groups.by_difficulty, report.by_difficulty),
            )
            for name, interval in sorted(intervals.items(), key=lambda pair: RANKS.get(pair[0], 0))
        ]
        overall = [Estimate("all tasks", summary.intervals[Variant.FILLER], report.overall.attainable)]
        note += " Dashed: what perfect pictures of the same tasks would get."
        return [
            section("KScore (filler)", interval_plot(overall + others), note),
            section("By category", interval_plot(categories) if categories else ""),
        ]
    if summary.wise is not None:
        overall = [Estimate("overall", summary.wise_interval)] if summary.wise_interval else []
        found = [Estimate(name, interval) for name, interval in summary.wise_categories.items()]
        if not overall:
            note += " There is no overall score before all six categories have tasks."
        return [section(score_name(summary.wise.edition), interval_plot(overall + found) if found else "", note)]
    return []


def _table(summary: RunSummary) -> str:
    if summary.wise is not None:
        lines = [
            (name, mean.failures_as_zero, mean.success_only, mean.missing_as_zero, mean.num_rows)
            for name, mean in [("overall", summary.wise.overall), *summary.wise.by_category.items()]
        ]
        head = ("category", "failures as 0", "success only", "missing as 0", "n")
        return section(
            "Three readings", table(head, [[name, *map(shown, rest), str(num)] for name, *rest, num in lines])
        )
    if not summary.kscore:
        return ""
    columns = ("KScore", "failures as 0", "interval", "success only", "missing as 0", "attainable", "F", "V", "T", "A")
    variants = [
        _score_line(variant, report.overall, summary.intervals.get(variant))
        for variant, report in summary.kscore.items()
    ]
    return section("Variants", table(columns, variants), LEGEND)


def _score_line(name: str, score: KScore, interval: Interval | None) -> list[str]:
    means = score.means
    parts = (
        (means.faithfulness, means.visual_correctness, means.text_accuracy, means.aesthetics) if means else (None,) * 4
    )
    return [
        name,
        shown(score.failures_as_zero),
        (ends(interval) or "–") if interval else "–",
        *map(shown, (score.success_only, score.missing_as_zero, score.attainable, *parts)),
    ]


def _counts(counts: Mapping[str, int], total: int) -> str:
    if not counts:
        return ""
    bars = [
        (name, float(count), f"{count} ({count / total:.0%})" if total else str(count))
        for name, count in counts.items()
    ]
    return bar_plot(bars)


def _tools(summary: RunSummary) -> str:
    if not summary.tools:
        return ""
    bars = [
        (name, float(use.num_calls), f"{use.num_calls} calls in {use.num_trajectories} of {summary.num_rows} tasks")
        for name, use in summary.tools.items()
    ]
    return bar_plot(bars)


def _seconds(summary: RunSummary) -> str:
    if not summary.seconds:
        return ""
    bars = [
        (name, each.mean, f"mean {each.mean:.2f}, p95 {each.p95:.2f}, all {each.total:.0f}")
        for name, each in summary.seconds.items()
    ]
    return bar_plot(bars)


def _cost(summary: RunSummary) -> str:
    lines = [_usage_line("policy and renderer", summary.usage), _usage_line("judges", summary.judge_usage)]
    head = ("", "prompt tokens", "completion tokens", "images", "US dollars")
    return table(head, lines)


def _usage_line(name: str, usage: Usage) -> list[str]:
    return [
        name,
        f"{usage.prompt_tokens:,}",
        f"{usage.completion_tokens:,}",
        f"{usage.images:,}",
        f"{usage.usd:.2f}",
    ]
