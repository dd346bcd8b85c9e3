"""Writers of requests behind one small protocol."""

from __future__ import annotations

from typing import Protocol

from genevolve.records import Recipe
from genevolve.records.data import Unwritten, Written


class RequestWriter(Protocol):
    """Turns a recipe into a request that a person might have written.

    Raises:
        ModelError: the writer is down; the work is owed.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every row."""
        ...

    async def write(self, recipe: Recipe, number: int) -> Written | Unwritten:
        """A request for `recipe`; `number` sets apart items of the same recipe, and is all the chance there is."""
        ...
