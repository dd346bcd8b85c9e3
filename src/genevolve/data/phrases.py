"""Lists of phrases as patterns: whole words in any case, `*` for the rest of a word."""

from __future__ import annotations

import re
from collections.abc import Iterable


def phrases_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the phrases; of no phrases, nothing."""
    written = [re.escape(one).replace(r"\*", r"\w*") for one in sorted(phrases, key=len, reverse=True)]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(written)})(?!\w)" if written else r"(?!)", re.IGNORECASE)
