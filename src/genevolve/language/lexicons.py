"""Word lists and tables: TOML files in `lexicon/`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "lexicon"


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The tables of `lexicon/<name>.toml`."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def listed(text: str) -> list[str]:
    """The entries of a comma-separated list, in order, without repeats."""
    entries = (" ".join(entry.split()) for entry in text.split(","))
    return list(dict.fromkeys(entry for entry in entries if entry))


@cache
def word_set(name: str, *path: str) -> frozenset[str]:
    """A comma-separated list of a lexicon as a set: `word_set("nouns", "roles", "parts")`."""
    value: Any = lexicon(name)
    for key in path:
        value = value[key]
    return frozenset(listed(value))


def entries(tables: Mapping[str, str], keys: Iterable[str] | None = None) -> dict[str, str]:
    """Turn `{value: "phrase, phrase"}` round into `{phrase: value}`; the first value that lists a phrase keeps it."""
    turned: dict[str, str] = {}
    for value in keys or tables:
        for phrase in listed(tables[value]):
            turned.setdefault(phrase, value)
    return turned
