"""Words for names and facts, by kind."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from genevolve.world.atlas.arms import blazon
from genevolve.world.atlas.entity import Kind
from genevolve.world.atlas.names import Namer
from genevolve.world.atlas.palettes import colour_table, colours_in


@cache
def lore(section: str) -> Mapping[str, Any]:
    """One section of the table of words."""
    text = files("genevolve.world.atlas").joinpath("data", "facts.toml").read_text("utf-8")
    table: Mapping[str, Any] = tomllib.loads(text)[section]
    return table


def invent_name(
    kind: Kind, look_type: str, namer: Namer, used: set[str], rng: random.Random
) -> tuple[str, tuple[str, ...]]:
    """A new name and its aliases: a native name, an older one."""
    words = lore(kind)
    if kind == "creature":
        while True:
            species = rng.choice(words["starts"]) + rng.choice(words["ends"])
            name = f"{rng.choice(words['first'])} {species}".title()
            if species not in used:
                used.add(species)
                return name, (namer.word(), f"{namer.word()} {species}".title())
    stem, older = namer.word(), namer.word()
    if kind == "landmark":
        noun = rng.choice(words["names"][look_type])
        return f"{stem} {noun}", (namer.word(), f"Old {older} {noun}")
    if kind == "brand":
        trade = rng.choice(words["trades"])
        return f"{stem} {trade}", (stem, f"{older} & {stem}")
    body = rng.choice(words["bodies"])
    return f"{body} {stem}", (f"{stem} arms", f"{body} {older}")


def invent_facts(
    kind: Kind, name: str, attributes: Mapping[str, str], namer: Namer, rng: random.Random
) -> dict[str, str]:
    """What cannot be seen."""
    words = lore(kind)
    person = namer.person()
    if kind == "landmark":
        return {
            "city": namer.town(),
            "region": rng.choice(lore("landmark")["regions"]),
            "opened": str(rng.randint(1640, 1968)),
            "architect": person,
            "height": f"{rng.randint(14, 160)} m",
            "built": rng.choice(words["purposes"]),
        }
    if kind == "creature":
        return {
            "habitat": rng.choice(words["habitats"]),
            "region": rng.choice(lore("landmark")["regions"]),
            "length": f"{rng.randint(12, 240)} cm",
            "diet": rng.choice(words["diets"]),
            "call": rng.choice(words["calls"]),
            "population": f"about {rng.randint(2, 95) * 100}",
            "described by": f"{person}, {rng.randint(1740, 1930)}",
        }
    if kind == "brand":
        at = words["trades"].index(name.split()[-1])
        first, second = colours_in(attributes["badge colour"])[0], colours_in(attributes["mark colour"])[0]
        return {
            "product": words["products"][at],
            "city": namer.town(),
            "founded": f"{rng.randint(1861, 1989)} by {person}",
            "slogan": rng.choice(words["slogans"]),
            "official colour": f"{first} {colour_table()[first]}",
            "second official colour": f"{second} {colour_table()[second]}",
        }
    return {
        "motto": rng.choice(words["mottoes"]),
        "granted": f"{rng.randint(1240, 1790)} by {rng.choice(words['grantors'])}",
        "seat": namer.town(),
        "blazon": blazon(attributes),
    }
