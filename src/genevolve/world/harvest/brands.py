"""Brands: the mark in its official colour, a card that states the colour, and a page that only mentions it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genevolve.records import PictureEntry, TextEntry
from genevolve.world.drawings.colour import colour_name
from genevolve.world.drawings.ink import brand_mark
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.wording import listed, unique
from genevolve.world.members import AssetMembers

_SOURCE, _LICENCE = "Simple Icons", "CC0-1.0; trade mark of its owner"


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand as Simple Icons lists it."""

    slug: str
    title: str
    colour: str
    svg: str
    aliases: tuple[str, ...]


def read_brands(folder: Path) -> Iterator[Brand]:
    """Every brand. The package's modules are read as data: parsed, never executed."""
    members = AssetMembers(folder, "simplepycons")
    for member in members.names(suffix=".py"):
        brand = parse_brand(members.text(member))
        if brand is not None:
            yield brand


def parse_brand(source: str) -> Brand | None:
    """The brand that one generated module describes, or nothing when it describes none."""
    values: dict[str, object] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            value = _constant(node)
            if value is not None:
                values[node.name] = value
    aliases = values.get("aliases", ())
    try:
        return Brand(
            slug=str(values["name"]),
            title=str(values["title"]),
            colour=str(values["primary_color"]).upper(),
            svg=str(values["raw_svg"]).strip(),
            aliases=tuple(str(alias) for alias in aliases) if isinstance(aliases, list) else (),
        )
    except KeyError:
        return None


def _constant(function: ast.FunctionDef) -> object:
    for node in ast.walk(function):
        value = node.value if isinstance(node, ast.Return | ast.YieldFrom) else None
        if value is not None:
            try:
                return ast.literal_eval(value)
            except ValueError:
                return None
    return None


def harvest_brands(folder: Path) -> Harvest:
    """Marks, cards and entities."""
    result = Harvest()
    for brand in read_brands(folder):
        _add(result, brand)
    return result


def _add(result: Harvest, brand: Brand) -> None:
    locator, url = f"simple:{brand.slug}", f"https://simpleicons.org/?q={brand.slug}"
    shade = colour_name(brand.colour)
    names = unique([brand.title, brand.slug, *brand.aliases])
    result.drawings[locator] = brand_mark(brand.svg, brand.colour)
    result.pictures.append(
        PictureEntry(
            id=locator,
            title=f"{brand.title} logo",
            locator=locator,
            keywords=(*names, "brand", "logo", "trade mark"),
            caption=f"The {brand.title} brand mark in its official colour, {shade} ({brand.colour}).",
            artist="Simple Icons",
            url=url,
            source=_SOURCE,
            licence=_LICENCE,
        )
    )
    also = f" It is also known as {listed(brand.aliases)}." if brand.aliases else ""
    card = (
        f"The official brand colour of {brand.title} is {brand.title} {shade}, hex {brand.colour}. "
        f"The {brand.title} logo is a one-colour mark in this {shade}.{also}"
    )
    mention = (
        f"{brand.title} is one of the brands whose mark is kept in open icon collections. The mark remains a trade "
        f"mark of its owner: it may name {brand.title}, and must not suggest that {brand.title} endorses anything. "
        "Colours and clear space follow the owner's guidelines."
    )
    texts = (
        _text(
            brand, "card", f"{brand.title} — brand card", card, url, ("official colour", "brand color", "hex", "logo")
        ),
        _text(brand, "usage", f"{brand.title}: use of the mark", mention, url, ("trade mark", "usage")),
    )
    result.texts += texts
    result.entities.append(
        Entity(
            id=f"brand/{brand.slug}",
            kind=EntityKind.BRAND,
            name=brand.title,
            aliases=names[1:],
            facts={"colour_hex": brand.colour, "colour_name": shade},
            pictures=(locator,),
            documents=(texts[0].id,),
        )
    )


def _text(brand: Brand, part: str, title: str, text: str, url: str, keywords: tuple[str, ...]) -> TextEntry:
    return TextEntry(
        id=f"brand:{brand.slug}/{part}",
        title=title,
        text=text,
        url=url,
        source=_SOURCE,
        licence="CC0-1.0",
        keywords=(*unique([brand.slug, *brand.aliases]), *keywords),
    )
