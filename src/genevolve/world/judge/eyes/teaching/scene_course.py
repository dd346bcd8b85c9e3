"""The course of the scene: setting, light, style, and whether the style washed its things out.

Legend of shapes: B batch, C channels, H and W rows and columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from genevolve.world.judge.eyes.network import SceneNet
from genevolve.world.judge.eyes.teaching.course import EyeFile, Pace, Subject, Turns, averages, planes
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Ints, Pages, held_out
from genevolve.world.judge.eyes.teaching.scene_traits import scene_answers, scene_loss
from genevolve.world.judge.eyes.teaching.traits import Answers

WHOLE_PX, SCENE_PX = 176, 160
"""A picture is made so large, and a square so large from its middle is looked at."""

_BATCH = 32
_EXAM_BATCH = 50
_WASHED_WEIGHT = 4.0


def scene_subject(pages: Pages, seed: int, steps: int) -> Subject:
    """The scene, taught with these lessons."""
    return Subject(
        name=SceneCourse.name,
        pace=Pace(steps=steps, peak_rate=2.5e-3, weight_decay=2e-2, exam_every=500),
        course=lambda: SceneCourse(pages, seed),
        network=SceneNet,
        files=_files,
    )


class SceneCourse:
    """Teaches a new `SceneNet`."""

    name = "scene"

    def __init__(self, pages: Pages, seed: int) -> None:
        torch.manual_seed(seed)
        self.module: nn.Module = SceneNet().to(memory_format=torch.channels_last)
        self._views = np.stack([_resized(view) for view in pages.views])
        self._scenes = torch.from_numpy(pages.scenes)
        self._rng = np.random.default_rng(seed)
        learned, self._held_out = held_out(len(pages), seed)
        self._turns = Turns(learned, self._rng)

    def groups(self) -> list[dict[str, Any]]:
        """All weights alike."""
        return [{"params": list(self.module.parameters())}]

    def losses(self) -> dict[str, Tensor]:
        """The loss of the next lessons."""
        lessons = self._turns.take(_BATCH)
        told = self.module(self._varied(self._views[lessons]))
        return {"total": scene_loss(told, self._scenes[lessons], washed_weight=_WASHED_WEIGHT)}

    def exam(self) -> dict[str, float]:
        """Shares of right answers over the lessons that are held out."""
        return averages(self._answers())

    def _answers(self) -> Iterator[Answers]:
        edge = (WHOLE_PX - SCENE_PX) // 2
        for start in range(0, len(self._held_out), _EXAM_BATCH):
            lessons: Ints = self._held_out[start : start + _EXAM_BATCH]
            views = self._views[lessons, edge : edge + SCENE_PX, edge : edge + SCENE_PX]
            yield scene_answers(self.module(planes(views)), self._scenes[lessons])

    def _varied(self, views: Bytes) -> Tensor:
        """A square from near the middle, some mirrored, a little brighter or darker."""
        across, down = self._rng.integers(0, WHOLE_PX - SCENE_PX + 1, 2).tolist()
        view_BCHW = planes(views[:, down : down + SCENE_PX, across : across + SCENE_PX])
        mirrored = torch.from_numpy(self._rng.random(len(views)) < 0.5)[:, None, None, None]
        gain = torch.from_numpy(self._rng.uniform(0.96, 1.04, (len(views), 1, 1, 1)).astype(np.float32))
        view_BCHW = torch.where(mirrored, view_BCHW.flip(3), view_BCHW) * gain
        return view_BCHW.contiguous(memory_format=torch.channels_last)


def _resized(view: Bytes) -> Bytes:
    return np.asarray(Image.fromarray(view).resize((WHOLE_PX, WHOLE_PX), Image.Resampling.BICUBIC))


def _files(network: nn.Module) -> list[EyeFile]:
    view = torch.zeros(1, 3, SCENE_PX, SCENE_PX)
    return [EyeFile("scene", network, view, inputs="view", outputs=("scene",))]
