"""One step of experience: pairs are compared, guides remembered, and each request gets the nearest one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import anyio
from anyio import to_thread

from genevolve.config.experience import ExperienceSettings
from genevolve.errors import ComparisonError, InfrastructureError
from genevolve.experience.comparator import Comparator
from genevolve.experience.memory import ExperienceMemory, Recalled
from genevolve.experience.pairs import NoPair, pairs_of
from genevolve.records import Request
from genevolve.records.experience import Contender, Contrast, DecisionGuide, Experience


@dataclass(frozen=True)
class Gathered:
    """What a step is distilled from.

    Attributes:
        guides: by request id; a request without one gives no distillation.
        metrics: figures by their name in `metrics.jsonl`.
    """

    guides: Mapping[str, DecisionGuide]
    metrics: Mapping[str, float]


Compared = DecisionGuide | ComparisonError | InfrastructureError


class Gathering:
    """Pairs, comparator and memory: one call a step."""

    def __init__(self, comparator: Comparator, memory: ExperienceMemory, settings: ExperienceSettings) -> None:
        """Compare with `comparator`, remember in `memory`."""
        self.memory = memory
        self._comparator = comparator
        self._settings = settings

    async def gather(self, groups: Sequence[Sequence[Contender]], step: int) -> Gathered:
        """The guides for the requests of `groups`, and what was remembered on the way.

        Args:
            groups: the rollouts of one request each; failures of the surroundings may be among them.
            step: the training step; what the memory has of this step or later ones is forgotten first, so that a step
                that is done again does not learn from its own future.

        Raises:
            InfrastructureError: the comparator is down for every pair of the step, or the embedder is.
            StorageError: the memory cannot be written.
        """
        await to_thread.run_sync(self.memory.forget_from, step)
        pairs, without = pairs_of(groups, self._settings)
        compared = await self._compared(pairs)
        entries = [
            Experience.of(pair, guide, step=step, comparator=self._comparator.id)
            for pair, guide in zip(pairs, compared, strict=True)
            if isinstance(guide, DecisionGuide)
        ]
        requests = [group[0].trajectory.request for group in groups if group]
        if self._settings.same_step:
            await self._remember(entries)
            recalled = await self._recalled(requests)
        else:
            recalled = await self._recalled(requests)
            await self._remember(entries)
        metrics = _pair_metrics(pairs, compared, without) | _recall_metrics(requests, recalled)
        return Gathered(
            {request: one.experience.guide for request, one in recalled.items()},
            metrics | {"ved/memory_size": float(len(self.memory))},
        )

    async def _compared(self, pairs: Sequence[Contrast]) -> list[Compared]:
        """A guide for each pair, or why there is none."""
        results: dict[int, Compared] = {}

        async def compare(number: int) -> None:
            try:
                results[number] = await self._comparator.compare(pairs[number])
            except (ComparisonError, InfrastructureError) as error:
                results[number] = error

        try:
            async with anyio.create_task_group() as group:
                for number in range(len(pairs)):
                    group.start_soon(compare, number)
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        compared = [results[number] for number in range(len(pairs))]
        outages = [one for one in compared if isinstance(one, InfrastructureError)]
        if pairs and len(outages) == len(pairs):
            raise outages[0]
        return compared

    async def _remember(self, entries: Sequence[Experience]) -> None:
        if entries:
            await to_thread.run_sync(lambda: self.memory.add(*entries))

    async def _recalled(self, requests: Sequence[Request]) -> dict[str, Recalled]:
        found = await to_thread.run_sync(self.memory.nearest_each, [request.prompt for request in requests])
        return {request.id: one for request, one in zip(requests, found, strict=True) if one is not None}


def _pair_metrics(pairs: Sequence[Contrast], compared: Sequence[Compared], without: Counter[str]) -> dict[str, float]:
    """How many pairs there were, what became of them, and why the other groups have none."""
    kinds = Counter(type(one) for one in compared)
    counts = {
        "ved/num_pairs": len(pairs),
        "ved/num_guides": kinds[DecisionGuide],
        "ved/guide_skipped": kinds[ComparisonError],
        "ved/guide_outage": sum(isinstance(one, InfrastructureError) for one in compared),
        **{f"ved/no_pair_{reason}": without[reason] for reason in NoPair},
    }
    gaps = {"ved/mean_gap": sum(pair.gap for pair in pairs) / len(pairs)} if pairs else {}
    return {name: float(number) for name, number in counts.items()} | gaps


def _recall_metrics(requests: Sequence[Request], recalled: Mapping[str, Recalled]) -> dict[str, float]:
    """The share of requests that got a guide, and that of those that got one of their own."""
    own = sum(one.experience.request_id == request for request, one in recalled.items())
    rates = {
        "ved/hit_rate": len(recalled) / max(len(requests), 1),
        "ved/own_guide_rate": own / max(len(requests), 1),
    }
    if recalled:
        rates["ved/mean_cosine"] = sum(one.cosine for one in recalled.values()) / len(recalled)
    return rates
