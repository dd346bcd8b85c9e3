"""The planner's word lists, read once from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def word_list(name: str) -> frozenset[str]:
    """One list, as a set."""
    return frozenset(_tables()["lists"][name].split(", "))


@cache
def synonyms(name: str) -> tuple[str, ...]:
    """Other common names of an everyday thing."""
    others = _tables()["synonyms"].get(name.casefold(), "")
    return tuple(others.split(", ")) if others else ()


@cache
def other_attributes(name: str) -> tuple[str, ...]:
    """Other words under which a card states an attribute; "discovered by" is followed by who did it."""
    others = _tables()["attributes"].get(name.casefold(), "")
    return tuple(others.split(", ")) if others else ()


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(text)
    return {
        section: {key: " ".join(value.split()) for key, value in table.items()} for section, table in tables.items()
    }
