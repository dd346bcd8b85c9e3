"""The passage of a text that best answers a query: what a searcher reads instead of the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genevolve.index.analysis import stems

MAX_SNIPPET = 420

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z0-9])|\n+")
_REPEATED = 0.1
_ELLIPSIS = "…"


def best_passage(text: str, wanted: Mapping[str, float], limit: int = MAX_SNIPPET) -> str:
    """At most `limit` characters of `text`, whole sentences where they fit, around the stems in `wanted`.

    Args:
        text: The whole text.
        wanted: Stems and how much each tells.
        limit: The longest passage, in characters.
    """
    whole = " ".join(text.split())
    if len(whole) <= limit:
        return whole
    sentences = [" ".join(part.split()) for part in _SENTENCE_END.split(text) if part.strip()]
    found = [stems(sentence) for sentence in sentences]
    best, best_score = "", -1.0
    for start in range(len(sentences)):
        end = _reach(sentences, start, limit)
        score = _score([stem for stem_list in found[start:end] for stem in stem_list], wanted)
        if score > best_score:
            best, best_score = " ".join(sentences[start:end]), score
    return best if len(best) <= limit else _window(best, wanted, limit)


def _reach(sentences: list[str], start: int, limit: int) -> int:
    """The end of the longest run of sentences from `start` that fits; one sentence at least."""
    length, end = len(sentences[start]), start + 1
    while end < len(sentences) and length + 1 + len(sentences[end]) <= limit:
        length += 1 + len(sentences[end])
        end += 1
    return end


def _score(found: list[str], wanted: Mapping[str, float]) -> float:
    once = sum(wanted.get(stem, 0.0) for stem in set(found))
    return once + _REPEATED * sum(wanted.get(stem, 0.0) for stem in found)


def _window(sentence: str, wanted: Mapping[str, float], limit: int) -> str:
    """The part of a long sentence that says most, cut between words."""
    parts = sentence.split(" ")
    worth = [max((wanted.get(stem, 0.0) for stem in stems(part)), default=0.0) for part in parts]
    room = limit - 2 * len(_ELLIPSIS)
    best = (-1.0, 0, 1)
    start, length, score = 0, -1, 0.0
    for end, part in enumerate(parts, start=1):
        length += 1 + len(part)
        score += worth[end - 1]
        while length > room and start < end - 1:
            length -= 1 + len(parts[start])
            score -= worth[start]
            start += 1
        if score > best[0] + 1e-9:
            best = (score, start, end)
    start = best[1]
    end = best[2]
    while end < len(parts) and len(" ".join(parts[start : end + 1])) <= room:
        end += 1
    passage = " ".join(parts[start:end])[:room]
    return (_ELLIPSIS if start else "") + passage + (_ELLIPSIS if end < len(parts) or len(passage) == room else "")
