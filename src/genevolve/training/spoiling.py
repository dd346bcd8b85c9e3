"""The way back from a spoiled turn: one that goes round in circles, its correction, and then the right turn.

A teacher never needs a correction, so that its trajectories alone do not teach what to do after one. The spoiled turn
is shown and not imitated: neither it nor the correction has a weight.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace

import torch
from torch import Tensor

from genevolve.agent.prompts import TURN_TOO_LONG
from genevolve.agent.protocol import format_tool_response
from genevolve.models import Message
from genevolve.records import Role
from genevolve.tools.tool import correction
from genevolve.training.encode import Encoder
from genevolve.training.sequences import TokenSequence

_LONGEST_CIRCLE = 6
"""Tokens."""

_WRONG_SHARE = 0.15
"""Of the tokens before the circle: somebody who loses the thread errs before it shows."""


def with_spoiled_turn(
    sequence: TokenSequence, encoder: Encoder, loop_tokens: int, chance: random.Random
) -> TokenSequence:
    """The same trajectory with a spoiled try before one of its turns.

    Args:
        sequence: with one assistant turn at least.
        encoder: of the policy.
        loop_tokens: for how many tokens a turn repeats itself until it is cut.
        chance: chooses the turn, where it is lost, and the circle.
    """
    turn = chance.randrange(int(sequence.turn_T.max()) + 1)
    places = torch.nonzero(sequence.turn_T == turn).flatten()
    start = int(places[0])
    markers = {*encoder.ids.banned, encoder.ids.im_end}
    before = [token for token in sequence.ids_T[:start].tolist() if token not in markers]
    told = encoder.between([Message(Role.USER, format_tool_response(correction(TURN_TOO_LONG).text))], cut=True)
    spoiled = _spoiled(sequence.ids_T[places].tolist(), before, loop_tokens, chance)
    inserted = torch.tensor([*spoiled, *told.ids], dtype=torch.int64)

    def put(values_T: Tensor, new: Tensor) -> Tensor:
        return torch.cat([values_T[:start], new, values_T[start:]])

    nothing = torch.zeros(len(inserted))
    return replace(
        sequence,
        ids_T=put(sequence.ids_T, inserted),
        trained_T=put(sequence.trained_T, nothing.bool()),
        weight_T=put(sequence.weight_T, nothing),
        sampled_T=put(sequence.sampled_T, nothing),
        turn_T=put(sequence.turn_T, nothing.to(torch.int16) - 1),
    )


def _spoiled(right: list[int], before: list[int], loop_tokens: int, chance: random.Random) -> list[int]:
    """A turn that begins as the right one, errs, and repeats a few tokens from before until it is cut."""
    begun = [
        chance.choice(before) if chance.random() < _WRONG_SHARE else token
        for token in right[: chance.randrange(len(right))]
    ]
    at = chance.randrange(len(before))
    circle = before[at : at + chance.randint(1, _LONGEST_CIRCLE)]
    return begun + circle * (math.ceil(loop_tokens / len(circle)) + 1)
