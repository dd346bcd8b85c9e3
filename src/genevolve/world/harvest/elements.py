"""The chemical elements: a tile, a card, a discovery card and what each is used for."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from genevolve.records import PictureEntry, TextEntry
from genevolve.world.drawings.element_tile import SERIES_COLOURS, TileFacts, element_tile
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.wording import plain
from genevolve.world.members import AssetMembers

_SOURCE, _LICENCE = "mendeleev", "MIT"
_QUERY = "select e.*, s.name as series from elements e join series s on s.id = e.series_id order by atomic_number"
_DISCOVERY = re.compile(
    r"(?:First )?(?:[Dd]iscovered|[Ii]solated|[Ss]ynthesi[sz]ed|[Pp]repared|[Ii]dentified) (?:in|by) [^.]*\.?"
)


def harvest_elements(folder: Path) -> Harvest:
    """All 118 of them."""
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.deserialize(AssetMembers(folder, "mendeleev").read("mendeleev/elements.db"))
    result = Harvest()
    for row in connection.execute(_QUERY):
        _add(result, dict(row))
    connection.close()
    return result


def _add(result: Harvest, row: dict[str, Any]) -> None:
    symbol, name = row["symbol"], row["name"]
    locator = f"element:{symbol}"
    tile = TileFacts(
        number=row["atomic_number"],
        symbol=symbol,
        name=name,
        weight=f"{row['atomic_weight']:.4g}" if row["atomic_weight"] else "",
        series=row["series"],
        colour=SERIES_COLOURS[row["series"]],
    )
    result.drawings[locator] = element_tile(tile)
    result.pictures.append(
        PictureEntry(
            id=locator,
            title=f"{name} ({symbol}) element tile",
            locator=locator,
            keywords=(symbol, name, "chemical element", "periodic table", str(row["atomic_number"]), row["series"]),
            caption=f"Periodic-table tile of {name}: symbol {symbol}, atomic number {row['atomic_number']}.",
            artist="GenEvolve",
            source="GenEvolve, from mendeleev's data",
            licence="Apache-2.0",
        )
    )
    texts = list(_texts(row))
    result.texts += texts
    result.entities.append(
        Entity(
            id=f"element/{symbol}",
            kind=EntityKind.ELEMENT,
            name=name,
            aliases=(symbol,),
            facts=_facts(row),
            pictures=(locator,),
            documents=tuple(text.id for text in texts),
        )
    )


def _facts(row: dict[str, Any]) -> dict[str, str]:
    facts = {
        "symbol": row["symbol"],
        "atomic_number": str(row["atomic_number"]),
        "series": row["series"],
        "discoverers": plain(row["discoverers"] or ""),
        "discovery_year": str(row["discovery_year"] or ""),
        "discovery_place": row["discovery_location"] or "",
        "name_origin": plain(row["name_origin"] or ""),
        "colour_hex": row["jmol_color"] or "",
        "density": f"{row['density']} g/cm³" if row["density"] else "",
    }
    return {key: value for key, value in facts.items() if value}


def _texts(row: dict[str, Any]) -> list[TextEntry]:
    name, symbol = row["name"], row["symbol"]
    facts = _facts(row)
    year, place = facts.get("discovery_year"), facts.get("discovery_place")
    card = f"{name} is the chemical element with symbol {symbol} and atomic number {row['atomic_number']}, one of the "
    card += f"{row['series'].lower()}. Atomic weight {row['atomic_weight']:.5g}."
    card += f" Density {facts['density']}." if "density" in facts else ""
    card += f" In molecular drawings it is shown in {facts['colour_hex']}." if "colour_hex" in facts else ""
    card += f" {_DISCOVERY.sub('', plain(row['description'] or ''))}"
    found = f"{name} ({symbol})"
    found += (
        f" was discovered by {facts['discoverers']}" if "discoverers" in facts else " has been known since antiquity"
    )
    found += f" in {year}" if year else ""
    found += f", in {place}" if place else ""
    found += f". Origin of the name: {facts['name_origin']}" if "name_origin" in facts else "."
    use = f"Where {name} occurs: {plain(row['sources'] or 'not in nature')} What it is used for: "
    use += plain(row["uses"] or "research only.")
    return [
        _text(row, "card", f"{name} — element card", card, (symbol, "chemical element", "periodic table")),
        _text(row, "discovery", f"Discovery of {name}", found, (symbol, "element", "discoverer", "discovered")),
        _text(row, "use", f"{name}: sources and uses", use, (symbol, "element")),
    ]


def _text(row: dict[str, Any], part: str, title: str, text: str, keywords: tuple[str, ...]) -> TextEntry:
    return TextEntry(
        id=f"element:{row['symbol']}/{part}",
        title=title,
        text=text.strip(),
        url=f"https://mendeleev.readthedocs.io/en/stable/#{row['symbol']}",
        source=_SOURCE,
        licence=_LICENCE,
        keywords=keywords,
    )
