"""Which faults a wording leaves room for, and which of them befall a picture.

`hazards` follows the table of `docs/prompt-language.md` row by row. What a fault looks like is in `mishaps`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from genevolve.language.description import Description, MaterialUse, Thing
from genevolve.language.living import is_living
from genevolve.language.vocabulary import StyleKind
from genevolve.world.illustrator.scene import FailureMode, Hazard


@dataclass(frozen=True, slots=True)
class FailureRates:
    """How often a hazard becomes a fault, mode by mode. 1 is always, 0 never."""

    miscount: float = 0.85
    leak: float = 0.8
    garble: float = 0.9
    overlap: float = 0.75
    washed_out: float = 0.85
    misshapen: float = 0.7
    wrong_material: float = 0.85
    dull_light: float = 0.8
    look_alike: float = 0.95
    guessed_fact: float = 0.95

    @classmethod
    def always(cls) -> FailureRates:
        """Every hazard becomes a fault."""
        return cls(**{mode.value: 1.0 for mode in FailureMode})

    @classmethod
    def never(cls) -> FailureRates:
        """No hazard becomes a fault; a named thing without a reference still has to be invented."""
        return cls(**{mode.value: 0.0 for mode in FailureMode})

    def befalls(self, hazard: Hazard, seed: int) -> bool:
        """Whether this hazard becomes a fault, the same every time under one seed."""
        return chance(seed, hazard) < float(getattr(self, hazard.mode.value))


def chance(seed: int, hazard: Hazard, purpose: str = "") -> float:
    """A number in 0..1 that depends on the seed and on what the hazard threatens, not on the rest of the prompt."""
    key = f"{seed}|{hazard.mode}|{hazard.thing}|{hazard.text}|{hazard.phrase}|{purpose}"
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") / float(1 << 48)


def fired(description: Description, seed: int, rates: FailureRates) -> tuple[Hazard, ...]:
    """The hazards of a description that become faults."""
    return tuple(hazard for hazard in hazards(description) if rates.befalls(hazard, seed))


def hazards(description: Description) -> tuple[Hazard, ...]:
    """Every fault that the wording leaves room for; none when it follows all the skills."""
    return tuple(
        hazard
        for rule in (_miscounts, _leaks, _garbles, _overlaps, _styles, _bodies, _materials, _lights, _names, _facts)
        for hazard in rule(description)
    )


def _of(mode: FailureMode, thing: Thing, other: int | None = None) -> Hazard:
    return Hazard(mode, thing=thing.index, other=other, phrase=thing.phrase)


def _miscounts(description: Description) -> Iterator[Hazard]:
    for thing in description.things:
        if thing.count >= 3 and not thing.fully_enumerated:
            yield _of(FailureMode.MISCOUNT, thing)


def _look(thing: Thing) -> tuple[frozenset[str], frozenset[str]]:
    """What can be confused: its colours and its materials."""
    return frozenset(c.hex for c in thing.colours), frozenset(m.material.value for m in thing.materials)


def _leaks(description: Description) -> Iterator[Hazard]:
    for at, thing in enumerate(description.things):
        for earlier in description.things[:at]:
            if earlier.clause != thing.clause or not any(_look(thing)) or not any(_look(earlier)):
                continue
            if _look(earlier) != _look(thing):
                yield _of(FailureMode.LEAK, thing, other=earlier.index)
                break


def _garbles(description: Description) -> Iterator[Hazard]:
    for index, text in enumerate(description.texts):
        if not text.quoted or text.carrier is None:
            yield Hazard(FailureMode.GARBLE, text=index, phrase=text.string)


def _has_place(thing: Thing) -> bool:
    placement = thing.placement
    return thing.fully_enumerated or (placement is not None and (placement.x is not None or placement.y is not None))


def _anchored(description: Description) -> set[int]:
    """Things with a place in the frame, or joined by relations to one that has."""
    links = [(thing.index, target) for thing in description.things for r in thing.relations for target in r.targets]
    anchored = {thing.index for thing in description.things if _has_place(thing)}
    grown = True
    while grown:
        near = {b for a, b in links if a in anchored} | {a for a, b in links if b in anchored}
        grown = not near <= anchored
        anchored |= near
    return anchored


def _overlaps(description: Description) -> Iterator[Hazard]:
    if len(description.things) < 2:
        return
    anchored = _anchored(description)
    for thing in description.things:
        if thing.index not in anchored:
            yield _of(FailureMode.OVERLAP, thing)


def _styles(description: Description) -> Iterator[Hazard]:
    style = description.style
    if style is not None and not style.keeps_identity and style.kind is not StyleKind.PHOTO:
        yield Hazard(FailureMode.WASHED_OUT, phrase=style.kind.value)


def _bodies(description: Description) -> Iterator[Hazard]:
    for thing in description.things:
        if is_living(thing.noun) and not thing.pose:
            yield _of(FailureMode.MISSHAPEN, thing)


def _uses(thing: Thing) -> Iterator[MaterialUse]:
    yield from thing.materials
    for member in thing.members:
        yield from member.materials


def _materials(description: Description) -> Iterator[Hazard]:
    for thing in description.things:
        if any(not use.described for use in _uses(thing)):
            yield _of(FailureMode.WRONG_MATERIAL, thing)


def _lights(description: Description) -> Iterator[Hazard]:
    light = description.light
    if light is None or light.direction is None:
        yield Hazard(FailureMode.DULL_LIGHT, phrase=light.phrase if light else "")


def _names(description: Description) -> Iterator[Hazard]:
    for thing in description.things:
        if thing.named and thing.reference is None:
            yield _of(FailureMode.LOOK_ALIKE, thing)


def _facts(description: Description) -> Iterator[Hazard]:
    for fact in description.open_facts:
        yield Hazard(FailureMode.GUESSED_FACT, thing=fact.about, phrase=fact.phrase)
