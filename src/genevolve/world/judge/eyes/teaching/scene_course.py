"""The course of the scene: setting, light, style, and whether the style washed its things out.

Legend of shapes: B batch, C channels, H and W rows and columns, S numbers that tell the scene, K values of one trait.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from genevolve.world.judge.eyes.labels import FLAT, LIGHTS, scene_sizes
from genevolve.world.judge.eyes.sight import VIEW_PX
from genevolve.world.judge.eyes.teaching.logbook import Logbook
from genevolve.world.judge.eyes.teaching.network import SceneNet
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Ints, Pages, held_out

_WHOLE_PX = VIEW_PX + 16
"""In the course a square of `VIEW_PX` is cut from pictures of this size; in the exam, as by the judge, all is seen."""

_BATCH, _EXAM_BATCH = 32, 50
_PEAK_RATE, _WARM_UP, _WEIGHT_DECAY = 2.5e-3, 0.1, 2e-2
_WASHED_WEIGHT = 4.0
_LOG_EVERY, _EXAM_EVERY = 100, 500
_REMEMBERED = 0.98
_PROBABLE = 0.2
_FLAT = LIGHTS.index(FLAT)

Answers = Mapping[str, Tensor]
"""Right or wrong by the name of the question; each question is about its own pictures."""


class SceneCourse:
    """Teaches a new `SceneNet`, with one cycle of the learning rate over all steps."""

    def __init__(self, pages: Pages, seed: int) -> None:
        torch.manual_seed(seed)
        self.network = SceneNet().to(memory_format=torch.channels_last)
        self._pages = pages
        self._views = _resized(pages.views, _WHOLE_PX)
        self._scenes = torch.from_numpy(pages.scenes)
        self._rng = np.random.default_rng(seed)
        learned, self._held_out = held_out(len(pages), seed)
        self._turns = _turns(learned, self._rng)

    def run(self, steps: int, log: Logbook) -> None:
        """Teach all steps."""
        optimiser = torch.optim.AdamW(self.network.parameters(), lr=_PEAK_RATE, weight_decay=_WEIGHT_DECAY)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _PEAK_RATE, total_steps=steps, pct_start=_WARM_UP)
        started, means = time.monotonic(), dict[str, float]()
        self.network.train()
        for step in range(1, steps + 1):
            losses = self._losses()
            optimiser.zero_grad()
            torch.stack(list(losses.values())).sum().backward()
            optimiser.step()
            schedule.step()
            for name, loss in losses.items():
                value = float(loss.detach())
                means[name] = means.get(name, value) * _REMEMBERED + value * (1 - _REMEMBERED)
            if step % _LOG_EVERY == 0 or step == steps:
                log.progress(step, steps, time.monotonic() - started, means)
            if step % _EXAM_EVERY == 0 or step == steps:
                log.exam(step, self.exam())

    def exam(self) -> dict[str, float]:
        """Shares of right answers over the lessons that are held out, seen as the judge sees them."""
        found: dict[str, list[float]] = defaultdict(list)
        self.network.eval()
        with torch.no_grad():
            for start in range(0, len(self._held_out), _EXAM_BATCH):
                lessons: Ints = self._held_out[start : start + _EXAM_BATCH]
                told_BS = self.network(_planes(_resized(self._pages.views[lessons], VIEW_PX)))
                for name, right in scene_answers(told_BS, self._scenes[lessons]).items():
                    found[name].extend(right.float().tolist())
        self.network.train()
        return {name: round(float(np.mean(right)), 4) for name, right in found.items() if right}

    def _losses(self) -> dict[str, Tensor]:
        lessons = [next(self._turns) for _ in range(_BATCH)]
        return scene_losses(self.network(self._varied(self._views[lessons])), self._scenes[lessons])

    def _varied(self, views: Bytes) -> Tensor:
        """A square from near the middle, some mirrored, a little brighter or darker."""
        across, down = self._rng.integers(0, _WHOLE_PX - VIEW_PX + 1, 2).tolist()
        view_BCHW = _planes(views[:, down : down + VIEW_PX, across : across + VIEW_PX])
        mirrored = torch.from_numpy(self._rng.random(len(views)) < 0.5)[:, None, None, None]
        gain = torch.from_numpy(self._rng.uniform(0.96, 1.04, (len(views), 1, 1, 1)).astype(np.float32))
        return torch.where(mirrored, view_BCHW.flip(3), view_BCHW) * gain


def scene_losses(told_BS: Tensor, known_B4: Tensor) -> dict[str, Tensor]:
    """How wrong each trait is told; a washed picture counts more than one of the many others."""
    setting_BK, light_BK, style_BK, washed_B1 = told_BS.split(list(scene_sizes().values()), 1)
    placed = known_B4[:, 0] >= 0
    where = functional.cross_entropy(setting_BK[placed], known_B4[placed, 0]) if placed.any() else told_BS.sum() * 0
    return {
        "setting": where,
        "light": functional.cross_entropy(light_BK, known_B4[:, 1]),
        "style": functional.cross_entropy(style_BK, known_B4[:, 2]),
        "washed": functional.binary_cross_entropy_with_logits(
            washed_B1[:, 0], known_B4[:, 3].float(), pos_weight=torch.tensor(_WASHED_WEIGHT)
        ),
    }


def scene_answers(told_BS: Tensor, known_B4: Tensor) -> Answers:
    """What is told rightly. `…_probable` and `…_found` are only about pictures that have such a light or style."""
    setting_BK, light_BK, style_BK, washed_B1 = told_BS.split(list(scene_sizes().values()), 1)
    setting_B, light_B, style_B, washed_B = known_B4.unbind(1)
    seen_B = washed_B1[:, 0] > 0
    return {
        "setting": (setting_BK.argmax(1) == setting_B)[setting_B >= 0],
        "light": light_BK.argmax(1) == light_B,
        "light_probable": _is_probable(light_BK, light_B)[light_B > _FLAT],
        "flat": (light_BK.argmax(1) == _FLAT) == (light_B == _FLAT),
        "style": style_BK.argmax(1) == style_B,
        "style_probable": _is_probable(style_BK, style_B)[style_B > 0],
        "washed": seen_B == (washed_B > 0),
        "washed_found": seen_B[washed_B > 0],
    }


def _is_probable(logit_BK: Tensor, known_B: Tensor) -> Tensor:
    return logit_BK.softmax(1).gather(1, known_B[:, None])[:, 0] >= _PROBABLE


def _turns(numbers: Ints, rng: np.random.Generator) -> Iterator[int]:
    """Numbers at random for ever, each once before any comes again."""
    while True:
        yield from rng.permutation(numbers).tolist()


def _resized(views: Bytes, side_px: int) -> Bytes:
    sides = (side_px, side_px)
    return np.stack([np.asarray(Image.fromarray(view).resize(sides, Image.Resampling.BICUBIC)) for view in views])


def _planes(images: Bytes) -> Tensor:
    """Pictures as numbers in 0..1, channels first."""
    return torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() / 255
