"""What a run comes to, in numbers: scores with intervals, stops, tools, time and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from pydantic import Field

from genevolve.bench.kscore import KScoreReport, grouped, kscore_interval, kscore_report
from genevolve.bench.rows import BenchRow
from genevolve.bench.run_folder import BenchPlan
from genevolve.bench.run_rows import RunRow, as_bench_row, as_wise_row
from genevolve.bench.statistics import Interval, mean_interval
from genevolve.bench.variants import Variant
from genevolve.bench.wise import (
    Edition,
    WiseRow,
    WiseSummary,
    wise_category_intervals,
    wise_interval,
    wise_summary,
)
from genevolve.records import InfrastructureFailure, Record, Usage
from genevolve.rewards import scored as rewarded


class GroupIntervals(Record):
    """Failures-as-zero of the default variant with its interval, by the name of the group."""

    by_track: dict[str, Interval]
    by_category: dict[str, Interval]
    by_difficulty: dict[str, Interval]


class ToolUse(Record):
    """How often a tool was called, and in how many trajectories."""

    num_calls: int
    num_trajectories: int


class Seconds(Record):
    """How long a step took a task."""

    mean: float
    median: float
    p95: float
    total: float


class RunSummary(Record):
    """Everything that the report shows. Parts that the run's rubric does not give are None or empty."""

    plan: BenchPlan
    seed: int
    num_rows: int
    num_scored: int
    num_policy_failures: int
    num_owed: int
    kscore: dict[Variant, KScoreReport]
    intervals: dict[Variant, Interval]
    groups: GroupIntervals | None
    tracks: dict[str, str]
    """The track of each category."""
    wise: WiseSummary | None
    wise_interval: Interval | None
    wise_categories: dict[str, Interval] = Field(default_factory=dict)
    reward: Interval | None
    """The mean of R, the policy's failures as 0; only with a judge of programs."""
    sufficiency: Interval | None
    stop_reasons: dict[str, int]
    outages: dict[str, int]
    tools: dict[str, ToolUse]
    references: dict[int, int]
    """Programs by the number of their references."""
    seconds: dict[str, Seconds]
    usage: Usage
    """Policy and renderer; what the judges used is in `judge_usage`."""
    judge_usage: Usage


def summarise(rows: Sequence[RunRow], plan: BenchPlan, *, seed: int, judge_usage: Usage = Usage()) -> RunSummary:
    """The summary of `rows`."""
    edition = edition_of(plan)
    scored = [] if edition else bench_rows(rows)
    of_wise = wise_rows(rows) if edition else []
    intervals = {variant: kscore_interval(scored, variant) for variant in Variant}
    statuses = Counter(row.result.status for row in rows)
    return RunSummary(
        plan=plan,
        seed=seed,
        num_rows=len(rows),
        num_scored=len(rows) - statuses["policy_failure"] - statuses["infrastructure_failure"],
        num_policy_failures=statuses["policy_failure"],
        num_owed=statuses["infrastructure_failure"],
        kscore={variant: kscore_report(scored, variant) for variant in Variant} if scored else {},
        intervals={variant: interval for variant, interval in intervals.items() if interval is not None},
        groups=_groups(scored) if scored else None,
        tracks={row.category: row.track for row in rows if row.category and row.track},
        wise=wise_summary(of_wise, edition) if edition else None,
        wise_interval=wise_interval(of_wise, edition) if edition else None,
        wise_categories={category.value: one for category, one in wise_category_intervals(of_wise).items()},
        reward=_reward(rows),
        sufficiency=_sufficiency(rows),
        stop_reasons=_counted(row.agent.stop_reason.value for row in rows if row.agent),
        outages=_counted(row.result.boundary for row in rows if isinstance(row.result, InfrastructureFailure)),
        tools=_tools(rows),
        references=dict(sorted(Counter(row.agent.num_references for row in rows if row.render and row.agent).items())),
        seconds=_seconds(rows),
        usage=sum((part.usage for row in rows for part in (row.agent, row.render) if part is not None), Usage()),
        judge_usage=judge_usage,
    )


def bench_rows(rows: Sequence[RunRow]) -> list[BenchRow]:
    """The rows for KScore and comparisons; rows of WISE's rubric are left out."""
    return [row for each in rows if (row := as_bench_row(each)) is not None]


def wise_rows(rows: Sequence[RunRow]) -> list[WiseRow]:
    """The rows for WiScore; rows of KScore's rubric are left out."""
    return [row for each in rows if (row := as_wise_row(each)) is not None]


def score_name(kind: Variant | Edition) -> str:
    """What a score is called, always with its variant or edition."""
    if kind is Edition.VERIFIED:
        return "accuracy (WISE Verified)"
    return "WiScore (WISE legacy)" if kind is Edition.LEGACY else f"KScore ({kind})"


def edition_of(plan: BenchPlan) -> Edition | None:
    """Which WISE a run is of; None when it is scored by KScore."""
    return next((edition for edition in Edition if plan.suite == f"wise-{edition}"), None)


def _groups(rows: Sequence[BenchRow]) -> GroupIntervals:
    def intervals(key: Callable[[BenchRow], str]) -> dict[str, Interval]:
        found = {name: kscore_interval(group) for name, group in grouped(rows, key).items()}
        return {name: interval for name, interval in found.items() if interval is not None}

    return GroupIntervals(
        by_track=intervals(lambda row: row.track),
        by_category=intervals(lambda row: row.category),
        by_difficulty=intervals(lambda row: row.difficulty),
    )


def reward_of(row: RunRow) -> float | None:
    """R of a row: 0 for a failure of the policy, None without both judges' opinions."""
    if row.result.status == "policy_failure":
        return 0.0
    if row.judgement is None or row.judgement.sufficiency is None:
        return None
    return rewarded(row.judgement.scores, row.judgement.sufficiency).total


def _reward(rows: Sequence[RunRow]) -> Interval | None:
    if not any(row.judgement and row.judgement.sufficiency for row in rows):
        return None
    return mean_interval([value for row in rows if (value := reward_of(row)) is not None])


def _sufficiency(rows: Sequence[RunRow]) -> Interval | None:
    found = [row.judgement.sufficiency.score for row in rows if row.judgement and row.judgement.sufficiency]
    return mean_interval(found) if found else None


def _tools(rows: Sequence[RunRow]) -> dict[str, ToolUse]:
    calls: Counter[str] = Counter()
    trajectories: Counter[str] = Counter()
    for row in rows:
        if row.agent is not None:
            calls.update(row.agent.tool_calls)
            trajectories.update(row.agent.tool_calls.keys())
    return {name: ToolUse(num_calls=calls[name], num_trajectories=trajectories[name]) for name in sorted(trajectories)}


def _seconds(rows: Sequence[RunRow]) -> dict[str, Seconds]:
    steps = {
        "agent": [row.agent.seconds for row in rows if row.agent],
        "renderer": [row.render.seconds for row in rows if row.render],
        "judge": [row.judge_seconds for row in rows if row.judge_seconds],
    }
    return {
        name: Seconds(
            mean=float(np.mean(values)),
            median=float(np.median(values)),
            p95=float(np.quantile(values, 0.95)),
            total=float(np.sum(values)),
        )
        for name, values in steps.items()
        if values
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())
