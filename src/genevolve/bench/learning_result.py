"""The result of a measurement of learning: what was run, its figures and curves, in one record."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from genevolve.bench.learning import LearningTables
from genevolve.bench.run_folder import BenchPlan
from genevolve.errors import RunError
from genevolve.records import Record


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
    renderer_id: str
    picture_judge_id: str
    program_judge_id: str
    num_owed: int = Field(description="Requests at which the surroundings failed; they count nowhere.")
    recipe_sha256: str = Field(description="Of all settings but the seed.")
    made_with: Mapping[str, object] = Field(description="Packages, python, platform and git state of the first run.")
    tables: LearningTables
    jobs: tuple[JobFigures, ...]
    curves: tuple[Curve, ...]


def agreed_plan(plans: Mapping[str, BenchPlan]) -> BenchPlan:
    """What all evaluations, by name, were made with; only their policies differ.

    Raises:
        RunError: two were drawn or judged otherwise, e.g. by another version of the judge: no gap between them counts.
    """
    (first, shared), *others = plans.items()
    for name, plan in others:
        before, after = (one.model_dump(exclude={"policy_id"}) for one in (shared, plan))
        changed = [f"{key} {before[key]!r} against {after[key]!r}" for key in before if before[key] != after[key]]
        if changed:
            raise RunError(f"{first} and {name} cannot be compared ({'; '.join(changed)}); choose another folder")
    return shared
