"""The colours that a mark is drawn in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tone:
    """A mark's colour, the badge's colour for what is cut out, and how many of its parts there are."""

    ink: str
    ground: str
    count: int
