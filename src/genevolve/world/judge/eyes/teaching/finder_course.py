"""The finder's course: where things stand, and what the scene is like.

Legend of shapes: B batch, C channels, H and W rows and columns, G rows or columns of the grid of places, N things,
S numbers that tell the scene.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from genevolve.world.judge.eyes.labels import VIEW_PX
from genevolve.world.judge.eyes.network import Finder
from genevolve.world.judge.eyes.teaching.course import EyeFile, Pace, Subject, Turns, averages
from genevolve.world.judge.eyes.teaching.finder_targets import FinderBatch, finder_batch
from genevolve.world.judge.eyes.teaching.notebook import Pages, held_out
from genevolve.world.judge.eyes.teaching.scene_traits import scene_answers, scene_loss
from genevolve.world.judge.eyes.teaching.traits import Answers, trait_answers, trait_losses, trait_total

_BATCH = 16
_EXAM_BATCH = 30
_SEEN = 0.35


def finder_subject(pages: Pages, seed: int, steps: int) -> Subject:
    """The finder, taught with these lessons."""
    return Subject(
        name=FinderCourse.name,
        pace=Pace(steps=steps, peak_rate=2.5e-3, weight_decay=1e-3, exam_every=600, max_norm=5.0),
        course=lambda: FinderCourse(pages, seed),
        network=Finder,
        files=_files,
    )


class FinderCourse:
    """Teaches a new `Finder`. To tell the attributes of things helps it to learn; nobody asks it for them later."""

    name = "finder"

    def __init__(self, pages: Pages, seed: int) -> None:
        torch.manual_seed(seed)
        self.module: nn.Module = Finder().to(memory_format=torch.channels_last)
        self._pages = pages
        self._rng = np.random.default_rng(seed)
        learned, self._held_out = held_out(len(pages), seed)
        self._turns = Turns(learned, self._rng)

    def groups(self) -> list[dict[str, Any]]:
        """All weights alike."""
        return [{"params": list(self.module.parameters())}]

    def losses(self) -> dict[str, Tensor]:
        """The losses of the next lessons."""
        batch = finder_batch(self._pages, self._turns.take(_BATCH), self._rng)
        place_B5GG, feature_BCGG, scene_BS = self.module(batch.view_BCHW)
        traits = trait_losses(self._told(feature_BCGG, batch), batch.traits)
        own = {
            "heat": _heat_loss(place_B5GG[:, 0], batch.heat_BGG),
            "box": functional.l1_loss(_at(place_B5GG[:, 1:], batch), batch.box_N4),
            "scene": scene_loss(scene_BS, batch.scene_B4),
        }
        total = own["heat"] + own["box"] + 0.5 * own["scene"] + trait_total(traits)
        return {**own, **traits, "total": total}

    def exam(self) -> dict[str, float]:
        """Shares of right answers over the lessons that are held out."""
        return averages(self._answers())

    def _answers(self) -> Iterator[Answers]:
        for start in range(0, len(self._held_out), _EXAM_BATCH):
            batch = finder_batch(self._pages, self._held_out[start : start + _EXAM_BATCH].tolist(), None)
            place_B5GG, feature_BCGG, scene_BS = self.module(batch.view_BCHW)
            yield {
                "num_things": _num_peaks(place_B5GG[:, 0]) == (batch.heat_BGG == 1).flatten(1).sum(1),
                **scene_answers(scene_BS, batch.scene_B4),
                **trait_answers(self._told(feature_BCGG, batch), batch.traits),
            }

    def _told(self, feature_BCGG: Tensor, batch: FinderBatch) -> Tensor:
        return self.module.attribute(_at(feature_BCGG, batch))


class FinderEyes(nn.Module):
    """What the judge looks with: the places and the scene."""

    def __init__(self, finder: nn.Module) -> None:
        super().__init__()
        self.finder = finder

    def forward(self, view_BCHW: Tensor) -> tuple[Tensor, Tensor]:
        """As of `Finder`, without the features."""
        places, _, scene = self.finder(view_BCHW)
        return places, scene


def _files(finder: nn.Module) -> list[EyeFile]:
    view = torch.zeros(1, 3, VIEW_PX, VIEW_PX)
    return [EyeFile("finder", FinderEyes(finder), view, inputs="view", outputs=("places", "scene"))]


def _at(values_BCGG: Tensor, batch: FinderBatch) -> Tensor:
    """The values at the places of the things, (N, C)."""
    return values_BCGG[batch.picture_N, :, batch.row_N, batch.column_N]


def _heat_loss(logit_BGG: Tensor, heat_BGG: Tensor) -> Tensor:
    """The focal loss of centre points: places close to a thing count little, sure ones hardly."""
    share = torch.sigmoid(logit_BGG).clamp(1e-4, 1 - 1e-4)
    centre = (heat_BGG == 1).float()
    found = centre * (1 - share) ** 2 * share.log()
    empty = (1 - centre) * (1 - heat_BGG) ** 4 * share**2 * (1 - share).log()
    return -(found + empty).sum() / centre.sum().clamp(min=1)


def _num_peaks(logit_BGG: Tensor) -> Tensor:
    share = torch.sigmoid(logit_BGG)
    highest = functional.max_pool2d(share[:, None], 3, 1, 1)[:, 0]
    return ((share == highest) & (share > _SEEN)).flatten(1).sum(1)
