"""A point of the six recipe axes (method section 3): what a request is to ask for, before a word of it is written."""

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
