"""From a description to everything that a painter needs to know before the first stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from genevolve.language.description import Description
from genevolve.world.illustrator.cast import Actor, alone, borne, cast_of, inscribed
from genevolve.world.illustrator.failures import FailureRates, chance, fired
from genevolve.world.illustrator.mishaps import spoiled
from genevolve.world.illustrator.scene import FailureMode, Hazard


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be drawn. `description` is already misread wherever a fault made it so."""

    asked: Description
    description: Description
    faults: tuple[Hazard, ...]
    actors: tuple[Actor, ...]
    emblems: dict[int, Actor]  # by the thing that bears them
    inscriptions: dict[int, int]  # text index to thing
    boards: tuple[int, ...]  # texts with a board of their own, or floating

    def has(self, mode: FailureMode) -> bool:
        """Whether a fault of this kind befell the picture."""
        return any(fault.mode is mode for fault in self.faults)


def plan_for(asked: Description, num_references: int, seed: int, rates: FailureRates) -> Plan:
    """Let the hazards fall where the seed has them fall, and cast what is left."""
    bound = _without_missing_references(asked, num_references)
    faults = fired(bound, seed, rates)
    description = spoiled(bound, faults, seed)
    marked = tuple(_marked(actor, faults, seed) for actor in cast_of(description))
    emblems = {bearer: alone(description.things[child]) for child, bearer in reversed(list(borne(description).items()))}
    written = inscribed(description)
    boards = tuple(index for index in range(len(description.texts)) if index not in written)
    return Plan(asked, description, faults, marked, emblems, written, boards)


def _without_missing_references(description: Description, num_references: int) -> Description:
    """A reference that was not handed over binds nothing."""
    things = tuple(
        replace(thing, reference=None) if thing.reference and thing.reference > num_references else thing
        for thing in description.things
    )
    return replace(description, things=things)


def _marked(actor: Actor, faults: Sequence[Hazard], seed: int) -> Actor:
    """The actor with the faults of the brush that befell it."""
    for fault in faults:
        if fault.thing != actor.thing:
            continue
        if fault.mode is FailureMode.MISSHAPEN:
            actor = replace(actor, misshapen=chance(seed, fault, f"shape {actor.ordinal}"))
        if fault.mode is FailureMode.OVERLAP:
            actor = replace(actor, piled=True, placement=None)
    return actor
