"""What the eyes are taught to tell: closed lists, and the labels of one lesson."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from genevolve.language.vocabulary import LightKind, Setting, StyleKind
from genevolve.world.illustrator.scene import FailureMode
from genevolve.world.judge.eyes.lesson import Lesson

NONE = "none"
FLAT = "flat"
SETTINGS = tuple(one.value for one in Setting)
LIGHTS = (NONE, FLAT, *(one.value for one in LightKind))
STYLES = (NONE, *(one.value for one in StyleKind))
GLANCE_PX = 256
"""The width and height at which lessons are kept."""


def scene_sizes() -> dict[str, int]:
    """How many numbers tell each trait of the scene, in order."""
    return {"setting": len(SETTINGS), "light": len(LIGHTS), "style": len(STYLES), "washed": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What one lesson teaches; a setting of -1 is not known."""

    view: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
    setting: int
    light: int
    style: int
    washed: bool


def labels_of(lesson: Lesson) -> Labels:
    """The labels of a lesson."""
    scene, told = lesson.drawing.scene, lesson.drawing.told
    flat = scene.failed(FailureMode.DULL_LIGHT)
    light = FLAT if flat else told.light.kind.value if told.light else NONE
    view = lesson.drawing.image.resize((GLANCE_PX, GLANCE_PX), Image.Resampling.BICUBIC)
    return Labels(
        view=np.asarray(view),
        setting=SETTINGS.index(told.place.setting.value) if told.place else -1,
        light=LIGHTS.index(light),
        style=STYLES.index(told.style.kind.value if told.style else NONE),
        washed=scene.failed(FailureMode.WASHED_OUT),
    )
