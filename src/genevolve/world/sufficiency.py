"""Program sufficiency in the world: would a generator that does exactly what is written reach the request's goal?

The program is read as every generator here reads it and held against the constraints, the facts and the pictures that
the item is known to need. How things are worded does not matter, only whether all that is needed is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from genevolve.errors import JudgeError
from genevolve.language import read
from genevolve.language.description import Colour as ReadColour
from genevolve.language.description import Description, Thing
from genevolve.language.nouns import singular
from genevolve.language.vocabulary import RelationKind
from genevolve.records import Constraint, Program, Request, Sufficiency, constraint
from genevolve.world.suite.item import SuiteItem, Target

_LOOKED_UP_NEAR = 24.0
_PLAIN_NEAR = 90.0
_BESIDE = 0.25
_MAX_REASONS = 3
_STEPS = ((0.8, 0.75), (0.5, 0.5), (0.2, 0.25))
_WEIGHTS: Mapping[type[Constraint], float] = {
    constraint.Identity: 2.0,
    constraint.WrittenText: 2.0,
    constraint.Count: 1.5,
    constraint.Setting: 0.5,
    constraint.Light: 0.5,
    constraint.Style: 0.5,
}
_DECISIVE = (constraint.Identity, constraint.WrittenText)


@dataclass(frozen=True, slots=True)
class Check:
    """One demand on the program, and what is missing where it is not met."""

    demand: Constraint
    missing: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def weight(self) -> float:
        """How much it counts."""
        return _WEIGHTS.get(type(self.demand), 1.0)


class WorldProgramJudge:
    """A `ProgramJudge` that knows the items of a suite."""

    def __init__(self, items: Iterable[SuiteItem]) -> None:
        self._items = {item.request.id: item for item in items}

    @property
    def id(self) -> str:
        """See `ProgramJudge.id`."""
        return "world-sufficiency/1"

    async def judge_program(self, request: Request, program: Program) -> Sufficiency:
        """See `ProgramJudge.judge_program`."""
        item = self._items.get(request.id)
        if item is None:
            raise JudgeError(f"no recipe is known for request {request.id}")
        return sufficiency(item, program)


def sufficiency(item: SuiteItem, program: Program) -> Sufficiency:
    """The score of a program for an item, with what is missing in one line."""
    description = read(program.gen_prompt)
    checks = checks_of(item, program, description)
    left_open = description.open_facts
    if all(check.met for check in checks) and not left_open:
        return Sufficiency(score=1.0, reason="everything that is asked for is there")
    missing = [f"left open: {fact.phrase}" for fact in left_open]
    missing += [check.missing for check in sorted(checks, key=lambda one: -one.weight) if not check.met]
    more = f" (and {len(missing) - _MAX_REASONS} more)" if len(missing) > _MAX_REASONS else ""
    return Sufficiency(score=_score(checks), reason="; ".join(missing[:_MAX_REASONS]) + more)


def checks_of(item: SuiteItem, program: Program, description: Description) -> tuple[Check, ...]:
    """Every constraint of the item, held against the program and what was read in it."""
    reader = _Reader(item, program, description)
    return tuple(Check(demand, reader.missing(demand)) for demand in item.constraints)


def _score(checks: Sequence[Check]) -> float:
    """The share of demands met, in steps; without a named thing or its letters, at most one half."""
    total = sum(check.weight for check in checks)
    share = sum(check.weight for check in checks if check.met) / total if total else 0.0
    step = next((score for least, score in _STEPS if share >= least), 0.0)
    decisive = any(not check.met and isinstance(check.demand, _DECISIVE) for check in checks)
    return min(step, 0.5) if decisive else step


class _Reader:
    """One program, read against one item."""

    def __init__(self, item: SuiteItem, program: Program, description: Description) -> None:
        self._item, self._program, self._read = item, program, description
        self._looked_up = {fact.value.lower() for fact in item.evidence.facts}
        self._rules: dict[type[Constraint], Callable[..., str]] = {
            constraint.Identity: self._identity,
            constraint.Count: self._count,
            constraint.Colour: self._colour,
            constraint.Position: self._position,
            constraint.WrittenText: self._text,
            constraint.Material: self._material,
            constraint.Setting: self._setting,
            constraint.Style: self._style,
            constraint.Light: self._light,
        }

    def missing(self, demand: Constraint) -> str:
        """What the program lacks for a demand; empty when it lacks nothing."""
        return self._rules[type(demand)](demand)

    def _identity(self, demand: constraint.Identity) -> str:
        target = next(one for one in self._item.evidence.targets if one.entity_id == demand.entity_id)
        number = self._reference_to(target)
        if number is None:
            shown = ", ".join(reference.title for reference in self._program.references)
            return f"no reference shows {target.name}" + (f" (shown: {shown})" if shown else "")
        bound = [thing for thing in self._read.things if thing.reference == number]
        if not bound:
            return f"nothing in the prompt is bound to the picture of {target.name}"
        if demand.where and not any(self._bears(where, bound) for where in self._named(demand.where)):
            return f"the {demand.noun} of {target.name} is not on the {demand.where}"
        return ""

    def _reference_to(self, target: Target) -> int | None:
        numbered = enumerate(self._program.references, start=1)
        return next((number for number, reference in numbered if reference.title in target.titles), None)

    def _bears(self, bearer: Thing, borne: Sequence[Thing]) -> bool:
        indices = {thing.index for thing in borne}
        kinds = (RelationKind.BEARS, RelationKind.ON, RelationKind.WEARING)
        forth = any(relation.kind in kinds and indices & set(relation.targets) for relation in bearer.relations)
        back = any(
            relation.kind in kinds and bearer.index in relation.targets for one in borne for relation in one.relations
        )
        return forth or back

    def _count(self, demand: constraint.Count) -> str:
        found = sum(thing.count for thing in self._named(demand.noun))
        if not found:
            return f"there is no {demand.noun}"
        return "" if found == demand.num else f"{found} × {demand.noun} instead of {demand.num}"

    def _colour(self, demand: constraint.Colour) -> str:
        things = list(self._named(demand.noun))
        near = _LOOKED_UP_NEAR if demand.hex in self._looked_up else _PLAIN_NEAR
        if any(self._has_colour(thing, demand, near) for thing in things):
            return ""
        which = (
            f"the {constraint.ordinal_word(demand.ordinal)} {demand.noun}" if demand.ordinal else f"the {demand.noun}"
        )
        return f"{which} is not {demand.name} ({demand.hex})"

    def _has_colour(self, thing: Thing, demand: constraint.Colour, near: float) -> bool:
        members = {member.ordinal: member.colours for member in thing.members}
        if demand.ordinal is not None:
            return _any_near(members.get(demand.ordinal, ()), demand.hex, near)
        singled = {
            one.ordinal
            for one in self._item.constraints
            if isinstance(one, constraint.Colour) and one.noun == demand.noun
        }
        others = [
            members.get(number, ()) or thing.colours for number in range(1, thing.count + 1) if number not in singled
        ]
        return bool(others) and all(_any_near(colours, demand.hex, near) for colours in others)

    def _position(self, demand: constraint.Position) -> str:
        span = demand.x
        if span is None:
            return ""
        places = [x for thing in self._placed(demand) if (x := self._x(thing)) is not None]
        if any(span[0] <= x <= span[1] for x in places):
            return ""
        return f"the {demand.noun} is {'elsewhere' if places else 'nowhere in particular'}, not {_side(span)}"

    def _x(self, thing: Thing) -> float | None:
        """Where it is across the picture, by its own place or by a neighbour's."""
        if thing.placement is not None and thing.placement.x is not None:
            return thing.placement.x
        for relation in thing.relations:
            for target in relation.targets:
                placement = self._read.things[target].placement
                if placement is None or placement.x is None:
                    continue
                shift = {RelationKind.LEFT_OF: -_BESIDE, RelationKind.RIGHT_OF: _BESIDE}.get(relation.kind, 0.0)
                return min(max(placement.x + shift, 0.0), 1.0)
        return None

    def _text(self, demand: constraint.WrittenText) -> str:
        strings = [_letters(text.string) for text in self._read.texts]
        if _letters(demand.string) in strings:
            return ""
        return f'the text "{demand.string}" is not written out'

    def _material(self, demand: constraint.Material) -> str:
        uses = {use.material.value for thing in self._named(demand.noun) for use in thing.materials}
        return "" if demand.material in uses else f"the {demand.noun} is not of {demand.material}"

    def _setting(self, demand: constraint.Setting) -> str:
        place = self._read.place
        if place is None:
            return f"no setting, asked: {demand.setting.replace('_', ' ')}"
        return (
            ""
            if place.setting.value == demand.setting
            else f"the setting is {place.setting.value}, not {demand.setting}"
        )

    def _style(self, demand: constraint.Style) -> str:
        style = self._read.style
        return "" if style is not None and style.kind.value == demand.style else f"the style is not {demand.style}"

    def _light(self, demand: constraint.Light) -> str:
        light = self._read.light
        return "" if light is not None and light.kind.value == demand.light else f"the light is not {demand.light}"

    def _placed(self, demand: constraint.Position) -> Iterator[Thing]:
        """Things of a noun; of a named thing, only what is bound to its picture."""
        if not demand.name:
            yield from self._named(demand.noun)
        for target in self._item.evidence.targets:
            if demand.name == target.name:
                number = self._reference_to(target)
                yield from (thing for thing in self._read.things if number is not None and thing.reference == number)

    def _named(self, noun: str) -> Iterator[Thing]:
        wanted = _noun(noun)
        for thing in self._read.things:
            if wanted in (_noun(thing.noun), _noun(thing.name)) or f" {wanted} " in f" {_noun(thing.phrase)} ":
                yield thing


def _noun(phrase: str) -> str:
    return singular(phrase.casefold())


def _letters(string: str) -> str:
    return re.sub(r"\W+", " ", string).strip().casefold()


def _any_near(colours: Sequence[ReadColour], value: str, near: float) -> bool:
    return any(_distance(colour.hex, value) <= near for colour in colours)


def _distance(one: str, other: str) -> float:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def _side(span: tuple[float, float]) -> str:
    middle = (span[0] + span[1]) / 2
    return "on the left" if middle < 0.4 else "on the right" if middle > 0.6 else "in the centre"
