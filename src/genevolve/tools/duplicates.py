"""The near-duplicate guard: asking the same thing twice in other word order teaches nothing."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_EMPTY_WORDS = frozenset(re.findall(_WORD, "a an the of in on at for to and or is are was what which who how its s"))


def content_words(query: str) -> frozenset[str]:
    """The words that tell one query from another: case, order, plural and little words do not count."""
    words = [word.casefold() for word in _WORD.findall(query)]
    content = [word for word in words if word not in _EMPTY_WORDS] or words
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in content)


class AskedBefore:
    """The queries of one trajectory, by tool."""

    def __init__(self) -> None:
        self._asked: dict[str, dict[frozenset[str], str]] = {}

    def note(self, tool: str, queries: list[str]) -> str | None:
        """Remember `queries`, or return the first of them that repeats an earlier one and remember none."""
        asked = self._asked.setdefault(tool, {})
        fresh: dict[frozenset[str], str] = {}
        for query in queries:
            key = content_words(query)
            if key in asked or key in fresh:
                return query
            fresh[key] = query
        asked.update(fresh)
        return None
