"""What the Atlas is made of: invented entities with what can be seen of them, what is written, and three pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from genevolve.records import PictureEntry, TextEntry

Kind = Literal["landmark", "creature", "brand", "arms"]
KINDS: tuple[Kind, ...] = ("landmark", "creature", "brand", "arms")

LICENCE = "CC0-1.0"
SOURCE = "The Atlas (fictional)"


@dataclass(frozen=True, slots=True)
class AtlasView:
    """One reference picture. `entry.locator` is what `draw_view` draws."""

    entry: PictureEntry


@dataclass(frozen=True, slots=True)
class AtlasEntity:
    """A thing that does not exist, so that nobody can have memorised it."""

    id: str
    """E.g. `atlas:landmark/0042`."""
    kind: Kind
    name: str
    aliases: tuple[str, ...]
    attributes: Mapping[str, str]
    """What can be seen. Every drawing of the entity is made from these words."""
    facts: Mapping[str, str]
    """What cannot be seen and has to be looked up."""
    card: TextEntry
    """The current encyclopedia card: every attribute and every fact."""
    extra_texts: tuple[TextEntry, ...]
    """Stale cards and pages that mention the entity without answering."""
    views: tuple[AtlasView, ...]
    twin_of: str | None
    """Id of the entity that looks the same but for one attribute."""
    form: int
    """Seed of the proportions that no attribute tells; twins share it."""
