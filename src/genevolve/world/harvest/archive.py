"""Stale cards: pages of a simulated archive that state what is no longer true, each clearly dated."""

from __future__ import annotations

import hashlib
import random

from genevolve.records import TextEntry
from genevolve.world.drawings.colour import colour_name, turn_hue
from genevolve.world.entities import Entity, EntityKind

_NUM_STALE = 200
_SOURCE = "GenEvolve, simulated archive"


def stale_brand_cards(brands: list[Entity], seed: int = 0) -> list[TextEntry]:
    """Cards with an outdated colour for some brands; they say of themselves that they are superseded."""
    chooser = random.Random(int.from_bytes(hashlib.sha256(f"stale/{seed}".encode()).digest()[:8], "big"))
    known = [brand for brand in brands if brand.kind is EntityKind.BRAND]
    chosen = chooser.sample(known, min(_NUM_STALE, len(known)))
    return [_stale_card(brand, chooser) for brand in sorted(chosen, key=lambda brand: brand.id)]


def _stale_card(brand: Entity, chooser: random.Random) -> TextEntry:
    year = chooser.randint(2004, 2014)
    old = turn_hue(brand.facts["colour_hex"], chooser.choice([70, 110, 150, 200, 250])).upper()
    return TextEntry(
        id=f"{brand.id.replace('/', ':', 1)}/archive-{year}",
        title=f"{brand.name} — archived brand card ({year})",
        text=(
            f"Archived page of {year}, superseded and kept for the record only. At that time the card of {brand.name} "
            f"gave {colour_name(old)}, hex {old}, as its colour. It is no longer official: see the current card."
        ),
        source=_SOURCE,
        licence="Apache-2.0",
        keywords=(brand.name, "archive", "old", str(year)),
    )
