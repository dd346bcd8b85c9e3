"""The two usual ways to roll out with the library's own `generate`, for `benchmarks/rollout_engine.py` to compare with.

Both sample the same number of tokens after the same segments as the engine does, with the same temperature and nucleus.
They work on whole plans, because neither can let a tool of one trajectory run while another decodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import GenerationConfig, Qwen3VLForConditionalGeneration, StoppingCriteria, StoppingCriteriaList

from genevolve.training.encode import SpecialIds
from genevolve.training.sequences import Picture, Segment


@dataclass(frozen=True)
class PlannedTurn:
    """A segment to be read, and how many tokens are to be sampled after it."""

    segment: Segment
    num_tokens: int


Plan = Sequence[PlannedTurn]
"""One trajectory."""


class _Limits(StoppingCriteria):
    """Each row ends at a length of its own."""

    def __init__(self, limits_B: Tensor) -> None:
        self._limits_B = limits_B

    def __call__(self, input_ids: Tensor, scores: object, **_: Any) -> Tensor:  # noqa: ARG002 - its interface
        return input_ids.shape[1] >= self._limits_B


class Baseline:
    """`generate` with the sampling of the engine."""

    def __init__(
        self, model: Qwen3VLForConditionalGeneration, ids: SpecialIds, *, temperature: float, top_p: float
    ) -> None:
        self._model = model
        self._ids = ids
        self._options: dict[str, Any] = {
            "do_sample": True,
            "temperature": temperature,
            "top_p": top_p,
            "top_k": 0,
            "pad_token_id": ids.endoftext,
            "suppress_tokens": [*ids.banned, ids.im_end],
        }

    def one_by_one(self, plans: Sequence[Plan]) -> list[list[int]]:
        """Every turn of every trajectory a call of its own; all ids of each trajectory."""
        return [self.reprefill([plan])[0] for plan in plans]

    def reprefill(self, plans: Sequence[Plan]) -> list[list[int]]:
        """A call for each turn of all trajectories together: the whole history is read again. All ids of each."""
        histories: list[list[int]] = [[] for _ in plans]
        pictures: list[list[Picture]] = [[] for _ in plans]
        for turn in range(max(map(len, plans))):
            rows = [row for row, plan in enumerate(plans) if turn < len(plan)]
            for row in rows:
                histories[row] += plans[row][turn].segment.ids
                pictures[row] += plans[row][turn].segment.pictures
            limits = [plans[row][turn].num_tokens for row in rows]
            shown = [picture for row in rows for picture in pictures[row]]
            for row, sampled in zip(rows, self._sampled([histories[row] for row in rows], shown, limits), strict=True):
                histories[row] += sampled
        return histories

    def _sampled(
        self, histories: Sequence[Sequence[int]], shown: Sequence[Picture], limits: Sequence[int]
    ) -> list[list[int]]:
        longest = max(map(len, histories))
        ids_BS = torch.full((len(histories), longest), self._ids.endoftext)
        attention_BS = torch.zeros_like(ids_BS)
        for row, history in enumerate(histories):
            ids_BS[row, longest - len(history) :] = torch.tensor(history)
            attention_BS[row, longest - len(history) :] = 1
        seen: dict[str, Tensor] = {}
        if shown:
            seen["pixel_values"] = torch.cat([picture.pixels_PC for picture in shown])
            seen["image_grid_thw"] = torch.stack([picture.grid_3 for picture in shown])
            seen["mm_token_type_ids"] = (ids_BS == self._ids.image_pad).long()
        out_BS = self._model.generate(
            input_ids=ids_BS,
            attention_mask=attention_BS,
            generation_config=GenerationConfig(**self._options, max_new_tokens=max(limits)),
            stopping_criteria=StoppingCriteriaList([_Limits(longest + torch.tensor(limits))]),
            **seen,
        )
        return [out_BS[row, longest : longest + limit].tolist() for row, limit in enumerate(limits)]
