"""Seeds of items: the same for an item wherever and in whatever order it is worked on."""

from __future__ import annotations

import hashlib

_BITS = 31


def item_seed(seed: int, item_id: str, purpose: str) -> int:
    """A number below 2³¹ for one purpose of one item of a folder with that seed."""
    digest = hashlib.sha256(f"{seed}\x1f{item_id}\x1f{purpose}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % (1 << _BITS)
