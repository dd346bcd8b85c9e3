"""Lessons in reading: a request, and what it asks for, clause by clause.

A request is sixty tokens and the trajectory it begins a thousand: what a small policy finds hardest, to tell from a
wording what is wanted, is learned from many requests at the price of few trajectories.
"""

from __future__ import annotations

from dataclasses import dataclass

from genevolve.training.making.lessons import Lesson, Mark

WISH, SKILLS = "wish", "skills"

_SKILLS = ". Skills: "


@dataclass(frozen=True)
class ReadRequest:
    """A request and what is wished in it, e.g. `a scene in a park; a bench, red. Skills: spatial_layout`."""

    prompt: str
    wish: str
    held_out: bool = False
    """Whether it asks for things of the test split: nothing is learned from it, it only measures."""


def reading_lesson(read: ReadRequest) -> Lesson:
    """The wish is said as a thought begins with it."""
    clauses, _, skills = read.wish.partition(_SKILLS)
    return (
        Lesson()
        .told(read.prompt)
        .says("<think>Wish: ", Mark(WISH, clauses), _SKILLS, Mark(SKILLS, skills), ".</think>")
    )
