"""The word lists and tables of the suite, and small helpers of English."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One of the data files: `families`, `things` or `wording`."""
    return tomllib.loads(resources.files(__package__).joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


def with_article(phrase: str) -> str:
    """The phrase with "a" or "an"."""
    lower = phrase.lower()
    vowel = lower[:1] in "aeio" or (lower.startswith("u") and not lower.startswith(("uni", "use", "uk")))
    return f"{'an' if vowel else 'a'} {phrase}"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def joined(parts: list[str]) -> str:
    """A, B and C."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + f" and {parts[-1]}"


def possessive(name: str) -> str:
    """As "Chad's", "Laos'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
