"""Units to noun phrases: determiner, number, attributes, head and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from genevolve.language.description import Colour
from genevolve.language.lexicons import word_set
from genevolve.language.names import is_name
from genevolve.language.nouns import is_plural_only, singular
from genevolve.language.units import Reading, Unit
from genevolve.language.verbs import VerbForm
from genevolve.language.vocabulary import Material, Size

_ATTRIBUTES = (Reading.COLOUR, Reading.MATERIAL, Reading.SIZE, Reading.ADJECTIVE)
_LINKS_OF_NAMES = word_set("rules", "chunks", "links_of_names")


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


class Chunker:
    """Reads one noun phrase at a time from a list of units."""

    def __init__(self, units: Sequence[Unit], name_starts: frozenset[int]) -> None:
        self._units = units
        self._starts = name_starts  # positions where a capital letter says nothing

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
            self._head(phrase, nouns)
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
        """ "the third one", "the one": a head, not a number."""
        return self._units[position].lower == "one" and bool(phrase.determiner or phrase.ordinal)

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
            units[position].can(*_ATTRIBUTES, Reading.ADVERB)
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
        if unit.can(*_ATTRIBUTES) and not unit.can(Reading.DETERMINER, Reading.NUMBER):
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
        ) and not unit.can(*_ATTRIBUTES):
            return False
        if unit.can(Reading.VERB) and not unit.can(Reading.NOUN) and not unit.can(*_ATTRIBUTES):
            verb = unit.readings[Reading.VERB]
            return verb[1] in {VerbForm.PAST, VerbForm.ING} and self._opens_noun(position + 1)
        return unit.can(Reading.NOUN, Reading.NAME, *_ATTRIBUTES) and not unit.can(Reading.DETERMINER)

    def _is_head_here(self, position: int) -> bool:
        """A unit that could be an attribute but must be the head, as nothing after it could be: "an orange", "glass"."""
        unit = self._units[position]
        return unit.can(Reading.NOUN) and unit.can(*_ATTRIBUTES) and not self._opens_noun(position + 1)

    def _is_participle_before_noun(self, position: int, opened: bool) -> bool:
        unit = self._units[position]
        verb = unit.readings.get(Reading.VERB)
        if verb is None or unit.can(Reading.NOUN, Reading.PREPOSITION) or not opened:
            return False
        return verb[1] in {VerbForm.ING, VerbForm.PAST} and self._opens_noun(position + 1)

    def _continues(self, position: int, phrase: NounPhrase, nouns: list[Unit]) -> bool:
        """Whether the unit is one more noun of the head."""
        unit = self._units[position]
        sentence_start = position in self._starts
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

    def _is_nominal_verb(self, position: int, phrase: NounPhrase, nouns: list[Unit]) -> bool:
        """A verb form that stands where only a noun can: "a stand", "its reach"."""
        unit = self._units[position]
        verb = unit.readings.get(Reading.VERB)
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
            return not governs and not _is_many(phrase, nouns[-1])
        return bool(
            verb is not None
            and not nouns
            and opened
            and verb[1] in {VerbForm.BASE, VerbForm.THIRD}
            and not unit.can(Reading.AUXILIARY)
        )

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
        if form is VerbForm.BASE and head_plural:
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
        """ "of", "the", "de" between two parts of one name: "Statue of Liberty", "Leaning Tower of Pisa"."""
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

    def _borrowed_head(
        self, nouns: list[Unit], position: int, start: int, phrase: NounPhrase
    ) -> tuple[list[Unit], int]:
        """When only attributes were found, the last of them that can be a noun is the head: "a orange", "two glasses"."""
        if nouns or position == start:
            return nouns, position
        unit = self._units[position - 1]
        if not unit.can(Reading.NOUN) or not unit.can(*_ATTRIBUTES):
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
            self._head(phrase, nouns)
            phrase.start, phrase.end = nouns[0].start, nouns[-1].end
            return phrase, position
        owned, end = inner
        owned.owner, owned.owner_named = owner, owner_named
        owned.determiner = phrase.determiner or "the"
        owned.outer_start = phrase.outer_start
        owned.start = nouns[0].start
        return owned, end

    def _head(self, phrase: NounPhrase, nouns: list[Unit]) -> None:
        named = [
            is_name(unit, index == 0 and phrase.start == nouns[0].start and self._index_of(unit) in self._starts)
            for index, unit in enumerate(nouns)
        ]
        last = nouns[-1]
        base, is_many = last.readings.get(Reading.NOUN, (singular(last.lower), False))
        phrase.named = any(named)
        phrase.plural = is_many
        phrase.known = last.known
        if phrase.named:
            self._named_head(phrase, nouns, named, base)
            return
        if len(nouns) == 2 and nouns[0].lower == "element":
            phrase.noun, phrase.name, phrase.named = "element", f"element {last.lower}", True
            return
        phrase.noun = base
        before = [unit.lower for unit in nouns[:-1]]
        phrase.modifiers = before
        phrase.name = " ".join([*before, base])
        if is_plural_only(base) and phrase.plural:
            phrase.plural = False

    def _named_head(self, phrase: NounPhrase, nouns: list[Unit], named: list[bool], base: str) -> None:
        last = nouns[-1]
        words = [unit.text for unit in nouns]
        kinds = word_set("nouns", "roles", "kinds")
        first_kind = singular(nouns[0].lower)
        before_of = next(
            (unit for unit, following in zip(nouns, nouns[1:], strict=False) if following.lower == "of"), None
        )
        if before_of is not None and before_of.known and before_of.can(Reading.NOUN):
            phrase.noun = singular(before_of.lower)
        elif not named[-1]:
            phrase.noun = base
            words[-1] = base
        elif not named[0] and first_kind in kinds | word_set("nouns", "roles", "emblems"):
            phrase.noun = first_kind
        elif last.known and last.can(Reading.NOUN) and len(nouns) > 1 and not last.can(Reading.NAME):
            phrase.noun = base
        elif any(singular(unit.lower) in kinds or unit.lower == "statue" for unit in nouns[:-1]):
            phrase.noun = next(
                singular(unit.lower) for unit in nouns[:-1] if singular(unit.lower) in kinds or unit.lower == "statue"
            )
        elif nouns[0].lower in {"mount", "mt"}:
            phrase.noun = "mountain"
        elif nouns[0].lower == "lake":
            phrase.noun = "lake"
        else:
            phrase.noun = " ".join(unit.lower for unit in nouns)
        phrase.name = " ".join(words)

    def _index_of(self, unit: Unit) -> int:
        low, high = 0, len(self._units) - 1
        while low < high:
            middle = (low + high) // 2
            if self._units[middle].start < unit.start:
                low = middle + 1
            else:
                high = middle
        return low


def _is_many(phrase: NounPhrase, noun: Unit) -> bool:
    """Whether the noun stands for several: by its form, or by the number before it ("eleven sheep")."""
    counted = phrase.number is not None and phrase.number > 1
    return counted or bool(noun.readings.get(Reading.NOUN, ("", False))[1])
