"""One step of experience: pairs are compared, guides remembered, and each request gets the nearest one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genevolve.records.experience import Contender, DecisionGuide


@dataclass(frozen=True)
class Gathered:
    """What a step is distilled from.

    Attributes:
        guides: by request id; a request without one gives no distillation.
        metrics: figures by their name in `metrics.jsonl`.
    """

    guides: Mapping[str, DecisionGuide]
    metrics: Mapping[str, float]


class Gathering:
    """Pairs, comparator and memory: one call a step."""

    async def gather(self, groups: Sequence[Sequence[Contender]], step: int) -> Gathered:
        """The guides for the requests of `groups`, and what was remembered on the way.

        Args:
            groups: the rollouts of one request each.
            step: the training step; entries that the memory has of this step or later ones are forgotten first.

        Raises:
            InfrastructureError: the comparator is down for every pair of the step.
        """
        raise NotImplementedError
