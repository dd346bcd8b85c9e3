"""Weights that copy before any training: an induction circuit laid into a stock decoder as its start.

A model of a few million parameters learns formats in minutes, but within no budget that a CPU has does it find out how
to copy a name from a page. So it is given the mechanism, and training has to learn only when to use it:

- layer 0: three heads attend by rotary phase alone, to the token one, two and three places back, and a fourth to about
  four to ten places back; each writes what stood there into a room of its own of the residual stream;
- layer 1: every head asks with the last tokens for places before which the same ones stood, and writes what follows
  there to where the tied output layer reads it. Several tokens, because names are made of syllables that names share,
  every capitalised word comes after the same lone space, and `city:` is said of many things: the one that was named a
  few tokens earlier is meant.

All of it stays trainable, and nothing here changes the architecture.
"""

from __future__ import annotations

import math
from itertools import accumulate

import torch
from torch import Tensor, nn
from transformers import Qwen3VLForConditionalGeneration

from genevolve.errors import TrainingError

WIDTHS = (12, 8, 6)
"""Dimensions in which layer 1 compares the last token, the one before it, and the one before that."""
AROUND = 10
"""Dimensions in which it compares what stood somewhat earlier."""

_EMBEDDING_STD = 0.1
_CONSTANT = 3.0
"""Of the embeddings' dimension 0, in standard deviations: what heads see that look at the phase alone."""
_LOUDNESS = 3.0
"""How much louder than its own embedding a token hears what stood before it."""
_ANSWER = 10.0
"""How loud the copied token is, in sizes of the residual stream."""
_SHARPNESS = 2.0
_FAST = 5
"""The fastest rotary frequencies; their phases tell neighbouring places apart."""
_REACH = 2500
"""Tokens over which the slow rotary dimensions, which compare content, turn by less than one radian."""
_DISTANCE = 7.0
"""Places back, of the middle of what stood somewhat earlier."""
_MEDIUM = slice(2, 5)
"""The frequencies that tell such distances."""
_FOCUS = 0.4
"""Share of them in the heads' phases; the rest of the phase is the same for all places, so that the view is wide."""
_REST = 0.3
"""Factor on what all other heads and the MLPs write at first."""


def lay_induction(model: Qwen3VLForConditionalGeneration, seed: int) -> None:
    """Overwrite embeddings and parts of the first two layers of a fresh model so that it copies.

    Raises:
        TrainingError: the model has too few heads, dimensions or layers, or shares keys between heads.
    """
    with torch.no_grad():
        circuit = _Circuit(model, torch.Generator().manual_seed(seed))
        circuit.embed()
        for layer in model.model.language_model.layers:
            layer.self_attn.o_proj.weight.mul_(_REST)
            layer.mlp.down_proj.weight.mul_(_REST)
        circuit.look_back()
        circuit.look_around()
        circuit.match_and_copy()


class _Circuit:
    """Shapes: D the residual stream, K a head, W the rows of a projection."""

    def __init__(self, model: Qwen3VLForConditionalGeneration, generator: torch.Generator) -> None:
        text = model.config.text_config
        self.decoder = model.model.language_model
        self.D, self.K, self.num_heads = text.hidden_size, text.head_dim, text.num_attention_heads
        half, theta = self.K // 2, text.rope_parameters["rope_theta"]
        self.frequencies = [theta ** (-place / half) for place in range(half)]
        slow = [place for place, frequency in enumerate(self.frequencies) if frequency * _REACH < 1]
        self.slow = [*slow, *(place + half for place in slow)]
        compared = sum(WIDTHS) + AROUND
        num_rows = self.num_heads * (WIDTHS[0] + compared)
        if text.num_key_value_heads != self.num_heads or self.num_heads <= len(WIDTHS) or len(self.decoder.layers) < 2:
            raise TrainingError(f"copying needs at least 2 layers and {len(WIDTHS) + 1} heads with keys of their own")
        if compared > len(self.slow) or self.num_heads * WIDTHS[0] > self.K or num_rows >= self.D:
            raise TrainingError("copying needs more dimensions: head_dim 64, hidden 256 and 4 heads suit it")
        self.generator = generator
        rotation = torch.linalg.qr(torch.randn(self.D - 1, self.D - 1, generator=generator))[0]
        rows_WD = torch.cat([torch.zeros(self.D - 1, 1), rotation], dim=1)  # orthonormal, blind to the constant
        sizes = [self.num_heads * width for width in (WIDTHS[0], *WIDTHS, AROUND)]
        content_WD, *rooms, around_WD, rest_WD = rows_WD.tensor_split(list(accumulate(sizes)))
        self.content = content_WD.split(WIDTHS[0])
        """By head of layer 1: what of a token is compared."""
        self.rooms = [room_WD.split(width) for room_WD, width in zip(rooms, WIDTHS, strict=True)]
        """By distance, then by head: where it is written what stood one, two, three places back."""
        self.around = around_WD.split(AROUND)
        """By head: where it is written what stood somewhat earlier."""
        self.unwritten_WD = torch.cat([content_WD, rest_WD])
        """Where only a token's own embedding is: what is copied."""
        self.size = _EMBEDDING_STD * math.sqrt(1 + _CONSTANT**2 / self.D)
        written = sum(sizes[1:]) / self.D * _LOUDNESS**2
        self.size_written = _EMBEDDING_STD * math.sqrt(1 + _CONSTANT**2 / self.D + written)

    def embed(self) -> None:
        weight_VD = self.decoder.embed_tokens.weight
        weight_VD.normal_(0, _EMBEDDING_STD, generator=self.generator)
        weight_VD[:, 0] = _CONSTANT * _EMBEDDING_STD

    def look_back(self) -> None:
        attention = self.decoder.layers[0].self_attn
        attention.q_norm.weight.fill_(_SHARPNESS)
        attention.k_norm.weight.fill_(_SHARPNESS)
        for head, (width, rooms) in enumerate(zip(WIDTHS, self.rooms, strict=True)):
            query_KD, key_KD = torch.zeros(self.K, self.D), torch.zeros(self.K, self.D)
            for place, frequency in enumerate(self.frequencies[:_FAST]):
                query_KD[place, 0] = 1.0
                key_KD[place, 0] = math.cos(frequency * (head + 1))
                key_KD[place + self.K // 2, 0] = math.sin(frequency * (head + 1))
            heard_WD = torch.cat([content_WD[:width] for content_WD in self.content])
            self._set(attention, head, query_KD, key_KD, heard_WD, torch.cat(rooms) * (_LOUDNESS * self.size))

    def look_around(self) -> None:
        query_KD, key_KD = torch.zeros(self.K, self.D), torch.zeros(self.K, self.D)
        phases = range(*_MEDIUM.indices(len(self.frequencies)))
        part = math.sqrt(_FOCUS / len(phases))
        for place in phases:
            query_KD[place, 0] = part
            key_KD[place, 0] = part * math.cos(self.frequencies[place] * _DISTANCE)
            key_KD[place + self.K // 2, 0] = part * math.sin(self.frequencies[place] * _DISTANCE)
        query_KD[self.slow[-1], 0] = key_KD[self.slow[-1], 0] = math.sqrt(1 - _FOCUS)
        heard_WD = torch.cat([content_WD[:AROUND] for content_WD in self.content])
        loud_WD = torch.cat(self.around) * (2 * _LOUDNESS * self.size)  # an average of several is quieter
        self._set(self.decoder.layers[0].self_attn, len(WIDTHS), query_KD, key_KD, heard_WD, loud_WD)

    def match_and_copy(self) -> None:
        attention = self.decoder.layers[1].self_attn
        attention.q_norm.weight.fill_(_SHARPNESS)
        attention.k_norm.weight.fill_(_SHARPNESS)
        shares = self.unwritten_WD.tensor_split(self.num_heads)
        for head, share_WD in enumerate(shares):
            query_KD, key_KD = torch.zeros(self.K, self.D), torch.zeros(self.K, self.D)
            earlier = [rooms[head][:width] for rooms, width in zip(self.rooms, WIDTHS[1:], strict=False)]
            places = self.slow[: sum(WIDTHS) + AROUND]
            query_KD[places] = torch.cat([_LOUDNESS * self.content[head], *earlier, self.around[head]])
            key_KD[places] = torch.cat([*(rooms[head] for rooms in self.rooms), self.around[head]])
            copied_WD = share_WD[: self.K]
            self._set(attention, head, query_KD, key_KD, copied_WD, copied_WD * (_ANSWER * self.size_written))

    def _set(
        self, attention: nn.Module, head: int, query_KD: Tensor, key_KD: Tensor, read_WD: Tensor, write_WD: Tensor
    ) -> None:
        """Give one head its four projections; it reads and writes as many dimensions as `read_WD` has rows."""
        own = slice(head * self.K, (head + 1) * self.K)
        filled = slice(own.start, own.start + len(read_WD))
        attention.q_proj.weight[own] = query_KD
        attention.k_proj.weight[own] = key_KD
        attention.v_proj.weight[own] = 0
        attention.v_proj.weight[filled] = read_WD
        attention.o_proj.weight[:, own] = 0
        attention.o_proj.weight[:, filled] = write_WD.T
