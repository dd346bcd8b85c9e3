"""What came of a policy that evolved: its course, the policy before and after on held-out requests, what it learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from genevolve.bench.outcomes import Outcome, aligned
from genevolve.bench.run_rows import RunRow
from genevolve.bench.statistics import Interval, Tally, mean_interval, paired_interval, tally
from genevolve.experience.guides import HEADINGS
from genevolve.records import Record
from genevolve.records.experience import Experience

Points = tuple[tuple[int, float], ...]
"""A number after so many steps."""

NUM_GUIDES = 6
"""Guides of the widest gaps that a report shows; all of them are in the run's memory."""


class Side(Record):
    """A policy on the held-out requests."""

    n: int
    reward: Interval
    kscore: Interval
    valid: Interval
    facts_told: float | None = Field(description="Share of the facts that a program needs; None: none was needed.")
    facts_copied: float | None = Field(description="Share of the facts told; None: none was told.")
    stops: dict[str, int] = Field(description="How many trajectories ended for which reason.")


class LearnedGuide(Record):
    """One entry of the experience memory, as a report shows it."""

    id: str
    step: int
    gap: float
    request: str
    focus: str
    bullets: dict[str, tuple[str, ...]]


class Learned(Record):
    """What was learned from pairs of rollouts."""

    num_pairs: int
    num_guides: int
    hit_rate: float | None = Field(description="Share of requests that got a guide, over all steps; None: not looked.")
    no_pair: dict[str, int] = Field(description="Groups without a pair, by their reason.")
    guides: tuple[LearnedGuide, ...] = Field(description="The widest gaps.")


class Evolution(Record):
    """All that a report tells."""

    name: str
    start: str = Field(description="The policy that evolved.")
    seed: int
    n: int
    suite: str
    suite_sha256: str
    steps: int
    best_step: int
    num_owed: int = Field(description="Held-out requests at which the surroundings failed in one of the two.")
    before: Side
    after: Side
    difference: Interval = Field(description="Reward after minus before, request by request.")
    tally: Tally
    curves: dict[str, Points]
    learned: Learned
    made_with: dict[str, Any]


def side(outcomes: Sequence[Outcome], rows: Sequence[RunRow]) -> Side:
    """A policy's figures, of what is known of the requests.

    Raises:
        ValueError: nothing is known of any.
    """
    told = sum(one.facts_told for one in outcomes)
    wanted = sum(one.facts_wanted for one in outcomes)
    stops = Counter(row.agent.stop_reason.value for row in rows if row.agent is not None)
    return Side(
        n=len(outcomes),
        reward=mean_interval([one.reward for one in outcomes]),
        kscore=mean_interval([one.kscore for one in outcomes]),
        valid=mean_interval([float(one.valid) for one in outcomes]),
        facts_told=told / wanted if wanted else None,
        facts_copied=sum(one.facts_copied for one in outcomes) / told if told else None,
        stops=dict(stops.most_common()),
    )


def difference(before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[Interval, Tally]:
    """After minus before in reward, over the requests that both know.

    Raises:
        SuiteError: there is none.
    """
    first, second = ([one.reward for one in side] for side in aligned([after, before]))
    return paired_interval(first, second), tally(first, second)


def curves(
    start: Mapping[str, float], rows: Sequence[Mapping[str, Any]], evals: Sequence[Mapping[str, Any]]
) -> dict[str, Points]:
    """Of rollouts while learning, and of evaluations: `start` is the one before the first step.

    Args:
        start: figures as `evaluation_figures` names them.
        rows: of `metrics.jsonl`.
        evals: of `evals.jsonl`.
    """
    evaluated = [{**start, "step": 0}, *evals]
    found = {
        "rollouts/reward": [(row["step"], row["reward/mean"]) for row in rows if "reward/mean" in row],
        "rollouts/valid": [(row["step"], share) for row in rows if (share := _valid(row)) is not None],
        "rollouts/hit_rate": [(row["step"], row["ved/hit_rate"]) for row in rows if "ved/hit_rate" in row],
    }
    for name in ("reward", "valid", "facts_copied"):
        found[f"eval/{name}"] = [(row["step"], row[f"eval/{name}"]) for row in evaluated if f"eval/{name}" in row]
    return {name: tuple(points) for name, points in found.items() if points}


def learned(rows: Sequence[Mapping[str, Any]], entries: Sequence[Experience]) -> Learned:
    """What the memory holds, and how it was made."""
    rates = [row["ved/hit_rate"] for row in rows if "ved/hit_rate" in row]
    reasons = sorted({name for row in rows for name in row if name.startswith("ved/no_pair_")})
    return Learned(
        num_pairs=int(sum(row.get("ved/num_pairs", 0) for row in rows)),
        num_guides=int(sum(row.get("ved/num_guides", 0) for row in rows)),
        hit_rate=sum(rates) / len(rates) if rates else None,
        no_pair={name.removeprefix("ved/no_pair_"): int(sum(row.get(name, 0) for row in rows)) for name in reasons},
        guides=tuple(map(_guide, sorted(entries, key=lambda one: (-one.gap, one.step, one.id))[:NUM_GUIDES])),
    )


def _guide(one: Experience) -> LearnedGuide:
    guidance = one.guide.decision_guidance
    bullets = {HEADINGS[slot]: said for slot, said in guidance.slots() if said}
    return LearnedGuide(
        id=one.id, step=one.step, gap=one.gap, request=one.prompt, focus=guidance.focus, bullets=bullets
    )


def _valid(row: Mapping[str, Any]) -> float | None:
    scored, failed = row.get("rollout/num_scored"), row.get("rollout/num_policy_failure")
    return scored / (scored + failed) if scored is not None and failed is not None and scored + failed else None
