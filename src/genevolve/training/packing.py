"""Lays sequences out for one forward: side by side and padded, or one after another in a single row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn
from transformers import Qwen3VLForConditionalGeneration

from genevolve.training.sequences import Batch, TokenSequence, scored_tokens


def by_length(sequences: Sequence[TokenSequence], micro_tokens: int) -> list[list[int]]:
    """Groups for `padded`, longest first: in none of them rows x longest row exceeds `micro_tokens`.

    A sequence longer than that is alone. Groups hold indices into `sequences`; the order is a function of the lengths.
    """
    groups: list[list[int]] = []
    for index in sorted(range(len(sequences)), key=lambda index: -len(sequences[index])):
        if groups and (len(groups[-1]) + 1) * len(sequences[groups[-1][0]]) <= micro_tokens:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def by_total(sequences: Sequence[TokenSequence], pack_tokens: int) -> list[list[int]]:
    """Groups for `packed`, by first fit from the longest on: in none of them the tokens exceed `pack_tokens`.

    A sequence longer than that is alone. Groups hold indices into `sequences`.
    """
    groups: list[list[int]] = []
    room: list[int] = []
    for index in sorted(range(len(sequences)), key=lambda index: -len(sequences[index])):
        length = len(sequences[index])
        fits = next((number for number, left in enumerate(room) if left >= length), None)
        if fits is None:
            groups.append([index])
            room.append(pack_tokens - length)
        else:
            groups[fits].append(index)
            room[fits] -= length
    return groups


def padded(
    sequences: Sequence[TokenSequence],
    model: nn.Module,
    pad_id: int,
    *,
    side: Literal["left", "right"] = "right",
    temperature: float = 1.0,
) -> Batch:
    """One row a sequence, filled up with `pad_id` to the longest.

    Args:
        sequences: at least one; rows of the batch in this order.
        model: tells positions and placeholders, and on which device the batch lies; it may be wrapped.
        pad_id: nobody attends to it.
        side: where the padding is.
        temperature: of the log-probs; 0, greedy sampling, counts as 1.
    """
    lengths = [len(sequence) for sequence in sequences]
    longest = max(lengths)
    starts = [row * longest + (longest - length) * (side == "left") for row, length in enumerate(lengths)]
    ids_BS = torch.full((len(sequences), longest), pad_id, dtype=torch.int64)
    attention_BS = torch.zeros_like(ids_BS)
    for sequence, start, length in zip(sequences, starts, lengths, strict=True):
        ids_BS.view(-1)[start : start + length] = sequence.ids_T
        attention_BS.view(-1)[start : start + length] = 1
    positions_3BS = _positions(inner_model(model), ids_BS, sequences, attention_BS)
    return _batch(sequences, model, starts, ids_BS, attention_BS, positions_3BS, temperature)


def packed(sequences: Sequence[TokenSequence], model: nn.Module, *, temperature: float = 1.0) -> Batch:
    """All sequences in one row, none of which sees another.

    Attention is kept apart by the first row of positions, which starts at 0 with every sequence, and only as long as
    no attention mask is given. Arguments as for `padded`.
    """
    inner = inner_model(model)
    starts, positions, total = [], [], 0
    for sequence in sequences:
        place_11T = torch.arange(len(sequence)).view(1, 1, -1)
        positions.append(torch.cat([place_11T, _positions(inner, sequence.ids_T[None], [sequence])]))
        starts.append(total)
        total += len(sequence)
    ids_1S = torch.cat([sequence.ids_T for sequence in sequences])[None]
    return _batch(sequences, model, starts, ids_1S, None, torch.cat(positions, dim=2), temperature)


def gathered(batch: Batch, values: Sequence[Tensor]) -> Tensor:
    """A column of every sequence (T,) at the scored tokens (N,), on the batch's device."""
    lengths = torch.tensor([len(values_T) for values_T in values])
    starts = torch.cumsum(lengths, 0) - lengths
    device = batch.ids_BS.device
    return torch.cat(list(values)).to(device)[starts.to(device)[batch.row_N] + batch.token_N]


def inner_model(model: nn.Module) -> Qwen3VLForConditionalGeneration:
    """The model inside whatever wraps it: adapters, data parallelism, sharding.

    Raises:
        ValueError: there is none.
    """
    for module in model.modules():
        if isinstance(module, Qwen3VLForConditionalGeneration):
            return module
    raise ValueError(f"no Qwen3-VL in a {type(model).__name__}")


def _batch(
    sequences: Sequence[TokenSequence],
    model: nn.Module,
    starts: Sequence[int],
    ids_BS: Tensor,
    attention_BS: Tensor | None,
    positions_RBS: Tensor,
    temperature: float,
) -> Batch:
    """`starts`: flat place (of B x S) of each sequence's first token."""
    inner = inner_model(model)
    device = inner.device
    scored = [scored_tokens(sequence) for sequence in sequences]
    token_N = torch.cat(scored)
    row_N = torch.repeat_interleave(torch.arange(len(sequences)), torch.tensor([len(one) for one in scored]))
    flat_N = torch.tensor(starts)[row_N] + token_N
    pixels = [picture.pixels_PC for sequence in sequences for picture in sequence.pictures]
    return Batch(
        ids_BS=ids_BS.to(device),
        attention_BS=None if attention_BS is None else attention_BS.to(device),
        positions_RBS=positions_RBS.to(device),
        pixels_PC=torch.cat(pixels).to(device) if pixels else None,
        grids_I3=_grids(sequences, device),
        is_image_BS=_is_image(ids_BS, inner).to(device),
        where_N=(flat_N - 1).to(device),
        target_N=ids_BS.flatten()[flat_N].to(device),
        row_N=row_N.to(device),
        token_N=token_N.to(device),
        temperature=temperature or 1.0,
    )


def _positions(
    inner: Qwen3VLForConditionalGeneration,
    ids_BS: Tensor,
    sequences: Sequence[TokenSequence],
    attention_BS: Tensor | None = None,
) -> Tensor:
    """M-RoPE's three rows (3, B, S), each sequence from 0 on."""
    positions_3BS: Tensor = inner.model.get_rope_index(
        ids_BS,
        mm_token_type_ids=_is_image(ids_BS, inner),
        image_grid_thw=_grids(sequences, ids_BS.device),
        attention_mask=attention_BS,
    )[0]
    return positions_3BS


def _is_image(ids_BS: Tensor, inner: Qwen3VLForConditionalGeneration) -> Tensor:
    return (ids_BS == inner.config.image_token_id).long()


def _grids(sequences: Sequence[TokenSequence], device: torch.device) -> Tensor | None:
    grids = [picture.grid_3 for sequence in sequences for picture in sequence.pictures]
    return torch.stack(grids).to(device) if grids else None
