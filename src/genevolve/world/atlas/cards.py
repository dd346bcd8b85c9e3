"""What is written about an entity: its card, stale cards, and pages that mention it without answering."""

from __future__ import annotations

import random
from collections.abc import Mapping

from genevolve.records import TextEntry
from genevolve.world.atlas.entity import LICENCE, SOURCE, Kind
from genevolve.world.atlas.lore import lore

_LEADS: Mapping[Kind, str] = {
    "landmark": "{name} is a {type} in {city}, {region}.",
    "creature": "The {name} is a {type} creature of the {habitat}.",
    "brand": "{name} makes {product} in {city}; this is its logo.",
    "arms": "{name} bears arms granted in {granted}.",
}

_SPEAKING = frozenset(
    {"companion", "base", "detail", "mark", "crest", "sides", "band", "charge", "placing", "head", "back", "raised"}
)
"""Attributes whose value speaks for itself in prose."""
_GROUNDS = frozenset({"coat", "plumage", "scales", "skin", "walls", "stone", "wings", "lettering", "field", "tower"})

_TOLD: Mapping[Kind, str] = {"landmark": "region", "arms": "granted"}
"""The fact that the opening sentence has told in full."""


def card(
    identifier: str,
    kind: Kind,
    name: str,
    aliases: tuple[str, ...],
    attributes: Mapping[str, str],
    facts: Mapping[str, str],
) -> TextEntry:
    """The current card: a sentence of place, what can be seen in prose, then a short sentence for every attribute."""
    body = " ".join((_lead(kind, name, attributes, facts), _prose(attributes), _list(kind, name, attributes, facts)))
    return TextEntry(
        id=f"{identifier}/card",
        title=name,
        text=body,
        source=f"{lore('sources')['card']} (fictional)",
        licence=LICENCE,
        keywords=(*aliases, kind, attributes["type"]),
    )


def stale_card(
    identifier: str,
    kind: Kind,
    name: str,
    attributes: Mapping[str, str],
    facts: Mapping[str, str],
    old: Mapping[str, str],
    rng: random.Random,
) -> TextEntry:
    """An earlier card in which one attribute has its former value, and which says how old it is."""
    key = next(key for key in attributes if attributes[key] != old[key])
    year = rng.randint(1920, 1962)
    text = (
        f"First edition, {year}; superseded. {_lead(kind, name, attributes, facts)} As recorded "
        f"in {year}: {_prose(old)} "
        f"{name} {key} in {year}: {old[key]}. It has been altered since; see the current card."
    )
    return TextEntry(
        id=f"{identifier}/stale",
        title=f"{name} ({year} edition)",
        text=text,
        source=f"{lore('sources')['stale']} (fictional)",
        licence=LICENCE,
        keywords=(kind, "outdated", str(year)),
    )


def mention(identifier: str, kind: Kind, name: str, other: str, rng: random.Random) -> TextEntry:
    """A page on which the name occurs and nothing about its looks."""
    month = rng.choice(("March", "May", "June", "September", "October"))
    story = lore("mentions")[kind].format(name=name, other=other, month=month)
    text = f"Letters, {month} issue. {story} The society keeps no description here; the card of {name} is in the Atlas."
    return TextEntry(
        id=f"{identifier}/mention",
        title=f"Society Letters: {name} and {other}",
        text=text,
        source=f"{lore('sources')['page']} (fictional)",
        licence=LICENCE,
        keywords=(kind,),
    )


def caption(kind: Kind, name: str, attributes: Mapping[str, str], artist: str) -> str:
    """One sentence on what a view shows, without giving the attributes away."""
    what = {
        "landmark": attributes["type"],
        "creature": f"{attributes['type']} creature",
        "brand": "logo",
        "arms": "coat of arms",
    }[kind]
    how = {
        "Atlas Plates": "lithograph with hatching",
        "Fieldbook": "gouache from a field notebook",
        "Wayfarer": "flat modern drawing",
    }[artist]
    return f"{name}, {what}: {how} by {artist}. {SOURCE}."


def _lead(kind: Kind, name: str, attributes: Mapping[str, str], facts: Mapping[str, str]) -> str:
    return _LEADS[kind].format(
        name=name, type=attributes["type"], **{key.split()[0]: value for key, value in facts.items()}
    )


def _prose(attributes: Mapping[str, str]) -> str:
    parts = [_phrase(key, value) for key, value in attributes.items() if key != "type"]
    return f"It shows {', '.join(parts[:-1])} and {parts[-1]}."


def _phrase(key: str, value: str) -> str:
    """An attribute in running prose: "slate cone as roof" needs its noun, "yellow eyes" has it already."""
    if key.removesuffix("s") in value or key in _SPEAKING:
        return value
    if key in _GROUNDS:
        return f"{key} {value}" if value.startswith("in ") else f"{key} in {value}"
    if "colour" in key:
        return f"{key} {value}"
    return f"{value} as {key}"


def _list(kind: Kind, name: str, attributes: Mapping[str, str], facts: Mapping[str, str]) -> str:
    told = ("type",) if kind in ("brand", "arms") else ()
    looks = " ".join(f"{name} {key}: {value}." for key, value in attributes.items() if key not in told)
    known = "; ".join(f"{key}: {value}" for key, value in facts.items() if key != _TOLD.get(kind))
    return f"{looks} Facts: {known}."
