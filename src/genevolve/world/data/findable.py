"""Whether what a request leaves open can be found in the world, and by a good query at that."""

from __future__ import annotations

from functools import lru_cache

from genevolve.index import Library
from genevolve.world.suite import Fact, SuiteItem, Target

_TOP = 5
_KEPT = 4096


class Findable:
    """Asks the library what a good searcher would ask. Answers are kept by query."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._texts = lru_cache(maxsize=_KEPT)(self._search_texts)
        self._pictures = lru_cache(maxsize=_KEPT)(self._search_pictures)

    def missing(self, item: SuiteItem) -> list[str]:
        """Facts that no document states, and things that no picture shows."""
        facts = [_told(fact) for fact in item.evidence.facts if not fact.document or not self.title_of(fact)]
        return facts + [target.name for target in item.evidence.targets if not target.pictures]

    def hard(self, item: SuiteItem) -> list[str]:
        """Facts and pictures that are there, and that their own good query does not bring up at once."""
        facts = [_told(fact) for fact in item.evidence.facts if not self._states(fact)]
        return facts + [target.name for target in item.evidence.targets if not self._shows(target)]

    def title_of(self, fact: Fact) -> str:
        """The title of the document that states a fact; empty when there is none."""
        entry = self._library.text(fact.document) if fact.document else None
        return entry.title if entry is not None else ""

    def _states(self, fact: Fact) -> bool:
        return any(document == fact.document or fact.value in text for document, text in self._texts(fact.query))

    def _shows(self, target: Target) -> bool:
        return bool(set(target.pictures) & self._pictures(target.query))

    def _search_texts(self, query: str) -> tuple[tuple[str, str], ...]:
        return tuple((hit.entry.id, hit.entry.text) for hit in self._library.search_texts(query, _TOP))

    def _search_pictures(self, query: str) -> frozenset[str]:
        return frozenset(hit.entry.id for hit in self._library.search_pictures(query, _TOP))


def _told(fact: Fact) -> str:
    return f"the {fact.attribute} of {fact.subject}"
