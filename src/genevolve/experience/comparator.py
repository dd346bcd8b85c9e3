"""Who compares the best and the worst rollout of a request, and writes down what to do."""

from __future__ import annotations

from typing import Protocol

from genevolve.records.experience import Contrast, DecisionGuide


class Comparator(Protocol):
    """One pair, one guide."""

    @property
    def id(self) -> str:
        """Name and version, as entries of the memory record it."""
        ...

    async def compare(self, contrast: Contrast) -> DecisionGuide:
        """What made the best rollout better, as a guide that names nothing of the request.

        Raises:
            ComparisonError: no usable guide came of it.
            InfrastructureError: the model is down; nothing is known of this pair.
        """
        ...
