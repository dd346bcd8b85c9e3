"""The model's side of the engine: read segments, then one token a row; everything else is bookkeeping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import Tensor
from transformers import Qwen3VLForConditionalGeneration

from genevolve.training.engine.slots import Slot, slot_attention, spans
from genevolve.training.sequences import Segment

_PREFILL_TOKENS = 4096
"""A forward over segments is split when it has more tokens than this, as far as whole segments allow."""


@dataclass
class Row:
    """Where one trajectory stands in the model."""

    slot: Slot
    next_position: int = 0
    """M-RoPE's next position. A picture advances it by its longer side in tokens, not by their number."""
    unread: list[int] = field(default_factory=list)
    """Sampled, but not yet read by the model: the last token of a turn is read with the segment that follows."""


class Decoder:
    """Runs the model over rows of different lengths; without gradient, in evaluation mode, and leaves it as it was."""

    def __init__(self, model: Qwen3VLForConditionalGeneration) -> None:
        self.model = model

    def read(self, rows: Sequence[Row], segments: Sequence[Segment]) -> Tensor:
        """Read a segment a row; logits (B, V) of the token after each."""
        logits, first, total = [], 0, 0
        with _sampling(self.model):
            for number, (row, segment) in enumerate(zip(rows, segments, strict=True)):
                length = len(row.unread) + len(segment.ids)
                if number > first and total + length > _PREFILL_TOKENS:
                    logits.append(self._read(rows[first:number], segments[first:number]))
                    first, total = number, 0
                total += length
            logits.append(self._read(rows[first:], segments[first:]))
        return torch.cat(logits)

    def step(self, rows: Sequence[Row], ids_B: Tensor) -> Tensor:
        """Read one token a row; logits (B, V) of the next."""
        device = self.model.device
        positions_B = torch.tensor([row.next_position for row in rows], device=device)
        laid = spans([row.slot for row in rows], [1] * len(rows), device)
        with _sampling(self.model):
            text = self.model.model.language_model
            hidden_1BH = text(
                inputs_embeds=text.embed_tokens(ids_B[None]),
                position_ids=positions_B.expand(3, 1, -1),
                use_cache=False,
                slots=laid,
            ).last_hidden_state
            logits_BV: Tensor = self.model.lm_head(hidden_1BH[0])
        for row in rows:
            row.slot.advance(1)
            row.next_position += 1
        return logits_BV

    def _read(self, rows: Sequence[Row], segments: Sequence[Segment]) -> Tensor:
        device = self.model.device
        ids = [[*row.unread, *segment.ids] for row, segment in zip(rows, segments, strict=True)]
        counts = [len(one) for one in ids]
        ids_1S = torch.tensor([token for one in ids for token in one])[None]
        positions = [
            self._positions(torch.tensor(one), segment) + row.next_position
            for one, segment, row in zip(ids, segments, rows, strict=True)
        ]
        pictures = [picture for segment in segments for picture in segment.pictures]
        hidden_1SH = self.model.model(
            input_ids=ids_1S.to(device),
            position_ids=torch.cat(positions, dim=1)[:, None].to(device),
            pixel_values=torch.cat([picture.pixels_PC for picture in pictures]).to(device) if pictures else None,
            image_grid_thw=torch.stack([picture.grid_3 for picture in pictures]).to(device) if pictures else None,
            mm_token_type_ids=self._is_image(ids_1S).to(device),
            use_cache=False,
            slots=spans([row.slot for row in rows], counts, device),
        ).last_hidden_state
        for row, count, positions_3Q in zip(rows, counts, positions, strict=True):
            row.slot.advance(count)
            row.next_position = int(positions_3Q.max()) + 1
            row.unread.clear()
        ends = torch.tensor(counts).cumsum(0) - 1
        logits_BV: Tensor = self.model.lm_head(hidden_1SH[0, ends.to(device)])
        return logits_BV

    def _positions(self, ids_Q: Tensor, segment: Segment) -> Tensor:
        """M-RoPE's three rows (3, Q) of a segment on its own, from 0 on."""
        if not segment.pictures:
            return torch.arange(len(ids_Q)).expand(3, -1)
        positions_31Q: Tensor = self.model.model.get_rope_index(
            ids_Q[None],
            mm_token_type_ids=self._is_image(ids_Q[None]),
            image_grid_thw=torch.stack([picture.grid_3 for picture in segment.pictures]),
        )[0]
        return positions_31Q[:, 0]

    def _is_image(self, ids_BS: Tensor) -> Tensor:
        return (ids_BS == self.model.config.image_token_id).long()


@contextmanager
def _sampling(model: Qwen3VLForConditionalGeneration) -> Iterator[None]:
    was_training = model.training
    if was_training:
        model.eval()
    try:
        with torch.inference_mode(), slot_attention(model):
            yield
    finally:
        if was_training:
            model.train()
