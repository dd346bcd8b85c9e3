"""A run as one HTML page that needs nothing beside it: plots, tables, the worst and the best pictures."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from string import Template

from genevolve.bench.kscore import KScore
from genevolve.bench.report_plots import Estimate, bar_plot, interval_plot
from genevolve.bench.run_summary import RunSummary
from genevolve.bench.statistics import Interval
from genevolve.bench.variants import Variant
from genevolve.records import Usage

_RANKS = {"easy": 0, "medium": 1, "hard": 2}


def report_html(summary: RunSummary, sheet_jpeg: bytes | None = None) -> str:
    """The page. `sheet_jpeg` is set into it."""
    sections = [
        _scores(summary),
        _table(summary),
        _section("Why trajectories ended", _counts(summary.stop_reasons, summary.num_rows)),
        _section("What the surroundings failed at (owed again)", _counts(summary.outages, summary.num_rows)),
        _section("Tools", _tools(summary)),
        _section("References in a program", _counts({str(k): v for k, v in summary.references.items()}, 0)),
        _section("Seconds a task", _seconds(summary)),
        _cost(summary),
        _sheet(sheet_jpeg),
    ]
    page = Template(resources.files(__package__).joinpath("templates", "report.html").read_text(encoding="utf-8"))
    plan = summary.plan
    return page.substitute(
        title=escape(f"{plan.policy_id} on {plan.suite}"),
        agreed=_agreed(summary),
        figures=_figures(summary),
        body="\n".join(section for section in sections if section),
    )


def _agreed(summary: RunSummary) -> str:
    plan = summary.plan
    said = {
        "suite": f"{plan.suite} ({plan.suite_sha256[:12]})",
        "policy": plan.policy_id,
        "renderer": plan.renderer_id,
        "judge": plan.picture_judge_id,
        "judge of programs": plan.program_judge_id or "none",
        "seed": str(summary.seed),
    }
    return " · ".join(f"{name}: {escape(value)}" for name, value in said.items())


def _figures(summary: RunSummary) -> str:
    figures: list[tuple[str, str]] = []
    if summary.kscore:
        overall = summary.kscore[Variant.FILLER].overall
        figures.append((_shown(overall.failures_as_zero), f"KScore (filler), attainable {_shown(overall.attainable)}"))
    if summary.wise is not None:
        figures.append((_shown(summary.wise.overall.failures_as_zero), f"WiScore ({summary.wise.edition})"))
    if summary.reward is not None:
        figures.append((_shown(summary.reward.mean), f"reward R {_ends(summary.reward)}"))
    if summary.sufficiency is not None:
        figures.append((_shown(summary.sufficiency.mean), f"sufficiency {_ends(summary.sufficiency)}"))
    figures += [
        (str(summary.num_rows), "tasks"),
        (str(summary.num_policy_failures), "failures of the policy, counted as 0"),
        (str(summary.num_owed), "failures of the surroundings, owed again"),
    ]
    return "".join(f"<div><b>{escape(number)}</b><span>{escape(name)}</span></div>" for number, name in figures)


def _scores(summary: RunSummary) -> str:
    note = '<p class="faint">95 % bootstrap intervals over tasks; failures of the policy count as 0. {}</p>'
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
            for name, interval in sorted(intervals.items(), key=lambda pair: _RANKS.get(pair[0], 0))
        ]
        overall = [Estimate("all tasks", summary.intervals[Variant.FILLER], report.overall.attainable)]
        text = note.format("Dashed: what perfect pictures of the same tasks would get.")
        return (
            "<h2>KScore (filler)</h2>"
            + text
            + _plot(interval_plot(overall + others, "KScore overall, by track and difficulty"))
            + ("<h2>By category</h2>" + _plot(interval_plot(categories, "KScore by category")) if categories else "")
        )
    if summary.wise is not None and summary.wise_interval is not None:
        overall = [Estimate("overall", summary.wise_interval)]
        return "<h2>WiScore</h2>" + note.format("") + _plot(interval_plot(overall, "WiScore overall"))
    return ""


def _table(summary: RunSummary) -> str:
    if summary.wise is not None:
        lines = [
            (name, mean.failures_as_zero, mean.success_only, mean.missing_as_zero, mean.num_rows)
            for name, mean in [("overall", summary.wise.overall), *summary.wise.by_category.items()]
        ]
        head = ("category", "failures as 0", "success only", "missing as 0", "n")
        return "<h2>By category</h2>" + _html_table(head, [[name, *map(_shown, rest)] for name, *rest in lines])
    if not summary.kscore:
        return ""
    columns = ("KScore", "failures as 0", "95 %", "success only", "missing as 0", "attainable", "F", "V", "T", "A")
    variants = [
        _score_line(variant, report.overall, summary.intervals.get(variant))
        for variant, report in summary.kscore.items()
    ]
    return "<h2>Variants</h2>" + _html_table(columns, variants)


def _score_line(name: str, score: KScore, interval: Interval | None) -> list[str]:
    means = score.means
    parts = (
        (means.faithfulness, means.visual_correctness, means.text_accuracy, means.aesthetics) if means else (None,) * 4
    )
    return [
        name,
        _shown(score.failures_as_zero),
        _ends(interval) if interval else "–",
        *map(_shown, (score.success_only, score.missing_as_zero, score.attainable, *parts)),
    ]


def _counts(counts: Mapping[str, int], total: int) -> str:
    if not counts:
        return ""
    bars = [
        (name, float(count), f"{count} ({count / total:.0%})" if total else str(count))
        for name, count in counts.items()
    ]
    return _plot(bar_plot(bars, "counts"))


def _tools(summary: RunSummary) -> str:
    if not summary.tools:
        return ""
    bars = [
        (name, float(use.num_calls), f"{use.num_calls} calls in {use.num_trajectories} of {summary.num_rows} tasks")
        for name, use in summary.tools.items()
    ]
    return _plot(bar_plot(bars, "tool calls"))


def _seconds(summary: RunSummary) -> str:
    if not summary.seconds:
        return ""
    bars = [
        (name, each.mean, f"mean {each.mean:.2f}, p95 {each.p95:.2f}, all {each.total:.0f}")
        for name, each in summary.seconds.items()
    ]
    return _plot(bar_plot(bars, "seconds by step"))


def _cost(summary: RunSummary) -> str:
    lines = [_usage_line("policy and renderer", summary.usage), _usage_line("judges", summary.judge_usage)]
    head = ("", "prompt tokens", "completion tokens", "images", "US dollars")
    return "<h2>Cost</h2>" + _html_table(head, lines)


def _usage_line(name: str, usage: Usage) -> list[str]:
    return [
        name,
        f"{usage.prompt_tokens:,}",
        f"{usage.completion_tokens:,}",
        f"{usage.images:,}",
        f"{usage.usd:.2f}",
    ]


def _sheet(jpeg: bytes | None) -> str:
    if jpeg is None:
        return ""
    data = base64.b64encode(jpeg).decode()
    return f'<h2>The worst and the best</h2><img alt="worst and best pictures" src="data:image/jpeg;base64,{data}">'


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}" if body else ""


def _plot(svg: str) -> str:
    return f'<div class="plot">{svg}</div>'


def _html_table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    return f'<div class="scroll"><table><tr>{top}</tr>{body}</table></div>'


def _shown(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _ends(interval: Interval) -> str:
    return f"[{interval.low:.3f}, {interval.high:.3f}]"
