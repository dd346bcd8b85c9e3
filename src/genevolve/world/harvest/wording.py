"""Small repairs of borrowed text, and slugs."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator

_BREAK = re.compile(r"<br\s*/?>|</p>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{1,60}>")
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")
_MAX_PASSAGE = 700


def plain(text: str) -> str:
    """Text without mark-up, entities or runs of spaces."""
    text = _TAG.sub("", _BREAK.sub(" ", text))
    return _SPACES.sub(" ", html.unescape(text)).strip()


def slug(name: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")


def passages(text: str, limit: int = _MAX_PASSAGE) -> Iterator[str]:
    """`text` in pieces of whole sentences, so that a found piece can be shown as it is."""
    piece = ""
    for sentence in _SENTENCE_END.split(text):
        if piece and len(piece) + len(sentence) + 1 > limit:
            yield piece
            piece = sentence
        else:
            piece = f"{piece} {sentence}".strip()
    if piece:
        yield piece


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """The words in their order, without empty ones and without repetitions in another case."""
    seen: dict[str, str] = {}
    for word in words:
        word = word.strip()
        if word:
            seen.setdefault(word.casefold(), word)
    return tuple(seen.values())


def listed(words: Iterable[str]) -> str:
    """The words as a phrase, like: a, b and c."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
