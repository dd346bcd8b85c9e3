"""Countries and territories: flags by three artists, outlines, cards and the Factbook's passages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genevolve.records import PictureEntry, TextEntry
from genevolve.world.drawings.outline import outer_rings, outline_svg
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.emoji import COUNTRY_FLAGS, Emoji, EmojiDrawings, emoji_pictures
from genevolve.world.harvest.factbook import FactbookRecord, factbook_texts, read_factbook
from genevolve.world.harvest.wording import listed, passages, plain, unique
from genevolve.world.members import AssetMembers

_PARTS = re.compile(r"<br><br>|<br>")
_LABEL = re.compile(r"^description:\s*")
_DATA = Path(__file__).parents[1] / "data" / "countries.toml"


@dataclass(frozen=True, slots=True)
class Country:
    """One flag of the emoji standard with what the sources say about its country."""

    code: str
    name: str
    emoji: Emoji
    factbook: FactbookRecord | None
    info: dict[str, Any]
    article: bool
    also: tuple[str, ...]
    nation: dict[str, str]

    @property
    def flag(self) -> str:
        """What the flag looks like; empty when no source says."""
        return self.nation.get("flag", "") or (self.factbook.flag if self.factbook else "")

    @property
    def the_name(self) -> str:
        """The name as it stands in a sentence."""
        return f"the {self.name}" if self.article else self.name

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every other name, and the demonym."""
        official = self.fact("Country name", "conventional long form")
        names = [*self.also, self.factbook.name if self.factbook else "", official, str(self.info.get("name", ""))]
        spellings = [spelling for spelling in self.info.get("altSpellings", []) if spelling.isascii()]
        local = self.fact("Country name", "local short form")
        return tuple(
            name
            for name in unique([*names, *spellings, local, str(self.info.get("demonym", ""))])
            if name.casefold() not in (self.name.casefold(), "none") and len(name) < 60
        )

    def fact(self, *path: str) -> str:
        """A value of the Factbook's government section; empty when there is none."""
        return self.factbook.value("Government", *path) if self.factbook else ""


def harvest_countries(folder: Path, emoji: list[Emoji], drawings: EmojiDrawings) -> Harvest:
    """Every country flag of the emoji standard, and the Factbook's countries without one."""
    result = Harvest()
    records = read_factbook(folder)
    countries = list(_read_countries(folder, emoji, records))
    families = tomllib.loads(_DATA.read_text(encoding="utf-8"))["look_alikes"]["families"]
    for number, country in enumerate(countries):
        _add(result, country, drawings, number, families)
    flagged = {country.factbook.gec for country in countries if country.factbook}
    for record in records:
        if record.gec not in flagged:
            result.texts += factbook_texts(record, record.name)
    return result


def _read_countries(folder: Path, emoji: list[Emoji], records: list[FactbookRecord]) -> Iterator[Country]:
    words = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    by_iso = {record.iso2: record for record in records if record.iso2}
    members = AssetMembers(folder, "countryinfo")
    infos = [members.json(member) for member in members.names(suffix=".json")]
    info_by_iso = {info["ISO"]["alpha2"]: info for info in infos if info.get("ISO")}
    for one in emoji:
        if one.subcategory not in COUNTRY_FLAGS:
            continue
        nation = words["nations"].get(one.label.split()[0].lower(), {}) if one.subcategory != "country-flag" else {}
        code = nation.get("code", "") or one.iso2
        yield Country(
            code=code,
            name=words["names"].get(
                code, one.label.removesuffix(" Flag").replace("&", "and").replace("St. ", "Saint ")
            ),
            emoji=one,
            factbook=by_iso.get(code),
            info=info_by_iso.get(code, {}),
            article=code in words["articles"]["codes"],
            also=tuple(words["aliases"].get(code, ())),
            nation=nation,
        )


def _add(result: Harvest, country: Country, drawings: EmojiDrawings, number: int, families: list[list[str]]) -> None:
    flags = _add_flags(result, country, drawings)
    texts = [*_cards(country), *(factbook_texts(country.factbook, country.name) if country.factbook else ())]
    result.texts += texts
    outline = _add_outline(result, country, number)
    look_alikes = unique(code for family in families if country.code in family for code in family)
    result.entities.append(
        Entity(
            id=f"country/{country.code}",
            kind=EntityKind.COUNTRY,
            name=country.name,
            aliases=country.aliases,
            facts=_facts(country),
            pictures=flags,
            documents=tuple(text.id for text in texts),
            look_alikes=tuple(f"country/{code}" for code in look_alikes if code != country.code),
        )
    )
    if outline:
        result.entities.append(outline)


def _add_flags(result: Harvest, country: Country, drawings: EmojiDrawings) -> tuple[str, ...]:
    caption = f"Flag of {country.the_name}{': ' + country.flag[:300] if country.flag else ''}"
    ids = []
    keywords = unique([country.name, *country.aliases[:8], country.code, "flag", "national flag", "banner"])
    for entry, svg in emoji_pictures(
        country.emoji, drawings, title=f"Flag of {country.the_name}", caption=caption, keywords=keywords
    ):
        result.pictures.append(entry)
        result.drawings[entry.locator] = svg
        ids.append(entry.id)
    return tuple(ids)


def _add_outline(result: Harvest, country: Country, number: int) -> Entity | None:
    rings = outer_rings(country.info.get("geoJSON") or {})
    if not rings:
        return None
    locator = f"outline:{country.code}"
    result.drawings[locator] = outline_svg(rings, number)
    result.pictures.append(
        PictureEntry(
            id=locator,
            title=f"Outline map of {country.the_name}",
            locator=locator,
            keywords=unique([country.name, *country.aliases[:4], "map", "outline", "shape", "borders", "country"]),
            caption=f"The outline of {country.the_name}, drawn from its borders.",
            artist="GenEvolve",
            source="GenEvolve, from countryinfo's data",
            licence="Apache-2.0",
        )
    )
    return Entity(
        id=f"outline/{country.code}",
        kind=EntityKind.OUTLINE,
        name=f"Outline of {country.the_name}",
        aliases=(f"map of {country.the_name}", f"shape of {country.the_name}"),
        facts={"country": country.name},
        pictures=(locator,),
    )


def _facts(country: Country) -> dict[str, str]:
    book = country.factbook
    capital = (
        country.fact("Capital", "name") or str(country.info.get("capital", "")) or country.nation.get("capital", "")
    )
    facts = {
        "capital": capital.split(" (")[0].split(";")[0].strip(),
        "official_name": country.fact("Country name", "conventional long form").split(";")[0],
        "national_symbol": country.fact("National symbol(s)"),
        "national_colours": country.fact("National color(s)"),
        "national_anthem": country.fact("National anthem(s)", "title"),
        "independence": country.fact("Independence")[:160],
        "highest_point": book.value("Geography", "Elevation", "highest point") if book else "",
        "demonym": str(country.info.get("demonym", "")),
        "region": str(country.info.get("subregion", "")),
        "flag": country.flag,
        "iso2": country.code,
    }
    return {key: value for key, value in facts.items() if value and value.lower() not in ("none", "na", "n/a")}


def _cards(country: Country) -> Iterator[TextEntry]:
    facts, the_name = _facts(country), country.the_name
    if country.flag:
        raw = plain(_PARTS.sub(". ", country.factbook.raw("Government", "Flag"))) if country.factbook else country.flag
        raw = _LABEL.sub("", raw).replace("meaning: ", "Meaning: ").replace("history: ", "History: ")
        for number, piece in enumerate(passages(f"The flag of {the_name}: {raw}"), start=1):
            suffix = "" if number == 1 else f"/{number}"
            title = f"Flag of {the_name}" + ("" if number == 1 else f" ({number})")
            yield _text(country, f"flag:{country.code}{suffix}", title, piece, ("flag", "national flag", "banner"))
    card = [f"{the_name[0].upper()}{the_name[1:]}"]
    card[0] += (
        f" (officially {facts['official_name']})" if facts.get("official_name", country.name) != country.name else ""
    )
    card[0] += f" lies in {facts['region']}." if "region" in facts else " is a territory."
    if "capital" in facts:
        card.append(f"The capital of {the_name} is {facts['capital'].rstrip('.')}.")
    if "national_symbol" in facts:
        card.append(f"National symbol: {facts['national_symbol']}.")
    if "national_colours" in facts:
        card.append(f"National colours: {facts['national_colours']}.")
    if "demonym" in facts:
        card.append(f"Its people are called {facts['demonym']}.")
    if country.also:
        card.append(f"Also known as {listed(country.also)}.")
    yield _text(country, f"country:{country.code}", f"{country.name} — country card", " ".join(card), ("country",))


def _text(country: Country, key: str, title: str, text: str, keywords: tuple[str, ...]) -> TextEntry:
    return TextEntry(
        id=key,
        title=title,
        text=text,
        source="CIA World Factbook and countryinfo",
        licence="public domain; MIT",
        keywords=unique([country.name, *country.aliases, *keywords]),
    )
