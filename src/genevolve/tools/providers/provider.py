"""Where search results come from: one protocol for texts, one for pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from genevolve.records import TextHit

MAX_BRIEF = 220
"""The longest snippet in the compact view, in characters."""


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture that a provider ranked. `load` it by its `key` through the same provider."""

    key: str
    title: str
    caption: str = ""
    source: str = ""
    artist: str = ""
    licence: str = ""
    url: str = ""


class TextProvider(Protocol):
    """Ranked texts for a query.

    Raises:
        ToolError: the provider is down. An empty list means that it answered and found nothing.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every cache key."""
        ...

    async def search(self, query: str, top_k: int) -> Sequence[TextHit]:
        """At most `top_k` texts, best first."""
        ...


class PictureProvider(Protocol):
    """Ranked pictures for a query, and their pixels.

    Raises:
        ToolError: the provider is down. An empty list means that it answered and found nothing.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every cache key."""
        ...

    async def search_pictures(self, query: str, top_k: int) -> Sequence[FoundPicture]:
        """At most `top_k` pictures, best first."""
        ...

    async def load(self, picture: FoundPicture) -> bytes:
        """The picture's PNG bytes, sRGB, with transparency where the picture has it."""
        ...
