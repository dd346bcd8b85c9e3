"""WISE's arithmetic (method section 8): WiScore of a picture, the mean of a category, the weighted overall score.

*Legacy* weights three scores of 0, 1 or 2; *Verified* has one score of 0 or 1. They have different requests and
different weights of the six categories, so their numbers cannot be compared with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from statistics import fmean
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from genevolve.bench.statistics import NUM_RESAMPLES, Floats, Interval, Statistic, bootstrap, mean_interval
from genevolve.judges import WiseScores, WiseVerdict
from genevolve.records import InfrastructureFailure, PolicyFailure, Record, StoredRecord

CONSISTENCY_WEIGHT = 0.7
REALISM_WEIGHT = 0.2
AESTHETIC_WEIGHT = 0.1
TOP_SCORE = 2


class Edition(StrEnum):
    """Which WISE."""

    LEGACY = "legacy"
    VERIFIED = "verified"


class WiseCategory(StrEnum):
    """The six categories that the overall score weights."""

    CULTURAL = "cultural"
    TIME = "time"
    SPACE = "space"
    BIOLOGY = "biology"
    PHYSICS = "physics"
    CHEMISTRY = "chemistry"


OVERALL_WEIGHTS = {
    Edition.LEGACY: dict(zip(WiseCategory, (0.4, 0.167, 0.133, 0.1, 0.1, 0.1), strict=True)),
    Edition.VERIFIED: dict(zip(WiseCategory, (0.4, 0.12, 0.12, 0.12, 0.12, 0.12), strict=True)),
}


class LegacyScores(Record):
    """A legacy judge's three scores."""

    status: Literal["legacy"] = "legacy"
    consistency: int = Field(ge=0, le=TOP_SCORE)
    realism: int = Field(ge=0, le=TOP_SCORE)
    aesthetic_quality: int = Field(ge=0, le=TOP_SCORE)


class VerifiedScore(Record):
    """Whether the picture shows what the request means, realistically enough to tell."""

    status: Literal["verified"] = "verified"
    score: int = Field(ge=0, le=1)


WiseResult = Annotated[
    LegacyScores | VerifiedScore | PolicyFailure | InfrastructureFailure, Field(discriminator="status")
]


class WiseRow(StoredRecord):
    """One request, and what became of it."""

    id: str
    category: WiseCategory
    result: WiseResult


class WiseMean(Record):
    """The readings of one category, or of all; a number is None where there is nothing to average."""

    success_only: float | None
    failures_as_zero: float | None
    missing_as_zero: float | None
    num_rows: int
    num_scored: int
    num_policy_failures: int
    num_infrastructure_failures: int


class WiseSummary(Record):
    """The overall score, None unless every category has one, and the six means."""

    edition: Edition
    overall: WiseMean
    by_category: dict[WiseCategory, WiseMean]


def wise_result(opinion: WiseScores | WiseVerdict) -> LegacyScores | VerifiedScore:
    """What WiScore needs of a judge's opinion."""
    if isinstance(opinion, WiseVerdict):
        return VerifiedScore(score=int(opinion.correct))
    return LegacyScores(
        consistency=opinion.consistency, realism=opinion.realism, aesthetic_quality=opinion.aesthetic_quality
    )


def wiscore(scores: LegacyScores | VerifiedScore) -> float:
    """The score of one picture, from 0 to 1."""
    if isinstance(scores, VerifiedScore):
        return float(scores.score)
    weighted = (
        CONSISTENCY_WEIGHT * scores.consistency
        + REALISM_WEIGHT * scores.realism
        + AESTHETIC_WEIGHT * scores.aesthetic_quality
    )
    return weighted / TOP_SCORE


def wise_summary(rows: Sequence[WiseRow], edition: Edition) -> WiseSummary:
    """Means by category, and the overall score by the edition's weights.

    Raises:
        ValueError: a row was scored by the other edition's rubric.
    """
    check_edition(rows, edition)
    means = {category: _mean([row for row in rows if row.category is category]) for category in WiseCategory}
    counts = _mean(rows)
    overall = counts.model_copy(
        update={
            name: _weighted({category: getattr(mean, name) for category, mean in means.items()}, edition)
            for name in ("success_only", "failures_as_zero", "missing_as_zero")
        }
    )
    return WiseSummary(edition=edition, overall=overall, by_category=means)


def wise_interval(
    rows: Sequence[WiseRow], edition: Edition, *, seed: int = 0, num_resamples: int = NUM_RESAMPLES
) -> Interval | None:
    """The overall score, the policy's failures as zero, and its interval; None unless each category has a known row."""
    check_edition(rows, edition)
    known = [row for row in rows if not isinstance(row.result, InfrastructureFailure)]
    if {row.category for row in known} != set(WiseCategory):
        return None
    columns = np.hstack([wise_values(known), wise_shares(known)])
    return bootstrap(columns, wise_statistic(edition, columns), seed=seed, num_resamples=num_resamples)


def wise_category_intervals(rows: Sequence[WiseRow], *, seed: int = 0) -> dict[WiseCategory, Interval]:
    """The mean of every category that has a known row, the policy's failures as zero, with its interval."""
    known = [row for row in rows if not isinstance(row.result, InfrastructureFailure)]
    groups = {category: [wise_value(row) for row in known if row.category is category] for category in WiseCategory}
    return {category: mean_interval(values, seed=seed) for category, values in groups.items() if values}


def wise_values(rows: Sequence[WiseRow]) -> Floats:
    """Each row's score in the column of its category, shape (rows, categories)."""
    values: Floats = wise_shares(rows) * np.array([wise_value(row) for row in rows]).reshape(-1, 1)
    return values


def wise_shares(rows: Sequence[WiseRow]) -> Floats:
    """1 in the column of each row's category, shape (rows, categories)."""
    order = list(WiseCategory)
    return np.array([[float(row.category is name) for name in order] for row in rows]).reshape(-1, len(order))


def wise_statistic(edition: Edition, columns: Floats) -> Statistic:
    """From the means of `columns`, which are `wise_values` and `wise_shares` side by side, to the overall score.

    A small part of the suite is now and then drawn anew without any row of a category; that category then keeps the
    mean that it really has, for 0 would pull the interval down.
    """
    weights = np.array([OVERALL_WEIGHTS[edition][category] for category in WiseCategory])
    values, shares = np.split(columns.mean(axis=0), 2)
    known = np.divide(values, shares, out=np.zeros_like(values), where=shares > 0)

    def overall(means: Floats) -> Floats:
        above, below = means[..., : len(weights)], means[..., len(weights) :]
        by_category = np.divide(above, below, out=np.broadcast_to(known, above.shape).copy(), where=below > 0)
        result: Floats = by_category @ weights
        return result

    return overall


def wise_value(row: WiseRow) -> float:
    """A known row as one number: its score, or 0 for a failure of the policy."""
    return wiscore(row.result) if isinstance(row.result, LegacyScores | VerifiedScore) else 0.0


def _mean(rows: Sequence[WiseRow]) -> WiseMean:
    scored = [wise_value(row) for row in rows if isinstance(row.result, LegacyScores | VerifiedScore)]
    policy = sum(isinstance(row.result, PolicyFailure) for row in rows)
    return WiseMean(
        success_only=fmean(scored) if scored else None,
        failures_as_zero=sum(scored) / (len(scored) + policy) if scored or policy else None,
        missing_as_zero=sum(scored) / len(rows) if rows else None,
        num_rows=len(rows),
        num_scored=len(scored),
        num_policy_failures=policy,
        num_infrastructure_failures=len(rows) - len(scored) - policy,
    )


def _weighted(means: dict[WiseCategory, float | None], edition: Edition) -> float | None:
    total = 0.0
    for category, mean in means.items():
        if mean is None:
            return None
        total += OVERALL_WEIGHTS[edition][category] * mean
    return total


def check_edition(rows: Sequence[WiseRow], edition: Edition) -> None:
    """Refuse rows that were scored by the other edition's rubric.

    Raises:
        ValueError: there is one.
    """
    wrong = VerifiedScore if edition is Edition.LEGACY else LegacyScores
    for row in rows:
        if isinstance(row.result, wrong):
            raise ValueError(f"row {row.id!r} was not scored by the rubric of WISE {edition}")
