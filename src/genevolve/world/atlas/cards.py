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
    "brand": "{name} makes {product} in {city}.",
    "arms": "The arms of {name} were granted in {granted} by {grantor}.",
}


def card(
    identifier: str,
    kind: Kind,
    name: str,
    aliases: tuple[str, ...],
    attributes: Mapping[str, str],
    facts: Mapping[str, str],
) -> TextEntry:
    """The current card: a sentence of place, what can be seen in prose, then one short sentence for every attribute and fact."""
    body = " ".join((_lead(kind, name, attributes, facts), _prose(name, attributes), _list(name, attributes, facts)))
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
        f"First edition, {year}; superseded. {_lead(kind, name, attributes, facts)} As recorded in {year}: {_prose(name, old)} "
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
    lines = {
        "landmark": f"Members met near {name} and walked on to {other}. The weather kept fair, and the talk was of ferries and of soup.",
        "creature": f"A correspondent asks whether the {name} was heard again this {month}. Nobody who answered had seen one; one had seen a {other}.",
        "brand": f"A reader recalls that {name} and {other} once shared a stall at the tide fair. Their prices were the same, and so was the queue.",
        "arms": f"The seal of {name} came up at the auction beside that of {other}. Neither reached its reserve, and both went back to the vault.",
    }
    text = f"Letters, {month} issue. {lines[kind]} The society keeps no description here; the card of {name} is in the Atlas."
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


def _prose(name: str, attributes: Mapping[str, str]) -> str:
    parts = [_phrase(key, value) for key, value in attributes.items() if key != "type"]
    return f"It shows {', '.join(parts[:-1])} and {parts[-1]}."


def _phrase(key: str, value: str) -> str:
    """An attribute in running prose: "red and white tower", "three gold lions", without saying a word twice."""
    noun = key.removesuffix("s")
    if noun in value or key in (
        "companion",
        "base",
        "detail",
        "placing",
        "mark",
        "badge",
        "crest",
        "sides",
        "band",
        "charge",
    ):
        return value
    return f"{key} {value}"


def _list(name: str, attributes: Mapping[str, str], facts: Mapping[str, str]) -> str:
    looks = " ".join(f"{name} {key}: {value}." for key, value in attributes.items())
    known = "; ".join(f"{key}: {value}" for key, value in facts.items())
    return f"{looks} Facts: {known}."
