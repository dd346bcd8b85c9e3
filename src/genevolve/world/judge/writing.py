"""What is written in a picture for its own sake: letters that a named thing bears by itself are no text asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from genevolve.world.judge.reading import Line, read_lines
from genevolve.world.judge.spelling import wrong_letters

Place = tuple[float, float, float, float]
"""Left, top, right and bottom, in shares of a picture."""

_READ = 0.25


@dataclass(frozen=True, slots=True)
class Writing:
    """The lines of a ground truth that count, and how they were read.

    `closely`: only so could they be read. `apart`: what stands on named things does not count.
    """

    lines: tuple[Line, ...] = ()
    closely: bool = False
    apart: bool = False


def written(image: Image.Image, asked: Sequence[str], borne: Sequence[Place]) -> Writing:
    """How the ground truth is read best; `borne` are the places of what makes its named things known.

    Lines there count where a text asked for could not be read without them.
    """
    if not asked:
        return Writing()
    lines, closely = read_lines(image), False
    if any(_wrong(text, lines) > _READ * len(text) for text in asked):
        close = read_lines(image, closely=True)
        if sum(_wrong(text, close) for text in asked) < sum(_wrong(text, lines) for text in asked):
            lines, closely = close, True
    rest = _off(lines, borne)
    apart = all(_wrong(text, rest) <= _wrong(text, lines) for text in asked)
    return Writing(rest if apart else lines, closely, apart)


def misspelt(image: Image.Image, asked: Sequence[str], truth: Writing, borne: Sequence[Place]) -> list[tuple[str, int]]:
    """Every text with its wrong letters in a picture, less those that are misread in the ground truth as well."""
    if not asked:
        return []
    lines = read_lines(image, closely=truth.closely)
    if truth.apart:
        lines = _off(lines, borne)
    return [(text, max(_wrong(text, lines) - _wrong(text, truth.lines), 0)) for text in asked]


def _wrong(text: str, lines: Sequence[Line]) -> int:
    return wrong_letters(text, (one.text for one in lines))


def _off(lines: Sequence[Line], places: Sequence[Place]) -> tuple[Line, ...]:
    """The lines whose middle lies in none of the places."""
    return tuple(
        one
        for one in lines
        if not any(left <= one.x <= right and top <= one.y <= bottom for left, top, right, bottom in places)
    )
