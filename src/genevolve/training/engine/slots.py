"""Keys and values of many trajectories of different lengths, and the attention over them: no padding, no holes.

A forward of the engine is one packed row (1, S): of some trajectories a whole segment, of others one token. Everything
but attention looks at each token alone, so it does not matter whose it is. Attention goes trajectory by trajectory:
each has memory of its own, which grows by blocks and is freed with it, and reads exactly what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention
from transformers import AttentionInterface, Qwen3VLForConditionalGeneration

_ATTENTION = "genevolve_slots"


class Slot:
    """Keys and values of one trajectory, (1, H, capacity, D) a layer. `length` tokens of them are filled."""

    def __init__(self, block: int) -> None:
        self.length = 0
        self._block = block
        self._layers: list[tuple[Tensor, Tensor]] = []

    def write(self, layer: int, keys_1HQD: Tensor, values_1HQD: Tensor) -> tuple[Tensor, Tensor]:
        """Put Q tokens behind what is there; returns all of them. `length` rises with `advance`, after all layers."""
        stop = self.length + keys_1HQD.shape[2]
        if layer == len(self._layers):
            self._layers.append((keys_1HQD[:, :, :0], values_1HQD[:, :, :0]))
        keys, values = self._layers[layer]
        if stop > keys.shape[2]:
            more = -(-stop // self._block) * self._block - keys.shape[2]
            keys, values = pad(keys, (0, 0, 0, more)), pad(values, (0, 0, 0, more))
            self._layers[layer] = keys, values
        keys[:, :, self.length : stop] = keys_1HQD
        values[:, :, self.length : stop] = values_1HQD
        return keys[:, :, :stop], values[:, :, :stop]

    def advance(self, num_tokens: int) -> None:
        """What the last forward wrote belongs to the trajectory from now on."""
        self.length += num_tokens


@dataclass(frozen=True)
class Span:
    """The tokens `start` to `stop` of a packed row, which belong to the trajectory of `slot`."""

    slot: Slot
    start: int
    stop: int
    mask_QL: Tensor | None
    """bool: which of the L tokens each of the Q sees. None: all of them, or causally where there is no history."""


def spans(slots: Sequence[Slot], counts: Sequence[int], device: torch.device) -> list[Span]:
    """Lay `counts` tokens of each slot side by side in one packed row."""
    laid: list[Span] = []
    start = 0
    for slot, count in zip(slots, counts, strict=True):
        mask_QL = None
        if count > 1 and slot.length:
            everything = torch.ones(count, slot.length + count, dtype=torch.bool, device=device)
            mask_QL = everything.tril(slot.length)
        laid.append(Span(slot, start, start + count, mask_QL))
        start += count
    return laid


@contextmanager
def slot_attention(model: Qwen3VLForConditionalGeneration) -> Iterator[None]:
    """In the body, the language model attends over the `slots` that its forward is given."""
    config = model.model.language_model.config
    before = config._attn_implementation
    config._attn_implementation = _ATTENTION
    try:
        yield
    finally:
        config._attn_implementation = before


def _attend(
    module: Any,
    query_1HSD: Tensor,
    key_1HSD: Tensor,
    value_1HSD: Tensor,
    attention_mask: Tensor | None,  # noqa: ARG001 - the library's interface; the spans say who sees whom
    *,
    slots: Sequence[Span],
    scaling: float,
    **_: Any,
) -> tuple[Tensor, None]:
    """Write keys and values of every span and attend over what its slot holds; (1, S, H, D)."""
    attended = []
    for span in slots:
        query_1HQD = query_1HSD[:, :, span.start : span.stop]
        keys_1HLD, values_1HLD = span.slot.write(
            module.layer_idx, key_1HSD[:, :, span.start : span.stop], value_1HSD[:, :, span.start : span.stop]
        )
        attended.append(
            scaled_dot_product_attention(
                query_1HQD,
                keys_1HLD,
                values_1HLD,
                attn_mask=span.mask_QL,
                is_causal=span.mask_QL is None and query_1HQD.shape[2] > 1,
                scale=scaling,
                enable_gqa=keys_1HLD.shape[1] != query_1HQD.shape[1],
            )
        )
    return torch.cat(attended, dim=2).transpose(1, 2), None


AttentionInterface.register(_ATTENTION, _attend)
