"""What the letters of a picture stand on, and how they look."""

from __future__ import annotations

from genevolve.language.drafts import Scene


def settle_texts(scene: Scene) -> None:
    """Give every text its carrier."""
