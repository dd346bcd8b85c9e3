"""The forwards of one process in one step: as many in every process, and in every one of them a picture.

Processes that average gradients or gather sharded weights have to do the same work in the same order. So one with less
to do repeats a filler, and where several work together a batch without pictures is given one that nobody attends to.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import torch
from PIL import Image
from transformers import PreTrainedModel

from genevolve.training.encode import Encoder
from genevolve.training.packing import by_length, by_total, packed, padded
from genevolve.training.processes import Processes
from genevolve.training.sequences import Batch, Segment, Spoken, TokenSequence


class MicroBatches:
    """Cuts the share of a process into batches."""

    def __init__(
        self, model: PreTrainedModel, encoder: Encoder, processes: Processes, *, temperature: float = 1.0
    ) -> None:
        """For forwards of `model`, with log-probs at `temperature`."""
        self._model = model
        self._pad_id = encoder.ids.endoftext
        self._processes = processes
        self._temperature = temperature
        self._filler = _filler(encoder)
        self._picture = replace(self._filler, weight_T=torch.zeros(len(self._filler)))

    def groups(self, sequences: Sequence[TokenSequence], micro_tokens: int, pack_tokens: int = 0) -> list[list[int]]:
        """Which sequences, by their place, this process forwards together; an empty group stands for the filler.

        Args:
            sequences: of all processes.
            micro_tokens: tokens of one padded batch.
            pack_tokens: where not 0, tokens of one packed row instead.
        """
        mine = list(self._processes.share(len(sequences)))
        own = [sequences[index] for index in mine]
        groups = by_total(own, pack_tokens) if pack_tokens else by_length(own, micro_tokens)
        missing = self._processes.largest(len(groups)) - len(groups)
        return [[mine[place] for place in group] for group in groups] + [[] for _ in range(missing)]

    def batch(self, sequences: Sequence[TokenSequence], *, packing: bool = False) -> Batch:
        """The batch of a group; its rows are `sequences`, or the filler when there are none."""
        rows = list(sequences) or [self._filler]
        if self._processes.world > 1 and not any(row.pictures for row in rows):
            rows.append(self._picture)
        if packing:
            return packed(rows, self._model, temperature=self._temperature)
        return padded(rows, self._model, self._pad_id, temperature=self._temperature)


def _filler(encoder: Encoder) -> TokenSequence:
    """A black picture and one scored token."""
    png = io.BytesIO()
    Image.new("RGB", (32, 32)).save(png, "PNG")
    picture = encoder.picture(png.getvalue())
    ids = encoder.ids
    placeholders = [ids.image_pad] * encoder.num_placeholders(picture)
    return TokenSequence.joined(
        Segment((ids.vision_start, *placeholders, ids.vision_end), (picture,)), [Spoken((ids.im_end,))]
    )
