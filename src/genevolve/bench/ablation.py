"""The tool ablation: the same tasks with nothing, with one tool less, with every tool, and with the answers known."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from genevolve.bench.comparison import compare
from genevolve.bench.kscore import KScore, kscore, kscore_interval
from genevolve.bench.rows import BenchRow
from genevolve.bench.run import NUM_AT_ONCE, Progress, run_suite
from genevolve.bench.run_judging import Examination
from genevolve.bench.run_summary import bench_rows
from genevolve.bench.statistics import Interval, Tally
from genevolve.bench.suites import Suite, rows_sha256
from genevolve.generation import Parts
from genevolve.records import Record

HARD = "hard"


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ablated(_Plain):
    """One variant: who acts, with which tools (None: as the settings say)."""

    title: str
    policy: str
    tools: tuple[str, ...] | None = None


class Gap(_Plain):
    """Two variants of which the first should be better, and the categories on which above all."""

    better: str
    worse: str
    where: str = ""


class Where(_Plain):
    """A set of categories."""

    title: str
    categories: tuple[str, ...]


class Design(_Plain):
    """The whole ablation."""

    variants: dict[str, Ablated]
    gaps: tuple[Gap, ...]
    where: dict[str, Where]


class VariantLine(Record):
    """A variant's KScore (filler, failures as zero) over all tasks and the hard ones, beside what is attainable."""

    variant: str
    title: str
    mean: float | None
    low: float | None
    high: float | None
    n: int
    attainable: float | None
    hard: float | None
    hard_attainable: float | None
    hard_n: int
    num_policy_failures: int
    num_owed: int

    @property
    def hard_share(self) -> float | None:
        """The hard split's score as a share of the attainable."""
        return self.hard / self.hard_attainable if self.hard is not None and self.hard_attainable else None


class GapLine(Record):
    """Better minus worse, over all tasks or over some categories, task by task."""

    better: str
    worse: str
    where: str
    difference: Interval | None
    tally: Tally

    @property
    def holds(self) -> bool:
        """Whether better is better, by an interval that excludes 0."""
        return self.difference is not None and self.difference.mean > 0 and self.difference.excludes_zero


class AblationResult(Record):
    """The table: one line a variant, one line a gap."""

    suite: str
    suite_sha256: str
    renderer_id: str
    judge_id: str
    seed: int
    variants: tuple[VariantLine, ...]
    gaps: tuple[GapLine, ...]


@cache
def design() -> Design:
    """The ablation as `ablations.toml` lays it down."""
    text = resources.files(__package__).joinpath("ablations.toml").read_text(encoding="utf-8")
    return Design.model_validate(tomllib.loads(text))


async def run_ablation(
    parts_of: Callable[[Ablated], Parts],
    suite: Suite,
    examination: Examination,
    path: Path,
    *,
    limit: int | None = None,
    num_at_once: int = NUM_AT_ONCE,
    on_progress: Callable[[str, Progress], None] | None = None,
) -> AblationResult:
    """Run every variant in a folder of its own below `path`, continuing what was begun, and work the table out.

    Raises:
        GenEvolveError: see `run_suite`.
    """
    rows: dict[str, list[BenchRow]] = {}
    last: Parts | None = None
    for name, variant in design().variants.items():
        last = parts_of(variant)
        done = await run_suite(
            last,
            suite,
            examination,
            path / name,
            limit=limit,
            num_at_once=num_at_once,
            on_progress=None if on_progress is None else _told(on_progress, name),
        )
        rows[name] = bench_rows(done)
    assert last is not None, "an ablation has variants"  # noqa: S101
    return AblationResult(
        suite=suite.name,
        suite_sha256=rows_sha256(suite.rows),
        renderer_id=last.renderer.id,
        judge_id=examination.ids["picture"],
        seed=last.settings.seed,
        variants=tuple(_variant_line(name, each) for name, each in rows.items()),
        gaps=tuple(line for gap in design().gaps for line in _gap_lines(gap, rows)),
    )


def _told(on_progress: Callable[[str, Progress], None], name: str) -> Callable[[Progress], None]:
    return lambda progress: on_progress(name, progress)


def _variant_line(name: str, rows: Sequence[BenchRow]) -> VariantLine:
    score, interval = kscore(rows), kscore_interval(rows)
    hard: KScore = kscore([row for row in rows if row.difficulty == HARD])
    return VariantLine(
        variant=name,
        title=design().variants[name].title,
        mean=interval.mean if interval else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        n=interval.num_rows if interval else 0,
        attainable=score.attainable,
        hard=hard.failures_as_zero,
        hard_attainable=hard.attainable,
        hard_n=hard.num_rows,
        num_policy_failures=score.num_policy_failures,
        num_owed=score.num_infrastructure_failures,
    )


def _gap_lines(gap: Gap, rows: Mapping[str, Sequence[BenchRow]]) -> list[GapLine]:
    better, worse = rows[gap.better], rows[gap.worse]
    lines = [_gap_line(gap, "", better, worse)]
    if gap.where:
        categories = design().where[gap.where].categories
        some = [[row for row in each if row.category in categories] for each in (better, worse)]
        if some[0]:
            lines.append(_gap_line(gap, gap.where, *some))
    return lines


def _gap_line(gap: Gap, where: str, better: Sequence[BenchRow], worse: Sequence[BenchRow]) -> GapLine:
    found = compare(better, worse)
    return GapLine(better=gap.better, worse=gap.worse, where=where, difference=found.difference, tally=found.tally)
