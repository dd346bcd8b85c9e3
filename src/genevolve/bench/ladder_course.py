"""How soon a run is as good as another one was in the end, by the rewards of the rollouts that it learned from.

The rewards of a step are those of its requests, and a seed asks every variant the same requests in the same steps. A
course is smoothed by the mean of the last `window` steps. What GRPO ends with is its last smoothed reward; another run
has reached it at its first step whose smoothed reward is no less. The first `window` − 1 steps have none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from genevolve.bench.outcomes import POOLED
from genevolve.bench.statistics import TIE_TOLERANCE
from genevolve.records import Record

_WINDOW_SHARE = 0.2


class Reach(Record):
    """When a variant first was as good as GRPO in the end: with one seed, or by the mean course of several."""

    variant: str
    seed: int | None
    seeds: tuple[int, ...]
    steps: int
    window: int
    begins: float
    """The variant's first smoothed reward."""
    ends: float
    """Its last."""
    goal: float
    """What GRPO ends with."""
    reached: int | None
    """The step; None: never."""
    share: float | None
    """The same as a share of the steps."""


def window_of(num_steps: int) -> int:
    """Steps of a mean: a fifth of all."""
    return max(1, round(num_steps * _WINDOW_SHARE))


def smoothed(course: Sequence[float], window: int) -> list[float]:
    """Means of the last `window` steps; the first is that of step `window`."""
    return [float(np.mean(course[end - window : end])) for end in range(window, len(course) + 1)]


def reaches(goals: Mapping[int, Sequence[float]], variant: str, courses: Mapping[int, Sequence[float]]) -> list[Reach]:
    """For every seed that both have, and for the mean courses over these: when `variant` reached GRPO's end.

    Args:
        goals: the mean reward of each step of GRPO, by seed.
        variant: the name of the other one.
        courses: its rewards by seed; as many steps, or the seed is left out.
    """
    seeds = [seed for seed in sorted(goals.keys() & courses.keys()) if len(goals[seed]) == len(courses[seed]) > 0]
    by_seed = [_reach(variant, seed, [seed], goals[seed], courses[seed]) for seed in seeds]
    if not seeds or len({len(goals[seed]) for seed in seeds}) > 1:
        return by_seed
    goal, course = (list(np.mean([each[seed] for seed in seeds], axis=0)) for each in (goals, courses))
    return [*by_seed, _reach(variant, POOLED, seeds, goal, course)]


def _reach(
    variant: str, seed: int | None, seeds: Sequence[int], goal: Sequence[float], course: Sequence[float]
) -> Reach:
    steps, window = len(course), window_of(len(course))
    means, end = smoothed(course, window), smoothed(goal, window)[-1]
    reached = next((step for step, mean in enumerate(means, window) if mean >= end - TIE_TOLERANCE), None)
    return Reach(
        variant=variant,
        seed=seed,
        seeds=tuple(seeds),
        steps=steps,
        window=window,
        begins=means[0],
        ends=means[-1],
        goal=end,
        reached=reached,
        share=None if reached is None else reached / steps,
    )
