"""What rolls out a policy by tokens: ids in, sampled ids and their log-probs out; nothing is ever tokenised twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from transformers import PreTrainedModel

    from genevolve.training.encode import Segment
    from genevolve.training.scoring import TokenScores
    from genevolve.training.sequences import TokenSequence


@dataclass(frozen=True)
class TurnRequest:
    """One assistant turn to be sampled after `segment`, the ids that nobody sampled since the last turn.

    Temperature 0 is greedy. Nucleus and banned ids act on the draw alone, never on the log-probs. The draw of a token
    depends on `seed` and on its place in the turn, not on who else is in the batch.
    """

    segment: Segment
    max_tokens: int
    temperature: float
    top_p: float
    seed: int


@dataclass(frozen=True)
class Sampled:
    """A turn as sampled. `ids` end in `<|im_end|>` where the policy stopped by itself (`stop`).

    `logprobs`, one per id, are natural logs of the softmax over the whole vocabulary at the sampling temperature (at 1
    where it is 0).
    """

    ids: tuple[int, ...]
    logprobs: tuple[float, ...]
    finish_reason: Literal["stop", "length"]


class Session(Protocol):
    """One trajectory in the making: what it has been given and what it has sampled stays in the engine."""

    async def extend(self, request: TurnRequest) -> Sampled:
        """Read the request's segment, then sample a turn. One call at a time.

        Raises:
            PolicyError: the engine failed, or cannot be reached.
        """
        ...

    async def close(self) -> None:
        """Give the place up. Has to be called, whatever happened; a second call does nothing."""
        ...


class Engine(Protocol):
    """Samples many trajectories at once, and scores finished ones."""

    @property
    def id(self) -> str:
        """Name of the policy that is served, for records."""
        ...

    def session(self) -> Session:
        """A new trajectory, registered at once: others may be made to wait for its first turn."""
        ...

    async def score(
        self, sequences: Sequence[TokenSequence], *, temperature: float, top_k: int = 0
    ) -> list[TokenScores]:
        """Log-probs of the ids with a weight, one `TokenScores` a sequence; no gradient.

        Raises:
            PolicyError: the engine failed, or cannot be reached.
        """
        ...

    async def update_weights(self, model: PreTrainedModel) -> None:
        """From now on sample and score with the weights of `model`. No session may be open.

        Raises:
            PolicyError: the weights could not be handed over.
        """
        ...
