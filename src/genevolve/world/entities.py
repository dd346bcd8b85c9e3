"""What the world knows: things with facts, pictures and documents."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from genevolve.records import Record


class EntityKind(StrEnum):
    """What sort of thing an entity is. The last four are the Atlas's, which are fictional."""

    COUNTRY = "country"
    BRAND = "brand"
    ELEMENT = "element"
    CONCEPT = "concept"
    OUTLINE = "outline"
    MATERIAL = "material"
    LANDMARK = "landmark"
    ATLAS_LANDMARK = "atlas_landmark"
    ATLAS_CREATURE = "atlas_creature"
    ATLAS_BRAND = "atlas_brand"
    ATLAS_ARMS = "atlas_arms"


class Entity(Record):
    """One thing of the world."""

    id: str = Field(description="Stable id, e.g. `country/TD`.")
    kind: EntityKind
    name: str
    category: str = Field(default="", description="A finer class, e.g. `animal-mammal` of a concept.")
    aliases: tuple[str, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict, description="Short values by name, e.g. `capital`.")
    pictures: tuple[str, ...] = Field(default=(), description="Ids of its pictures.")
    documents: tuple[str, ...] = Field(default=(), description="Ids of documents about it.")
    fictional: bool = False
    look_alikes: tuple[str, ...] = Field(default=(), description="Ids of entities that are easily taken for it.")
