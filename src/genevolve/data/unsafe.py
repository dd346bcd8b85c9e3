"""Requests that are not safe to draw, by lists of words; `lists/unsafe.toml` says what such lists can and cannot do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists" / "unsafe.toml"
_GAP = " · "
"""Stands for harmless words that were taken out, so that what was apart does not meet."""


@dataclass(frozen=True)
class _Rule:
    code: str
    harmless: re.Pattern[str]
    any_of: re.Pattern[str]
    all_of: tuple[re.Pattern[str], ...]

    def hit(self, text: str) -> str:
        """The words in `text` that the rule forbids, or nothing."""
        return self._hit(self.harmless.sub(_GAP, text)) if self._hit(text) else ""

    def _hit(self, left: str) -> str:
        if found := self.any_of.search(left):
            return found[0]
        hits = [found[0] for pattern in self.all_of if (found := pattern.search(left))]
        return " … ".join(hits) if self.all_of and len(hits) == len(self.all_of) else ""


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
            _phrases([*lists["harmless"], *row.get("harmless", ())]),
            _phrases(row.get("any_of", ())),
            tuple(_phrases(phrases) for phrases in row.get("all_of", ())),
        )
        for row in lists["rule"]
    )


def _phrases(phrases: Sequence[str]) -> re.Pattern[str]:
    if not phrases:
        return re.compile(r"(?!)")
    written = (re.escape(one).replace(r"\*", r"\w*") for one in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(written)})(?!\w)", re.IGNORECASE)
