"""Walks through the clauses of a text and gives every phrase to the thing that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from genevolve.language.carriers import carrier_of, dress_text
from genevolve.language.chunks import Chunker, NounPhrase
from genevolve.language.colours import colour_names
from genevolve.language.description import Colour, OpenFact, Placement
from genevolve.language.drafts import Scene, TextDraft, ThingDraft, merged
from genevolve.language.facts import FactFound
from genevolve.language.lexicons import lexicon, word_set
from genevolve.language.living import is_living
from genevolve.language.members import Singled, attribute, by_placement, singled_out
from genevolve.language.placements import PlacementFound
from genevolve.language.places import settle_place
from genevolve.language.poses import is_posture, pose_end
from genevolve.language.references import ReferenceFound
from genevolve.language.roles import Role, is_ignored, role_of
from genevolve.language.stuff import LightOnStuff
from genevolve.language.things import add_thing, enrich, find_earlier, resolve_of
from genevolve.language.units import Reading, Unit
from genevolve.language.verbs import VerbForm
from genevolve.language.vocabulary import Material, RelationKind

_STOPS = {".", "!", "?", ";", "\n", "•"}
_LONG = 36  # units; in longer texts a bare unknown word is rarely a thing
_LIKENESS = word_set("rules", "walker", "likeness")
_HELD_FORMS = word_set("rules", "walker", "held_forms")
_RELATIVE_VERBS = {RelationKind.HOLDING, RelationKind.WEARING, RelationKind.BEARS}


_ARRANGEMENTS = word_set("rules", "walker", "arrangements")


def _owner_of(thing: ThingDraft) -> str:
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


class Walker:
    """One pass over the units of a text, filling its `Scene`."""

    def __init__(self, scene: Scene, units: Sequence[Unit], starts: frozenset[int]) -> None:
        self.scene = scene
        self.units = units
        self.chunker = Chunker(units, starts)
        self.clause_index = 0
        self.clause = Clause()
        self.spoken_of: list[int] = []  # what a pronoun stands for
        self.end = len(units)
        self.is_long = len(units) > _LONG

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

    def _close(self) -> None:
        self.spoken_of = self.clause.subject or self.clause.group or self.spoken_of
        counted = self.clause.singled
        self.clause = Clause()
        self.clause_index += 1
        if counted is not None:
            self.spoken_of = [self.scene.things.index(counted.thing)]

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
            return self._conjunction(position, unit)
        if self._is_relative(position, unit):
            clause.subject = list(clause.group[-1:]) or clause.subject
            return position + 1
        if unit.can(Reading.AUXILIARY) and not unit.can(Reading.NOUN):
            return self._auxiliary(position, unit)
        if unit.can(Reading.RELATION) and not self._is_plain_verb(unit):
            return self._relation(position, unit)
        phrase = self.chunker.noun_phrase(position)
        if phrase is not None and not self._prefers_verb(position, unit, phrase):
            return self._phrase(*phrase, position)
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

    # --- small words -------------------------------------------------------------------------------------------

    def _conjunction(self, position: int, unit: Unit) -> int:
        clause = self.clause
        if self._opens_clause(position + 1) and (clause.verb or clause.group):
            self._close()
            return position + 1
        clause.coordinated = True
        clause.comma = False
        return position + 1

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

    def _is_relative(self, position: int, unit: Unit) -> bool:
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

    def _pronoun(self) -> None:
        clause = self.clause
        if clause.relation is RelationKind.BETWEEN and not clause.subject:
            self._connect([index for index, thing in enumerate(self.scene.things) if not thing.dropped][-2:])
        elif clause.relation is not None:
            self._connect(self.spoken_of[-1:] if not clause.subject else clause.subject[-1:])
        elif not clause.group:
            clause.group = list(self.spoken_of)
            clause.subject = list(self.spoken_of)

    def _is_plain_verb(self, unit: Unit) -> bool:
        """ "carries", "hold" as the first word of nothing."""
        return unit.can(Reading.VERB) and not self.clause.group and not self.clause.subject

    def _prefers_verb(self, position: int, unit: Unit, phrase: tuple[NounPhrase, int]) -> bool:
        """A word that could open a noun phrase but follows its subject as a verb: "a dog watches …"."""
        if self.chunker.is_unknown_verb(position):
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

    # --- relations ---------------------------------------------------------------------------------------------

    def _relation(self, position: int, unit: Unit) -> int:
        clause = self.clause
        kind: RelationKind = unit.readings[Reading.RELATION]
        link = unit.lower.split()[-1] if " " in unit.lower else unit.lower
        clause.link, clause.link_start = unit.lower if unit.lower in {"on top of", "in front of"} else link, unit.start
        before = self.units[position - 1].readings.get(Reading.VERB) if position else None
        if before is not None and before[0] in {"cover", "coat", "dust", "shroud", "blanket", "wrap", "drape", "bathe"}:
            clause.link = "covered"
        clause.relation = kind
        clause.sources = self._sources(kind)
        clause.listing = False
        clause.detail_of = None
        clause.coordinated = False
        if unit.can(Reading.VERB):
            clause.verb = True
        return position + 1

    def _sources(self, kind: RelationKind) -> list[int]:
        clause = self.clause
        if kind in _RELATIVE_VERBS and (clause.coordinated or clause.comma) and clause.subject:
            return list(clause.subject)
        if kind in _RELATIVE_VERBS:
            return list(clause.subject if clause.verb and not clause.group else clause.group or clause.subject)
        if clause.comma and clause.subject:
            return list(clause.subject)
        return list(clause.group or clause.subject)

    def _connect(self, targets: Sequence[int]) -> None:
        """Finish the relation that is waiting for its target."""
        clause = self.clause
        kind, sources = clause.relation, clause.sources
        if kind is None or not targets:
            return
        if kind is RelationKind.BETWEEN:
            clause.between.extend(targets)
            if len(clause.between) == 1 and self.scene.things[clause.between[0]].count < 2:
                return
            targets = clause.between[:2]
            clause.between = []
        clause.relation = None
        if not sources:
            clause.fronted.append((kind, list(targets)))
            return
        for source in sources:
            if kind in {RelationKind.INSIDE, RelationKind.WEARING} and is_living(self.scene.things[source].noun):
                worn = self.scene.things[targets[0]].noun.rpartition(" ")[2] in word_set("nouns", "roles", "clothes")
                kind = RelationKind.WEARING if worn else kind
            if source not in targets and (RelationKind.BEARS, (source,)) not in self.scene.things[targets[0]].relations:
                self.scene.things[source].relate(
                    kind, tuple(targets) if kind is RelationKind.BETWEEN else tuple(targets[:1])
                )

    # --- noun phrases ------------------------------------------------------------------------------------------

    def _phrase(self, phrase: NounPhrase, end: int, position: int) -> int:
        phrase, end = resolve_of(self.chunker, self.units, phrase, end, self.scene.text)
        clause = self.clause
        self._own(phrase)
        if self._is_colour_word(phrase):
            phrase = NounPhrase(
                phrase.start, phrase.end, phrase.outer_start, colours=[Colour(phrase.noun, colour_names()[phrase.noun])]
            )
        if self._tells_stuff(phrase):
            stuff = NounPhrase(
                phrase.start,
                phrase.end,
                phrase.outer_start,
                adjectives=phrase.adjectives,
                materials=[*phrase.materials, Material(lexicon("materials")["nouns"][phrase.noun])],
            )
            self._attributes(stuff)
            return end
        if (
            phrase.is_attribute
            and phrase.determiner in {"both", "all"}
            and not phrase.colours
            and len(clause.mentioned) > 1
        ):
            clause.group = list(clause.mentioned)
            clause.subject = list(clause.mentioned)
            return end
        if self._is_apposition(phrase, end):
            enrich(self.scene.things[clause.group[-1]], phrase, self.clause_index)
            return end
        if self._is_arrangement(phrase):
            self._arrange(phrase)
            return end
        singled = self._singled(phrase, end)
        if singled is not None:
            self._single(singled, phrase)
            return end
        role = self._role(phrase)
        if role is Role.ATTRIBUTE:
            if not self._belongs_to_claim(end):
                self._attributes(phrase)
        elif role is Role.LETTERING:
            self._lettering(phrase)
        elif role is Role.LIGHT_EFFECT:
            self._mark_described()
        elif role is Role.MEMBER:
            clause.relation = None
        elif not self._is_place(phrase, role):
            self._object(phrase, role)
        clause.comma = False
        clause.copula = False
        clause.link = ""
        return end

    def _role(self, phrase: NounPhrase) -> Role:
        clause = self.clause
        self._unmask(phrase)
        role = role_of(phrase, clause.link)
        if role in {Role.NOTHING, Role.PART} and not phrase.owner and self._is_known(phrase):
            return Role.THING
        if role is Role.PART and phrase.is_definite and phrase.noun in word_set("nouns", "things", "all"):
            stands_alone = clause.placement is not None or clause.fronted or not self.scene.things
            role = Role.THING if stands_alone and not phrase.owner else role
        if role not in {Role.THING, Role.SCENE}:
            if not clause.group and not clause.verb and role in {Role.NOTHING, Role.PART}:
                clause.hollow = True
            return role
        waiting = clause.text is not None and clause.text.holder is None
        predicate = (
            clause.copula
            and not clause.there
            and not clause.fronted
            and clause.placement is None
            and clause.relation is None
        )
        if (predicate and (clause.subject or clause.hollow)) or (
            not waiting and is_ignored(phrase, clause.link, self.is_long)
        ):
            return Role.NOTHING
        return role

    def _is_known(self, phrase: NounPhrase) -> bool:
        """Whether a definite phrase means a thing by its own noun, already spoken of."""
        earlier = find_earlier(self.scene, phrase) if phrase.is_definite else None
        return earlier is not None and self.scene.things[earlier].noun.endswith(phrase.noun)

    def _unmask(self, phrase: NounPhrase) -> None:
        """ "a panda character" is a panda."""
        if phrase.noun in {"character", "figure"} and phrase.modifiers and is_living(phrase.modifiers[-1]):
            phrase.noun = phrase.modifiers.pop()
            phrase.name = " ".join([*phrase.modifiers, phrase.noun])

    def _own(self, phrase: NounPhrase) -> None:
        """ "its logo", "their flag": whose, when a name was spoken of."""
        if phrase.owner in {"its", "their", "his", "her"} and phrase.noun in word_set("nouns", "roles", "emblems"):
            named = any(thing.named for thing in self.scene.things) or bool(self.scene.facts)
            if named:
                phrase.owner, phrase.owner_named = self._last_named(), True

    def _is_colour_word(self, phrase: NounPhrase) -> bool:
        """ "is orange", "the third one gold": a colour although the word is also a noun."""
        bare = not (
            phrase.determiner or phrase.number or phrase.owner or phrase.modifiers or phrase.plural or phrase.adjectives
        )
        predicate = self.clause.copula or self.clause.singled is not None or self.clause.link == "in"
        return bare and predicate and phrase.noun in colour_names() and not phrase.named

    def _tells_stuff(self, phrase: NounPhrase) -> bool:
        """ "is made of polished brass"."""
        return (
            self.clause.link.startswith(("made", "crafted", "carved", "cast", "built"))
            and phrase.noun in lexicon("materials")["nouns"]
        )

    def _is_apposition(self, phrase: NounPhrase, end: int) -> bool:
        """ "Vorrenholm Lighthouse, a white tower with red stripes, …": more about the name before the comma."""
        clause = self.clause
        if (
            not clause.comma
            or phrase.determiner not in {"a", "an"}
            or len(clause.group) != 1
            or clause.coordinated
            or not clause.listing
        ):
            return False
        thing = self.scene.things[clause.group[0]]
        following = self.units[end] if end < len(self.units) else None
        listed_on = following is not None and following.can(Reading.CONJUNCTION)
        kind = phrase.noun == thing.noun or phrase.noun in word_set("nouns", "roles", "kinds")
        return thing.named and kind and not listed_on and clause.placement is None

    def _is_arrangement(self, phrase: NounPhrase) -> bool:
        return (
            self.clause.link in {"in", "into", "on"}
            and phrase.noun in _ARRANGEMENTS
            and bool(self.clause.group or self.clause.subject)
        )

    def _arrange(self, phrase: NounPhrase) -> None:
        """ "in a row", "in one line": how several stand together."""
        clause = self.clause
        for index in clause.group or clause.subject:
            self.scene.things[index].details.append(self.scene.text[clause.link_start : phrase.end])
        clause.relation = None
        clause.link = ""

    def _is_place(self, phrase: NounPhrase, role: Role) -> bool:
        clause = self.clause
        opens = not self.scene.things and not clause.group
        find = find_earlier(self.scene, phrase) if phrase.is_definite else None
        if find is not None or not settle_place(
            self.scene, phrase, "on" if phrase.viewed and opens else clause.link, opens
        ):
            return role is Role.SCENE
        clause.relation = None
        clause.link = ""
        return True

    def _object(self, phrase: NounPhrase, role: Role) -> None:
        clause = self.clause
        if role is Role.PART:
            self._part(phrase)
            return
        if role is Role.NOTHING:
            if clause.link not in {"with"} or clause.relation is not None:
                clause.relation = None
            return
        self._join(self._thing(phrase))

    def _join(self, index: int) -> None:
        """Give a thing its part in the clause: target of a relation, something that goes with another, or the subject."""
        clause = self.clause
        thing = self.scene.things[index]
        if index not in clause.mentioned:
            clause.mentioned.append(index)
        if clause.light_pending and thing.materials:
            self._describe(thing)
        if (
            clause.text is not None
            and clause.text.holder is None
            and (clause.link in {"on", "across", "over", "along", "onto"} or (not clause.comma and not clause.relation))
        ):
            self._carry(index)
            if clause.relation is RelationKind.ON:
                clause.relation = None
                clause.group = [index]
                return
        if clause.relation is not None:
            self._connect([index])
            clause.group = [index]
            return
        if clause.link == "with" and clause.group and not clause.coordinated:
            self._with(index)
            return
        self._as_subject(index)

    def _as_subject(self, index: int) -> None:
        clause = self.clause
        thing = self.scene.things[index]
        if clause.between and clause.coordinated:
            clause.relation = RelationKind.BETWEEN
            self._connect([index])
            return
        if clause.placement is not None:
            thing.placement = merged(thing.placement, clause.placement)
            clause.placement = None
        for kind, targets in clause.fronted:
            thing.relate(kind, tuple(targets[:2]) if kind is RelationKind.BETWEEN else tuple(targets[:1]))
        clause.fronted = []
        listed = clause.comma and clause.listing and not clause.verb
        if clause.group and (clause.coordinated or listed):
            clause.coordinated = True
            clause.group.append(index)
        else:
            clause.group = [index]
        if not clause.verb or not clause.subject:
            clause.subject = list(dict.fromkeys([*(clause.subject if clause.coordinated else []), *clause.group]))
        clause.coordinated = False
        clause.listing = True
        clause.singled = None

    def _with(self, index: int) -> None:
        """ "a mug with the logo of …" bears it; "a man with a dog" stands beside it."""
        clause = self.clause
        thing = self.scene.things[index]
        owner = clause.group[-1]
        if thing.noun in word_set("nouns", "roles", "emblems"):
            self.scene.things[owner].relate(RelationKind.BEARS, (index,))
        clause.group = [index]
        clause.link = ""

    def _thing(self, phrase: NounPhrase) -> int:
        earlier = find_earlier(self.scene, phrase)
        if earlier is not None:
            enrich(self.scene.things[earlier], phrase, self.clause_index)
            return earlier
        return add_thing(self.scene, phrase, self.clause_index)

    def _part(self, phrase: NounPhrase) -> None:
        """A part of a thing: a visible detail of it, not a thing by itself."""
        clause = self.clause
        worn = clause.relation in {RelationKind.WEARING, RelationKind.HOLDING}
        owners = clause.group if clause.link in {"with", "having"} or clause.detail_of is not None else []
        owners = clause.sources if worn else owners
        clause.relation = None
        if not owners or phrase.owner_named:
            return
        detail = self.scene.text[
            min(clause.link_start, phrase.outer_start) if clause.detail_of is None else phrase.outer_start : phrase.end
        ]
        thing = self.scene.things[owners[-1]]
        if clause.detail_of == owners[-1] and thing.details:
            thing.details[-1] = f"{thing.details[-1]} and {detail}"
        else:
            thing.details.append(detail)
        clause.detail_of = owners[-1]

    def _belongs_to_claim(self, position: int) -> bool:
        """Whether the attributes stand before words that were understood as light or style: "rainy [night]"."""
        if position >= len(self.units) or self.clause.copula:
            return False
        unit = self.units[position]
        return unit.can(Reading.CLAIM) and unit.readings[Reading.CLAIM] is None

    # --- attributes --------------------------------------------------------------------------------------------

    def _attributes(self, phrase: NounPhrase) -> None:
        clause = self.clause
        if clause.singled is not None:
            attribute(clause.singled, phrase.colours, phrase.materials, phrase.size)
            if phrase.colours or phrase.materials:
                self._note_clause(clause.singled.thing)
            return
        if clause.text is not None and clause.link in {"in", "with"} and not clause.copula:
            dress_text(clause.text, phrase, self.scene.text[phrase.outer_start : phrase.end])
            return
        targets = clause.group or clause.subject
        if not targets or (clause.detail_of is not None and not clause.copula):
            return
        for target in targets if clause.copula else targets[-1:]:
            enrich(self.scene.things[target], phrase, self.clause_index)
        if self._speaks_of_light(phrase):
            self._mark_described()

    def _note_clause(self, thing: ThingDraft) -> None:
        if thing.described_clause is None:
            thing.described_clause = self.clause_index

    def _lettering(self, phrase: NounPhrase) -> None:
        """Words on how letters look: "in large bold white capitals"."""
        clause = self.clause
        if clause.text is None:
            clause.lettering = phrase
        else:
            dress_text(clause.text, phrase, self.scene.text[phrase.outer_start : phrase.end])
        clause.relation = None

    def _letters(self, draft: TextDraft, position: int) -> None:
        """A string: find what it is written on, before it or after it."""
        clause = self.clause
        following = self.units[position + 1] if position + 1 < len(self.units) else None
        before = self.units[position - 1].lower if position else ""
        told = (
            clause.lettering is not None or before in word_set("texts", "verbs", "reads") or clause.relation is not None
        )
        if clause.lettering is not None:
            lettering = clause.lettering
            dress_text(draft, lettering, self.scene.text[lettering.outer_start : lettering.end])
        if clause.text is not None and draft.holder is None and (clause.coordinated or clause.comma):
            draft.holder = clause.text.holder
        if (
            following is not None
            and following.can(Reading.NOUN)
            and carrier_of(following.readings[Reading.NOUN][0]) is not None
        ):
            draft.neon = before == "neon"
        elif not self._carried_later(position + 1):
            nearby = [*clause.group[-1:], *clause.subject[-1:], *(self.spoken_of[-1:] if not clause.group else [])]
            carrying = [index for index in nearby if carrier_of(self.scene.things[index].noun) is not None]
            if draft.holder is None and (carrying or told):
                draft.holder = next(iter([*carrying, *nearby]), None)
        if draft.holder is None and clause.placement is not None:
            draft.placement, clause.placement = clause.placement, None
        clause.text = draft
        clause.lettering = None
        clause.relation = None

    def _carried_later(self, position: int) -> bool:
        """Whether the carrier is only named after the letters: `"OPEN" in red on a wooden sign`."""
        for place in range(position, min(position + 9, len(self.units) - 1)):
            unit = self.units[place]
            if unit.lower in _STOPS or unit.can(Reading.AUXILIARY):
                return False
            if unit.lower in {"on", "across", "over", "along", "onto"}:
                phrase = self.chunker.noun_phrase(place + 1)
                return phrase is not None and carrier_of(phrase[0].noun) is not None
        return False

    def _carry(self, index: int) -> None:
        """A thing named after its letters: `"OPEN" on a wooden sign`, `a "STOP" sign`."""
        draft = self.clause.text
        if draft is not None and draft.holder is None:
            draft.holder = index
            if draft.neon:
                self.scene.things[index].details.append("neon")

    def _singled(self, phrase: NounPhrase, end: int) -> Singled | None:
        counted = [thing for thing in reversed(self.scene.things) if thing.count > 1 and not thing.dropped]
        if not counted or phrase.named:
            return None
        pronoun = phrase.noun in {"", "one", "other", "rest"}
        if (
            phrase.is_attribute
            and phrase.ordinal is None
            and phrase.number is None
            and not set(phrase.adjectives) & {"last", "middle", "leftmost", "rightmost", "others", "remaining"}
        ):
            return None
        if not pronoun and (
            phrase.ordinal is None
            and phrase.number is None
            and not set(phrase.adjectives)
            & {"last", "middle", "central", "leftmost", "rightmost", "other", "remaining"}
        ):
            return None
        if not pronoun and phrase.determiner != "the" and phrase.ordinal is None:
            return None
        return singled_out(phrase, counted[:1] if pronoun else counted, pronoun)

    def _single(self, singled: Singled, phrase: NounPhrase) -> None:
        clause = self.clause
        clause.singled = singled
        clause.relation = None
        clause.coordinated = False
        clause.link = ""
        for draft in singled.drafts():
            draft.size = draft.size or phrase.size
        if phrase.colours or phrase.materials:
            self._note_clause(singled.thing)
        attribute(singled, phrase.colours, phrase.materials, phrase.size)

    # --- verbs -------------------------------------------------------------------------------------------------

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

    # --- light on materials ------------------------------------------------------------------------------------

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

    # --- claims ------------------------------------------------------------------------------------------------

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
        subject = value.subject or self._last_named()
        extended = clause.link == "of" and bool(clause.group)
        about: int | None = next(iter([*reversed(clause.group), *reversed(clause.subject), *self.spoken_of]), None)
        if extended and about is not None:
            thing = self.scene.things[about]
            thing.name, thing.named = f"{thing.name} of {value.phrase}", True
        elif value.visual:
            about = self._named_by_fact(value, subject)
        elif value.written and (clause.coordinated or clause.link in {"with", "on", ""} or clause.relation is not None):
            draft = TextDraft(value.phrase, False, value.span)
            self.scene.texts.append(draft)
            self._letters(draft, position)
        self.scene.facts.append(OpenFact(value.phrase, value.attribute, subject, about))
        clause.relation = None
        clause.link = ""

    def _named_by_fact(self, value: FactFound, subject: str) -> int:
        """A thing that is only known by a fact: "the national animal of Chile"."""
        described = value.attribute == value.noun
        name = f"{value.noun} {subject}" if described else f"{value.attribute} of {subject}"
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

    def _last_named(self) -> str:
        """Whom a pronoun means: the owner of the latest proper name."""
        for thing in reversed(self.scene.things):
            if thing.named:
                return _owner_of(thing)
        for fact in reversed(self.scene.facts):
            if fact.subject:
                return fact.subject
        return ""

    def _resolve_facts(self) -> None:
        """Give facts whose owner was only a pronoun the first name that the text has, else the nearest thing."""
        things = [thing for thing in self.scene.things if carrier_of(thing.noun) is None] or self.scene.things
        named = [thing for thing in things if thing.named]
        fallback = next((_owner_of(thing) for thing in [*named, *things]), "")
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
