"""The rules that every guide obeys, whoever wrote it: short, imperative, about actions, naming nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from genevolve.experience.leaks import leaks
from genevolve.experience.wordlists import VERBS, word_list
from genevolve.records.experience import Contrast, DecisionGuide

STANDARD = "Standard:"
"""Before a bullet that both rollouts followed."""

MIN_WORDS, MAX_WORDS = 12, 22
MAX_BULLETS = 16
MAX_OF_A_SLOT = 5

_WORD = re.compile(r"[\w'’-]+")
_FORBIDDEN = (
    (re.compile(r"\d"), "a digit"),
    (re.compile(r"\bIMG_?|[0-9a-f]{12,}", re.IGNORECASE), "an id"),
    (re.compile(r"https?:|www\.", re.IGNORECASE), "an address"),
    (re.compile(r"[<>{}`\n]"), "a mark that belongs to the protocol"),
)


def guide_faults(guide: DecisionGuide, contrast: Contrast) -> list[str]:
    """Every rule that a guide breaks, each as one line that says how to mend it; empty when it may be used."""
    return [*style_faults(guide), *leaks([text.removeprefix(STANDARD) for text in told(guide)], contrast)]


def style_faults(guide: DecisionGuide) -> list[str]:
    """The same without the rules for which the pair has to be known."""
    return list(_style_faults(guide))


def told(guide: DecisionGuide) -> tuple[str, ...]:
    """Every text of a guide."""
    key, guidance = guide.retrieval_key, guide.decision_guidance
    bullets = (bullet for _, slot in guidance.slots() for bullet in slot)
    return (key.trigger, key.source_prompt_summary, guidance.focus, *bullets)


def num_words(bullet: str) -> int:
    """The words of a bullet, its mark not counted."""
    return len(_WORD.findall(bullet.removeprefix(STANDARD)))


def _style_faults(guide: DecisionGuide) -> Iterator[str]:
    guidance = guide.decision_guidance
    total = sum(len(bullets) for _, bullets in guidance.slots())
    if not 1 <= total <= MAX_BULLETS:
        yield f"a guide has between 1 and {MAX_BULLETS} bullets, not {total}"
    for text in told(guide):
        yield from (f"{what} in {text[:60]!r}: leave it out" for pattern, what in _FORBIDDEN if pattern.search(text))
    if not _is_imperative(guidance.focus) or num_words(guidance.focus) > MAX_WORDS:
        yield f"'focus': begin with a verb that tells what to do, in at most {MAX_WORDS} words"
    for slot, bullets in guidance.slots():
        if len(bullets) > MAX_OF_A_SLOT:
            yield f"'{slot}': at most {MAX_OF_A_SLOT} bullets, not {len(bullets)}"
        for bullet in bullets:
            number = num_words(bullet)
            if not MIN_WORDS <= number <= MAX_WORDS:
                yield f"'{slot}': {bullet[:60]!r} has {number} words: write {MIN_WORDS} to {MAX_WORDS}"
            if not _is_imperative(bullet.removeprefix(STANDARD).strip()):
                yield f"'{slot}': {bullet[:60]!r} does not begin with a verb that tells what to do, or {STANDARD}"


def _is_imperative(text: str) -> bool:
    first = _WORD.match(text)
    return first is not None and first[0].casefold() in word_list(VERBS)
