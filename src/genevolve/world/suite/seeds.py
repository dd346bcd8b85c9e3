"""Draws that depend on names only: the same everywhere, for ever."""

from __future__ import annotations

import hashlib
import random


def draw(*names: object) -> int:
    """A 64-bit number from the names."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()[:8], "big")


def chooser(*names: object) -> random.Random:
    """A generator of random choices, seeded by the names."""
    return random.Random(draw(*names))
