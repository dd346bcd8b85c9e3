"""How a prompt names its references: finding the ordinals, and re-binding them when references change.

`gen_prompt` says "the first reference image" and "the second reference image". When references are dropped, capped or
re-ordered, those words must move with the pictures, so that a phrase bound to a picture stays bound to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBER = {word: number for number, word in enumerate(_WORDS, start=1)}
_ORDINAL = "|".join(_WORDS)
_MENTION = re.compile(rf"\bthe\s+({_ORDINAL})\s+reference\s+image\b", re.IGNORECASE)
_JOINT = re.compile(
    rf"\bthe\s+({_ORDINAL})((?:\s*,\s*(?:the\s+)?(?:{_ORDINAL}))*)\s*,?\s+and\s+(?:the\s+)?({_ORDINAL})\s+reference\s+images\b",
    re.IGNORECASE,
)
_LEAD = (
    r"(?:\s*,)?\s+(?:exactly\s+|just\s+)?(?:as\s+)?"
    r"(?:(?:shown|seen|depicted|pictured|given|drawn|taken|copied|matching|following)\s+)?(?:exactly\s+)?(?:as\s+)?"
    r"(?:in|from|of|like|by|after|per|to)\s+"
)
_TAIL = r"(?:,?\s+shown\s+exactly\s+as\s+in\s+the\s+reference)?"


def mentioned(gen_prompt: str) -> frozenset[int]:
    """The reference numbers (from 1) that `gen_prompt` names."""
    return frozenset(_NUMBER[match[1].lower()] for match in _MENTION.finditer(_split_joint(gen_prompt)))


def rebind(gen_prompt: str, kept: Sequence[int]) -> str:
    """`gen_prompt` for a new list of references: the new n-th is the old `kept[n - 1]`-th; the others are dropped.

    A dropped reference's binding ("from the second reference image") leaves the text; where the reference itself is
    spoken of ("The second reference image shows …") it becomes "the subject".
    """
    new_number = {old: new for new, old in enumerate(kept, start=1)}
    text = _split_joint(gen_prompt)
    for old in sorted(mentioned(text) - set(new_number)):
        mention = rf"the\s+{_WORDS[old - 1]}\s+reference\s+image\b"
        text = re.sub(_LEAD + mention + _TAIL, "", text, flags=re.IGNORECASE)
        text = re.sub(rf"\bthe\s+{_WORDS[old - 1]}\s+reference\s+image\b", _subject, text, flags=re.IGNORECASE)
    return _MENTION.sub(lambda match: _renumbered(match, new_number), text)


def _split_joint(text: str) -> str:
    """Write "the first and second reference images" as two mentions, one an image."""
    return _JOINT.sub(_separate, text)


def _separate(match: re.Match[str]) -> str:
    words = [match[1], *re.findall(_ORDINAL, match[2], re.IGNORECASE), match[3]]
    named = [f"the {word} reference image" for word in words]
    named[0] = match[0][:3] + named[0][3:]
    return ", ".join(named[:-1]) + " and " + named[-1]


def _subject(match: re.Match[str]) -> str:
    return "The subject" if match[0][0] == "T" else "the subject"


def _renumbered(match: re.Match[str], new_number: dict[int, int]) -> str:
    new = _WORDS[new_number[_NUMBER[match[1].lower()]] - 1]
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return match[0][:start] + new + match[0][end:]
