"""How the things of a clause go together: relations, lists, what comes "with" another."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.language.drafts import merged
from genevolve.language.lettering import Lettering
from genevolve.language.lexicons import lexicon, word_set
from genevolve.language.living import is_living
from genevolve.language.readings import Reading, Unit
from genevolve.language.vocabulary import RelationKind

_RELATIVE_VERBS = {RelationKind.HOLDING, RelationKind.WEARING, RelationKind.BEARS}
_WITH_HANDS = frozenset({"robot", "statue", "snowman", "doll", "puppet", "figure", "figurine", "mannequin"})
_WORKING = word_set("rules", "linking", "working")


class Linking(Lettering):
    """Joins things to each other and to the clause."""

    def _relation(self, position: int, unit: Unit) -> int:
        clause = self.clause
        kind: RelationKind = unit.readings[Reading.RELATION]
        link = unit.lower.split()[-1] if " " in unit.lower else unit.lower
        clause.link, clause.link_start = unit.lower if unit.lower in {"on top of", "in front of"} else link, unit.start
        before = self.units[position - 1].readings.get(Reading.VERB) if position else None
        if before is not None and before[0] in {"cover", "coat", "dust", "shroud", "blanket", "wrap", "drape", "bathe"}:
            clause.link = "covered"
        if before is not None and before[0] in _WORKING and link == "in" and self._is_bare_stuff(position + 1):
            clause.link = f"carved {link}"
            clause.relation = None
            return position + 1
        clause.relation = kind
        clause.lead = unit.lower
        clause.sources = self._sources(kind)
        if clause.hollow and not clause.sources:
            clause.relation = None
        clause.listing = False
        clause.detail_of = None
        clause.coordinated = False
        if unit.can(Reading.VERB):
            clause.verb = True
        return position + 1

    def _is_bare_stuff(self, position: int) -> bool:
        """Whether a material without an article follows: "carved in stone", but not "carved in a stone"."""
        phrase = self.chunker.noun_phrase(position) if position < len(self.units) else None
        return phrase is not None and not phrase[0].determiner and phrase[0].noun in lexicon("materials")["nouns"]

    def _sources(self, kind: RelationKind) -> list[int]:
        clause = self.clause
        if kind in _RELATIVE_VERBS and (clause.coordinated or clause.comma) and clause.subject:
            return list(clause.subject)
        if kind in {RelationKind.HOLDING, RelationKind.WEARING} and (doers := self._doers()):
            return doers
        if kind in _RELATIVE_VERBS:
            return list(clause.subject if clause.verb and not clause.group else clause.group or clause.subject)
        if clause.comma and clause.subject:
            return list(clause.subject)
        return list(clause.group or clause.subject)

    def _doers(self) -> list[int]:
        """Who holds or wears, when the latest thing is itself worn: "a penguin wearing a scarf holding a sign"."""
        things = self.scene.things
        if not self.clause.group or any(is_living(things[index].noun) for index in self.clause.group):
            return []
        worn = set(self.clause.group)
        return [
            index
            for index, thing in enumerate(things)
            if is_living(thing.noun)
            and any(
                kind in {RelationKind.HOLDING, RelationKind.WEARING} and worn & set(to) for kind, to in thing.relations
            )
        ]

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
            if kind in {RelationKind.INSIDE, RelationKind.WEARING, RelationKind.BEARS} and is_living(
                self.scene.things[source].noun
            ):
                worn = self.scene.things[targets[0]].noun.rpartition(" ")[2] in word_set("nouns", "roles", "clothes")
                kind = RelationKind.WEARING if worn else kind
            if kind is RelationKind.HOLDING and self._is_printed_on(source, targets[0]):
                kind = RelationKind.BEARS
            if source not in targets and (RelationKind.BEARS, (source,)) not in self.scene.things[targets[0]].relations:
                self.scene.things[source].relate(
                    kind, tuple(targets) if kind is RelationKind.BETWEEN else tuple(targets[:1])
                )

    def _is_printed_on(self, source: int, target: int) -> bool:
        """Whether what is carried is a mark on what carries it: "a mug that carries the logo"."""
        bearer, borne = self.scene.things[source], self.scene.things[target]
        carried = self.clause.lead.startswith("carr") and bearer.noun not in _WITH_HANDS
        return carried and not is_living(bearer.noun) and borne.noun in word_set("nouns", "roles", "emblems")

    def _pronoun(self) -> None:
        clause = self.clause
        if clause.relation is RelationKind.BETWEEN and not clause.subject:
            self._connect([index for index, thing in enumerate(self.scene.things) if not thing.dropped][-2:])
        elif clause.relation is RelationKind.BETWEEN and len(clause.subject) > 1:
            self._connect(clause.subject[:2])
        elif clause.relation is not None:
            self._connect(self.spoken_of[-1:] if not clause.subject else clause.subject[-1:])
        elif not clause.group:
            clause.group = list(self.spoken_of)
            clause.subject = list(self.spoken_of)

    def _join(self, index: int) -> None:
        """Give a thing its part in the clause: a relation's target, what goes with another, or the subject."""
        clause = self.clause
        thing = self.scene.things[index]
        clause.detail_of = None
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
        """Join what comes "with" another: a mug with a logo bears it; a man with a dog merely has it by him."""
        clause = self.clause
        thing = self.scene.things[index]
        owner = clause.group[-1]
        if thing.noun in word_set("nouns", "roles", "emblems"):
            self.scene.things[owner].relate(RelationKind.BEARS, (index,))
        clause.group = [index]
        clause.link = ""
