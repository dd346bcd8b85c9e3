"""What a text leaves to knowledge: "its official colour", "the national animal of Chile"."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.language.drafts import Scene
from genevolve.language.tokens import Token
from genevolve.language.units import Claim


def find_facts(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Note the open facts in `scene`."""
    return []
