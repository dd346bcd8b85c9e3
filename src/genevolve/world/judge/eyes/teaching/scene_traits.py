"""What is told of a scene: its setting, light and style, and whether the style washed it out.

Legend of shapes: B batch, S numbers that tell the scene.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from genevolve.world.judge.eyes.labels import FLAT, LIGHTS, scene_sizes
from genevolve.world.judge.eyes.teaching.traits import Answers

_FLAT = LIGHTS.index(FLAT)
_PROBABLE = 0.25


def scene_loss(scene_BS: Tensor, known_B4: Tensor, *, washed_weight: float = 1.0) -> Tensor:
    """How wrong a scene is told; `washed_weight` is how much more a washed one counts than the many others."""
    setting, light, style, washed = scene_BS.split(list(scene_sizes().values()), 1)
    is_known = known_B4[:, 0] >= 0
    where = functional.cross_entropy(setting[is_known], known_B4[is_known, 0]) if is_known.any() else setting.sum() * 0
    return (
        where
        + functional.cross_entropy(light, known_B4[:, 1])
        + functional.cross_entropy(style, known_B4[:, 2])
        + functional.binary_cross_entropy_with_logits(
            washed[:, 0], known_B4[:, 3].float(), pos_weight=torch.tensor(washed_weight)
        )
    )


def scene_answers(scene_BS: Tensor, known_B4: Tensor) -> Answers:
    """What is told rightly; `…_probable` is about what was asked for: is it thought at all probable."""
    setting, light, style, washed = scene_BS.split(list(scene_sizes().values()), 1)
    is_known, is_washed = known_B4[:, 0] >= 0, known_B4[:, 3] > 0
    return {
        "setting": (setting.argmax(1) == known_B4[:, 0])[is_known],
        "light": light.argmax(1) == known_B4[:, 1],
        "flat": (light.argmax(1) == _FLAT) == (known_B4[:, 1] == _FLAT),
        "light_probable": _probable(light, known_B4[:, 1])[known_B4[:, 1] > _FLAT],
        "style": style.argmax(1) == known_B4[:, 2],
        "style_probable": _probable(style, known_B4[:, 2])[known_B4[:, 2] > 0],
        "washed": (washed[:, 0] > 0) == is_washed,
        "washed_found": (washed[:, 0] > 0)[is_washed],
    }


def _probable(logit_BK: Tensor, known_B: Tensor) -> Tensor:
    return logit_BK.softmax(1).gather(1, known_B[:, None])[:, 0] > _PROBABLE
