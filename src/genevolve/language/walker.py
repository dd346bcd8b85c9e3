"""Walks through the clauses of a text and gives every phrase to the thing that it speaks of."""

from __future__ import annotations

from genevolve.language.claiming import Claiming
from genevolve.language.lexicons import word_set
from genevolve.language.living import is_living
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.placements import PlacementFound
from genevolve.language.poses import is_posture, pose_end
from genevolve.language.readings import Reading, Unit
from genevolve.language.verbs import VerbForm

_STOPS = {".", "!", "?", ";", "\n", "•"}
_LIKENESS = word_set("rules", "walker", "likeness")
_HELD_FORMS = word_set("rules", "walker", "held_forms")


class Walker(Claiming):
    """One pass over the units of a text, filling its `Scene`."""

    def walk(self) -> None:
        """Read every clause."""
        position = 0
        while position < len(self.units):
            unit = self.units[position]
            if unit.lower in _STOPS and unit.can(Reading.MARK):
                self._close()
                position += 1
                continue
            position = max(self._step(position, unit), position + 1)
        self._close()
        self._resolve_facts()

    def _step(self, position: int, unit: Unit) -> int:
        clause = self.clause
        if unit.can(Reading.CLAIM):
            self._claim(unit.readings[Reading.CLAIM], position)
            return position + 1
        if unit.can(Reading.MARK):
            clause.comma = unit.lower == ","
            if clause.comma and clause.relation is None:
                clause.link = ""
            return position + 1
        if unit.can(Reading.CONJUNCTION) or unit.lower in {"while", "whereas"}:
            return self._conjunction(position)
        if self._is_relative(unit):
            clause.subject = list(clause.group[-1:]) or clause.subject
            return position + 1
        if unit.can(Reading.AUXILIARY) and not unit.can(Reading.NOUN):
            return self._auxiliary(position, unit)
        if unit.can(Reading.RELATION) and not self._is_plain_verb(unit):
            return self._relation(position, unit)
        phrase = self.chunker.noun_phrase(position)
        if phrase is not None and not self._prefers_verb(position, unit, phrase):
            return self._phrase(*phrase)
        return self._other(position, unit)

    def _other(self, position: int, unit: Unit) -> int:
        clause = self.clause
        if unit.can(Reading.PRONOUN):
            self._pronoun()
        elif unit.can(Reading.PREPOSITION):
            clause.link, clause.link_start = unit.lower, unit.start
            clause.relation = None if unit.lower not in {"of"} else clause.relation
        elif unit.can(Reading.VERB):
            return self._verb(position, unit)
        elif unit.lower == "there":
            clause.there = True
        elif self._takes_light(unit):
            self._mark_described()
        return position + 1

    def _conjunction(self, position: int) -> int:
        clause = self.clause
        if self._is_inverted(position + 1) and clause.group:
            self._close()
            return position + 1
        if self._opens_clause(position + 1) and (clause.verb or clause.group):
            self._close()
            return position + 1
        clause.coordinated = True
        clause.comma = False
        return position + 1

    def _is_inverted(self, position: int) -> bool:
        """Whether a place, a verb and its subject follow: "and at the right stands a bell"."""
        while position + 1 < len(self.units) and self._is_spot(position) and self._is_spot(position + 1):
            position += 1
        if position + 2 >= len(self.units):
            return False
        verb, subject = self.units[position + 1 : position + 3]
        finite = verb.can(Reading.AUXILIARY) or verb.readings.get(Reading.VERB, ("", VerbForm.ING))[1] in {
            VerbForm.THIRD,
            VerbForm.BASE,
        }
        return self._is_spot(position) and finite and subject.can(Reading.DETERMINER, Reading.NUMBER)

    def _is_spot(self, position: int) -> bool:
        return isinstance(self.units[position].readings.get(Reading.CLAIM), PlacementFound)

    def _opens_clause(self, position: int) -> bool:
        """Whether a noun phrase with its own finite verb follows, so that a new clause begins."""
        if position >= len(self.units) or self.units[position].can(Reading.CLAIM):
            return False
        phrase = self.chunker.noun_phrase(position)
        if phrase is None or phrase[0].is_attribute:
            return False
        after = phrase[1]
        while after < len(self.units) and (
            self.units[after].can(Reading.ADVERB, Reading.CLAIM) or self.units[after].lower in {"of"}
        ):
            after += 1
        if after >= len(self.units):
            return False
        unit = self.units[after]
        verb = unit.readings.get(Reading.VERB)
        if unit.can(Reading.AUXILIARY):
            return self.clause.verb
        return (
            self.clause.verb
            and verb is not None
            and verb[1] in {VerbForm.THIRD, VerbForm.BASE}
            and not unit.can(Reading.PREPOSITION)
        )

    def _is_relative(self, unit: Unit) -> bool:
        if not unit.can(Reading.RELATIVE):
            return False
        return not (unit.can(Reading.DETERMINER) and not self.clause.group)

    def _auxiliary(self, position: int, unit: Unit) -> int:
        clause = self.clause
        clause.verb = True
        if unit.lower in {"has", "have", "had", "having"}:
            clause.link, clause.link_start = "with", unit.start
            clause.group = clause.subject or clause.group
        else:
            clause.copula = True
            clause.link = ""
            clause.group = clause.group if clause.group and not clause.subject else clause.subject or clause.group
        return position + 1

    def _is_plain_verb(self, unit: Unit) -> bool:
        """Whether a verb of a relation has no subject to start from."""
        return unit.can(Reading.VERB) and not self.clause.group and not self.clause.subject

    def _prefers_verb(self, position: int, unit: Unit, phrase: tuple[NounPhrase, int]) -> bool:
        """A word that could open a noun phrase but follows its subject as a verb: "a dog watches …"."""
        if self.chunker.is_unknown_verb(position) or self.chunker.is_doing(position):
            return True
        verb = unit.readings.get(Reading.VERB)
        if verb is None or unit.can(Reading.NAME) or phrase[0].determiner or phrase[0].number is not None:
            return False
        before = self.units[position - 1] if position else None
        after = self.units[position + 1] if position + 1 < len(self.units) else None
        if verb[1] is VerbForm.THIRD and before is not None:
            follows_noun = before.can(Reading.NOUN) and not before.readings[Reading.NOUN][1]
            led = before.can(Reading.ADVERB) and not before.can(Reading.PREPOSITION)
            takes = (
                after is not None and after.can(Reading.DETERMINER) and bool(self.clause.group or self.clause.hollow)
            )
            if follows_noun or led or (takes and not self.clause.link):
                return True
        unit_before = before.lower if before is not None else ""
        led = before is not None and before.can(Reading.PREPOSITION, Reading.RELATION) and not before.can(Reading.VERB)
        if led and unit_before != "to" and verb[1] is VerbForm.BASE and not phrase[0].is_attribute:
            return False
        if not unit.can(Reading.NOUN):
            return (
                phrase[0].is_attribute
                or bool(self.clause.group)
                or (verb[1] is VerbForm.BASE and not unit.can(Reading.ADJECTIVE))
            )
        return (
            bool(self.clause.group)
            and not self.clause.link
            and not self.clause.coordinated
            and self.clause.relation is None
            and not self.clause.comma
        )

    def _verb(self, position: int, unit: Unit) -> int:
        clause = self.clause
        base, form = unit.readings[Reading.VERB]
        if form in {VerbForm.THIRD, VerbForm.BASE}:
            clause.verb = True
            clause.group = clause.subject or clause.group
        clause.copula = False
        holders = [self.scene.things[index] for index in (clause.group or clause.subject)]
        living = [thing for thing in holders if is_living(thing.noun)]
        if base in _LIKENESS:
            clause.link = "like"
            return position + 1
        if living and is_posture(unit) and not clause.link and (form is not VerbForm.PAST or base in _HELD_FORMS):
            end = pose_end(self.units, position, self.end)
            pose = self.scene.text[unit.start : self.units[end - 1].end]
            for thing in living:
                if len(pose) > len(thing.pose):
                    thing.pose = pose
            clause.comma = False
            return end
        if self._takes_light(unit):
            self._mark_described()
        if form in {VerbForm.THIRD, VerbForm.BASE} or clause.comma:
            clause.link = ""
        clause.coordinated = False
        return position + 1
