"""The six recipe axes and their points (method section 3): what a request is to ask for, before a word is written."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from genevolve.records.base import Record

Track = Literal["knowledge", "quality"]
Difficulty = Literal["easy", "medium", "hard"]


class Recipe(Record):
    """One point of the recipe axes."""

    task_family: str = Field(description="One of the sixteen categories.")
    track: Track
    factual_gap: str = Field(description="What has to be looked up; `looks` when nothing but a picture.")
    visual_anchor: str = Field(description="The kind of named thing whose looks are a matter of fact.")
    dominant: str = Field(description="What the request is mainly about.")
    secondaries: tuple[str, ...] = Field(description="What else it asks for.")
    difficulty: Difficulty

    @property
    def combination(self) -> str:
        """What is held out: everything but the difficulty."""
        return "/".join((self.task_family, self.factual_gap, self.visual_anchor, *sorted(self.secondaries)))


class Family(Record):
    """A task family: its track, and what its recipes may ask for."""

    track: Track
    means: str = Field(default="", description="What such a request is about, for whoever writes it.")
    gaps: tuple[str, ...] = Field(min_length=1)
    anchors: tuple[str, ...] = Field(min_length=1)
    dominants: tuple[str, ...] = Field(min_length=1)
    secondaries: tuple[str, ...] = Field(min_length=1)


class AnchorKind(Record):
    """A kind of named thing."""

    means: str = ""
    gaps: tuple[str, ...] = Field(default=(), description="What can be looked up about it; empty: every gap.")


class Axes(Record):
    """The values of the six recipe axes, and which of them go together."""

    id: str = Field(description="Name and version.")
    families: dict[str, Family]
    anchors: dict[str, AnchorKind] = Field(description="Every kind of named thing that a family has.")
    gaps: dict[str, str] = Field(default_factory=dict, description="What each factual gap means.")
    requirements: dict[str, str] = Field(default_factory=dict, description="What each requirement means.")
    difficulties: dict[Difficulty, str] = Field(default_factory=dict, description="What makes a request so hard.")
    num_secondaries: dict[Difficulty, int] = Field(default={"easy": 1, "medium": 2, "hard": 3})
    apart: tuple[tuple[str, ...], ...] = Field(
        default=(), description="Sets of requirements that no request has all together."
    )
    hints: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Lists of which a writer gets one entry each, so that no two are alike."
    )
    too_famous: tuple[str, ...] = Field(default=(), description="Things that are asked for too often already.")

    def pairs(self, family: str) -> tuple[tuple[str, str], ...]:
        """The factual gaps and visual anchors of a family that go together."""
        row = self.families[family]
        return tuple(
            (gap, kind) for gap in row.gaps for kind in row.anchors if gap in (self.anchors[kind].gaps or row.gaps)
        )
