"""What an item is about, before a word of it is written: the one source of request, constraints and ideal program."""

from __future__ import annotations

from dataclasses import dataclass

from genevolve.language.nouns import plural
from genevolve.world.entities import Entity
from genevolve.world.suite.item import Fact, Target

SLOT_X = {"far_left": 0.1, "left": 0.27, "centre": 0.5, "right": 0.73, "far_right": 0.9}


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour; `said` is how the request names it, which may leave it to be looked up."""

    name: str
    hex: str
    said: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the request leaves the value to knowledge."""
        return bool(self.said)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named thing. `said` is how the request calls it, `called` how the ideal program does."""

    entity: Entity
    kind: str
    noun: str
    said: str
    called: str
    target: Target
    living: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the scene: a common noun, or an anchor that stands for itself."""

    noun: str
    anchor: Anchor | None = None
    bears: Anchor | None = None
    colour: Paint | None = None
    material: str = ""
    pose: str = ""
    count: int = 1
    odd: int = 0
    odd_colour: Paint | None = None
    slot: str = "centre"
    background: bool = False
    place_said: bool = False

    @property
    def many(self) -> str:
        """The noun in the plural."""
        return plural(self.noun)

    @property
    def x(self) -> float:
        """Where it stands, in shares of the width."""
        return SLOT_X[self.slot]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Letters to be shown. With `said`, the request leaves the string to be looked up."""

    string: str
    carrier: str
    colour: str
    font: str
    said: str = ""
    second: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that the picture of an item is to show. `*_said` tell whether the request speaks of it."""

    things: tuple[Thing, ...]
    texts: tuple[Lettering, ...]
    setting: str
    light: str
    light_said: bool
    style: str
    facts: tuple[Fact, ...]
    purpose: str

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The named things, in the order in which the ideal program refers to them."""
        found = [thing.anchor or thing.bears for thing in self.things]
        return tuple({anchor.entity.id: anchor for anchor in found if anchor is not None}.values())
