"""The batch that is being decoded: turns come in with their segments and leave when they are over.

Plain and synchronous: the engine runs these methods in a thread, one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import anyio
import numpy as np
import torch
from torch import Tensor

from genevolve.training.encode import SpecialIds
from genevolve.training.engine.decoding import Decoder, Row
from genevolve.training.engine.protocol import Sampled, TurnRequest
from genevolve.training.engine.sampling import LoopCheck, Noise, draw


@dataclass
class EngineStats:
    """What has been done so far, and where the time went."""

    prefill_tokens: int = 0
    decode_steps: int = 0
    decode_tokens: int = 0
    prefill_s: float = 0.0
    decode_s: float = 0.0
    waiting_s: float = 0.0
    """Nothing was decoded, because tools were at work."""


class Turn:
    """A turn being sampled. It is over when it has been sampled, or has failed."""

    def __init__(self, order: int, row: Row | None, request: TurnRequest, noise: Noise, loop: LoopCheck) -> None:
        self.order = order
        self.row = row
        self.request = request
        self.noise = noise
        self.sampled: Sampled | None = None
        self.error: BaseException | None = None
        self.awake = anyio.Event()
        self._loop = loop
        self._ids: list[int] = []
        self._logprobs: list[float] = []

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to be done for it."""
        return self.sampled is not None or self.error is not None

    def take(self, token: int, logprob: float, im_end: int) -> None:
        """Add a token; the turn is over at `<|im_end|>`, at its limit, or when it goes round in circles."""
        self._ids.append(token)
        self._logprobs.append(logprob)
        stopped = token == im_end
        if stopped or len(self._ids) >= self.request.max_tokens or self._loop.is_loop(self._ids):
            self.sampled = Sampled(tuple(self._ids), tuple(self._logprobs), "stop" if stopped else "length")


class DecodeBatch:
    """Turns in the order of their admission, and the logits of each one's next token."""

    def __init__(self, decoder: Decoder, ids: SpecialIds, stats: EngineStats) -> None:
        self.turns: list[Turn] = []
        self._decoder = decoder
        self._im_end = ids.im_end
        self._banned = torch.tensor(ids.banned, device=decoder.model.device)
        self._stats = stats
        self._logits_BV = torch.empty(0, 0)

    def admit(self, turns: Sequence[Turn]) -> None:
        """Read the segments of `turns` and put them behind the others."""
        if not turns:
            return
        started = perf_counter()
        rows = _rows(turns)
        segments = [turn.request.segment for turn in turns]
        self._stats.prefill_tokens += sum(map(len, (segment.ids for segment in segments)))
        read_BV = self._decoder.read(rows, segments)
        self._logits_BV = torch.cat([self._logits_BV, read_BV]) if self.turns else read_BV
        self.turns = [*self.turns, *turns]
        self._stats.prefill_s += perf_counter() - started

    def step(self) -> None:
        """Draw one token a turn, and let the model read those of the turns that go on."""
        started = perf_counter()
        self._keep([not turn.is_over for turn in self.turns])
        if not self.turns:
            return
        ids_B, logprobs_B = self._drawn()
        for turn, token, logprob in zip(self.turns, ids_B.tolist(), logprobs_B.tolist(), strict=True):
            turn.take(token, logprob, self._im_end)
            if turn.is_over and turn.row is not None:
                turn.row.unread = [token]
        self._stats.decode_steps += 1
        self._stats.decode_tokens += len(self.turns)
        ids_B = ids_B[self._keep([not turn.is_over for turn in self.turns])]
        if self.turns:
            self._logits_BV = self._decoder.step(_rows(self.turns), ids_B)
        self._stats.decode_s += perf_counter() - started

    def clear(self) -> None:
        """Let everybody go."""
        self.turns = []

    def _keep(self, which: Sequence[bool]) -> Tensor:
        which_B = torch.tensor(which, dtype=torch.bool)
        if not all(which):
            self.turns = [turn for turn, stays in zip(self.turns, which, strict=True) if stays]
            self._logits_BV = self._logits_BV[which_B]
        return which_B

    def _drawn(self) -> tuple[Tensor, Tensor]:
        device = self._logits_BV.device
        return draw(
            self._logits_BV,
            torch.tensor([turn.request.temperature for turn in self.turns], device=device),
            torch.tensor([turn.request.top_p for turn in self.turns], device=device),
            self._banned,
            torch.from_numpy(np.stack([turn.noise.next() for turn in self.turns])).to(device),
        )


def _rows(turns: Sequence[Turn]) -> list[Row]:
    rows = [turn.row for turn in turns if turn.row is not None]
    if len(rows) != len(turns):
        raise ValueError("a turn without a place cannot be decoded")
    return rows
