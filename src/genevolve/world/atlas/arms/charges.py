"""Heraldic charges about the origin, within 100 of it. `ink` is the tincture."""

from __future__ import annotations

from collections.abc import Callable

from genevolve.world.atlas.arms import beasts, plants, things
from genevolve.world.atlas.brush import Brush

Charge = Callable[[Brush, str], None]


def draw_charge(b: Brush, name: str, ink: str) -> None:
    """Draw a charge by its name."""
    CHARGES[name](b, ink)


CHARGES: dict[str, Charge] = {
    "lion": beasts.lion,
    "eagle": beasts.eagle,
    "stag's head": beasts.stag,
    "fish": beasts.fish,
    "fleur-de-lis": plants.lys,
    "star": plants.star,
    "crescent": plants.crescent,
    "sun": plants.sun,
    "tower": things.tower,
    "key": things.key,
    "rose": plants.rose,
    "oak tree": plants.oak,
    "ship": things.ship,
    "wheat sheaf": plants.sheaf,
    "anchor": things.anchor,
    "bell": things.bell,
    "hunting horn": things.horn,
    "acorn": plants.acorn,
    "sword": things.sword,
    "crown": things.crown,
    "wheel": things.wheel,
    "swan": beasts.swan,
    "open book": things.book,
    "bee": beasts.bee,
    "harp": things.harp,
    "scallop shell": plants.shell,
    "wing": beasts.wing,
    "serpent": beasts.serpent,
    "maple leaf": plants.maple,
}
