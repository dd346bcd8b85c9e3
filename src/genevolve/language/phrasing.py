"""Noun phrases: which stand for a thing, a place, or nothing to be drawn."""

from __future__ import annotations

from genevolve.language.colours import colour_names
from genevolve.language.describing import Describing
from genevolve.language.description import Colour, Placement
from genevolve.language.drafts import merged
from genevolve.language.lexicons import lexicon, word_set
from genevolve.language.living import is_living
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.places import settle_place
from genevolve.language.roles import Role, is_ignored, role_of, scenes
from genevolve.language.spots import in_the_air, spot_on
from genevolve.language.things import add_thing, enrich, find_earlier, resolve_of
from genevolve.language.vocabulary import Material, RelationKind

_AERIAL = word_set("rules", "roles", "aerial")
_MEMBERS = frozenset({"middle", "leftmost", "rightmost"})
_AROUND = frozenset({"all around", "around", "all round"})
_OPENS_ONTO = {"with", "where", "in which", "full of", "filled with"}


class Phrasing(Describing):
    """Decides what each noun phrase stands for."""

    def _phrase(self, phrase: NounPhrase, end: int) -> int:
        phrase, end = resolve_of(self.chunker, self.units, phrase, end)
        clause = self.clause
        self._own(phrase)
        if self._is_bare_ground(phrase):
            phrase.noun = self.scene.text[phrase.start : phrase.end].lower().rpartition(" ")[2]
            phrase.name, phrase.materials = phrase.noun, []
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
        if self._is_in_the_air(phrase):
            self._fill_the_air(phrase)
            return end
        self._point(phrase)
        singled = self._singled(phrase)
        if singled is not None:
            self._single(singled, phrase)
            return end
        role = self._role(phrase)
        if role is Role.ATTRIBUTE:
            if not self._belongs_to_claim(end):
                self._attributes(phrase)
            if clause.link == "in" and phrase.colours:
                clause.relation = None
        elif role is Role.LETTERING:
            self._lettering(phrase)
        elif role is Role.LIGHT_EFFECT:
            self._mark_described()
        elif role is Role.MEMBER:
            clause.relation = None
        elif not self._is_place(phrase, role, end):
            self._object(phrase, role)
        clause.comma = False
        clause.copula = False
        clause.link = ""
        return end

    def _point(self, phrase: NounPhrase) -> None:
        """Read "the middle" beside several alike as the middle one of them."""
        several = any(thing.count > 1 and not thing.dropped for thing in self.scene.things)
        if several and phrase.noun in _MEMBERS and phrase.determiner == "the" and not phrase.modifiers:
            phrase.adjectives.append(phrase.noun)
            phrase.noun = phrase.name = ""

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
        if self._lets_light_in(phrase):
            return Role.NOTHING
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

    def _lets_light_in(self, phrase: NounPhrase) -> bool:
        """Whether the phrase only says how the light comes in: "the sun shines through a nearby window"."""
        looks = any(is_living(self.scene.things[index].noun) for index in self.clause.group)
        return self.clause.link == "through" and not looks and phrase.noun in word_set("rules", "roles", "openings")

    def _is_known(self, phrase: NounPhrase) -> bool:
        """Whether a definite phrase means a thing by its own noun, already spoken of."""
        earlier = find_earlier(self.scene, phrase) if phrase.is_definite else None
        return earlier is not None and self.scene.things[earlier].noun.endswith(phrase.noun)

    def _unmask(self, phrase: NounPhrase) -> None:
        """Read "a panda character" as a panda."""
        if phrase.noun in {"character", "figure"} and phrase.modifiers and is_living(phrase.modifiers[-1]):
            phrase.noun = phrase.modifiers.pop()
            phrase.name = " ".join([*phrase.modifiers, phrase.noun])

    def _own(self, phrase: NounPhrase) -> None:
        """Say whose "its logo" or "their flag" is, when a name was spoken of."""
        if phrase.owner in {"its", "their", "his", "her"} and phrase.noun in word_set("nouns", "roles", "emblems"):
            named = any(thing.named for thing in self.scene.things) or bool(self.scene.facts)
            if named:
                phrase.owner, phrase.owner_named = self._last_named(), True

    def _is_in_the_air(self, phrase: NounPhrase) -> bool:
        """Whether the phrase names what the air is full of, and no object: "aurora", "fluffy clouds", "fireworks"."""
        if phrase.named or phrase.number is not None or phrase.owner:
            return False
        if phrase.modifiers and phrase.name not in _AERIAL:
            return False
        counted = phrase.noun in word_set("nouns", "things", "all") and not phrase.plural
        written = self.scene.text[phrase.start : phrase.end].lower()
        return bool({phrase.noun, phrase.name, written} & _AERIAL) and not counted

    def _fill_the_air(self, phrase: NounPhrase) -> None:
        clause = self.clause
        if self.clause.link not in {"like", "as"}:
            self.scene.atmosphere.append(self.scene.text[phrase.start : phrase.end])
        clause.hollow = clause.hollow or not clause.group
        clause.airy = True
        clause.relation = None
        clause.link = ""
        clause.comma = False
        clause.coordinated = False

    def _is_place(self, phrase: NounPhrase, role: Role, end: int) -> bool:
        clause = self.clause
        opens = not self.scene.things and not clause.group
        alone = opens and not clause.link and self._stands_alone(end)
        if phrase.plural and phrase.number is None and phrase.noun in word_set("places", "objects", "scenery"):
            alone = alone or self.scene.place is None
        find = find_earlier(self.scene, phrase) if phrase.is_definite else None
        if self._is_sky_above(phrase):
            clause.relation = None
            return True
        spot = spot_on(clause.lead, phrase) if clause.relation is not None and clause.link == "of" else None
        on = spot is not None or (phrase.viewed and opens)
        if find is not None or not settle_place(
            self.scene, phrase, "in" if alone or self._surrounds(phrase, end) else "on" if on else clause.link, opens
        ):
            return role is Role.SCENE
        self._put(spot)
        clause.relation = None
        clause.link = ""
        return True

    def _surrounds(self, phrase: NounPhrase, end: int) -> bool:
        """Whether the phrase names what the scene lies in the midst of: "with mountains all around"."""
        after = " ".join(unit.lower for unit in self.units[end : end + 2])
        return phrase.plural and phrase.number is None and after.startswith(tuple(_AROUND))

    def _is_sky_above(self, phrase: NounPhrase) -> bool:
        """Whether the sky is only over the scene: "under a blue sky", "an aurora in the sky"."""
        above = self.clause.airy or self.clause.link in {"under", "beneath", "below", "underneath"}
        return phrase.noun == "sky" and above and bool(self.scene.things)

    def _put(self, spot: Placement | None) -> None:
        """Put what was told of a place on its spot there, or into the air above it."""
        clause = self.clause
        if spot is not None and not clause.sources:
            clause.placement = merged(clause.placement, spot)
        for index in clause.sources if clause.relation is not None else ():
            thing = self.scene.things[index]
            height = in_the_air(thing, clause.lead) if clause.relation is RelationKind.ABOVE else None
            thing.placement = merged(thing.placement, spot or height)

    def _is_bare_ground(self, phrase: NounPhrase) -> bool:
        """Whether a stuff is what things stand on: "penguins on the ice"."""
        word = self.scene.text[phrase.start : phrase.end].lower().rpartition(" ")[2]
        led = f"{self.clause.link} {word}" in scenes()
        living = any(is_living(self.scene.things[index].noun) for index in self.clause.group)
        return phrase.is_attribute and bool(phrase.materials) and led and (phrase.determiner == "the" or living)

    def _stands_alone(self, end: int) -> bool:
        """Whether a noun that opens the text is followed by what is to be seen there: "A library with a cat"."""
        following = self.units[end] if end < len(self.units) else None
        return following is not None and following.lower in _OPENS_ONTO

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

    def _thing(self, phrase: NounPhrase) -> int:
        earlier = find_earlier(self.scene, phrase)
        if earlier is not None:
            enrich(self.scene.things[earlier], phrase, self.clause_index)
            return earlier
        return add_thing(self.scene, phrase, self.clause_index)
