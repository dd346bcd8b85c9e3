"""What the walker remembers inside one clause, and the ground that its parts stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from genevolve.language.chunks import Chunker
from genevolve.language.description import Placement
from genevolve.language.drafts import Scene, TextDraft, ThingDraft
from genevolve.language.lexicons import word_set
from genevolve.language.members import Singled
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.readings import Unit
from genevolve.language.vocabulary import RelationKind

_LONG = 36  # units; in longer texts a bare unknown word is rarely a thing


@dataclass(slots=True)
class Clause:
    """What the walker remembers inside one clause."""

    group: list[int] = field(default_factory=list)  # the things of the latest, possibly coordinated, noun phrase
    subject: list[int] = field(default_factory=list)
    relation: RelationKind | None = None
    sources: list[int] = field(default_factory=list)
    fronted: list[tuple[RelationKind, list[int]]] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    placement: Placement | None = None
    link: str = ""  # the preposition or verb that leads to the next phrase
    link_start: int = 0
    lead: str = ""  # the whole phrase of the latest relation: "on the left of", "high above"
    airy: bool = False  # it told what fills the air: "an aurora in the sky"
    coordinated: bool = False
    comma: bool = False
    verb: bool = False
    copula: bool = False
    singled: Singled | None = None
    detail_of: int | None = None  # the thing whose parts are being told: "with a green roof and …"
    mentioned: list[int] = field(default_factory=list)
    listing: bool = False  # the group is a list that a comma may continue
    light_pending: bool = False
    hollow: bool = False  # the subject is nothing to be drawn: "the backdrop is a tapestry"
    there: bool = False  # "there is …"
    text: TextDraft | None = None
    lettering: NounPhrase | None = None
    lettering_led: bool = False  # something before it carries the lettering: "a mug with the word …"


def owner_of(thing: ThingDraft) -> str:
    """The proper name inside the name of a thing: "Spotify" of "Spotify mug", "Chad" of "flag of Chad"."""
    if thing.name.startswith(f"{thing.noun} of "):
        return thing.name[len(thing.noun) + 4 :]
    if " of " in thing.name:
        return thing.name.rpartition(" of ")[2]
    words = thing.name.split()
    if (
        len(words) > 1
        and words[-1].lower() == thing.noun
        and (words[-1].islower() or thing.noun in word_set("nouns", "roles", "emblems"))
    ):
        return " ".join(words[:-1])
    return thing.name


class Ground:
    """The units of a text and what has been understood of them, shared by the parts of the walker."""

    def __init__(self, scene: Scene, units: Sequence[Unit], starts: frozenset[int]) -> None:
        self.scene = scene
        self.units = units
        self.chunker = Chunker(units, starts)
        self.clause_index = 0
        self.clause = Clause()
        self.spoken_of: list[int] = []  # what a pronoun stands for
        self.end = len(units)
        self.is_long = len(units) > _LONG

    def _close(self) -> None:
        self.spoken_of = self.clause.subject or self.clause.group or self.spoken_of
        counted = self.clause.singled
        self.clause = Clause()
        self.clause_index += 1
        if counted is not None:
            self.spoken_of = [self.scene.things.index(counted.thing)]

    def _takes_light(self, unit: Unit) -> bool:
        return unit.lower in word_set("materials", "light", "words")

    def _speaks_of_light(self, phrase: NounPhrase) -> bool:
        return any(word in word_set("materials", "light", "words") for word in phrase.adjectives)

    def _mark_described(self) -> None:
        clause = self.clause
        stuffs = [
            self.scene.things[index] for index in {*clause.group, *clause.subject} if self.scene.things[index].materials
        ]
        if not stuffs and not clause.group:
            stuffs = [self.scene.things[index] for index in self.spoken_of if self.scene.things[index].materials]
        for thing in stuffs:
            self._describe(thing)
        clause.light_pending = not stuffs

    def _describe(self, thing: ThingDraft) -> None:
        for material in thing.materials:
            thing.materials[material] = True

    def _note_clause(self, thing: ThingDraft) -> None:
        if thing.described_clause is None:
            thing.described_clause = self.clause_index

    def _last_named(self) -> str:
        """Whom a pronoun means: the owner of the latest proper name."""
        for thing in reversed(self.scene.things):
            if thing.named:
                return owner_of(thing)
        for fact in reversed(self.scene.facts):
            if fact.subject:
                return fact.subject
        return ""
