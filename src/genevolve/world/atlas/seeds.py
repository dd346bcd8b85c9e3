"""Random streams that depend on what they are for, not on the order in which they are made."""

from __future__ import annotations

import hashlib
import random


def stream(*parts: object) -> random.Random:
    """A generator of its own for the thing named by `parts`."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))
