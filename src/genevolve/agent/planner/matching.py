"""Whether a title is the very thing asked for, or only a neighbour, a namesake or an outdated card."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from genevolve.agent.planner.wordlists import word_list

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_TITLE_TAIL = re.compile(r"\s+[—–|-]\s+.*$|\s*\([^)]*\)\s*$")
_OLD_EDITION = re.compile(
    r"\b(?:\d{4} edition|edition of \d{4}|as (?:of|recorded in) (?:1\d{3}|200\d))\b", re.IGNORECASE
)
_ARMS = re.compile(r"\bcoats? of arms\b")
_EMPTY_WORDS = frozenset({"a", "an", "the", "of", "in", "on", "for", "and", "s", "its", "to", "with"})


def fold(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its possessive and its plural; heraldic arms have no singular."""
    word = re.sub(r"['’]s?$", "", word)
    if word == "arms":
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("shes", "ches", "xes", "sses", "oes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[str, ...]:
    """The content words of a text, folded and stemmed, in their order. British and American spellings agree.

    A coat of arms is one word, "arms": whoever files arms under their bearer's name seldom speaks of a coat.
    """
    words = (stem(word) for word in _WORD.findall(_ARMS.sub("arms", fold(text))))
    return tuple(_american(word) for word in words if word and word not in _EMPTY_WORDS)


def is_stale(text: str, *, asked: str = "") -> bool:
    """Whether a text says of itself that it is out of date, unless the past was asked for."""
    marks = word_list("stale")
    dated = bool(_OLD_EDITION.search(text)) and not _OLD_EDITION.search(asked)
    return dated or (bool(marks & set(terms(text))) and not marks & set(terms(asked)))


def plain_title(title: str) -> str:
    """A title without what a publisher adds to it: "Spotify — brand card", "Mercury (Hg)"."""
    return _TITLE_TAIL.sub("", title).strip() or title


def closeness(name: str, title: str) -> float:
    """1 for the same words, less for words missing and, more mildly, for words that were not asked for."""
    asked, found = set(terms(name)), set(terms(title))
    if not asked or not found:
        return 0.0
    shared = len(asked & found)
    return max(0.0, shared / len(asked) - 0.12 * len(found - asked))


@lru_cache(maxsize=16384)
def _american(word: str) -> str:
    return re.sub(r"^(colo|favo|armo|harbo)ur", r"\1r", word).replace("grey", "gray")
