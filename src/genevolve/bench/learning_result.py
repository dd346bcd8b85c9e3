"""The result of a measurement of learning: what was run, its figures and curves, in one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from pydantic import Field

from genevolve.bench.learning import LearningTables
from genevolve.records import Record

MAX_POINTS = 60


class JobFigures(Record):
    """What a job came to."""

    job: str
    seed: int
    steps: int = Field(description="Optimiser steps, or requests of an evaluation.")
    tokens: int = Field(default=0, description="Tokens learned from.")
    minutes: float = Field(description="By the clock, in all sessions, start-up included.")
    done: bool


class Curve(Record):
    """One figure of one run against another, e.g. the reward against steps."""

    run: str = Field(description="`sft` or `grpo`.")
    seed: int
    figure: str
    against: str
    points: tuple[tuple[float, float], ...]


class LearningResult(Record):
    """Everything that is committed: the tables, the curves, and what they were made with."""

    complete: bool = Field(description="Whether every job is done and nothing is owed.")
    command: str
    date: str
    seeds: int
    n: int
    at_once: int
    suite: str
    suite_sha256: str
    num_owed: int = Field(description="Requests at which the surroundings failed; they count nowhere.")
    recipe_sha256: str = Field(description="Of all settings but the seed.")
    made_with: Mapping[str, object] = Field(description="Packages, python, platform and git state of the first run.")
    tables: LearningTables
    jobs: tuple[JobFigures, ...]
    curves: tuple[Curve, ...]


def curve(
    run: str, seed: int, rows: Sequence[Mapping[str, float]], figure: str, against: str, *, max_points: int = MAX_POINTS
) -> Curve | None:
    """`figure` of metric rows over `against`; of many rows, means of neighbours. None without a row that has both."""
    points = [(float(row[against]), float(row[figure])) for row in rows if figure in row and against in row]
    if not points:
        return None
    width = min(len(points), max_points)
    bounds = [round(place * len(points) / width) for place in range(width + 1)]
    groups = [points[low:high] for low, high in pairwise(bounds)]
    means = tuple((group[-1][0], sum(y for _, y in group) / len(group)) for group in groups)
    return Curve(run=run, seed=seed, figure=figure, against=against, points=means)
