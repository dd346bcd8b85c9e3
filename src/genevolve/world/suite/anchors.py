"""The named things that a request may be about: which there are, how they are called, and what can be asked of them."""

from __future__ import annotations

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib import resources

from genevolve.language.colours import nearest_name
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.suite.clues import CLUES, Clue, clues_of, nested_clues, plain, unique
from genevolve.world.suite.item import Fact, Split, Target
from genevolve.world.suite.scene import Anchor, Paint
from genevolve.world.suite.splits import split_of_entity
from genevolve.world.suite.words import possessive, table
from genevolve.world.world import World

KIND_OF = {
    EntityKind.ATLAS_LANDMARK: "landmark",
    EntityKind.ATLAS_CREATURE: "creature",
    EntityKind.ATLAS_BRAND: "invented_brand",
    EntityKind.ATLAS_ARMS: "arms",
    EntityKind.COUNTRY: "flag",
    EntityKind.BRAND: "brand",
    EntityKind.ELEMENT: "element",
}
NOUN_OF = {"flag": "flag", "brand": "logo", "invented_brand": "logo", "arms": "coat of arms", "element": "element tile"}

_PLAIN_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_WITH_THE = re.compile(
    r"(?:Islands|States|Kingdom|Republic|Bahamas|Netherlands|Philippines|Maldives|Gambia|Comoros|Union|Nations)$"
)
_MAX_LETTERS = 26


class AnchorPool:
    """Every named thing of one world that a suite may use."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by: dict[tuple[str, Split], list[Entity]] = defaultdict(list)
        self._clues: dict[str, list[Clue]] = defaultdict(list)
        self._nested: dict[str, list[Clue]] = defaultdict(list)
        chosen = [entity for entity in world.entities.values() if self._usable(entity)]
        animals = set(table("things")["groups"]["animal"])
        for entity in sorted(chosen, key=lambda one: one.id):
            kind = KIND_OF.get(entity.kind) or ("animal" if entity.name in animals else "")
            if kind:
                self._by[kind, split_of_entity(entity)].append(entity)
        for kind in (*KIND_OF.values(),):
            for entity, clue in unique(clues_of(kind), [*self._by[kind, "test"], *self._by[kind, "train"]]):
                self._clues[entity.id].append(clue)
        for kind, split in list(self._by):
            for entity, clue in nested_clues(kind, self._by[kind, split], self._others(kind, split)):
                self._nested[entity.id].append(clue)

    def choose(
        self,
        kind: str,
        split: Split,
        rng: random.Random,
        *,
        described: bool = False,
        alike: bool = False,
        nested: bool = False,
    ) -> Anchor:
        """A named thing of a kind; when `described`, the request knows it only by what can be looked up.

        With `alike`, one that is easily taken for another, if there is such. With `nested`, one that is described by
        way of another named thing, if there is such.
        """
        entities = self._by[kind, split]
        clues = self._nested if nested and any(self._nested[entity.id] for entity in entities) else self._clues
        if alike:
            entities = [entity for entity in entities if entity.look_alikes] or entities
        if described:
            known = [entity for entity in entities if clues[entity.id]]
            entities = known or [entity for entity in self._by[kind, split] if clues[entity.id]]
        entity = rng.choice(entities)
        clue = rng.choice(clues[entity.id]) if described else None
        return self._anchor(entity, kind, clue)

    @staticmethod
    def has_clues(kind: str) -> bool:
        """Whether things of a kind can be asked for without their names."""
        return kind in CLUES

    def described_facts(self, anchor: Anchor) -> tuple[Fact, ...]:
        """What has to be looked up to know which thing is meant, in that order."""
        own = [*self._clues[anchor.entity.id], *self._nested[anchor.entity.id]]
        clue = next(clue for clue in own if clue.text in anchor.said)
        query = clue.query or clue.text.removeprefix("the ")
        name = Fact(
            query=query, attribute="name", subject=query, value=anchor.entity.name,
            document=self._stating(anchor.entity, clue.value) or anchor.entity.documents[0],
        )  # fmt: skip
        if clue.through is None:
            return (name,)
        first = Fact(
            query=f"{clue.attribute} of {clue.through.name}", attribute=clue.attribute, subject=clue.through.name,
            value=clue.value, document=self._stating(clue.through, clue.value),
        )  # fmt: skip
        return first, name

    def written(self, anchor: Anchor, rng: random.Random) -> tuple[Fact, str] | None:
        """A fact that can be written on a sign, and how a request that has named the thing asks for it.

        None when the request gives every such fact away.
        """
        options = [
            (key, value, said)
            for key, said in _WRITTEN[anchor.kind]
            if (value := plain(key, anchor.entity.facts.get(key, "")))
            and len(value) <= _MAX_LETTERS
            and value not in anchor.said
            and (key != "highest_point" or _SPELT_ALIKE.match(value))
        ]
        if not options:
            return None
        key, value, said = rng.choice(options)
        return self._fact(anchor, key, value), said

    def coloured(self, anchor: Anchor, rng: random.Random) -> tuple[Fact, Paint] | None:
        """A colour that has to be looked up, and how the request asks for it; None when the thing has none."""
        facts, name = anchor.entity.facts, anchor.entity.name
        if anchor.kind == "brand":
            value = facts["colour_hex"].lower()
            said = rng.choice(
                (f"{possessive(name)} official colour", f"the official {name} colour", f"the official colour of {name}")
            )
            return self._fact(anchor, "colour_hex", value, "official colour"), Paint(facts["colour_name"], value, said)
        if anchor.kind == "invented_brand":
            value = facts["official colour"].rpartition(" ")[2]
            unnamed = "the company's official colour"
            named = (f"{possessive(name)} official colour", f"the official colour of {name}")
            said = rng.choice((*named, unnamed)) if name in anchor.said else unnamed
            return self._fact(anchor, "official colour", value), Paint(nearest_name(value), value, said)
        options = [
            (part, word)
            for part in ("roof", "door", "walls", "dome", "crown")
            if (word := _first_colour(facts.get(part, "")))
        ]
        if anchor.kind != "landmark" or not options:
            return None
        part, word = rng.choice(options)
        value = _atlas_colours()[word]
        return self._fact(anchor, part, word, f"colour of the {part}"), Paint(
            nearest_name(value), value, f"the same colour as its {part}"
        )

    def _others(self, kind: str, split: Split) -> list[Entity]:
        """The things of a kind that the other split asks for."""
        return [one for (other, part), found in self._by.items() if other == kind and part != split for one in found]

    def _anchor(self, entity: Entity, kind: str, clue: Clue | None) -> Anchor:
        noun = NOUN_OF.get(kind) or (entity.name if kind == "animal" else _type_of(entity))
        called = _called(entity, kind)
        said = _SAID[kind](entity.name) if clue is None else _DESCRIBED[kind](clue.text)
        titles = tuple(dict.fromkeys(self._title(picture) for picture in entity.pictures))
        wrong = [self._world.entities[one] for one in entity.look_alikes if one in self._world.entities]
        target = Target(
            entity_id=entity.id, name=entity.name, query=_QUERIES[kind].format(entity.name), titles=titles,
            pictures=entity.pictures,
            wrong=tuple(dict.fromkeys(self._title(picture) for one in wrong for picture in one.pictures)),
        )  # fmt: skip
        return Anchor(entity, kind, noun, said, called, target, living=kind in ("creature", "animal"))

    def _fact(self, anchor: Anchor, key: str, value: str, attribute: str = "") -> Fact:
        attribute = attribute or key.replace("_", " ")
        return Fact(
            query=f"{attribute} of {anchor.entity.name}", attribute=attribute, subject=anchor.entity.name, value=value,
            document=self._stating(anchor.entity, value),
        )  # fmt: skip

    def _stating(self, entity: Entity, value: str) -> str:
        """The first of the entity's documents that holds the value: its own cards come first."""
        near = [document for document in entity.documents if not document.startswith("factbook:")]
        near += [document for document in entity.documents if document.endswith(("/capital", "/elevation"))]
        for document in near:
            text = self._world.library.text(document)
            if text is not None and value.casefold() in text.text.casefold():
                return document
        return ""

    def _title(self, picture: str) -> str:
        entry = self._world.library.picture(picture)
        return "" if entry is None else entry.title

    def _usable(self, entity: Entity) -> bool:
        if entity.kind is EntityKind.CONCEPT:
            return True
        kind = KIND_OF.get(entity.kind)
        if kind is None or not entity.pictures:
            return False
        if kind == "brand" and not (_PLAIN_NAME.fullmatch(entity.name) and 4 <= len(entity.name) <= 16):
            return False
        if kind == "flag" and (
            not _PLAIN_NAME.fullmatch(entity.name)
            or _WITH_THE.search(entity.name)
            or not plain("capital", entity.facts.get("capital", ""))
        ):
            return False
        return not any(f" {words} " in f" {entity.name} " for words in table("things")["left_out"]["names"])


def _called(entity: Entity, kind: str) -> str:
    odd_ones = {"element": "the element tile of {}", "arms": "the coat of arms of {}"}
    return odd_ones[kind].format(entity.name) if kind in odd_ones else _SAID[kind](entity.name)


_SAID: dict[str, Callable[[str], str]] = {
    "landmark": lambda name: f"the {name}",
    "creature": lambda name: f"the {name}",
    "animal": lambda name: f"the {name}",
    "invented_brand": lambda name: f"the {name} logo",
    "brand": lambda name: f"the {name} logo",
    "arms": lambda name: f"the coat of arms of {name if name.startswith('House') else f'the {name}'}",
    "flag": lambda name: f"the flag of {name}",
    "element": lambda name: f"the periodic-table tile of {name}",
}
_DESCRIBED: dict[str, Callable[[str], str]] = {
    "landmark": lambda clue: clue,
    "creature": lambda clue: clue,
    "invented_brand": lambda clue: f"the logo of {clue}",
    "arms": lambda clue: clue,
    "flag": lambda clue: f"the flag of {clue}",
    "element": lambda clue: f"the periodic-table tile of {clue}",
}
_QUERIES = {
    "landmark": "{}", "creature": "{}", "animal": "{}", "invented_brand": "{} logo", "brand": "{} logo",
    "arms": "{} coat of arms", "flag": "flag of {}", "element": "{} element tile",
}  # fmt: skip
_WRITTEN: dict[str, tuple[tuple[str, str], ...]] = {
    "landmark": (
        ("opened", "the year it opened"),
        ("city", "the name of the town it stands in"),
        ("architect", "the name of its architect"),
    ),
    "creature": (
        ("region", "the name of the region it lives in"),
        ("length", "its length"),
        ("diet", "what it feeds on"),
    ),
    "invented_brand": (("slogan", "its slogan"), ("city", "the name of its home town")),
    "arms": (("motto", "its motto"), ("seat", "the name of its seat")),
    "flag": (
        ("capital", "the name of the country's capital"),
        ("highest_point", "the name of the country's highest mountain"),
    ),
    "element": (
        ("discovery_year", "the year of its discovery"),
        ("discoverers", "the name of its discoverer"),
        ("symbol", "its chemical symbol"),
        ("atomic_number", "its atomic number"),
    ),
}


_SPELT_ALIKE = re.compile(r"(?:Mount|Mont|Monte|Pic) [A-Z][a-z]+$|K2$")
"""Mountains whose name every source spells in the same way."""


def _type_of(entity: Entity) -> str:
    kind = entity.facts.get("type", "creature")
    return kind if entity.kind is EntityKind.ATLAS_LANDMARK else "creature"


def _first_colour(value: str) -> str:
    word = value.split(" ")[0]
    return word if word in _atlas_colours() else ""


@cache
def _atlas_colours() -> dict[str, str]:
    text = resources.files("genevolve.world.atlas").joinpath("data", "colours.toml").read_text(encoding="utf-8")
    colours: dict[str, str] = tomllib.loads(text)
    return colours
