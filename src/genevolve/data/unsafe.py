"""Requests that are not safe to draw, by lists of words; `lists/unsafe.toml` says what such lists can and cannot do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from genevolve.data.phrases import phrases_pattern

_LISTS = Path(__file__).parent / "lists" / "unsafe.toml"
_GAP = " · "
"""Stands for harmless words that were taken out, so that what was apart does not meet."""


@dataclass(frozen=True)
class _Rule:
    code: str
    harmless: re.Pattern[str]
    any_of: re.Pattern[str]
    all_of: tuple[re.Pattern[str], ...]
    num_between: int | None
    """How many words may be between the hits of `all_of`, which then come in their order; None for any place."""

    def hit(self, text: str) -> str:
        """The words in `text` that the rule forbids, or nothing."""
        return self._hit(self.harmless.sub(_GAP, text)) if self._hit(text) else ""

    def _hit(self, left: str) -> str:
        if found := self.any_of.search(left):
            return found[0]
        hits = [match for pattern in self.all_of if (match := pattern.search(left))]
        if not hits or len(hits) < len(self.all_of) or (self.num_between is not None and not self._in_order(left)):
            return ""
        return " … ".join(match[0] for match in hits)

    def _in_order(self, left: str) -> bool:
        first, second = self.all_of
        return any(
            len(left[one.end() : other.start()].split()) <= (self.num_between or 0)
            for one in first.finditer(left)
            for other in second.finditer(left, one.end())
        )


def unsafe(text: str) -> Iterator[tuple[str, str]]:
    """The code and the words of every rule that the request breaks."""
    plain = re.sub(r"\s+", " ", text.replace("’", "'"))
    for rule in _rules():
        if words := rule.hit(plain):
            yield rule.code, words


@cache
def _rules() -> tuple[_Rule, ...]:
    lists = tomllib.loads(_LISTS.read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            row["code"],
            phrases_pattern([*lists["harmless"], *row.get("harmless", ())]),
            phrases_pattern(row.get("any_of", ())),
            tuple(phrases_pattern(phrases) for phrases in row.get("all_of", ())),
            row.get("within"),
        )
        for row in lists["rule"]
    )
