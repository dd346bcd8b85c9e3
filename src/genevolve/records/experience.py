"""What is learned from two rollouts of one request (method section 7): the pair, the decision guide, the memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Self

from pydantic import Field

from genevolve.records.base import Record, StoredRecord
from genevolve.records.judgement import PictureScores, Sufficiency
from genevolve.records.reward import Outcome
from genevolve.records.trajectory import Request, Trajectory

Bullets = tuple[str, ...]


class RetrievalKey(Record):
    """When a guide is of use, in words that name nothing."""

    trigger: str = Field(description="What a request has to be like, e.g. a sign with words that must be looked up.")
    source_prompt_summary: str = Field(description="The request that it was learned from, without its names.")


class DecisionGuidance(Record):
    """What to do: a focus, and bullets by the decision that they are about."""

    focus: str = Field(description="The one thing that mattered most, in one sentence.")
    recommended_tool_plan: Bullets = Field(default=(), description="The order of steps.")
    search_query_guidance: Bullets = Field(default=(), description="What to search, and in which words.")
    skill_routing_guidance: Bullets = Field(default=(), description="Which skill to open for which wish.")
    reference_selection_guidance: Bullets = Field(default=(), description="Which picture to trust.")
    prompt_program_guidance: Bullets = Field(default=(), description="How to write the prompt.")
    failure_guards: Bullets = Field(default=(), description="What to avoid.")

    def slots(self) -> Iterator[tuple[str, Bullets]]:
        """The lists of bullets by name, in order; empty ones too."""
        for name in type(self).model_fields:
            if name != "focus":
                yield name, getattr(self, name)


class DecisionGuide(Record):
    """A decision guide, in the paper's shape."""

    retrieval_key: RetrievalKey
    decision_guidance: DecisionGuidance


class Contender(Record):
    """A rollout as a comparator sees it: what was done, what it was worth, and what the judges said of it."""

    trajectory: Trajectory
    outcome: Outcome
    picture: PictureScores | None = Field(default=None, description="With the judge's reasons, where they are kept.")
    sufficiency: Sufficiency | None = None
    render: str = Field(default="", description="SHA-256 of the drawn picture's PNG bytes, where it is kept.")


class Contrast(Record):
    """The best and the worst rollout of one request, τ+ and τ−."""

    request: Request
    best: Contender
    worst: Contender
    gap: float = Field(gt=0, le=1, description="R(τ+) - R(τ−).")


class Experience(StoredRecord):
    """One entry of the experience memory."""

    id: str
    request_id: str
    prompt: str = Field(description="Text of the request: its embedding is the key.")
    guide: DecisionGuide
    gap: float
    step: int = Field(ge=0, description="Training step in which it was made.")
    comparator: str = Field(description="Id of who compared.")
    best: str = Field(description="Id of the trajectory τ+.")
    worst: str = Field(description="Id of the trajectory τ−.")

    @classmethod
    def of(cls, contrast: Contrast, guide: DecisionGuide, *, step: int, comparator: str) -> Self:
        """The entry, named by the two trajectories and its step."""
        best, worst = contrast.best.trajectory.id, contrast.worst.trajectory.id
        digest = hashlib.sha256("\0".join((contrast.request.id, best, worst, str(step))).encode())
        return cls(
            id=f"exp_{digest.hexdigest()[:12]}",
            request_id=contrast.request.id,
            prompt=contrast.request.prompt,
            guide=guide,
            gap=contrast.gap,
            step=step,
            comparator=comparator,
            best=best,
            worst=worst,
        )
