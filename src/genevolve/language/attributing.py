"""The attributes before a noun: colours, materials, sizes, adjectives and participles."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.language.names import is_name
from genevolve.language.nounphrase import ATTRIBUTES, NounPhrase
from genevolve.language.readings import Reading, Unit
from genevolve.language.verbs import VerbForm


class AttributeReader:
    """Reads attributes from a list of units."""

    def __init__(self, units: Sequence[Unit], name_starts: frozenset[int]) -> None:
        self._units = units
        self._starts = name_starts  # positions where a capital letter says nothing

    def _attributes(self, position: int, phrase: NounPhrase, opened: bool) -> int:
        """Read colours, materials, sizes and adjectives before the head."""
        units = self._units
        while position < len(units):
            unit = units[position]
            if self._joins_attributes(position, phrase):
                position += 1
                continue
            if is_name(unit, position in self._starts) and not (position in self._starts and unit.known):
                return position
            if self._is_head_here(position):
                return position
            if unit.can(Reading.COLOUR):
                phrase.colours.append(unit.readings[Reading.COLOUR])
            elif unit.can(Reading.SIZE):
                phrase.size = phrase.size or unit.readings[Reading.SIZE]
            elif (unit.can(Reading.MATERIAL) and not unit.can(Reading.NOUN)) or (
                unit.can(Reading.MATERIAL) and self._opens_noun(position + 1)
            ):
                self._take_material(unit, phrase)
            elif unit.can(Reading.ADJECTIVE) and (
                not unit.can(Reading.NOUN) or self._opens_noun(position + 1) or not unit.known
            ):
                phrase.adjectives.append(unit.lower)
            elif unit.can(Reading.ADVERB) and self._attribute_follows(position):
                pass
            elif unit.can(Reading.NUMBER) and opened and phrase.number is None and self._opens_noun(position + 1):
                phrase.number = unit.readings[Reading.NUMBER]
            elif self._is_participle_before_noun(
                position, opened or bool(phrase.colours or phrase.adjectives or phrase.size)
            ):
                phrase.adjectives.append(unit.lower)
            else:
                return position
            position += 1
        return position

    def _take_material(self, unit: Unit, phrase: NounPhrase) -> None:
        material = unit.readings[Reading.MATERIAL]
        if unit.can(Reading.ADJECTIVE):
            phrase.materials.append(material)
        else:
            phrase.materials.append(material)
            phrase.noun_material = material

    def _joins_attributes(self, position: int, phrase: NounPhrase) -> bool:
        """A comma or "and" between two attributes of the same head: "red and white striped", "small, round"."""
        unit = self._units[position]
        if unit.lower not in {",", "and", "or"} or not (
            phrase.colours or phrase.adjectives or phrase.size or phrase.materials
        ):
            return False
        return self._attribute_follows(position) and not self._attribute_phrase_ends(position + 1)

    def _attribute_phrase_ends(self, position: int) -> bool:
        """Whether the attributes from here run to their end without reaching a noun."""
        units = self._units
        while position < len(units) and (
            units[position].can(*ATTRIBUTES, Reading.ADVERB)
            or units[position].lower in {"and", ","}
            or self._is_loose_participle(position)
        ):
            if self._is_head_here(position):
                return False
            position += 1
        return not self._opens_noun(position)

    def _is_loose_participle(self, position: int) -> bool:
        verb = self._units[position].readings.get(Reading.VERB)
        return verb is not None and verb[1] in {VerbForm.ING, VerbForm.PAST} and self._opens_noun(position + 1)

    def _attribute_follows(self, position: int) -> bool:
        following = position + 1
        if following >= len(self._units):
            return False
        unit = self._units[following]
        if unit.can(*ATTRIBUTES) and not unit.can(Reading.DETERMINER, Reading.NUMBER):
            return True
        verb = unit.readings.get(Reading.VERB)
        return verb is not None and verb[1] in {VerbForm.PAST, VerbForm.ING} and self._opens_noun(following + 1)

    def _opens_noun(self, position: int) -> bool:
        """Whether a noun, or attributes that lead to one, can begin here."""
        if position >= len(self._units):
            return False
        unit = self._units[position]
        if unit.can(
            Reading.PREPOSITION,
            Reading.RELATION,
            Reading.CONJUNCTION,
            Reading.AUXILIARY,
            Reading.RELATIVE,
            Reading.SUBORDINATOR,
        ) and not unit.can(*ATTRIBUTES):
            return False
        if unit.can(Reading.VERB) and not unit.can(Reading.NOUN) and not unit.can(*ATTRIBUTES):
            verb = unit.readings[Reading.VERB]
            return verb[1] in {VerbForm.PAST, VerbForm.ING} and self._opens_noun(position + 1)
        return unit.can(Reading.NOUN, Reading.NAME, *ATTRIBUTES) and not unit.can(Reading.DETERMINER)

    def _is_head_here(self, position: int) -> bool:
        """Whether what could be an attribute must be the head, as nothing after it could be: "an orange"."""
        unit = self._units[position]
        return unit.can(Reading.NOUN) and unit.can(*ATTRIBUTES) and not self._opens_noun(position + 1)

    def _is_participle_before_noun(self, position: int, opened: bool) -> bool:
        unit = self._units[position]
        verb = unit.readings.get(Reading.VERB)
        if verb is None or unit.can(Reading.NOUN, Reading.PREPOSITION) or not opened:
            return False
        return verb[1] in {VerbForm.ING, VerbForm.PAST} and self._opens_noun(position + 1)
