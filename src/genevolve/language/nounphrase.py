"""A noun phrase as it was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from genevolve.language.description import Colour
from genevolve.language.readings import Reading
from genevolve.language.vocabulary import Material, Size

ATTRIBUTES = (Reading.COLOUR, Reading.MATERIAL, Reading.SIZE, Reading.ADJECTIVE)


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase as read, before anybody decides what it stands for."""

    start: int  # of the phrase without determiner and number
    end: int
    outer_start: int  # with determiner and number
    determiner: str = ""
    owner: str = ""  # "its", or the name or noun before a genitive
    owner_named: bool = False
    number: int | None = None
    vague: int | None = None
    exact: bool = False
    ordinal: int | None = None
    colours: list[Colour] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)
    noun_material: Material | None = None  # a stuff word that may be part of the name: "glass" in "glass bottle"
    size: Size | None = None
    adjectives: list[str] = field(default_factory=list)
    modifiers: list[str] = field(default_factory=list)  # nouns before the head
    noun: str = ""  # singular head, empty for a bare attribute phrase
    name: str = ""
    named: bool = False
    plural: bool = False
    known: bool = True
    details: list[str] = field(default_factory=list)  # "in a row"
    negated: bool = False  # "the absence of …"
    viewed: bool = False  # "a wide view of …"

    @property
    def is_attribute(self) -> bool:
        """Whether it has no head: "bright red", "third"."""
        return not self.noun

    @property
    def is_definite(self) -> bool:
        """Whether it points at something already spoken of."""
        return self.determiner in {"the", "this", "that", "these", "those", "both", "each", "all"}
