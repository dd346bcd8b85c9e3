"""The wordings of `wording.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = tomllib.loads(
        resources.files(__package__).joinpath("wording.toml").read_text(encoding="utf-8")
    )
    return tables


def wording(section: str, key: str, default: str = "") -> str:
    """The wording of one key, or `default` where there is none."""
    return _tables()[section].get(key, default)


def listed(parts: list[str]) -> str:
    """The parts as "a, b and c", with a comma before the "and" when a part holds one itself."""
    if len(parts) <= 1:
        return "".join(parts)
    if any("," in part for part in parts):
        return f"{', '.join(parts[:-1])}, and {parts[-1]}"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(text: str) -> str:
    """`text` with a capital and a full stop."""
    text = text.strip().strip(",;")
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ".”", '."')) else ".")
