"""What a small network sees of a scene as a whole: its setting, light and style."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from PIL import Image

from genevolve.errors import ConfigError
from genevolve.world.judge.eyes.labels import LIGHTS, SETTINGS, STYLES, scene_sizes
from genevolve.world.judge.pixels import Plane

VIEW_PX = 160
_MODEL = "scene.onnx"


@dataclass(frozen=True, eq=False)
class Traits:
    """How probable each setting, light and style is, and that the style washed the colours of things out."""

    setting: dict[str, float]
    light: dict[str, float]
    style: dict[str, float]
    washed: float

    @classmethod
    def of(cls, image: Image.Image) -> Traits:
        """Look at a picture.

        Raises:
            ConfigError: the extra `bench` is not installed.
        """
        small = image.resize((VIEW_PX, VIEW_PX), Image.Resampling.BICUBIC)
        view = np.asarray(small, np.float32).transpose(2, 0, 1)[None] / np.float32(255)
        (traits,) = _session().run(None, {"view": view})
        setting, light, style, washed = np.split(traits[0], np.cumsum(list(scene_sizes().values()))[:-1])
        return cls(
            dict(zip(SETTINGS, _softmax(setting), strict=True)),
            dict(zip(LIGHTS, _softmax(light), strict=True)),
            dict(zip(STYLES, _softmax(style), strict=True)),
            float(1 / (1 + np.exp(-washed[0]))),
        )


def _softmax(values: Plane) -> list[float]:
    raised = np.exp(values - values.max())
    return [float(one) for one in raised / raised.sum()]


@cache
def _session() -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ConfigError("the measured judge needs the extra 'bench': pip install 'genevolve[bench]'") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = resources.files(__package__).joinpath("data", _MODEL).read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
