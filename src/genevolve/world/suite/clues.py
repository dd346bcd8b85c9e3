"""Descriptions that only one thing answers, so that a request need not name it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from genevolve.world.entities import Entity

_HEIGHT = re.compile(r"\s+-?[\d,.]+ m\b.*")
_FACTS_ABOUT = {
    "capital": re.compile(r"(?!The )[^\W\d_][\w'’-]*(?: [A-Z][\w'’-]*| l[ae])*"),
    "highest_point": re.compile(r"K2|[A-Z][a-z'-]+(?: (?:[A-Z][a-z'-]+|e|de|la|ad|an|as|ech|es))*"),
    "discoverers": re.compile(r"(?!.*(?:Laboratory|Institute))[A-Z]\w+(?: (?:[A-Z]\w+|von|de|and))+"),
}
"""What a value must look like to be asked for: neither "unnamed elevation" nor "known to the ancients"."""


def plain(key: str, value: str) -> str:
    """A value without its height or what stands in brackets; empty where it is more of a remark than a name."""
    short = _HEIGHT.sub("", value).split(" (")[0].strip()
    form = _FACTS_ABOUT.get(key)
    return short if form is None or form.fullmatch(short) else ""


@dataclass(frozen=True, slots=True)
class Clue:
    """A description that only one thing answers: "the statue in Yarsislava that opened in 1784"."""

    text: str
    attribute: str
    value: str
    query: str = ""
    """What to search for once that other thing is known; empty where nothing has to be known before."""

    through: Entity | None = None
    """Another named thing that has to be looked up first: "the tower by the architect of the Solzzaro Temple"."""


def clues_of(kind: str) -> Callable[[Entity], Iterator[Clue]]:
    """The descriptions of a thing of a kind, unique or not."""
    return CLUES.get(kind, lambda _entity: iter(()))


def _landmark_clues(entity: Entity) -> Iterator[Clue]:
    facts, kind = entity.facts, entity.facts["type"]
    yield Clue(f"the {kind} in {facts['city']} that opened in {facts['opened']}", "city", facts["city"])
    yield Clue(f"the {kind} that {facts['architect']} designed", "architect", facts["architect"])


def _creature_clues(entity: Entity) -> Iterator[Clue]:
    who, _, year = entity.facts["described by"].partition(", ")
    yield Clue(f"the {entity.facts['type']} creature first described by {who} in {year}", "described by", who)


def _brand_clues(entity: Entity) -> Iterator[Clue]:
    facts = entity.facts
    yield Clue(f"the maker of {facts['product']} from {facts['city']}", "product", facts["product"])
    yield Clue(f'the company whose slogan is "{facts["slogan"]}"', "slogan", facts["slogan"])


def _arms_clues(entity: Entity) -> Iterator[Clue]:
    year, _, by_whom = entity.facts["granted"].partition(" by ")
    yield Clue(f"the coat of arms granted in {year} by {by_whom}", "granted", year)
    yield Clue(f'the coat of arms whose motto is "{entity.facts["motto"]}"', "motto", entity.facts["motto"])


def _flag_clues(entity: Entity) -> Iterator[Clue]:
    if capital := plain("capital", entity.facts["capital"]):
        yield Clue(f"the country whose capital is {capital}", "capital", capital)
    if point := plain("highest_point", entity.facts.get("highest_point", "")):
        yield Clue(f"the country whose highest point is {point}", "highest point", point)


def _element_clues(entity: Entity) -> Iterator[Clue]:
    who, year = plain("discoverers", entity.facts["discoverers"]), entity.facts.get("discovery_year", "")
    if year and who and len(who) < 36:
        yield Clue(f"the element that {who} discovered in {year}", "discoverer", who)
    yield Clue(
        f"the element with atomic number {entity.facts['atomic_number']}",
        "atomic number",
        entity.facts["atomic_number"],
    )


CLUES: dict[str, Callable[[Entity], Iterator[Clue]]] = {
    "landmark": _landmark_clues,
    "creature": _creature_clues,
    "invented_brand": _brand_clues,
    "arms": _arms_clues,
    "flag": _flag_clues,
    "element": _element_clues,
}


def unique(clues: Callable[[Entity], Iterator[Clue]], entities: list[Entity]) -> Iterator[tuple[Entity, Clue]]:
    """The clues that only one entity answers."""
    found = [(entity, clue) for entity in entities for clue in clues(entity) if entity.name not in clue.text]
    times = Counter(clue.text for _, clue in found)
    yield from ((entity, clue) for entity, clue in found if times[clue.text] == 1)


def nested_clues(kind: str, entities: Sequence[Entity], others: Sequence[Entity]) -> Iterator[tuple[Entity, Clue]]:
    """Descriptions by way of another of `entities` that only one of all things answers."""
    shared = _SHARED.get(kind)
    if shared is None:
        return
    keys = Counter(key for entity in (*entities, *others) if (key := shared.key(entity)))
    by_value: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        by_value[shared.value(entity)].append(entity)
    for entity in entities:
        wanted = shared.wanted(entity)
        if keys[shared.key(entity)] != 1 or not wanted:
            continue
        for other in by_value[wanted]:
            if other.id != entity.id:
                yield (
                    entity,
                    Clue(
                        shared.text(entity, other), shared.attribute, wanted, query=shared.query(entity), through=other
                    ),
                )


@dataclass(frozen=True, slots=True)
class _Shared:
    """How a thing is described through another: by what they share, or by what comes next."""

    attribute: str
    value: Callable[[Entity], str]
    wanted: Callable[[Entity], str]
    key: Callable[[Entity], tuple[str, str]]
    text: Callable[[Entity, Entity], str]
    query: Callable[[Entity], str]


def _fact(key: str) -> Callable[[Entity], str]:
    return lambda entity: entity.facts[key]


def _body(entity: Entity) -> str:
    """What bears arms: a house, a guild, an abbey."""
    return entity.name.split()[0].lower()


def _number(entity: Entity, before: int = 0) -> str:
    return str(int(entity.facts["atomic_number"]) - before)


_SHARED: dict[str, _Shared] = {
    "landmark": _Shared(
        "city",
        _fact("city"),
        _fact("city"),
        lambda entity: (entity.facts["type"], entity.facts["city"]),
        lambda entity, other: f"the {entity.facts['type']} in the same town as the {other.name}",
        lambda entity: f"{entity.facts['type']} in {entity.facts['city']}",
    ),
    "creature": _Shared(
        "habitat",
        _fact("habitat"),
        _fact("habitat"),
        lambda entity: (entity.facts["type"], entity.facts["habitat"]),
        lambda entity, other: f"the {entity.facts['type']} creature that shares its habitat with the {other.name}",
        lambda entity: f"{entity.facts['type']} creature of the {entity.facts['habitat']}",
    ),
    "arms": _Shared(
        "seat",
        _fact("seat"),
        _fact("seat"),
        lambda entity: (_body(entity), entity.facts["seat"]),
        lambda entity, other: f"the coat of arms of the {_body(entity)} seated in the same town as {_bearer(other)}",
        lambda entity: f"{_body(entity)} with its seat in {entity.facts['seat']}",
    ),
    "invented_brand": _Shared(
        "city",
        _fact("city"),
        _fact("city"),
        lambda entity: (entity.facts["product"], entity.facts["city"]),
        lambda entity, other: f"the maker of {entity.facts['product']} from the same town as {other.name}",
        lambda entity: f"maker of {entity.facts['product']} from {entity.facts['city']}",
    ),
    "element": _Shared(
        "atomic number",
        _number,
        lambda entity: _number(entity, before=1),
        lambda entity: ("element", _number(entity)),
        lambda _, other: f"the element that comes right after {other.name.lower()} in the periodic table",
        lambda entity: f"element with atomic number {entity.facts['atomic_number']}",
    ),
}


def _bearer(entity: Entity) -> str:
    return entity.name if entity.name.startswith("House") else f"the {entity.name}"
