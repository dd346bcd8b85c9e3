"""Attributes, parts and single members: more about things already there."""

from __future__ import annotations

from genevolve.language.carriers import dress_text
from genevolve.language.colours import colour_names
from genevolve.language.lexicons import lexicon, word_set
from genevolve.language.linking import Linking
from genevolve.language.members import Singled, attribute, singled_out
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.readings import Reading
from genevolve.language.things import enrich
from genevolve.language.vocabulary import RelationKind

_ARRANGEMENTS = word_set("rules", "describing", "arrangements")


class Describing(Linking):
    """Gives attributes to the things that they speak of."""

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

    def _belongs_to_claim(self, position: int) -> bool:
        """Whether the attributes stand before words that were understood as light or style: "rainy [night]"."""
        if position >= len(self.units) or self.clause.copula:
            return False
        unit = self.units[position]
        return unit.can(Reading.CLAIM) and unit.readings[Reading.CLAIM] is None

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
            min(clause.link_start, phrase.outer_start) if clause.link else phrase.outer_start : phrase.end
        ]
        thing = self.scene.things[owners[-1]]
        if self._speaks_of_light(phrase):
            self._describe(thing)
        if clause.detail_of == owners[-1] and thing.details:
            thing.details[-1] = f"{thing.details[-1]} and {detail}"
        else:
            thing.details.append(detail)
        clause.detail_of = owners[-1]

    def _singled(self, phrase: NounPhrase) -> Singled | None:
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

    def _arrange(self, phrase: NounPhrase) -> None:
        """Note how several stand together: "in a row", "in one line"."""
        clause = self.clause
        for index in clause.group or clause.subject:
            self.scene.things[index].details.append(self.scene.text[clause.link_start : phrase.end])
        clause.relation = None
        clause.link = ""

    def _is_arrangement(self, phrase: NounPhrase) -> bool:
        return (
            self.clause.link in {"in", "into", "on"}
            and phrase.noun in _ARRANGEMENTS
            and bool(self.clause.group or self.clause.subject)
        )

    def _is_colour_word(self, phrase: NounPhrase) -> bool:
        """Whether a word that is also a noun is a colour here: "is orange", "the third one gold"."""
        bare = not (
            phrase.determiner or phrase.number or phrase.owner or phrase.modifiers or phrase.plural or phrase.adjectives
        )
        predicate = self.clause.copula or self.clause.singled is not None or self.clause.link == "in"
        return bare and predicate and phrase.noun in colour_names() and not phrase.named

    def _tells_stuff(self, phrase: NounPhrase) -> bool:
        """Whether the phrase tells what something is made of: "is made of polished brass", "is of soft felt"."""
        made = self.clause.link.startswith(("made", "crafted", "carved", "cast", "built"))
        consists = self.clause.copula and self.clause.link == "of" and not phrase.determiner
        return (made or consists) and phrase.noun in lexicon("materials")["nouns"]

    def _is_apposition(self, phrase: NounPhrase, end: int) -> bool:
        """Whether the phrase tells more about the name before the comma: "Vorrenholm Lighthouse, a white tower"."""
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
