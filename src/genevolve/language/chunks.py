"""Units to noun phrases: determiner, number, attributes, head and name."""

from __future__ import annotations

from genevolve.language.heads import settle_head
from genevolve.language.names import is_name
from genevolve.language.nominal import NounReader
from genevolve.language.nounphrase import ATTRIBUTES, NounPhrase
from genevolve.language.readings import Reading, Unit


class Chunker(NounReader):
    """Reads one noun phrase at a time from a list of units."""

    def noun_phrase(self, position: int) -> tuple[NounPhrase, int] | None:
        """The noun or attribute phrase at `position` and the position after it; None when there is none."""
        units = self._units
        first = position
        phrase = NounPhrase(0, 0, units[position].start if position < len(units) else 0)
        position = self._determiners(position, phrase)
        start = position
        nouns: list[Unit] = []
        position = self._attributes(position, phrase, self._is_opened(first, phrase))
        while position < len(units) and self._continues(position, phrase, nouns):
            nouns.append(units[position])
            position += 1
            if position < len(units) and units[position].can(Reading.GENITIVE):
                return self._owned(position + 1, phrase, nouns)
        nouns, position = self._borrowed_head(nouns, position, start, phrase)
        if position == first or (not nouns and position == start and phrase.number is None and phrase.ordinal is None):
            return None
        phrase.start = units[min(start, position - 1)].start
        phrase.end = units[position - 1].end
        if nouns:
            settle_head(phrase, nouns, nouns[0] is units[start] and start in self._starts)
        return phrase, position

    def _is_opened(self, first: int, phrase: NounPhrase) -> bool:
        """Whether a noun phrase surely begins: after a determiner, a number or a preposition."""
        before = self._units[first - 1] if first else None
        led = before is not None and before.can(Reading.PREPOSITION, Reading.RELATION) and not before.can(Reading.VERB)
        return bool(phrase.determiner or phrase.owner or phrase.number or led)

    def _determiners(self, position: int, phrase: NounPhrase) -> int:
        units = self._units
        while position < len(units):
            unit = units[position]
            if (
                unit.lower in {"exactly", "precisely", "just", "only"}
                and not phrase.determiner
                and self._number_follows(position)
            ):
                phrase.exact = phrase.exact or unit.lower in {"exactly", "precisely"}
            elif unit.lower in {
                "about",
                "approximately",
                "nearly",
                "around",
                "at least",
                "at most",
                "over",
                "some",
            } and self._number_follows(position):
                pass
            elif (
                unit.can(Reading.DETERMINER)
                and not phrase.determiner
                and not is_name(unit, position in self._starts, allow_known=False)
            ):
                phrase.determiner = unit.lower
                phrase.vague = unit.readings.get(Reading.VAGUE, phrase.vague)
            elif unit.can(Reading.DETERMINER) and phrase.determiner in {"all", "both", "each", "of"}:
                phrase.determiner = unit.lower
            elif unit.can(Reading.POSSESSIVE) and not phrase.owner:
                phrase.owner = unit.lower
            elif unit.can(Reading.NUMBER) and phrase.number is None and not self._is_pronoun_one(position, phrase):
                phrase.number = unit.readings[Reading.NUMBER]
            elif unit.can(Reading.VAGUE) and phrase.vague is None:
                phrase.vague = unit.readings[Reading.VAGUE]
            elif unit.can(Reading.ORDINAL) and phrase.ordinal is None and not unit.can(Reading.ADVERB):
                phrase.ordinal = unit.readings[Reading.ORDINAL]
            else:
                return position
            position += 1
        return position

    def _number_follows(self, position: int) -> bool:
        return position + 1 < len(self._units) and self._units[position + 1].can(Reading.NUMBER, Reading.VAGUE)

    def _is_pronoun_one(self, position: int, phrase: NounPhrase) -> bool:
        """Whether "one" is a head and no number: "the third one", "the one"."""
        return self._units[position].lower == "one" and bool(phrase.determiner or phrase.ordinal)

    def _borrowed_head(
        self, nouns: list[Unit], position: int, start: int, phrase: NounPhrase
    ) -> tuple[list[Unit], int]:
        """When only attributes were found, the last that can be a noun is the head: "an orange", "two glasses"."""
        if nouns or position == start:
            return nouns, position
        unit = self._units[position - 1]
        if not unit.can(Reading.NOUN) or not unit.can(*ATTRIBUTES):
            return nouns, position
        if (
            not unit.can(Reading.SIZE)
            and not phrase.determiner
            and phrase.number is None
            and (unit.can(Reading.COLOUR) or not unit.known)
        ):
            return nouns, position
        if unit.can(Reading.COLOUR) and phrase.colours:
            phrase.colours.pop()
        elif phrase.adjectives:
            phrase.adjectives.pop()
        return [unit], position

    def _owned(self, position: int, phrase: NounPhrase, nouns: list[Unit]) -> tuple[NounPhrase, int] | None:
        """What follows a genitive, with its owner noted: "Chad's flag", "the dog's tail"."""
        inner = self.noun_phrase(position)
        owner_named = any(is_name(unit, False) for unit in nouns)
        owner = " ".join(unit.text for unit in nouns)
        if inner is None or inner[0].is_attribute:
            settle_head(phrase, nouns, False)
            phrase.start, phrase.end = nouns[0].start, nouns[-1].end
            return phrase, position
        owned, end = inner
        owned.owner, owned.owner_named = owner, owner_named
        owned.determiner = phrase.determiner or "the"
        owned.outer_start = phrase.outer_start
        owned.start = nouns[0].start
        return owned, end
