"""Whether a policy learns: the same held-out requests before training, after imitation, after reinforcement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
from pydantic import Field

from genevolve.bench.outcomes import POOLED, SCORES, Measured, Outcome, aligned, columns, means
from genevolve.bench.statistics import Interval, Tally, bootstrap, mean_interval, mean_intervals, tally
from genevolve.records import Record

STAGES = ("base", "sft", "grpo")
"""In the order in which they are trained: each is to be better than the one before."""


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
        gaps=tuple(line for pair in combinations(STAGES, 2) for line in gap_lines(measured, pair, SCORES)),
        groups=tuple(line for stage in STAGES for line in _group_lines(stage, measured.get(stage, {}))),
    )


def _stage_lines(stage: str, by_seed: Mapping[int, Sequence[Outcome]]) -> list[StageLine]:
    return [stage_line(stage, seed, runs) for seed, runs in runs_by_seed(by_seed)]


def runs_by_seed(by_seed: Mapping[int, Sequence[Outcome]]) -> list[tuple[int | None, list[Sequence[Outcome]]]]:
    """The run of each seed, and then all of them as `POOLED`; nothing where there is no run."""
    lines: list[tuple[int | None, list[Sequence[Outcome]]]] = [(seed, [by_seed[seed]]) for seed in sorted(by_seed)]
    return [*lines, (POOLED, list(by_seed.values()))] if lines else []


def stage_line(stage: str, seed: int | None, runs: Sequence[Sequence[Outcome]]) -> StageLine:
    """What these runs, one or several seeds of a stage, are worth.

    Raises:
        SuiteError: they have no request in common.
    """
    known = aligned(runs)
    reward, kscore, valid = mean_intervals(columns(known, ("reward", "kscore", "valid")))
    return StageLine(
        stage=stage,
        seed=seed,
        n=len(known[0]),
        reward=reward,
        kscore=kscore,
        valid=valid,
        facts_told=_share(known, lambda one: one.facts_told, lambda one: one.facts_wanted),
        facts_copied=_share(known, lambda one: one.facts_copied, lambda one: one.facts_told),
    )


def gap_lines(measured: Measured, pair: tuple[str, str], scores: Sequence[str]) -> list[GapLine]:
    """The second stage of `pair` minus the first in each of `scores`: by seed, then over all seeds that both have.

    Raises:
        SuiteError: the runs have no request in common.
    """
    worse, better = (measured.get(stage, {}) for stage in pair)
    seeds = sorted(worse.keys() & better.keys())
    groups: list[tuple[int | None, list[int]]] = [(seed, [seed]) for seed in seeds]
    groups += [(POOLED, seeds)] if seeds else []
    lines = []
    for seed, members in groups:
        known = aligned([better[one] for one in members] + [worse[one] for one in members])
        above, below = (columns(part, scores) for part in (known[: len(members)], known[len(members) :]))
        lines += [
            GapLine(
                better=pair[1],
                worse=pair[0],
                seed=seed,
                score=score,
                n=difference.num_rows,
                difference=difference,
                tally=tally(above[:, place], below[:, place]),
                holds=difference.mean > 0 and difference.excludes_zero,
            )
            for place, (score, difference) in enumerate(zip(scores, mean_intervals(above - below), strict=True))
        ]
    return lines


def _group_lines(stage: str, by_seed: Mapping[int, Sequence[Outcome]]) -> list[GroupLine]:
    if not by_seed:
        return []
    known = aligned(list(by_seed.values()))
    rewards = means(known, lambda one: one.reward)
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


def _share(
    runs: Sequence[Sequence[Outcome]], part: Callable[[Outcome], float], whole: Callable[[Outcome], float]
) -> Interval | None:
    """The share of `whole` that `part` is, summed over requests and seeds; whole requests are drawn anew."""
    both = np.stack([means(runs, part), means(runs, whole)], axis=1)
    if not both[:, 1].any():
        return None
    some = both[both[:, 1] > 0]
    return bootstrap(some, lambda means: means[..., 0] / means[..., 1])
