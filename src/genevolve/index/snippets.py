"""The passage of a text that best answers a query: what a searcher reads instead of the whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genevolve.index.analysis import stems
from genevolve.tools.providers import MAX_BRIEF

MAX_SNIPPET = 420

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z0-9])|\n+")
_BRIEF_SENTENCE_END = re.compile(rf"(?<!\b[A-Z]\.)(?:{_SENTENCE_END.pattern})")
"""The same, but not behind an initial: "by Sir H. Davy"."""

_FACT_END = re.compile(r";\s+")
_FACTS_HEADING = "Facts: "
_JOIN = "; "
_REPEATED = 0.1
_NEGLIGIBLE = 0.1
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


def brief_passage(title: str, text: str, wanted: Mapping[str, float], limit: int = MAX_BRIEF) -> str:
    """The fewest facts of `text` that say most of what is in `wanted`, the most telling first; never a part of one.

    A fact is a sentence, or `key: value` between semicolons. What the title says need not be said again; a text that
    says nothing beyond it is known by its beginning. Only a fact that is longer than `limit` is cut.

    Args:
        title: What the text is about, which is shown before the passage.
        text: The whole text.
        wanted: Stems and how much each tells.
        limit: The longest passage, in characters.
    """
    facts = _facts(title, text)
    sought = _sought(title, wanted)
    open_stems = {fact: {stem for stem in stems(fact) if stem in sought} for fact in facts}
    chosen: list[str] = []
    for _ in facts:
        best = min(facts, key=lambda fact: (-sum(sought[stem] for stem in open_stems[fact]), len(fact)))
        if not open_stems[best] or (chosen and len(_JOIN.join([*chosen, best])) > limit):
            break
        chosen.append(best)
        told = open_stems[best]
        open_stems = {fact: left - told for fact, left in open_stems.items()}
    passage = _JOIN.join(chosen or facts[:1])
    return passage if len(passage) <= limit else _window(passage, sought, limit)


def _sought(title: str, wanted: Mapping[str, float]) -> dict[str, float]:
    """What the title leaves open, without the little words beside it that would fetch another fact each."""
    left = {stem: weight for stem, weight in wanted.items() if stem not in set(stems(title))}
    least = _NEGLIGIBLE * max(left.values(), default=0.0)
    return {stem: weight for stem, weight in left.items() if weight > least}


def _facts(title: str, text: str) -> list[str]:
    """The sentences and `key: value` facts of a text, each once, without a title at their beginning."""
    found: dict[str, None] = {}
    for sentence in _BRIEF_SENTENCE_END.split(text):
        for part in _FACT_END.split(" ".join(sentence.split()).removeprefix(_FACTS_HEADING).removesuffix(".")):
            if fact := part.removeprefix(f"{title} "):
                found[fact] = None
    return list(found)


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
