"""The request's demands, one by one, as measurements in a picture beside its ground truth.

A measurement that fails in the ground truth, which meets every demand, is not made: the judge is blind there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from genevolve.records import Constraint, ConstraintCheck
from genevolve.records.constraint import Colour, Count, Identity, Light, Material, Position, Setting, Style
from genevolve.world.judge.demands import common, named
from genevolve.world.judge.eyes.sight import Traits
from genevolve.world.judge.hunting import SURE_ENOUGH, Caught, Hunter, Quarry, View
from genevolve.world.judge.looks import covered, mean_colour
from genevolve.world.judge.pixels import Plane
from genevolve.world.judge.recognising import Recogniser
from genevolve.world.judge.sketches import Wanted
from genevolve.world.judge.writing import Place

NEAR_COLOUR = 22.0
NEAR_STUFF = 20.0
RECOGNISED = 0.55
CROWDED = 0.2
_SLACK = 0.03
_LIKELY = 0.2
_WASHED_OUT = 0.3
_IN_PLACE = 0.3
_FAINTEST = 3.0
_SAME_THING = 0.7
_SAME_SIZE = 0.5

Result = tuple[bool, str] | None


@dataclass(frozen=True, eq=False)
class Truth:
    """A ground truth, measured once: what every demanded thing looks like in it."""

    view: View
    traits: Traits
    quarries: Mapping[Wanted, Quarry]


@dataclass(frozen=True, eq=False)
class Examination:
    """A picture beside its ground truth, with the demands of one request."""

    constraints: tuple[Constraint, ...]
    truth: Truth
    view: View
    traits: Traits
    hunter: Hunter
    recogniser: Recogniser

    def checks(self) -> tuple[ConstraintCheck, ...]:
        """Every demand that can be measured without reading, in the order asked."""
        found = []
        for constraint in self.constraints:
            result = self._check(constraint)
            if result is not None:
                found.append(ConstraintCheck(constraint=constraint.describe(), met=result[0], reason=result[1]))
        return tuple(found)

    def looks(self) -> list[tuple[str, bool]]:
        """Every named thing that the judge is not blind for, and whether it is recognised in the picture."""
        named_things = [(one.name, named(one)) for one in self.constraints if isinstance(one, Identity)]
        return [(name, self.shown[wanted] is not None) for name, wanted in named_things if self._quarry(wanted).is_seen]

    def misshapen(self) -> bool:
        """Whether some demanded body is."""
        return any(self.bodies_gone_wrong.values())

    def blemishes(self) -> list[str]:
        """What spoils the picture for the eye."""
        found = []
        missing = [one.noun for one, things in self.finds.items() if self._is_missing(one, things)]
        if self.crowding >= CROWDED:
            found.append(f"two things share {self.crowding:.0%} of their place")
        elif missing:
            found.append(f"no {missing[0]} is in plain sight")
        if self._is_washed_out:
            found.append("the style washes the colours out")
        if self.traits.light["flat"] > 0.5:
            found.append("the light is flat")
        return found

    def marks(self) -> list[Place]:
        """Where named things have that by which they are known, be they right or wrong ones."""
        named_things = (one for one in self.truth.quarries.values() if one.is_named)
        likely = ((one, caught) for one in named_things for caught in self.hunter.likeliest(one, self.view)[:1])
        return [
            self.hunter.mark(one, caught.artist, caught.find) for one, caught in likely if caught.sure >= SURE_ENOUGH
        ]

    @cached_property
    def finds(self) -> dict[Wanted, list[Caught]]:
        """What is found of each demanded thing, from left to right; a place belongs to what it most surely is."""
        found = [
            (wanted, one)
            for wanted, quarry in self.truth.quarries.items()
            if quarry.is_seen
            for one in self.hunter.all_of(quarry, self.view)
        ]
        kept: dict[Wanted, list[Caught]] = {wanted: [] for wanted in self.truth.quarries}
        for wanted, one in found:
            rivals = [other for kind, other in found if kind != wanted and _is_same(kind, other, wanted, one)]
            if all(one.sure >= other.sure for other in rivals):
                kept[wanted].append(one)
        return kept

    @cached_property
    def shown(self) -> dict[Wanted, Caught | None]:
        """What is recognised as each named thing."""
        return {
            wanted: self._recognised(quarry)
            for wanted, quarry in self.truth.quarries.items()
            if quarry.is_seen and wanted.entity
        }

    @cached_property
    def bodies_gone_wrong(self) -> dict[Wanted, bool]:
        """Which demanded bodies are misshapen."""
        return {
            wanted: quarry.is_seen and self.hunter.misshapen(quarry, self.view)
            for wanted, quarry in self.truth.quarries.items()
        }

    @cached_property
    def crowding(self) -> float:
        """The largest share of a demanded thing that lies over or under another one."""
        places = [one.find for caught in self.finds.values() for one in caught if one.sure >= _IN_PLACE]
        return max((one.overlap(other) for at, one in enumerate(places) for other in places[:at]), default=0.0)

    def _is_missing(self, wanted: Wanted, things: Sequence[Caught]) -> bool:
        common_thing = not wanted.entity or bool(wanted.bears)
        return common_thing and self._quarry(wanted).is_seen and not things and not self.bodies_gone_wrong[wanted]

    def _quarry(self, wanted: Wanted) -> Quarry:
        return self.truth.quarries[wanted]

    def _recognised(self, quarry: Quarry) -> Caught | None:
        likely = self.hunter.likeliest(quarry, self.view)
        return next((one for one in likely if self.recogniser.recognises(quarry, one, self.view, RECOGNISED)), None)

    def _check(self, constraint: Constraint) -> Result:
        match constraint:
            case Count(noun=noun, num=num):
                return self._counted(common(noun, self.constraints), num)
            case Colour():
                return self._coloured(constraint)
            case Material(noun=noun):
                return self._made(common(noun, self.constraints))
            case Position(x=span) if span is not None:
                return self._placed(constraint, span)
            case Setting(setting=setting):
                return _likely(self.traits.setting, self.truth.traits.setting, setting)
            case Light(light=light):
                return _likely(self.traits.light, self.truth.traits.light, light)
            case Style(style=style):
                return _likely(self.traits.style, self.truth.traits.style, style)
            case _:
                return None

    def _counted(self, wanted: Wanted, num: int) -> Result:
        if not self._quarry(wanted).is_seen:
            return None
        seen = max(len(self.finds[wanted]), int(self.bodies_gone_wrong[wanted]))
        return seen == num, f"{seen} are seen"

    def _coloured(self, constraint: Colour) -> Result:
        wanted = common(constraint.noun, self.constraints)
        quarry = self._quarry(wanted)
        if not quarry.is_seen:
            return None
        mine = _meant(self.finds[wanted], constraint, self.constraints)
        theirs = _meant(self._in_truth(wanted), constraint, self.constraints)
        if not mine or not theirs or len(self.finds[wanted]) != len(quarry.finds):
            return None
        asked = np.mean([self._paint(self.truth.view, one, wanted, constraint.hex) for one in theirs], axis=0)
        worst = max(self._off(self._paint(self.view, one, wanted, constraint.hex), asked) for one in mine)
        return worst <= NEAR_COLOUR, f"its colour is off by {worst:.0f} (up to {NEAR_COLOUR:g})"

    def _in_truth(self, wanted: Wanted) -> list[Caught]:
        quarry = self._quarry(wanted)
        pairs = zip(quarry.finds, quarry.fits, strict=True)
        return [
            Caught(one, quarry.artist, self.hunter.sketched(wanted, quarry.artist, one), own, own, 1.0)
            for one, own in pairs
        ]

    def _off(self, seen: Plane, asked: Plane) -> float:
        """How far a colour is off; in flat light or a style that washes colours out, its hue alone counts."""
        strong, faint = float(np.linalg.norm(asked[1:])), float(np.linalg.norm(seen[1:]))
        if not self._is_pale or not _FAINTEST < faint < strong:
            return _distance(seen, asked)
        return _distance(np.array([asked[0], *(seen[1:] * strong / faint)], np.float32), asked)

    @property
    def _is_washed_out(self) -> bool:
        """Whether the style took more of the colours than it does in the ground truth."""
        return self.traits.washed - self.truth.traits.washed > _WASHED_OUT

    @property
    def _is_pale(self) -> bool:
        return self._is_washed_out or self.traits.light["flat"] > 0.5

    def _paint(self, view: View, caught: Caught, wanted: Wanted, colour: str) -> Plane:
        mask = self.hunter.painted(caught, wanted, colour)
        return mean_colour(view.image, caught.find, mask, caught.body.place)

    def _made(self, wanted: Wanted) -> Result:
        quarry = self._quarry(wanted)
        if not quarry.is_seen or not self.finds[wanted]:
            return None
        theirs = self._in_truth(wanted)[0]
        mask = covered(theirs.sketch)
        asked = mean_colour(self.truth.view.image, theirs.find, mask, theirs.fit.place)
        worst = max(
            _distance(mean_colour(self.view.image, one.find, mask, one.fit.place), asked) for one in self.finds[wanted]
        )
        return worst <= NEAR_STUFF, f"its look is off by {worst:.0f} (up to {NEAR_STUFF:g})"

    def _placed(self, constraint: Position, span: tuple[float, float]) -> Result:
        if constraint.name:
            identity = next(
                one for one in self.constraints if isinstance(one, Identity) and one.name == constraint.name
            )
            wanted = named(identity)
            caught = self.shown.get(wanted)
            things = [caught] if caught is not None else []
        else:
            wanted = common(constraint.noun, self.constraints)
            things = self.finds[wanted]
        if not self._quarry(wanted).is_seen or not things:
            return None
        met = all(span[0] - _SLACK <= one.find.x <= span[1] + _SLACK for one in things)
        return met, f"it is seen at {', '.join(f'{one.find.x:.0%}' for one in things)}"


def _is_same(one: Wanted, found: Caught, other: Wanted, place: Caught) -> bool:
    """Whether two finds are of one thing: at one place, and of one size unless both are called the same."""
    alike = one.noun == other.noun or found.find.size_ratio(place.find) >= _SAME_SIZE
    return alike and found.find.overlap(place.find) >= _SAME_THING


def _meant(things: Sequence[Caught], constraint: Colour, constraints: Sequence[Constraint]) -> list[Caught]:
    """Those of a row that a colour is demanded of."""
    if constraint.ordinal is not None:
        return list(things[constraint.ordinal - 1 : constraint.ordinal])
    singled = {
        one.ordinal for one in constraints if isinstance(one, Colour) and one.noun == constraint.noun and one.ordinal
    }
    return [one for number, one in enumerate(things, start=1) if number not in singled]


def _distance(one: Plane, other: Plane) -> float:
    """In CIELAB, lightness by half: light changes it most."""
    return float(np.linalg.norm((one - other) * np.array([0.5, 1.0, 1.0])))


def _likely(shares: Mapping[str, float], in_truth: Mapping[str, float], asked: str) -> Result:
    if in_truth.get(asked, 0.0) < _LIKELY:
        return None
    share = shares.get(asked, 0.0)
    return share >= _LIKELY * in_truth[asked], f"seen as such by {share:.0%}"
