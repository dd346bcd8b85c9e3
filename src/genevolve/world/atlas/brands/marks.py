"""Marks: simple geometric signs about the origin, within 100 of it.

`ink` is the mark's colour, `ground` the badge's, for what is cut out.
"""

from __future__ import annotations

from collections.abc import Callable

from genevolve.world.atlas.brands import devices, nature
from genevolve.world.atlas.brands.tone import Tone
from genevolve.world.atlas.brush import Brush
from genevolve.world.atlas.look import NUMBERS, one_of

Mark = Callable[[Brush, Tone], None]


def draw_mark(b: Brush, phrase: str, ink: str, ground: str) -> None:
    """Draw the mark that a phrase names, e.g. "rising sun with nine rays"."""
    words = phrase.replace("-petalled", "").replace("-pointed", "").split()
    count = next((NUMBERS[word] for word in words if word in NUMBERS), 1)
    MARKS[one_of(phrase, *MARKS)](b, Tone(ink, ground, count))


MARKS: dict[str, Mark] = {
    "rising sun": nature.sun,
    "chevrons": devices.chevrons,
    "flower": nature.flower,
    "waves": nature.waves,
    "mountain": nature.mountain,
    "crescent moon": nature.crescent,
    "compass rose": devices.compass,
    "star": nature.star,
    "sailing boat": devices.boat,
    "flying bird": nature.bird,
    "leaping fish": nature.fish,
    "oak leaf": nature.leaf,
    "tall tree": nature.tree,
    "key": devices.key,
    "open eye": devices.eye,
    "spiral": devices.spiral,
    "linked rings": devices.rings,
    "arrow": devices.arrow,
    "gear wheel": devices.gear,
    "drop": nature.drop,
    "flame": nature.flame,
    "anchor": devices.anchor,
    "bell": devices.bell,
    "knot": devices.knot,
    "wheat ear": nature.wheat,
    "lighthouse beam": devices.beam,
    "cube": devices.cube,
    "kite": devices.kite,
    "bee": nature.bee,
    "feather": nature.feather,
    "acorn": nature.acorn,
    "arched door": devices.arch,
    "concentric arcs": devices.arcs,
}
