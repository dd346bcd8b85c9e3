"""Token counts for budgets, where a policy does not report its own."""

from __future__ import annotations

from genevolve.models import Completion

_CHARS_PER_TOKEN = 4
_PIXELS_PER_TOKEN = 1024
"""Qwen3-VL: 16-pixel patches, merged 2 x 2."""


def text_tokens(text: str) -> int:
    """About how many tokens `text` is in an English BPE."""
    return -(-len(text) // _CHARS_PER_TOKEN)


def image_tokens(width: int, height: int) -> int:
    """About how many visual tokens a thumbnail is."""
    return -(-width * height // _PIXELS_PER_TOKEN)


def completion_tokens(completion: Completion) -> int:
    """What an assistant turn took: reported, sampled, or estimated, in this order of trust."""
    return completion.usage.completion_tokens or len(completion.token_ids) or text_tokens(completion.text)
