"""Lessons in reading: a request, and the plan that a careful worker makes of it.

A request is sixty tokens and the trajectory it begins a thousand: what a small policy finds hardest, to tell from a
wording what is wanted, is learned from many requests at the price of few trajectories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genevolve.training.making.lessons import Lesson, Mark


@dataclass(frozen=True)
class ReadRequest:
    """A request and its plan by the names of its parts, e.g. `{"Draft": "A scene …", "Skills": "spatial_layout."}`."""

    prompt: str
    plan: Mapping[str, str]
    held_out: bool = False
    """Whether it asks for things of the test split: nothing is learned from it, it only measures."""


def reading_lesson(read: ReadRequest) -> Lesson:
    """The plan is said as a thought begins with it; each of its parts is a skill of its own."""
    said: list[str | Mark] = []
    for name, text in read.plan.items():
        said += [" " if said else "", f"{name}: ", Mark(name.lower(), text)]
    return Lesson().told(read.prompt).says("<think>", *said, "</think>")
