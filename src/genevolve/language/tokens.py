"""Text to tokens: words, numbers, hex colours and marks, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

MAX_CHARACTERS = 20_000
"""Reading stops here: no picture is described at greater length, and reading stays fast on any input."""

_TOKEN = re.compile(
    r"(?P<hex>\#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-zA-Z]))"
    r"|(?P<number>\d+(?:[.,:]\d+)*(?![^\W_]))"
    r"|(?P<genitive>['’]s(?![^\W_]))"
    r"|(?P<word>[^\W_]+(?:[-‐‑][^\W_]+|['’](?!s(?![^\W_]))[^\W_]+)*)"
    r"|(?P<mark>\S)"
)


class TokenKind(Enum):
    """What a token is made of."""

    WORD = auto()
    NUMBER = auto()
    HEX = auto()
    GENITIVE = auto()
    MARK = auto()


_KINDS = {kind.name.lower(): kind for kind in TokenKind}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, hex colour or mark. `parts` are its lower-case words, split at hyphens."""

    kind: TokenKind
    text: str
    lower: str
    parts: tuple[str, ...]
    start: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def tokenise(text: str) -> list[Token]:
    """The tokens of `text`, at most its first `MAX_CHARACTERS` characters."""
    found = []
    for match in _TOKEN.finditer(text, 0, MAX_CHARACTERS):
        kind = _KINDS[match.lastgroup or "mark"]
        written = match.group()
        lower = written.lower().replace("’", "'").replace("‐", "-").replace("‑", "-")
        parts = tuple(lower.split("-")) if kind is TokenKind.WORD and "-" in lower else (lower,)
        found.append(Token(kind, written, lower, parts, match.start(), match.end()))
    return found


def spoken_words(phrase: str) -> tuple[str, ...]:
    """The words of a lexicon phrase, split as a text is split."""
    return tuple(part for token in tokenise(phrase) for part in token.parts)
