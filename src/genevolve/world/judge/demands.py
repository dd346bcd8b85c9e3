"""What a request demands to be seen, as things to be looked for."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.records import Constraint
from genevolve.records.constraint import Colour, Count, Identity, Material
from genevolve.world.judge.sketches import Wanted


def wanted_of(constraints: Sequence[Constraint]) -> dict[Wanted, int]:
    """Every demanded thing with its number. A thing that bears a mark is sought with it."""
    found: dict[Wanted, int] = {}
    for one in constraints:
        if isinstance(one, Identity):
            found[named(one)] = 1
    for one in constraints:
        if isinstance(one, Count):
            found.setdefault(common(one.noun, constraints), one.num)
    return found


def named(identity: Identity) -> Wanted:
    """A named thing, or what bears it."""
    return Wanted(identity.where or identity.noun, identity.entity_id, identity.noun if identity.where else "")


def common(noun: str, constraints: Sequence[Constraint]) -> Wanted:
    """A common thing by its noun: in its colour and of its material, or with the mark that it bears."""
    for one in constraints:
        if isinstance(one, Identity) and one.where == noun:
            return named(one)
    colours = [one.hex for one in constraints if isinstance(one, Colour) and one.noun == noun and not one.ordinal]
    materials = [one.material for one in constraints if isinstance(one, Material) and one.noun == noun]
    return Wanted(noun, colour=colours[0] if colours else None, material=materials[0] if materials else "")
