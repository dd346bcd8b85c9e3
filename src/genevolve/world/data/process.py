"""What a trajectory's calls brought: facts and pictures that were needed, and calls that brought nothing."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.records import (
    CorrectionData,
    ImageSearchData,
    Observation,
    SearchData,
    SkillData,
    Trajectory,
)
from genevolve.world.data.findable import Findable
from genevolve.world.suite import Fact, SuiteItem


class Process:
    """The calls of one trajectory, held against what its item is known to need."""

    def __init__(self, item: SuiteItem, trajectory: Trajectory, findable: Findable) -> None:
        self._item = item
        self._title_of = {fact: findable.title_of(fact) for fact in item.evidence.facts}
        self._facts: set[Fact] = set()
        self._pictured: set[str] = set()
        self._opened: set[str] = set()
        self.wasted: list[str] = []
        """One line on each call that brought nothing that was needed."""
        for turn in trajectory.turns:
            if turn.observation is not None:
                self._take(turn.observation)

    @property
    def opened(self) -> frozenset[str]:
        """The skills that were read."""
        return frozenset(self._opened)

    @property
    def facts_unknown(self) -> list[str]:
        """Facts that no result ever stated."""
        return [
            f"the {fact.attribute} of {fact.subject}" for fact in self._item.evidence.facts if fact not in self._facts
        ]

    @property
    def pictures_unknown(self) -> list[str]:
        """Named things of which no result was a right picture."""
        return [f"how {one.name} looks" for one in self._item.evidence.targets if one.entity_id not in self._pictured]

    def _take(self, observation: Observation) -> None:
        match observation.data:
            case CorrectionData(fault=fault):
                self.wasted.append(fault)
            case SearchData(results=results):
                told = [f"{hit.title}\n{hit.snippet}" for result in results for hit in result.hits]
                if not self._learn(told):
                    self.wasted.append(f"search for {results[0].query!r}" if results else "an empty search")
            case ImageSearchData(query=query, hits=hits):
                self._learn([f"{hit.title}\n{hit.caption}" for hit in hits])
                if not self._see([hit.title for hit in hits]):
                    self.wasted.append(f"image_search for {query!r}")
            case SkillData(skill_name=name):
                self._opened.add(name)
                if name not in self._item.ideal.skills:
                    self.wasted.append(f"{name} is not needed")

    def _learn(self, texts: Sequence[str]) -> bool:
        """Note the facts that `texts` state; whether there is one, though it may have been seen in passing before."""
        stated = {fact for fact in self._item.evidence.facts if any(self._states(text, fact) for text in texts)}
        self._facts |= stated
        return bool(stated)

    def _states(self, text: str, fact: Fact) -> bool:
        title, _, _ = text.partition("\n")
        return title == self._title_of[fact] or fact.value.casefold() in text.casefold()

    def _see(self, titles: Sequence[str]) -> bool:
        """Note the things of which a right picture is among those shown; whether one of them is new."""
        seen = {target.entity_id for target in self._item.evidence.targets if set(titles) & set(target.titles)}
        new = seen - self._pictured
        self._pictured |= seen
        return bool(new)
