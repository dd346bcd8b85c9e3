"""The ladder: its variants, what each is worth with every seed, and the paired gaps between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from genevolve.bench.learning import GapLine, StageLine, gap_lines, runs_by_seed, stage_line
from genevolve.bench.outcomes import DIMENSIONS, SCORES, Measured, Outcome, aligned, columns, means
from genevolve.bench.statistics import Interval, mean_interval, mean_intervals
from genevolve.records import Record

PAPER_WEIGHT = 2.0
"""Weight of the distillation where the recipe names none."""


@dataclass(frozen=True)
class Variant:
    """One way to make a policy."""

    name: str
    title: str
    short: str
    policy: str = ""
    """Who acts, where nobody is trained."""
    overrides: tuple[str, ...] = ()
    """Settings beside those of the recipe."""
    is_guided: bool = False
    """Whether it learns from guides."""
    is_control: bool = False

    @property
    def is_reference(self) -> bool:
        """Whether nothing is trained: one run then stands for every seed."""
        return bool(self.policy)

    @property
    def is_rewarded(self) -> bool:
        """Whether it is trained beyond SFT."""
        return not self.policy and self.name != "sft"


RAW = Variant("raw", "raw request, no agent", "raw", policy="raw")
PLANNER = Variant("planner", "planner, no model (reference)", "planner", policy="planner")
BASE = Variant("base", "untuned workflow", "untuned", policy="base")
SFT = Variant("sft", "SFT", "SFT")
GRPO = Variant("grpo", "SFT + GRPO", "GRPO")
VED = Variant("grpo-ved", "SFT + GRPO + VED", "GRPO+VED", is_guided=True)

_CONTROLS = (
    Variant("ved-only", "control: VED only", "VED only", overrides=("grpo.weight=0",)),
    Variant("wrong-guide", "control: wrong guide", "wrong guide", overrides=('distillation.whose_guide="another"',)),
    Variant("all-tokens", "control: no top fraction", "all tokens", overrides=("distillation.token_share=1",)),
    Variant("forward-kl", "control: forward KL", "forward KL", overrides=('distillation.divergence="forward-kl"',)),
)
CONTROLS = tuple(
    Variant(one.name, one.title, one.short, overrides=one.overrides, is_guided=True, is_control=True)
    for one in _CONTROLS
)

VARIANTS = (RAW, PLANNER, BASE, SFT, GRPO, VED, *CONTROLS)
"""In the order in which they are told."""

BY_NAME = {one.name: one for one in VARIANTS}

PAIRS = (
    *((worse.name, better.name) for worse, better in ((RAW, BASE), (BASE, SFT), (SFT, GRPO), (GRPO, VED), (SFT, VED))),
    *((worse.name, VED.name) for worse in (RAW, PLANNER)),
    *((worse.name, better.name) for better in CONTROLS for worse in (SFT, GRPO)),
    *((worse.name, VED.name) for worse in CONTROLS),
)
"""Worse and better, as expected: each rung over the one before, controls over what they begin with, VED over these."""


class VariantLine(StageLine):
    """A variant with one seed, or with all of them: then each request counts with its mean over the seeds."""

    dimensions: dict[str, Interval] = Field(description="Scores of the picture, and sufficiency of the program.")
    tracks: dict[str, Interval] = Field(description="The reward on the requests of each track.")


class LadderTables(Record):
    """Everything that is worked out from the outcomes under one generator."""

    variants: tuple[VariantLine, ...]
    gaps: tuple[GapLine, ...]


def ladder_tables(measured: Measured) -> LadderTables:
    """Means with 95 % intervals by variant and seed, and the paired gaps. Requests are what is drawn anew.

    A gap takes the seeds that both have; a variant that is not trained has one run, set against every seed.

    Raises:
        SuiteError: two runs have no request in common.
    """
    scores = (*SCORES, *DIMENSIONS)
    return LadderTables(
        variants=tuple(
            _variant_line(one.name, seed, runs)
            for one in VARIANTS
            for seed, runs in runs_by_seed(measured.get(one.name, {}))
        ),
        gaps=tuple(line for pair in PAIRS for line in gap_lines(_for_every_seed(measured, pair), pair, scores)),
    )


def _variant_line(name: str, seed: int | None, runs: Sequence[Sequence[Outcome]]) -> VariantLine:
    known = aligned(runs)
    rewards = means(known, lambda one: one.reward)
    tracks = np.array([one.track for one in known[0]])
    return VariantLine(
        **dict(stage_line(name, seed, runs)),
        dimensions=dict(zip(DIMENSIONS, mean_intervals(columns(known, DIMENSIONS)), strict=True)),
        tracks={str(track): mean_interval(rewards[tracks == track]) for track in sorted(set(tracks) - {""})},
    )


def _for_every_seed(measured: Measured, pair: tuple[str, str]) -> Measured:
    """The runs of both, the one run of an untrained variant under every seed that the other has."""
    found = {name: measured.get(name, {}) for name in pair}
    references = {name for name in pair if BY_NAME[name].is_reference}
    if len(references) == 2:
        return found
    seeds = [seed for name in pair if name not in references for seed in found[name]]
    return {name: _spread(runs, seeds) if name in references else runs for name, runs in found.items()}


def _spread(runs: Mapping[int, Sequence[Outcome]], seeds: Sequence[int]) -> Mapping[int, Sequence[Outcome]]:
    return dict.fromkeys(seeds, next(iter(runs.values()))) if runs else {}
