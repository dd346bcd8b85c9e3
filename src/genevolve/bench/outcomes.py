"""What policies made of requests, one outcome a request, and how several runs' outcomes are laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

import numpy as np
from pydantic import Field

from genevolve.bench.run_rows import RunRow
from genevolve.bench.run_summary import reward_of
from genevolve.bench.statistics import Floats
from genevolve.errors import SuiteError
from genevolve.records import Record
from genevolve.rewards import scored

POOLED = None
"""In place of a seed: over all of them."""

SCORES = ("reward", "kscore")
DIMENSIONS = ("faithfulness", "visual_correctness", "text_accuracy", "aesthetics", "sufficiency")


class Outcome(Record):
    """What a policy made of one request; whatever failed by its own fault counts as 0."""

    id: str
    track: str = ""
    difficulty: str = ""
    reward: float = Field(description="R of the method, section 5.")
    kscore: float = Field(description="KScore, variant `filler`.")
    valid: bool = Field(description="Whether the trajectory ended in a program that could be drawn.")
    faithfulness: float = Field(default=0.0, description="Of the picture, as the three after it.")
    visual_correctness: float = 0.0
    text_accuracy: float = Field(default=0.0, description="0.5 where a picture's request asks for no text.")
    aesthetics: float = 0.0
    sufficiency: float = Field(default=0.0, description="Of the program.")
    facts_wanted: int = Field(default=0, description="Facts that the ideal program states.")
    facts_told: int = Field(default=0, description="Of these, the ones that the policy found.")
    facts_copied: int = Field(default=0, description="Of those, the ones that its program states.")


Measured = Mapping[str, Mapping[int, Sequence[Outcome]]]
"""Outcomes by stage and seed."""


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
        **_dimensions(row),
        facts_wanted=wanted,
        facts_told=told,
        facts_copied=copied,
    )


def _dimensions(row: RunRow) -> dict[str, float]:
    if row.judgement is None or row.judgement.sufficiency is None:
        return {}
    found = scored(row.judgement.scores, row.judgement.sufficiency)
    return {name: float(getattr(found, name)) for name in DIMENSIONS}


def aligned(runs: Sequence[Sequence[Outcome]]) -> list[list[Outcome]]:
    """The outcomes of the requests that every run knows, in the order of their ids."""
    by_id = [{one.id: one for one in run} for run in runs]
    common = sorted(set.intersection(*(set(each) for each in by_id)))
    if not common:
        raise SuiteError("the runs have no request in common")
    return [[each[name] for name in common] for each in by_id]


def means(runs: Sequence[Sequence[Outcome]], value: Callable[[Outcome], float]) -> Floats:
    """The mean over runs of each request, shape (requests,)."""
    values: Floats = np.array([[value(one) for one in run] for run in runs], dtype=np.float64).mean(axis=0)
    return values


def columns(runs: Sequence[Sequence[Outcome]], names: Sequence[str]) -> Floats:
    """The means over runs of several fields, shape (requests, names)."""
    return np.stack([means(runs, attrgetter(name)) for name in names], axis=1)
