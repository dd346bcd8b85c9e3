"""Whether a policy learns: the same held-out requests before training, after imitation, after reinforcement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
from pydantic import Field

from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_summary import reward_of
from genevolve.bench.statistics import Floats, Interval, Tally, bootstrap, mean_interval, tally
from genevolve.errors import SuiteError
from genevolve.records import Record

STAGES = ("base", "sft", "grpo")
"""In the order in which they are trained: each is to be better than the one before."""

POOLED = None
"""In place of a seed: over all of them."""

SCORES = ("reward", "kscore")


class Outcome(Record):
    """What a policy made of one request; whatever failed by its own fault counts as 0."""

    id: str
    track: str = ""
    difficulty: str = ""
    reward: float = Field(description="R of the method, section 5.")
    kscore: float = Field(description="KScore, variant `filler`.")
    valid: bool = Field(description="Whether the trajectory ended in a program that could be drawn.")
    facts_wanted: int = Field(default=0, description="Facts that the ideal program states.")
    facts_told: int = Field(default=0, description="Of these, the ones that the policy found.")
    facts_copied: int = Field(default=0, description="Of those, the ones that its program states.")


Measured = Mapping[str, Mapping[int, Sequence[Outcome]]]
"""Outcomes by stage and seed."""


class StageLine(Record):
    """A stage with one seed, or with all of them: then each request counts with its mean over the seeds."""

    stage: str
    seed: int | None
    n: int
    reward: Interval
    kscore: Interval
    valid: Interval
    facts_told: Interval | None = Field(description="Share of the facts that a program needs; None: none was needed.")
    facts_copied: Interval | None = Field(description="Share of the facts told; None: none was told.")


class GapLine(Record):
    """Better minus worse, request by request."""

    better: str
    worse: str
    seed: int | None
    score: str
    n: int
    difference: Interval
    tally: Tally
    holds: bool = Field(description="Whether the whole interval lies above 0.")


class GroupLine(Record):
    """The reward of a stage over all seeds, on the requests of one track or of one difficulty."""

    stage: str
    group: str
    n: int
    reward: Interval


class LearningTables(Record):
    """Everything that is worked out from outcomes."""

    stages: tuple[StageLine, ...]
    gaps: tuple[GapLine, ...]
    groups: tuple[GroupLine, ...]


def outcome(row: RunRow, kscore: float, *, wanted: int = 0, told: int = 0, copied: int = 0) -> Outcome | None:
    """What is known of a row; None when the surroundings failed."""
    reward = reward_of(row)
    if row.is_owed or reward is None:
        return None
    return Outcome(
        id=row.id,
        track=row.track,
        difficulty=row.difficulty,
        reward=reward,
        kscore=kscore,
        valid=row.result.status == "scored",
        facts_wanted=wanted,
        facts_told=told,
        facts_copied=copied,
    )


def learning_tables(measured: Measured) -> LearningTables:
    """Means with 95 % intervals, per seed and pooled, and the paired gaps between stages.

    A pooled number takes the seeds that all the stages it speaks of have, and the requests that are known in each of
    these; a request is then one row, with its mean over the seeds. Requests are what is drawn anew for an interval,
    seeds are taken as they are.

    Raises:
        SuiteError: the seeds of a stage have no request in common.
    """
    return LearningTables(
        stages=tuple(line for stage in STAGES for line in _stage_lines(stage, measured.get(stage, {}))),
        gaps=tuple(
            line for score in SCORES for pair in combinations(STAGES, 2) for line in _gaps(measured, pair, score)
        ),
        groups=tuple(line for stage in STAGES for line in _group_lines(stage, measured.get(stage, {}))),
    )


def _stage_lines(stage: str, by_seed: Mapping[int, Sequence[Outcome]]) -> list[StageLine]:
    lines = [_stage_line(stage, seed, [outcomes]) for seed, outcomes in sorted(by_seed.items())]
    return [*lines, _stage_line(stage, POOLED, list(by_seed.values()))] if lines else []


def _stage_line(stage: str, seed: int | None, runs: Sequence[Sequence[Outcome]]) -> StageLine:
    known = _aligned(runs)
    return StageLine(
        stage=stage,
        seed=seed,
        n=len(known[0]),
        reward=mean_interval(_means(known, lambda one: one.reward)),
        kscore=mean_interval(_means(known, lambda one: one.kscore)),
        valid=mean_interval(_means(known, lambda one: one.valid)),
        facts_told=_share(known, lambda one: one.facts_told, lambda one: one.facts_wanted),
        facts_copied=_share(known, lambda one: one.facts_copied, lambda one: one.facts_told),
    )


def _gaps(measured: Measured, pair: tuple[str, str], score: str) -> list[GapLine]:
    worse, better = (measured.get(stage, {}) for stage in pair)
    seeds = sorted(worse.keys() & better.keys())
    groups: list[tuple[int | None, list[int]]] = [(seed, [seed]) for seed in seeds]
    groups += [(POOLED, seeds)] if seeds else []
    lines = []
    for seed, members in groups:
        known = _aligned([better[one] for one in members] + [worse[one] for one in members])
        above, below = (_means(part, _VALUES[score]) for part in (known[: len(members)], known[len(members) :]))
        difference = mean_interval(above - below)
        lines.append(
            GapLine(
                better=pair[1],
                worse=pair[0],
                seed=seed,
                score=score,
                n=difference.num_rows,
                difference=difference,
                tally=tally(above, below),
                holds=difference.mean > 0 and difference.excludes_zero,
            )
        )
    return lines


def _group_lines(stage: str, by_seed: Mapping[int, Sequence[Outcome]]) -> list[GroupLine]:
    if not by_seed:
        return []
    known = _aligned(list(by_seed.values()))
    rewards = _means(known, lambda one: one.reward)
    lines = []
    for key in (_track, _difficulty):
        names = [key(one) for one in known[0]]
        for name in sorted(filter(None, set(names))):
            some = rewards[np.array([each == name for each in names])]
            lines.append(GroupLine(stage=stage, group=name, n=len(some), reward=mean_interval(some)))
    return lines


def _track(one: Outcome) -> str:
    return one.track


def _difficulty(one: Outcome) -> str:
    return one.difficulty


_VALUES: dict[str, Callable[[Outcome], float]] = {
    "reward": lambda one: one.reward,
    "kscore": lambda one: one.kscore,
}


def _aligned(runs: Sequence[Sequence[Outcome]]) -> list[list[Outcome]]:
    """The outcomes of the requests that every run knows, in the order of their ids."""
    by_id = [{one.id: one for one in run} for run in runs]
    common = sorted(set.intersection(*(set(each) for each in by_id)))
    if not common:
        raise SuiteError("the runs of a stage have no request in common")
    return [[each[name] for name in common] for each in by_id]


def _means(runs: Sequence[Sequence[Outcome]], value: Callable[[Outcome], float]) -> Floats:
    """The mean over runs of each request, shape (requests,)."""
    values: Floats = np.array([[value(one) for one in run] for run in runs], dtype=np.float64).mean(axis=0)
    return values


def _share(
    runs: Sequence[Sequence[Outcome]], part: Callable[[Outcome], float], whole: Callable[[Outcome], float]
) -> Interval | None:
    """The share of `whole` that `part` is, summed over requests and seeds; whole requests are drawn anew."""
    columns = np.stack([_means(runs, part), _means(runs, whole)], axis=1)
    if not columns[:, 1].any():
        return None
    some = columns[columns[:, 1] > 0]
    return bootstrap(some, lambda means: means[..., 0] / means[..., 1])
