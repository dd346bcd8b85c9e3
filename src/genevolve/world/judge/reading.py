"""What is written in a picture: rapidocr, whose models lie inside its wheel, on one thread and without a network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from genevolve.errors import ConfigError

_SETTINGS = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "Det.limit_type": "max",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


_SIDE_PX, _CLOSE_PX = 448, 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line of letters and where its middle is, in shares of the picture."""

    text: str
    x: float
    y: float


def read_lines(image: Image.Image, *, closely: bool = False) -> tuple[Line, ...]:
    """The lines of a picture in reading order; `closely` finds small letters too, and takes five times as long.

    Raises:
        ConfigError: the extra `bench` is not installed.
    """
    if closely:
        scale = _CLOSE_PX / max(image.size)
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
    found = _reader(_CLOSE_PX if closely else _SIDE_PX)(np.asarray(image)[..., ::-1])
    if not found.txts:
        return ()
    middles = np.asarray(found.boxes, float).mean(1) / image.size
    return tuple(Line(text, float(x), float(y)) for text, (x, y) in zip(found.txts, middles, strict=True))


@cache
def _reader(side_px: int) -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ConfigError("reading text in pictures needs the extra 'bench': pip install 'genevolve[bench]'") from error
    return RapidOCR(params=_SETTINGS | {"Det.limit_side_len": side_px})
