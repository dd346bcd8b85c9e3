"""What is written in a picture: rapidocr, whose models lie inside its wheel, on one thread and without a network."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from genevolve.errors import ConfigError

_SETTINGS = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": 448,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def read_lines(image: Image.Image) -> tuple[str, ...]:
    """The lines of a picture in reading order.

    Raises:
        ConfigError: the extra `bench` is not installed.
    """
    found = _reader()(np.asarray(image)[..., ::-1])
    return tuple(found.txts or ())


@cache
def _reader() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise ConfigError("reading text in pictures needs the extra 'bench': pip install 'genevolve[bench]'") from error
    return RapidOCR(params=_SETTINGS)
