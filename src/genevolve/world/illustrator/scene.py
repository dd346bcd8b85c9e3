"""The true facts of a drawn picture: what stands where, in which colours, and which faults befell it.

For calibration and tests only. Whoever judges a picture sees its pixels and never a `Scene`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from genevolve.language.vocabulary import Carrier, Material


class FailureMode(StrEnum):
    """The ways in which a generator fails on wording that leaves room: `docs/failure-modes.md`."""

    MISCOUNT = "miscount"
    LEAK = "leak"
    GARBLE = "garble"
    OVERLAP = "overlap"
    WASHED_OUT = "washed_out"
    MISSHAPEN = "misshapen"
    WRONG_MATERIAL = "wrong_material"
    DULL_LIGHT = "dull_light"
    LOOK_ALIKE = "look_alike"
    GUESSED_FACT = "guessed_fact"


class Source(StrEnum):
    """Where an object's appearance comes from."""

    REFERENCE_1 = "reference_1"
    REFERENCE_2 = "reference_2"
    HAND = "hand"  # the illustrator's own drawing of a common noun
    GENERIC = "generic"  # an invented relative of something it does not know
    CARRIER = "carrier"  # a shape made to bear an emblem or a text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the picture: x, y of the top left corner, then its width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> float:
        """Share of the picture that the box takes."""
        return self.width * self.height

    def overlap(self, other: Box) -> float:
        """The shared area, as a part of the smaller of the two boxes."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        smaller = min(self.area, other.area)
        return max(across, 0.0) * max(down, 0.0) / smaller if smaller > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Hazard:
    """A fault that the wording leaves room for. `thing` and `text` index what it would befall."""

    mode: FailureMode
    thing: int | None = None
    text: int | None = None
    other: int | None = None  # leak: the thing whose attributes would be taken
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class DrawnObject:
    """One object in the picture."""

    thing: int
    ordinal: int
    noun: str
    source: Source
    box: Box
    depth: float  # 0 at the front … 1 at the back
    colour: str | None = None  # the hex it was coloured in, None when it kept its own colours
    material: Material | None = None
    material_shaded: bool = False


@dataclass(frozen=True, slots=True)
class DrawnText:
    """One text in the picture, with the letters that really stand there."""

    text: int
    string: str
    asked: str
    carrier: Carrier | None
    box: Box


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that was drawn."""

    objects: tuple[DrawnObject, ...] = ()
    texts: tuple[DrawnText, ...] = ()
    failures: tuple[Hazard, ...] = ()

    def failed(self, mode: FailureMode) -> bool:
        """Whether a fault of this kind befell the picture."""
        return any(failure.mode is mode for failure in self.failures)

    def of(self, thing: int) -> tuple[DrawnObject, ...]:
        """The objects that show one thing of the description."""
        return tuple(drawn for drawn in self.objects if drawn.thing == thing)
