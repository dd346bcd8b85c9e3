"""From the assets' data to entities, pictures, texts and drawings: one module for each kind of thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from genevolve.records import PictureEntry, TextEntry
from genevolve.world.entities import Entity


@dataclass(slots=True)
class Harvest:
    """What one kind of thing brings to the world. `drawings` maps a picture's locator to its SVG."""

    entities: list[Entity] = field(default_factory=list)
    pictures: list[PictureEntry] = field(default_factory=list)
    texts: list[TextEntry] = field(default_factory=list)
    drawings: dict[str, str] = field(default_factory=dict)

    def add(self, other: Harvest) -> None:
        """Take over everything that another harvest brings."""
        self.entities += other.entities
        self.pictures += other.pictures
        self.texts += other.texts
        self.drawings |= other.drawings
