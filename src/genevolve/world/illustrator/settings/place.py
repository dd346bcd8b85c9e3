"""What a painter of a setting is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from genevolve.language.vocabulary import LightKind
from genevolve.world.illustrator.brush import RGB
from genevolve.world.illustrator.paint import Canvas


class Hour(StrEnum):
    """What the sky and the lamps go by."""

    DAY = "day"
    MORNING = "morning"
    GOLDEN = "golden"
    SUNSET = "sunset"
    GREY = "grey"
    NIGHT = "night"


_HOURS: dict[LightKind, Hour] = {
    LightKind.MORNING: Hour.MORNING,
    LightKind.GOLDEN_HOUR: Hour.GOLDEN,
    LightKind.SUNSET: Hour.SUNSET,
    LightKind.OVERCAST: Hour.GREY,
    LightKind.DRAMATIC: Hour.GREY,
    LightKind.MOONLIGHT: Hour.NIGHT,
    LightKind.NIGHT: Hour.NIGHT,
    LightKind.SPOTLIGHT: Hour.NIGHT,
    LightKind.CANDLELIGHT: Hour.NIGHT,
    LightKind.LANTERN: Hour.NIGHT,
    LightKind.NEON: Hour.NIGHT,
}


def hour_of(kind: LightKind | None) -> Hour:
    """The hour that a kind of light belongs to."""
    return Hour.DAY if kind is None else _HOURS.get(kind, Hour.DAY)


@dataclass(frozen=True, slots=True)
class Mood:
    """What was asked of a setting beyond its kind: the hour, a tint, colours to favour."""

    hour: Hour
    tint: RGB | None = None
    accents: tuple[RGB, ...] = ()

    def surface(self, usual: RGB) -> RGB:
        """The colour of the wall, cloth or table: as asked, else as usual."""
        return usual if self.tint is None else self.tint

    def accent(self, usual: RGB, index: int = 0) -> RGB:
        """A colour for a cushion or an awning: from the picture's palette when it has one."""
        return self.accents[index % len(self.accents)] if self.accents else usual


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things can be in a painted setting; see `stage.Backdrop`."""

    horizon: float
    standing: bool = True
    reflective: float = 0.0


Painter = Callable[[Canvas, Mood], Ground]
