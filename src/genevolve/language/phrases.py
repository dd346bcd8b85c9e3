"""Finding the longest known phrase at a place in a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from genevolve.language.tokens import Token, spoken_words

Value = TypeVar("Value")

_END = "\0"


class PhraseTable(Generic[Value]):
    """Phrases of one or more words and what each stands for. Hyphens and spaces are alike."""

    def __init__(self, phrases: Mapping[str, Value] | Iterable[tuple[str, Value]]) -> None:
        self._root: dict[str, Any] = {}
        pairs = phrases.items() if isinstance(phrases, Mapping) else phrases
        for phrase, value in pairs:
            node = self._root
            for word in spoken_words(phrase):
                node = node.setdefault(word, {})
            node.setdefault(_END, value)

    def longest(self, tokens: Sequence[Token], start: int) -> tuple[int, Value] | None:
        """The longest phrase that begins at token `start`: the index after its last token, and its value."""
        node = self._root
        best: tuple[int, Value] | None = None
        for position in range(start, len(tokens)):
            for part in tokens[position].parts:
                node = node.get(part)  # type: ignore[assignment]
                if node is None:
                    return best
            if _END in node:
                best = (position + 1, node[_END])
        return best
