"""Text from outside (titles, snippets, captions) made harmless before a policy reads it.

Two facts hold for every neutralised text: it has no angle bracket, so it can neither open nor close a protocol tag or a
chat template's control token; and it has no `IMG_` id, so it cannot mint one. A title stays on one line, so it
cannot start a result of its own.
"""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›", "﹤": "‹", "﹥": "›"})
_IMAGE_ID = re.compile(r"(img)\s*_(?=\s*\d)", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_BLANKS = re.compile(r"\s+")


def neutralise(text: str) -> str:
    """`text` without control characters, angle brackets or image ids; idempotent."""
    visible = "".join(c if c in "\n\t" or unicodedata.category(c) not in _UNSEEN else " " for c in text)
    return _IMAGE_ID.sub(r"\1-", visible.translate(_BRACKETS))


def one_line(text: str, max_chars: int = 300) -> str:
    """The same on a single line, cut at `max_chars`."""
    line = _BLANKS.sub(" ", neutralise(text)).strip()
    return line if len(line) <= max_chars else line[: max_chars - 1].rstrip() + "…"
