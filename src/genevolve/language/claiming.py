"""What whole phrases told: placements, references, open facts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from genevolve.language.asked import FactFound
from genevolve.language.carriers import carrier_of
from genevolve.language.clause import owner_of
from genevolve.language.description import OpenFact
from genevolve.language.drafts import TextDraft, ThingDraft, merged
from genevolve.language.members import by_placement
from genevolve.language.phrasing import Phrasing
from genevolve.language.placements import PlacementFound
from genevolve.language.readings import Reading
from genevolve.language.references import ReferenceFound
from genevolve.language.stuff import LightOnStuff


class Claiming(Phrasing):
    """Gives what was understood beforehand to the things that it is about."""

    def _claim(self, value: Any, position: int) -> None:
        clause = self.clause
        if isinstance(value, PlacementFound):
            self._placement(value, position)
        elif isinstance(value, ReferenceFound):
            self._reference(value)
        elif isinstance(value, LightOnStuff):
            self._mark_described()
        elif isinstance(value, TextDraft):
            self._letters(value, position)
        elif isinstance(value, FactFound):
            self._fact(value, position)
            return
        if not isinstance(value, PlacementFound):
            clause.relation = None

    def _fact(self, value: FactFound, position: int) -> None:
        """An open fact: about a thing, a thing by itself, or letters to be found out."""
        clause = self.clause
        subject = value.subject or ("" if value.letters else self._last_named())
        extended = clause.link == "of" and bool(clause.group)
        about: int | None = next(iter([*reversed(clause.group), *reversed(clause.subject), *self.spoken_of]), None)
        if extended and about is not None:
            thing = self.scene.things[about]
            thing.name, thing.named = f"{thing.name} of {value.phrase}", True
        elif value.visual:
            about = self._named_by_fact(value, subject)
        elif value.letters or (
            value.written and (clause.coordinated or clause.link in {"with", "on", ""} or clause.relation is not None)
        ):
            draft = TextDraft(value.phrase, False, value.span)
            self.scene.texts.append(draft)
            self._letters(draft, position)
        self.scene.facts.append(OpenFact(value.phrase, value.attribute, subject, about))
        clause.relation = None
        clause.link = ""

    def _named_by_fact(self, value: FactFound, subject: str) -> int:
        """A thing that is only known by a fact: "the national animal of Chile"."""
        described = value.phrase.endswith(f"{value.attribute} {subject}")
        name = f"{value.attribute} {subject}" if described else f"{value.attribute} of {subject}"
        earlier = next((index for index, thing in enumerate(self.scene.things) if thing.name == name), None)
        if earlier is not None:
            self._join(earlier)
            return earlier
        start = value.span[0] + (4 if value.phrase.lower().startswith("the ") else 0)
        thing = ThingDraft(
            self.scene.text[start : value.span[1]],
            value.noun,
            name,
            (start, value.span[1]),
            self.clause_index,
            named=True,
        )
        self.scene.things.append(thing)
        index = len(self.scene.things) - 1
        self._join(index)
        return index

    def _resolve_facts(self) -> None:
        """Give facts whose owner was only a pronoun the first name that the text has, else the nearest thing."""
        things = [thing for thing in self.scene.things if carrier_of(thing.noun) is None] or self.scene.things
        named = [thing for thing in things if thing.named]
        fallback = next((owner_of(thing) for thing in [*named, *things]), "")
        self.scene.facts = [fact if fact.subject else replace(fact, subject=fallback) for fact in self.scene.facts]

    def _placement(self, value: PlacementFound, position: int) -> None:
        clause = self.clause
        if clause.singled is not None:
            by_placement(clause.singled, value.placement, value.opener)
            return
        if not clause.group or (clause.comma and self._opens_phrase(position + 1)):
            clause.placement = merged(clause.placement, value.placement)
            return
        targets = clause.group if clause.copula or clause.verb else clause.group[-1:]
        clause.listing = False
        for target in targets:
            thing = self.scene.things[target]
            thing.placement = merged(thing.placement, value.placement)

    def _opens_phrase(self, position: int) -> bool:
        """Whether a noun phrase follows at once."""
        if position < len(self.units) and self.units[position].lower == ",":
            position += 1
        if position >= len(self.units) or self.units[position].can(Reading.CLAIM, Reading.AUXILIARY, Reading.RELATIVE):
            return False
        phrase = self.chunker.noun_phrase(position)
        return phrase is not None and not phrase[0].is_attribute

    def _reference(self, value: ReferenceFound) -> None:
        targets = self.clause.group[-1:] or self.clause.subject[-1:] or self.spoken_of[-1:]
        for target in targets:
            thing = self.scene.things[target]
            thing.reference = value.number if value.number is not None else thing.reference
            thing.keeps_identity = thing.keeps_identity or value.exact
