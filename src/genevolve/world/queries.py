"""Labelled queries, made by rule from facts and aliases: what a searcher would type, and which entries answer it."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from genevolve.world.entities import Entity, EntityKind
from genevolve.world.world import World

_PER_KIND = 24
_ATLAS = (EntityKind.ATLAS_LANDMARK, EntityKind.ATLAS_CREATURE, EntityKind.ATLAS_BRAND, EntityKind.ATLAS_ARMS)


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A query, how it was made, and the ids of the entries that answer it."""

    query: str
    relevant: frozenset[str]
    kind: str


def labelled_queries(world: World, seed: int = 0) -> tuple[tuple[LabelledQuery, ...], tuple[LabelledQuery, ...]]:
    """Queries for texts and queries for pictures.

    A text is relevant when it states the asked-for fact about the entity; a picture, when it shows the entity.
    """
    by_kind: dict[EntityKind, list[Entity]] = defaultdict(list)
    for entity in world.entities.values():
        by_kind[entity.kind].append(entity)
    return tuple(_text_queries(world, by_kind, seed)), tuple(_picture_queries(by_kind, seed))


@dataclass(frozen=True, slots=True)
class _Asking:
    """One way to ask for one fact of one kind of entity."""

    kind: EntityKind
    fact: str
    phrases: tuple[str, ...]


_ASKINGS = (
    _Asking(
        EntityKind.BRAND, "colour_hex", ("official colour of {}", "{} brand colour hex", "what color is the {} logo")
    ),
    _Asking(EntityKind.COUNTRY, "capital", ("capital of {}", "what is the capital city of {}", "{} capital")),
    _Asking(
        EntityKind.COUNTRY, "flag", ("flag of {}", "what does the flag of {} look like", "{} flag colours and design")
    ),
    _Asking(
        EntityKind.COUNTRY, "national_symbol", ("national symbol of {}", "national animal of {}", "{} national emblem")
    ),
    _Asking(EntityKind.COUNTRY, "highest_point", ("highest point of {}", "{} highest mountain elevation")),
    _Asking(EntityKind.ELEMENT, "discoverers", ("who discovered {}", "discovery of {}", "{} element discoverer")),
    _Asking(EntityKind.ELEMENT, "name_origin", ("origin of the name {}", "{} element name origin")),
    _Asking(EntityKind.ELEMENT, "atomic_number", ("atomic number of {}", "{} chemical element symbol")),
    _Asking(EntityKind.MATERIAL, "roughness", ("{} material card", "roughness of {}", "how does {} material look")),
    _Asking(EntityKind.LANDMARK, "country", ("where is the {}", "{} landmark")),
)


def _text_queries(world: World, by_kind: dict[EntityKind, list[Entity]], seed: int) -> Iterable[LabelledQuery]:
    for asking in _ASKINGS:
        chooser = _chooser(seed, f"text/{asking.kind}/{asking.fact}")
        known = [one for one in by_kind[asking.kind] if one.facts.get(asking.fact) and _is_plain(one.name)]
        for number, one in enumerate(_sample(chooser, known, _PER_KIND)):
            relevant = _stating(world, one, one.facts[asking.fact])
            name = _named(chooser, one, number)
            phrase = asking.phrases[number % len(asking.phrases)]
            yield LabelledQuery(phrase.format(name), relevant, f"{asking.kind}/{asking.fact}")
    for kind in _ATLAS:
        chooser = _chooser(seed, f"text/{kind}")
        for number, one in enumerate(_sample(chooser, by_kind[kind], _PER_KIND // 2)):
            name = one.aliases[0] if number % 3 == 2 and one.aliases else one.name
            fact = chooser.choice(sorted(one.facts)).replace("_", " ")
            query = name if number % 2 else f"{fact} of {name}"
            yield LabelledQuery(query, frozenset(one.documents[:1]), f"{kind}")


def _stating(world: World, entity: Entity, value: str) -> frozenset[str]:
    """The entity's documents that hold the value; its first one always counts."""
    needle = value.casefold()[:60]
    found = set()
    for document in entity.documents:
        text = world.library.text(document)
        if text is not None and needle in text.text.casefold():
            found.add(document)
    return frozenset(found or entity.documents[:1])


def _picture_queries(by_kind: dict[EntityKind, list[Entity]], seed: int) -> Iterable[LabelledQuery]:
    phrases: dict[EntityKind, tuple[str, ...]] = {
        EntityKind.COUNTRY: ("flag of {}", "{} flag", "national flag of {}"),
        EntityKind.BRAND: ("{} logo", "logo of {}", "{} brand mark"),
        EntityKind.CONCEPT: ("{}", "a {}", "picture of a {}"),
        EntityKind.ELEMENT: ("{} element tile", "periodic table tile of {}"),
        EntityKind.OUTLINE: ("{}", "map {}"),
        EntityKind.MATERIAL: ("{} material", "sample of {} material"),
        EntityKind.LANDMARK: ("{}", "picture of {}"),
        **dict.fromkeys(_ATLAS, ("{}", "picture of {}")),
    }
    for kind, ways in phrases.items():
        chooser = _chooser(seed, f"picture/{kind}")
        known = [one for one in by_kind[kind] if one.pictures and _is_plain(one.name) and _is_thing(one)]
        for number, one in enumerate(_sample(chooser, known, _PER_KIND)):
            name = _named(chooser, one, number)
            relevant = _pictures_named(known, name) | set(one.pictures)
            yield LabelledQuery(ways[number % len(ways)].format(name), frozenset(relevant), str(kind))


def _pictures_named(entities: Sequence[Entity], name: str) -> set[str]:
    """Pictures of every entity of a kind that goes by this name: an alias may be shared."""
    key = name.casefold()
    return {
        picture
        for one in entities
        if key == one.name.casefold() or key in (alias.casefold() for alias in one.aliases)
        for picture in one.pictures
    }


def _named(chooser: random.Random, entity: Entity, number: int) -> str:
    """Mostly the name; every fourth time an alias where there is a telling one; every third a slip of the fingers."""
    aliases = [alias for alias in entity.aliases if _is_plain(alias) and len(alias) > 4]
    if number % 4 == 3 and aliases:
        return aliases[0]
    if number % 3 == 2 and len(entity.name) >= 6:
        return misspell(entity.name, chooser)
    return entity.name


def misspell(name: str, chooser: random.Random) -> str:
    """The name with one slip in its longest word: a letter left out, doubled, or swapped with the next."""
    words = name.split(" ")
    place = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[place]
    if len(word) < 5:
        return name
    at = chooser.randint(1, len(word) - 3)
    slips: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1 :],
        lambda: word[:at] + word[at] + word[at:],
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    words[place] = chooser.choice(slips)()
    return " ".join(words)


def _is_plain(name: str) -> bool:
    return name.isascii() and any(letter.isalpha() for letter in name) and 2 < len(name) < 40 and "(" not in name


def _is_thing(entity: Entity) -> bool:
    return entity.kind is not EntityKind.CONCEPT or entity.category.split("/")[0] in (
        *("Animals & Nature", "Food & Drink", "Objects"),
        *("Activities", "Travel & Places"),
    )


def _sample(chooser: random.Random, entities: Sequence[Entity], num: int) -> list[Entity]:
    ordered = sorted(entities, key=lambda one: one.id)
    return chooser.sample(ordered, min(num, len(ordered)))


def _chooser(seed: int, name: str) -> random.Random:
    return random.Random(int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "big"))
