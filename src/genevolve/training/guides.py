"""The guides of each step (method sections 7.1 to 7.3): gathered once from its rollouts, kept, and read by all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Protocol

from genevolve.experience.gathering import Gathered
from genevolve.experience.guides import guide_block
from genevolve.records.experience import Contender
from genevolve.training.processes import Processes
from genevolve.training.rollouts import Rolled
from genevolve.training.steps import StepGuides, has_guides, load_guides, save_guides


class Gatherer(Protocol):
    """Compares rollouts, remembers what made the better ones better, and tells what is known of each request."""

    async def gather(self, groups: Sequence[Sequence[Contender]], step: int) -> Gathered:
        """See `genevolve.experience.gathering.Gathering.gather`."""
        ...


class StepGuider:
    """Asks a gatherer in the first process; the others, and a run that goes on, read what it said."""

    def __init__(self, gatherer: Gatherer, processes: Processes, *, swaps: bool = False) -> None:
        """With `swaps` every request gets a guide that was found for another one: see `swapped`."""
        self._gatherer, self._processes, self._swaps = gatherer, processes, swaps

    async def guided(self, rolled: Sequence[Rolled], folder: Path, step: int) -> tuple[list[Rolled], dict[str, float]]:
        """The rollouts with the guides of their requests, where there are any, and figures of how they were found.

        Args:
            rolled: of one step.
            folder: where they are kept.
            step: its number, from 1, as in `metrics.jsonl`.

        Raises:
            InfrastructureError: who compares them is out of order.
        """
        started = perf_counter()
        if self._processes.is_first and not has_guides(folder):
            gathered = await self._gatherer.gather(_groups(rolled), step)
            save_guides(folder, StepGuides(guides=gathered.guides, metrics=gathered.metrics))
        self._processes.wait()
        kept = load_guides(folder)
        texts = {request_id: guide_block(guide) for request_id, guide in kept.guides.items()}
        texts = swapped(texts) if self._swaps else texts
        numbers = {**kept.metrics, "seconds/experience": perf_counter() - started}
        return [replace(one, guide=texts.get(one.task.request.id)) for one in rolled], numbers


def swapped(texts: Mapping[str, str]) -> dict[str, str]:
    """Each request with the next one's text, in the order of their ids; without, where all have the same."""
    requests = sorted(texts)
    found = {}
    for place, request in enumerate(requests):
        others = requests[place + 1 :] + requests[:place]
        text = next((texts[other] for other in others if texts[other] != texts[request]), None)
        if text is not None:
            found[request] = text
    return found


def _groups(rolled: Sequence[Rolled]) -> list[list[Contender]]:
    groups: dict[str, list[Contender]] = {}
    for one in rolled:
        groups.setdefault(one.task.request.id, []).append(_contender(one))
    return list(groups.values())


def _contender(one: Rolled) -> Contender:
    if one.judged is None:
        return Contender(trajectory=one.trajectory, outcome=one.outcome)
    return Contender(
        trajectory=one.trajectory,
        outcome=one.outcome,
        picture=one.judged.picture,
        sufficiency=one.judged.sufficiency,
        render=one.judged.render,
    )
