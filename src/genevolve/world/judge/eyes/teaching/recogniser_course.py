"""The recogniser's course: what a thing is, and vectors that are alike when two pictures show the same entity.

Legend of shapes: N things, M crops, R drawings, C channels, H and W rows and columns, A numbers that tell all
attributes, D embedding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from genevolve.world.judge.eyes.labels import CROP_PX
from genevolve.world.judge.eyes.network import Drawn, Recogniser
from genevolve.world.judge.eyes.teaching.course import EyeFile, Pace, Subject, averages, planes
from genevolve.world.judge.eyes.teaching.cuttings import cut
from genevolve.world.judge.eyes.teaching.drawings import Drawings
from genevolve.world.judge.eyes.teaching.likeness_exam import likeness_answers
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Pages, held_out
from genevolve.world.judge.eyes.teaching.pairs import Pairs
from genevolve.world.judge.eyes.teaching.traits import Answers, trait_answers, trait_losses, trait_total, traits_of

_NUM_THINGS = 80
_EXAM_BATCH = 256
_FURTHER = 4
_OTHERS_WEIGHT = 8.0
_LIKENESS_WEIGHT = 0.6
_CUT_SEED = 3


def recogniser_subject(pages: Pages, drawings: Drawings, seed: int, steps: int) -> Subject:
    """The recogniser, taught with these lessons and drawings."""
    return Subject(
        name=RecogniserCourse.name,
        pace=Pace(steps=steps, peak_rate=2e-3, weight_decay=5e-3, exam_every=700),
        course=lambda: RecogniserCourse(pages, drawings, seed),
        network=RecogniserPupil,
        files=_files,
    )


class RecogniserPupil(nn.Module):
    """The two towers, and how likely a cosine between them makes it that both show the same."""

    def __init__(self) -> None:
        super().__init__()
        self.thing, self.drawn = Recogniser(), Drawn()
        self.log_scale = nn.Parameter(torch.tensor(2.3))
        self.offset = nn.Parameter(torch.tensor(-5.0))

    def likeness(self) -> dict[str, float]:
        """The scale and the offset of a cosine's logit."""
        return {"scale": float(self.log_scale.detach().exp()), "offset": float(self.offset.detach())}


class RecogniserCourse:
    """Teaches a new `Recogniser` with its `Drawn`."""

    name = "recogniser"

    def __init__(self, pages: Pages, drawings: Drawings, seed: int) -> None:
        torch.manual_seed(seed)
        self.pupil = RecogniserPupil().to(memory_format=torch.channels_last)
        self.module: nn.Module = self.pupil
        self._rng = np.random.default_rng(seed)
        self._cuttings = cut(pages, seed + _CUT_SEED)
        _, held_lessons = held_out(len(pages), seed)
        is_held = np.isin(self._cuttings.owners, held_lessons)
        self._learned, self._held_out = np.flatnonzero(~is_held), np.flatnonzero(is_held)
        self.pairs = Pairs(pages, drawings, held_lessons, self._rng)

    def groups(self) -> list[dict[str, Any]]:
        """The towers, and without decay the scale and the offset."""
        towers = [*self.pupil.thing.parameters(), *self.pupil.drawn.parameters()]
        return [{"params": towers}, {"params": [self.pupil.log_scale, self.pupil.offset], "weight_decay": 0.0}]

    def losses(self) -> dict[str, Tensor]:
        """The losses of some things, and of some crops beside drawings."""
        rows = self._learned[self._rng.integers(0, len(self._learned), _NUM_THINGS)]
        pair = self.pairs.pair()
        things_NCHW = self._varied(self._cuttings.images[rows], tinted=False)
        told_XA, vector_XD = self.pupil.thing(torch.cat([things_NCHW, self._varied(pair.crops)]))
        drawn_RD = self.pupil.drawn(self._varied(pair.drawings))
        traits = trait_losses(told_XA[:_NUM_THINGS], traits_of(self._cuttings, rows))
        alike = self._likeness_losses(vector_XD[_NUM_THINGS:] @ drawn_RD.T, torch.from_numpy(pair.same).float())
        total = trait_total(traits) + _LIKENESS_WEIGHT * (alike["pairs"] + alike["rank"])
        return {**traits, **alike, "total": total}

    def exam(self) -> dict[str, float]:
        """Attributes of things of held-out lessons, and likenesses of held-out entities by their kinds."""
        return averages(self._trait_answers()) | averages(
            likeness_answers(self.pupil, self.pairs, **self.pupil.likeness())
        )

    def _trait_answers(self) -> Iterator[Answers]:
        for start in range(0, len(self._held_out), _EXAM_BATCH):
            rows = self._held_out[start : start + _EXAM_BATCH]
            told_NA, _ = self.pupil.thing(planes(self._cuttings.images[rows]))
            yield trait_answers(told_NA, traits_of(self._cuttings, rows))

    def _likeness_losses(self, cosine_MR: Tensor, same_MR: Tensor) -> dict[str, Tensor]:
        """Each pair by itself, and each crop's own drawing among all of them."""
        logit_MR = cosine_MR * self.pupil.log_scale.exp()
        each = functional.binary_cross_entropy_with_logits(logit_MR + self.pupil.offset, same_MR, reduction="none")
        own = (each * same_MR).sum() / same_MR.sum().clamp(min=1)
        others = (each * (1 - same_MR)).sum() / (1 - same_MR).sum().clamp(min=1)
        has_M = same_MR.sum(1) > 0
        rank = functional.cross_entropy(logit_MR[has_M], same_MR[has_M].argmax(1)) if has_M.any() else own * 0
        return {"pairs": own + _OTHERS_WEIGHT * others, "rank": rank}

    def _varied(self, images: Bytes, *, tinted: bool = True) -> Tensor:
        """A little moved, in other light, and with `tinted` in light of another colour."""
        x_NCHW = functional.pad(planes(images), (_FURTHER,) * 4, mode="replicate")
        across, down = (int(value) for value in self._rng.integers(0, 2 * _FURTHER + 1, 2))
        x_NCHW = x_NCHW[:, :, down : down + CROP_PX, across : across + CROP_PX]
        x_NCHW = x_NCHW * self._uniform(0.92, 1.08, len(images), 1) + self._uniform(-0.03, 0.03, len(images), 1)
        if tinted:
            x_NCHW = x_NCHW * self._uniform(0.93, 1.07, len(images), 3)
        return x_NCHW.contiguous(memory_format=torch.channels_last)

    def _uniform(self, low: float, high: float, num: int, channels: int) -> Tensor:
        return torch.from_numpy(self._rng.uniform(low, high, (num, channels, 1, 1)).astype(np.float32))


def _files(pupil: nn.Module) -> list[EyeFile]:
    crop = torch.zeros(1, 3, CROP_PX, CROP_PX)
    return [
        EyeFile("recogniser", pupil.thing, crop, inputs="crop", outputs=("attributes", "vector")),
        EyeFile("drawing", pupil.drawn, crop, inputs="drawing", outputs=("vector",), facts=pupil.likeness()),
    ]
