"""What is to be said: the request with its facts filled in, the references bound, and the skills that were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from genevolve.language.description import Description, Thing


@dataclass(frozen=True, slots=True)
class Plan:
    """The input of the composer.

    `references` gives the ordinal of the reference image that shows a thing, by the thing's index. Only the wordings of
    `skills` may be used: for what the other skills teach, the request's own plain words stand. `spoken` gives, for
    phrases of the request that left a fact open, the value to say instead. `akin` are things whose reference shows only
    something like them.
    """

    description: Description
    references: Mapping[int, int] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    spoken: tuple[tuple[str, str], ...] = ()
    akin: frozenset[int] = frozenset()

    def thing(self, index: int) -> Thing:
        """The thing of that index."""
        return next(thing for thing in self.description.things if thing.index == index)

    def ordinal(self, thing: Thing) -> int | None:
        """Which reference image shows `thing`."""
        return self.references.get(thing.index)
