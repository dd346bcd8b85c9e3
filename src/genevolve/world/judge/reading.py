"""What is written in a picture: rapidocr, whose models lie inside its wheel, on one thread and without a network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from genevolve.errors import ConfigError
from genevolve.world.judge.pixels import SIDE, Look
from genevolve.world.judge.things import Region

_MARGIN = 0.5
_SETTINGS = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as it was read, and where it stands."""

    string: str
    place: Region


def read_lines(look: Look) -> tuple[Line, ...]:
    """The lines of a picture in reading order.

    Raises:
        ConfigError: the extra `bench` is not installed.
    """
    found = _reader()(np.asarray(look.image)[..., ::-1])
    if found.txts is None or found.boxes is None:
        return ()
    return tuple(Line(text, _region(box, look)) for text, box in zip(found.txts, found.boxes, strict=True))


def text_distance(wanted: str, lines: tuple[Line, ...]) -> int:
    """How many letters differ between `wanted` and what comes nearest to it anywhere in the text that was read."""
    target, text = _plain(wanted), "".join(_plain(line.string) for line in lines)
    row = [0] * (len(text) + 1)
    for number, letter in enumerate(target, start=1):
        before, row = row, [number]
        for at, other in enumerate(text, start=1):
            row.append(min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != other)))
    return min(row)


def belongs(line: Line, wanted: str) -> bool:
    """Whether a line is a part of the wanted text."""
    part = _plain(line.string)
    return bool(part) and text_distance(line.string, (Line(wanted, line.place),)) <= len(part) // 3


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


@cache
def _reader() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ConfigError("reading text in pictures needs the extra 'bench': pip install 'genevolve[bench]'") from error
    return RapidOCR(params=_SETTINGS)


def _region(box: Any, look: Look) -> Region:
    points = np.asarray(box, np.float32) * np.array([SIDE / look.image.width, SIDE / look.image.height], np.float32)
    height = float(np.ptp(points[:, 1]))
    (left, top), (right, bottom) = points.min(0) - _MARGIN * height, points.max(0) + _MARGIN * height
    left, top = max(int(left), 0), max(int(top), 0)
    return Region(left, top, min(int(right) + 1, SIDE) - left, min(int(bottom) + 1, SIDE) - top)
