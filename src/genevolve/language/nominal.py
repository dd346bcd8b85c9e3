"""Which words of a noun phrase are its nouns, and which already are the verb."""

from __future__ import annotations

from genevolve.language.attributing import AttributeReader
from genevolve.language.lexicons import word_set
from genevolve.language.living import is_living
from genevolve.language.names import is_name
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.readings import Reading, Unit
from genevolve.language.verbs import VerbForm

_LINKS_OF_NAMES = word_set("rules", "nominal", "links_of_names")


class NounReader(AttributeReader):
    """Reads the nouns of a noun phrase from a list of units."""

    def _continues(self, position: int, phrase: NounPhrase, nouns: list[Unit]) -> bool:
        """Whether the unit is one more noun of the head."""
        unit = self._units[position]
        sentence_start = position in self._starts
        following = self._units[position + 1] if position + 1 < len(self._units) else None
        if unit.can(Reading.AUXILIARY) and following is not None and following.lower == "be":
            return False
        if nouns and self.is_doing(position):
            return False
        if is_name(unit, sentence_start):
            return unit.can(Reading.NAME) or not (
                sentence_start and unit.can(Reading.VERB) and not unit.can(Reading.NOUN) and not nouns
            )
        if nouns and unit.lower in _LINKS_OF_NAMES and self._inside_name(position, nouns):
            return True
        if (
            unit.lower in {"one", "ones"}
            and not nouns
            and (
                phrase.determiner
                or phrase.ordinal
                or phrase.colours
                or phrase.adjectives
                or phrase.size
                or phrase.number
            )
        ):
            return True
        if unit.can(Reading.COLOUR) and phrase.ordinal and self._units[position - 1].lower == "one":
            return False
        if unit.can(Reading.NUMBER) and nouns and is_name(nouns[-1], False):
            return True
        if not unit.can(Reading.NOUN):
            stuff = bool(nouns) and unit.can(Reading.MATERIAL) and self._opens_noun(position + 1)
            return stuff or self._is_nominal_verb(position, phrase, nouns)
        opened = (
            phrase.determiner
            or phrase.owner
            or phrase.number is not None
            or phrase.colours
            or phrase.adjectives
            or phrase.size
        )
        if unit.can(Reading.PREPOSITION, Reading.CONJUNCTION, Reading.DETERMINER) or (
            unit.can(Reading.RELATION) and (nouns or not opened)
        ):
            return False
        if nouns and unit.can(Reading.AUXILIARY):
            return False
        if nouns and self.is_unknown_verb(position):
            return False
        if unit.can(Reading.VERB) and nouns:
            return not self._reads_as_verb(position, phrase, nouns)
        if unit.can(Reading.VERB) and not (
            phrase.determiner
            or phrase.owner
            or phrase.number is not None
            or phrase.vague
            or phrase.adjectives
            or phrase.colours
            or phrase.size
            or phrase.materials
            or phrase.ordinal
        ):
            verb = unit.readings[Reading.VERB]
            return verb[1] is not VerbForm.BASE or unit.known
        if nouns and unit.can(Reading.ADJECTIVE, Reading.COLOUR) and not self._opens_noun(position + 1):
            return not unit.can(Reading.COLOUR) and not unit.can(Reading.ADJECTIVE)
        return True

    def is_doing(self, position: int) -> bool:
        """Whether a noun in -ing tells what the living thing before it does to another: "a robot painting a fence"."""
        if position == 0 or position + 1 >= len(self._units) or not self._units[position].lower.endswith("ing"):
            return False
        before, after = self._units[position - 1], self._units[position + 1]
        doer = before.readings.get(Reading.NOUN, ("", False))[0]
        return is_living(doer) and after.can(Reading.DETERMINER, Reading.POSSESSIVE)

    def _is_nominal_verb(self, position: int, phrase: NounPhrase, nouns: list[Unit]) -> bool:
        """A verb form that stands where only a noun can: "a stand", "its reach"."""
        unit = self._units[position]
        verb = unit.readings.get(Reading.VERB)
        if verb is not None and verb[1] is VerbForm.THIRD and self._governs(position):
            return False
        opened = (
            phrase.determiner not in {"", "that", "all", "both"}
            or phrase.owner
            or phrase.number is not None
            or phrase.adjectives
        )
        if (
            nouns
            and verb is not None
            and verb[1] is VerbForm.BASE
            and opened
            and not unit.can(Reading.AUXILIARY, Reading.PREPOSITION)
        ):
            after = self._units[position + 1] if position + 1 < len(self._units) else None
            governs = after is not None and after.can(
                Reading.DETERMINER, Reading.NUMBER, Reading.VAGUE, Reading.POSSESSIVE
            )
            ends = after is None or after.can(Reading.MARK) or is_name(nouns[-1], False)
            return ends and not governs and not _is_many(phrase, nouns[-1])
        return bool(
            verb is not None
            and not nouns
            and opened
            and verb[1] in {VerbForm.BASE, VerbForm.THIRD}
            and not unit.can(Reading.AUXILIARY)
        )

    def _governs(self, position: int) -> bool:
        """Whether an object follows at once: "the sky overhead provides a contrast"."""
        after = self._units[position + 1] if position + 1 < len(self._units) else None
        return after is not None and after.can(Reading.DETERMINER, Reading.POSSESSIVE)

    def _reads_as_verb(self, position: int, phrase: NounPhrase, nouns: list[Unit]) -> bool:
        """Whether a word after a noun is the clause's verb rather than one more noun ("a dog watches a cat")."""
        unit = self._units[position]
        base, form = unit.readings[Reading.VERB]
        after = self._units[position + 1] if position + 1 < len(self._units) else None
        head_plural = _is_many(phrase, nouns[-1])
        if form is VerbForm.THIRD and not head_plural and (after is None or after.can(Reading.MARK)):
            return base in word_set("words", "poses", "postures")
        if form is VerbForm.THIRD and not head_plural:
            return after is None or after.can(
                Reading.DETERMINER,
                Reading.POSSESSIVE,
                Reading.PREPOSITION,
                Reading.RELATION,
                Reading.ADVERB,
                Reading.PRONOUN,
                Reading.NUMBER,
                Reading.MARK,
                Reading.CONJUNCTION,
                Reading.ADJECTIVE,
                Reading.CLAIM,
            )
        governs = after is not None and after.can(Reading.DETERMINER, Reading.POSSESSIVE)
        if form is VerbForm.BASE and (head_plural or governs):
            return True
        if form in {VerbForm.ING, VerbForm.PAST}:
            return after is None or not after.can(Reading.NOUN) or after.can(Reading.DETERMINER, Reading.PREPOSITION)
        return False

    def is_unknown_verb(self, position: int) -> bool:
        """Whether a word that no lexicon has must be the verb of the noun before it: "the scene integrates the …"."""
        unit = self._units[position]
        if (
            unit.known
            or position == 0
            or position + 1 >= len(self._units)
            or not unit.lower.endswith("s")
            or unit.capitalised
        ):
            return False
        before, after = self._units[position - 1], self._units[position + 1]
        if before.can(Reading.ADVERB) and before.lower.endswith("ly"):
            return True
        singular_before = not before.readings.get(Reading.NOUN, ("", True))[1] or before.can(
            Reading.PRONOUN, Reading.RELATIVE
        )
        return singular_before and after.can(Reading.DETERMINER, Reading.POSSESSIVE)

    def _inside_name(self, position: int, nouns: list[Unit]) -> bool:
        """Whether "of", "the", "de" stand between two parts of one name: "Statue of Liberty"."""
        if not is_name(nouns[-1], False) and nouns[-1].lower not in _LINKS_OF_NAMES:
            return False
        if self._units[position].lower in {"and", "&"}:
            return False
        for following in range(position + 1, min(position + 3, len(self._units))):
            if is_name(self._units[following], False):
                return True
            if self._units[following].lower not in _LINKS_OF_NAMES:
                return False
        return False


def _is_many(phrase: NounPhrase, noun: Unit) -> bool:
    """Whether the noun stands for several: by its form, or by the number before it ("eleven sheep")."""
    counted = phrase.number is not None and phrase.number > 1
    return counted or bool(noun.readings.get(Reading.NOUN, ("", False))[1])
