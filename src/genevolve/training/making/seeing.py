"""Lessons in seeing: say what pictures show, in their order, and which of three is the one described."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.training.making.lessons import Lesson, Mark

CAPTION, WHICH = "caption", "which of three"

NUM_CHOICES = 3


@dataclass(frozen=True)
class CaptionedPicture:
    """A thumbnail and what can be seen in it, e.g. `lighthouse, coral tower, burgundy roof`."""

    png: bytes
    words: str
    held_out: bool = False
    """Whether its thing belongs to the test split: nothing is learned from it, it only measures."""


def seeing_lesson(pictures: Sequence[CaptionedPicture], rng: random.Random) -> Lesson:
    """One of the lessons below, each as often."""
    return rng.choice((_captions_lesson, which_lesson))(pictures, rng)


def which_lesson(pictures: Sequence[CaptionedPicture], rng: random.Random) -> Lesson:
    """One picture is described, three are listed by ids alone, and the id of the right one is wanted."""
    chosen = _different(pictures, rng)
    ids = _ids(rng)
    right = rng.randrange(NUM_CHOICES)
    question = f"Which is {chosen[right].words}?\n{_listed(ids)}"
    lesson = Lesson().told(question, [picture.png for picture in chosen])
    return lesson.says("<answer>", Mark(WHICH, ids[right]), "</answer>")


def _captions_lesson(pictures: Sequence[CaptionedPicture], rng: random.Random) -> Lesson:
    """One to three pictures, each to be put into words after its id."""
    chosen = _different(pictures, rng)[: rng.randint(1, NUM_CHOICES)]
    ids = _ids(rng)[: len(chosen)]
    said: list[str | Mark] = []
    for img_id, picture in zip(ids, chosen, strict=True):
        said += [f"{img_id}: ", Mark(CAPTION, picture.words), "; "]
    return Lesson().told(_listed(ids), [picture.png for picture in chosen]).says("<think>", *said, "</think>")


def _different(pictures: Sequence[CaptionedPicture], rng: random.Random) -> list[CaptionedPicture]:
    """Three pictures of which no two are described alike."""
    found: dict[str, CaptionedPicture] = {}
    while len(found) < NUM_CHOICES:
        picture = rng.choice(pictures)
        found[picture.words] = picture
    return list(found.values())


def _ids(rng: random.Random) -> list[str]:
    first = rng.randint(1, 9)
    return [f"IMG_{first + place:03d}" for place in range(NUM_CHOICES)]


def _listed(ids: Sequence[str]) -> str:
    return "<tool_response>\n" + "\n".join(ids) + "\n</tool_response>"
