"""The last look at a prompt: what the hard rules forbid is taken out, whatever the request held."""

from __future__ import annotations

import re

from genevolve.agent.ordinals import mentioned, rebind

MAX_PROMPT_CHARS = 9_000
_URL = re.compile(r"(?:\bhttps?://|\bwww\.)\S*", re.IGNORECASE)
_IMAGE_ID = re.compile(r"\bIMG_\d*", re.IGNORECASE)
_TAG = re.compile(r"</?(?:think|tool_call|tool_response|answer)>|<\|")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufeff]|[\ud800-\udfff]")
_FALLBACK = "A calm, well-composed picture."


def clean(prompt: str, num_references: int) -> str:
    """`prompt` without addresses, image ids, protocol tags, control characters and ordinals bound to nothing."""
    text = _cut(without_leaks(prompt))
    if mentioned(text) - set(range(1, num_references + 1)):
        text = rebind(text, list(range(1, num_references + 1)))
    text = re.sub(r"[ \t]{2,}", " ", text)
    return re.sub(r"\s+([,.;!?])", r"\1", text).strip() or _FALLBACK


def without_leaks(text: str) -> str:
    """`text` without what must not reach a generator: addresses, image ids, protocol tags, control characters."""
    text = _CONTROL.sub(" ", text)
    for pattern in (_TAG, _URL, _IMAGE_ID):
        while pattern.search(text):
            text = pattern.sub(" ", text)
    return text


def _cut(text: str) -> str:
    """At most `MAX_PROMPT_CHARS`, cut after a sentence where there is one."""
    if len(text) <= MAX_PROMPT_CHARS:
        return text
    head = text[:MAX_PROMPT_CHARS]
    end = head.rfind(". ")
    return head[: end + 1] if end > MAX_PROMPT_CHARS // 2 else head
