"""The result of the ladder: what is measured so far, and what is missing, in one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from genevolve.bench.ladder import GRPO, VARIANTS, LadderTables, ladder_tables
from genevolve.bench.ladder_course import Reach, reaches, smoothed, window_of
from genevolve.bench.ladder_parts import Key, LadderPart
from genevolve.bench.learning_result import Curve, agreed_plan
from genevolve.bench.outcomes import Measured, Outcome
from genevolve.bench.run_folder import BenchPlan
from genevolve.records import Record


class PartLine(Record):
    """What a part took, and where it was made."""

    variant: str
    seed: int
    seconds: dict[str, float]
    settings_sha256: str
    policy_sha256: str
    ended: str
    commit: str


class LadderResult(Record):
    """Everything that is committed beside the parts."""

    complete: bool
    missing: tuple[str, ...] = Field(description="What is planned and not measured yet.")
    command: str
    date: str
    seeds: int
    controls: int
    n: int
    steps: int
    rollouts_per_step: int
    suite: str
    suite_sha256: str
    picture_judge_id: str
    program_judge_id: str
    renderer_id: str
    second_renderer_id: str
    made_with: dict[str, Any] = Field(description="Packages, python, platform and git state of the first part.")
    hours: float = Field(description="Of all jobs, one after the other, by the clock.")
    first: LadderTables
    second: LadderTables = Field(description="Of the same programs, drawn by the second generator.")
    reaches: tuple[Reach, ...]
    curves: tuple[Curve, ...] = Field(description="Smoothed rewards of rollouts, each variant's mean over its seeds.")
    parts: tuple[PartLine, ...]


def ladder_result(parts: Sequence[LadderPart], wanted: Sequence[Key], **told: Any) -> LadderResult:
    """The result of the parts so far.

    Args:
        parts: at least one.
        wanted: all that are planned.
        told: `command`, `seeds`, `controls`, `n`, `steps` and `rollouts_per_step`.

    Raises:
        RunError: parts were drawn or judged differently.
        SuiteError: two have no request in common.
    """
    first = _agreed(parts, "first_plan")
    second = _agreed(parts, "second_plan")
    have = {part.key for part in parts}
    courses = _courses(parts)
    return LadderResult(
        **told,
        complete=not set(wanted) - have,
        missing=tuple(f"{name} seed {seed}" for name, seed in wanted if (name, seed) not in have),
        date=max(part.ended for part in parts)[:10],
        suite=first.suite,
        suite_sha256=first.suite_sha256,
        picture_judge_id=first.picture_judge_id,
        program_judge_id=first.program_judge_id,
        renderer_id=first.renderer_id,
        second_renderer_id=second.renderer_id,
        made_with=parts[0].made_with,
        hours=round(sum(sum(part.seconds.values()) for part in parts) / 3600, 2),
        first=ladder_tables(_measured(parts, "first")),
        second=ladder_tables(_measured(parts, "second")),
        reaches=tuple(
            line for name, runs in courses.items() for line in reaches(courses.get(GRPO.name, {}), name, runs)
        ),
        curves=tuple(_curve(name, runs) for name, runs in courses.items()),
        parts=tuple(_part_line(part) for part in parts),
    )


def _agreed(parts: Sequence[LadderPart], name: str) -> BenchPlan:
    return agreed_plan({f"{part.variant} seed {part.seed}": getattr(part, name) for part in parts})


def _measured(parts: Sequence[LadderPart], name: str) -> Measured:
    found: dict[str, dict[int, Sequence[Outcome]]] = {}
    for part in parts:
        found.setdefault(part.variant, {})[part.seed] = getattr(part, name)
    return found


def _courses(parts: Sequence[LadderPart]) -> dict[str, dict[int, Sequence[float]]]:
    """The rewards of every step, by variant and seed, of those that were trained by rewards."""
    found: dict[str, dict[int, Sequence[float]]] = {}
    for name, part in ((one.name, part) for one in VARIANTS for part in parts if part.variant == one.name):
        if part.course:
            found.setdefault(name, {})[part.seed] = part.course
    return found


def _curve(name: str, runs: Mapping[int, Sequence[float]]) -> Curve:
    shortest = min(len(course) for course in runs.values())
    mean = [sum(course[step] for course in runs.values()) / len(runs) for step in range(shortest)]
    window = window_of(shortest)
    points = tuple((float(step), value) for step, value in enumerate(smoothed(mean, window), window))
    return Curve(run=name, seed=0, figure="reward/mean", against="step", points=points)


def _part_line(part: LadderPart) -> PartLine:
    return PartLine(
        variant=part.variant,
        seed=part.seed,
        seconds=part.seconds,
        settings_sha256=part.settings_sha256,
        policy_sha256=part.policy_sha256,
        ended=part.ended,
        commit=str(part.made_with.get("git", {}).get("commit", "")),
    )
