"""One trajectory in tokens: what is rolled out, kept, scored and trained on is the same record (method section 6).

Token in, token out: a `TokenSequence` holds the ids that were shown and the ids that were sampled, with the pixels
beside them. Nothing downstream goes back to text.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

import torch
from torch import Tensor

_NOBODY = -1


@dataclass(frozen=True, eq=False)
class Picture:
    """One thumbnail as the vision tower takes it. It stands for P / 4 placeholders among the ids."""

    pixels_PC: Tensor
    """float32, C = 1,536: the P = t·h·w patches as the image processor gives them."""
    grid_3: Tensor
    """int64: (t, h, w) in patches."""


@dataclass(frozen=True)
class Segment:
    """An uninterrupted run of ids that nobody sampled, with the pictures whose placeholders are in it."""

    ids: tuple[int, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Spoken:
    """An assistant turn: its ids, with the closing `<|im_end|>` unless it was cut, and log-probs if it was sampled."""

    ids: tuple[int, ...]
    logprobs: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class TokenSequence:
    """One trajectory as it is trained on; T tokens. It travels unchanged from the rollout to the update."""

    ids_T: Tensor
    """int64."""
    trained_T: Tensor
    """bool: the assistant's tokens, with their `<|im_end|>` where they have one."""
    weight_T: Tensor
    """float32: weight of the token's own loss. 1 where trained; elsewhere the weight of observations, 0 in RL."""
    sampled_T: Tensor
    """float32: log-prob with which the token was sampled, at the temperature of sampling; 0 where it was not."""
    turn_T: Tensor
    """int16: number of the assistant turn from 0 on, -1 elsewhere."""
    pictures: tuple[Picture, ...]
    prefix_tokens: int
    """Tokens before the first assistant turn: system prompt, request, and the header of the turn."""
    prefix_pictures: int = 0
    """How many of the pictures stand in these."""

    def __len__(self) -> int:
        return len(self.ids_T)

    @classmethod
    def joined(cls, opening: Segment, parts: Sequence[Spoken | Segment] = ()) -> Self:
        """The sequence of an opening and what followed: turns with the observations between them.

        Raises:
            ValueError: a turn has another number of log-probs than of ids.
        """
        ids, pictures = list(opening.ids), list(opening.pictures)
        turns, sampled = [_NOBODY] * len(ids), [0.0] * len(ids)
        num_turns = 0
        for part in parts:
            ids += part.ids
            if isinstance(part, Spoken):
                if part.logprobs and len(part.logprobs) != len(part.ids):
                    raise ValueError(f"turn {num_turns} has {len(part.ids)} ids and {len(part.logprobs)} log-probs")
                sampled += part.logprobs or [0.0] * len(part.ids)
                turns += [num_turns] * len(part.ids)
                num_turns += 1
            else:
                sampled += [0.0] * len(part.ids)
                turns += [_NOBODY] * len(part.ids)
                pictures += part.pictures
        turn_T = torch.tensor(turns, dtype=torch.int16)
        trained_T = turn_T != _NOBODY
        return cls(
            ids_T=torch.tensor(ids, dtype=torch.int64),
            trained_T=trained_T,
            weight_T=trained_T.float(),
            sampled_T=torch.tensor(sampled, dtype=torch.float32),
            turn_T=turn_T,
            pictures=tuple(pictures),
            prefix_tokens=len(opening.ids),
            prefix_pictures=len(opening.pictures),
        )


def with_observations(sequence: TokenSequence, weight: float, without: Collection[int]) -> TokenSequence:
    """Give a weight to what the policy was told between its turns, except to the ids `without`."""
    told_T = ~sequence.trained_T & ~torch.isin(sequence.ids_T, torch.tensor(list(without), dtype=torch.int64))
    told_T[: sequence.prefix_tokens] = False
    return replace(sequence, weight_T=torch.where(told_T, weight, sequence.weight_T))


def scored_tokens(sequence: TokenSequence) -> Tensor:
    """Places (int64, rising) of the tokens that are scored: of weight above 0, with a token before them."""
    places = torch.nonzero(sequence.weight_T > 0).flatten()
    return places[places > 0]


def with_prefix(sequence: TokenSequence, prefix: Segment) -> TokenSequence:
    """The same turns, observations and pixels after another opening, e.g. one with a decision guide in it."""
    start, num_new = sequence.prefix_tokens, len(prefix.ids)

    def after(values_T: Tensor, fill: float) -> Tensor:
        return torch.cat([values_T.new_full((num_new,), fill), values_T[start:]])

    return replace(
        sequence,
        ids_T=torch.cat([torch.tensor(prefix.ids, dtype=torch.int64), sequence.ids_T[start:]]),
        trained_T=after(sequence.trained_T, False),
        weight_T=after(sequence.weight_T, 0.0),
        sampled_T=after(sequence.sampled_T, 0.0),
        turn_T=after(sequence.turn_T, _NOBODY),
        pictures=prefix.pictures + sequence.pictures[sequence.prefix_pictures :],
        prefix_tokens=num_new,
        prefix_pictures=len(prefix.pictures),
    )


@dataclass(frozen=True, eq=False)
class Batch:
    """Some sequences laid out for one forward, and which of its outputs are wanted.

    N counts the scored tokens: those of weight above 0 that have a token before them, in the order of the sequences
    and in each sequence from the first to the last.
    """

    ids_BS: Tensor
    """int64."""
    attention_BS: Tensor | None
    """int64: 1 where there is a token. None where sequences are packed: the positions tell them apart."""
    positions_RBS: Tensor
    """int64. Padded: R = 3, time, height and width of M-RoPE. Packed: R = 4, before them the place in the sequence."""
    pixels_PC: Tensor | None
    grids_I3: Tensor | None
    is_image_BS: Tensor
    """int64: 1 where a placeholder of a picture stands (`mm_token_type_ids`)."""
    where_N: Tensor
    """int64, rising: flat place (of B x S) of the token *before* the scored one, where its logits are."""
    target_N: Tensor
    """int64: id of the scored token."""
    row_N: Tensor
    """int64: which sequence it belongs to."""
    token_N: Tensor
    """int64: its place in that sequence."""
    temperature: float = 1.0
    """Above 0: logits are divided by it."""
