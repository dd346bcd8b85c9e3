"""The lists of words that guides are held against."""

from __future__ import annotations

from functools import cache
from importlib import resources

VERBS = "verbs.txt"
PLAIN_WORDS = "plain-words.txt"


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file beside this one; lines that begin with # are headings."""
    lines = resources.files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
