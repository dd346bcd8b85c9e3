"""The world's examiner: four scores of a ground truth, by a judge of pictures that has the suite's own beside it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import anyio.to_thread
import numpy as np
from PIL import Image

from genevolve.judges import PictureJudge
from genevolve.records import Dimension, PictureScores, Program, Request
from genevolve.records.data import VisualScores
from genevolve.world.data.known import ItemSource, KnownItems
from genevolve.world.suite import SuiteItem

_STEPS = {1.0: 5, 0.5: 3, 0.0: 1}
_FEW = 5
"""From so many demands on, a single one that is missed is a blemish; of fewer it is a weakness."""

_SPREADS = ((0.5, 5), (0.25, 3), (0.0, 1))
"""The spread of lightness as a share of the ideal picture's, and the best mark for the image quality it allows."""

TruthOf = Callable[[SuiteItem], bytes]


class WorldExaminer:
    """A `PictureExaminer` of requests that the world's writer wrote.

    `truth_of` draws the ideal program without mistakes; `judge` is given it as image 2, and the picture as image 1.
    """

    def __init__(self, source: ItemSource, judge: PictureJudge, truth_of: TruthOf) -> None:
        self._items = KnownItems(source)
        self._judge = judge
        self._truth_of = truth_of

    @property
    def id(self) -> str:
        """See `PictureExaminer.id`."""
        return f"world-examiner/1+{self._judge.id}"

    async def examine(
        self,
        request: Request,
        program: Program,  # noqa: ARG002 - what was meant is known from the recipe
        picture: bytes,
        references: Sequence[bytes],  # noqa: ARG002 - and so is how things look
    ) -> VisualScores:
        """See `PictureExaminer.examine`.

        Raises:
            JudgeError: the judge is down, or the picture cannot be read.
            ConfigError: the world's writer did not write the request.
        """
        item = self._items.of(request)
        truth = await anyio.to_thread.run_sync(self._truth_of, item)
        scores = await self._judge.judge_picture(item.request, picture, truth)
        spread = _spread(picture) / max(_spread(truth), 1e-6)
        return marks(scores, spread)


def marks(scores: PictureScores, spread: float = 1.0) -> VisualScores:
    """The four marks that a judge's scores are worth; `spread` is that of lightness beside the ideal picture's."""
    compliance, missed = _compliance(scores)
    quality = min(_STEPS[scores.aesthetics], next(mark for least, mark in _SPREADS if spread >= least))
    flat = f"; its lightness spreads {spread:.0%} as far as it should" if spread < _SPREADS[0][0] else ""
    return VisualScores(
        request_compliance=compliance,
        reference_use=_STEPS[scores.visual_correctness],
        coherence=_coherence(scores),
        image_quality=quality,
        reasons={
            "request_compliance": missed,
            "reference_use": scores.reasons.get(Dimension.VISUAL_CORRECTNESS, ""),
            "coherence": _said(scores, Dimension.TEXT_ACCURACY, Dimension.VISUAL_CORRECTNESS, Dimension.AESTHETICS),
            "image_quality": scores.reasons.get(Dimension.AESTHETICS, "") + flat,
        },
    )


def _compliance(scores: PictureScores) -> tuple[int, str]:
    """5 when all is met; 4 with one of five or more demands missed, 3 up to a third, 2 up to a half, else 1.

    A text that is not read as asked counts as a demand, and leaves at most 3; one that cannot be read, at most 2.
    """
    text_missed = scores.text_required and scores.text_accuracy < 1
    num = len(scores.constraints) + scores.text_required
    missed = [f"{check.constraint}: {check.reason}" for check in scores.constraints if not check.met]
    missed += [scores.reasons.get(Dimension.TEXT_ACCURACY, "a text is not read as asked")] * text_missed
    if not missed:
        return 5, f"all {num} demands are met"
    share = len(missed) / num
    mark = 4 if len(missed) == 1 and num >= _FEW else 3 if share <= 1 / 3 else 2 if share <= 1 / 2 else 1
    if text_missed:
        mark = min(mark, 3 if scores.text_accuracy else 2)
    return mark, f"{len(missed)} of {num} missed; {missed[0]}"


def _coherence(scores: PictureScores) -> int:
    """5 when letters, bodies and things hold together: 4 with a slip in letters or looks, 2 with letters nobody reads.

    A picture with several blemishes is worth at most 3.
    """
    slips = [scores.text_accuracy if scores.text_required else 1.0, scores.visual_correctness]
    mark = 2 if slips[0] == 0 else 4 if min(slips) < 1 else 5
    return min(mark, 3) if scores.aesthetics == 0 else mark


def _said(scores: PictureScores, *dimensions: Dimension) -> str:
    """The reason of the lowest of these scores, the first of them when they are alike."""
    asked = [one for one in dimensions if one is not Dimension.TEXT_ACCURACY or scores.text_required]
    lowest = min(asked, key=lambda dimension: float(getattr(scores, dimension.value)))
    return scores.reasons.get(lowest, "")


def _spread(png: bytes) -> float:
    """The standard deviation of lightness, 0 to 1."""
    with Image.open(io.BytesIO(png)) as image:
        return float(np.asarray(image.convert("L"), dtype=np.float32).std() / 255)
