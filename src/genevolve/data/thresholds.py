"""Bars of stored scores: what passes, how many would pass under others, and decisions made anew without a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from genevolve.config.data import AuditSettings, FilterSettings
from genevolve.records import Reason, StageRow, Verdict

MEAN = "mean"
"""The code of a row whose single scores would do."""

SCORES = (1, 2, 3, 4, 5)
MEANS = (1.0, 3.0, 3.5, 4.0, 4.5, 4.75, 5.0)
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Bar:
    """Every score is at least `min_score`, and their mean at least `min_mean`."""

    min_score: int
    min_mean: float = 1.0

    @classmethod
    def of(cls, settings: AuditSettings | FilterSettings) -> Bar:
        """The bar that settings hold."""
        return cls(settings.min_score, settings.min_mean if isinstance(settings, AuditSettings) else 1.0)

    def passes(self, scores: Mapping[str, float]) -> bool:
        """Whether `scores` are up to it."""
        return min(scores.values()) >= self.min_score and _mean(scores) >= self.min_mean - _SLACK

    def reasons(self, scores: Mapping[str, float], notes: Mapping[str, str]) -> tuple[Reason, ...]:
        """Every score below the bar with the judge's line on it; nothing when all is well."""
        low = [
            Reason(code=name, detail=f"{score:g} of 5, asked {self.min_score}: {notes.get(name, '')}".rstrip(": "))
            for name, score in scores.items()
            if score < self.min_score
        ]
        if _mean(scores) < self.min_mean - _SLACK:
            worst = min(scores, key=lambda name: scores[name])
            detail = f"{_mean(scores):.2f} of 5, asked {self.min_mean:g}; lowest is {worst}: {notes.get(worst, '')}"
            low.append(Reason(code=MEAN, detail=detail.rstrip(": ")))
        return tuple(low)


@dataclass(frozen=True, slots=True)
class PassRate:
    """How many of the scored rows a bar lets through."""

    bar: Bar
    num_kept: int
    num_scored: int

    @property
    def rate(self) -> float:
        """The share; 0 when nothing is scored."""
        return self.num_kept / self.num_scored if self.num_scored else 0.0


@dataclass(frozen=True, slots=True)
class ThresholdTable:
    """Pass rates over a grid of bars: `grid[i][j]` is of `scores[i]` and `means[j]`."""

    scores: tuple[int, ...]
    means: tuple[float, ...]
    grid: tuple[tuple[PassRate, ...], ...]
    now: PassRate
    target: float

    @property
    def nearest(self) -> PassRate:
        """The pass rate next to the target; of several the one whose bar is nearest to the one in use."""
        cells = [cell for row in self.grid for cell in row]
        return min(cells, key=lambda cell: (round(abs(cell.rate - self.target), 6), _far(cell.bar, self.now.bar)))


def decided(row: StageRow, bar: Bar) -> StageRow:
    """`row` with the verdict that `bar` gives its scores."""
    reasons = bar.reasons(row.scores, row.notes)
    return row.model_copy(update={"verdict": Verdict.REJECTED if reasons else Verdict.KEPT, "reasons": reasons})


def redecided(rows: Iterable[StageRow], bar: Bar) -> list[StageRow]:
    """Rows to append: of those items only whose verdict or reasons `bar` changes. What has no scores stays."""
    return [new for row in rows if row.scores and (new := decided(row, bar)) != row]


def pass_rate(rows: Iterable[StageRow], bar: Bar) -> PassRate:
    """How many of the rows that have scores `bar` lets through."""
    scored = [row for row in rows if row.scores]
    return PassRate(bar, sum(bar.passes(row.scores) for row in scored), len(scored))


def threshold_table(rows: Iterable[StageRow], settings: AuditSettings | FilterSettings) -> ThresholdTable:
    """Pass rates under every bar of the grid, from stored scores alone."""
    scored = [row for row in rows if row.scores]
    now = Bar.of(settings)
    means = tuple(sorted({*MEANS, now.min_mean})) if isinstance(settings, AuditSettings) else (now.min_mean,)
    return ThresholdTable(
        scores=SCORES,
        means=means,
        grid=tuple(tuple(pass_rate(scored, Bar(score, mean)) for mean in means) for score in SCORES),
        now=pass_rate(scored, now),
        target=settings.target_pass_rate,
    )


def _mean(scores: Mapping[str, float]) -> float:
    return sum(scores.values()) / len(scores)


def _far(one: Bar, other: Bar) -> float:
    return abs(one.min_score - other.min_score) + abs(one.min_mean - other.min_mean)
