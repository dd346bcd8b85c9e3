"""The four scores that a picture deserves when everything about it is known: what the measured judge is held against.

What is hidden behind other things counts as little as what was not drawn. Of a thing that is not there, its number
alone is wrong: its colour, material and place are not asked; nor are the colours of a group of another number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from genevolve.records import Constraint, ConstraintCheck, PictureScores
from genevolve.records.constraint import Colour, Count, Identity, Light, Material, Position, Setting, Style, WrittenText
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.illustrator.scene import DrawnObject, FailureMode, Scene, Source
from genevolve.world.judge.pixels import lab_distance
from genevolve.world.judge.scoring import scores_of
from genevolve.world.judge.spelling import wrong_letters
from genevolve.world.suite.item import SuiteItem

SAME_COLOUR = 18.0
"""Up to this distance in CIELAB a thing has the colour that was asked for."""

CROWDED = 0.3
"""From this share of the smaller of two boxes on, one thing hides the other; good programs leave at most 0.1."""

MOSTLY_HIDDEN = 0.5
"""From this share on a named thing is hidden too far to be known by its looks."""

GONE = 0.85
"""From this share on nothing of a thing can be seen."""

_GRID = 20
_REFERENCES = (Source.REFERENCE_1, Source.REFERENCE_2)


def true_scores(item: SuiteItem, drawing: Drawing, shown: Sequence[str]) -> PictureScores:
    """What `drawing` deserves for `item`; `shown` are the entities of the references that it was drawn from."""
    truth = Known(item, drawing, shown)
    wanted = [one.string for one in item.constraints if isinstance(one, WrittenText)]
    texts = [(string, truth.wrong_letters(string)) for string in wanted]
    return scores_of(tuple(truth.checks()), truth.looks(), truth.misshapen(), texts, truth.blemishes())


def crowded(scene: Scene) -> bool:
    """Whether one of the things that were told of hides another."""
    things = [one for one in scene.objects if one.thing >= 0 and not _is_borne(one, scene)]
    return any(one.box.overlap(other.box) >= CROWDED for one, other in combinations(things, 2))


def hidden_share(drawn: DrawnObject, scene: Scene) -> float:
    """The share of an object that is covered by the boxes of what was painted after it, or after its bearer."""
    things = [one for one in scene.objects if not _is_borne(one, scene)]
    itself = (at for at, one in enumerate(things) if one is drawn)
    bearer = (at for at, one in enumerate(things) if _within(drawn, one))
    painted = next(itself, next(bearer, len(things)))
    steps = (np.arange(_GRID) + 0.5) / _GRID
    x, y = drawn.box.x + steps * drawn.box.width, drawn.box.y + steps * drawn.box.height
    covered = np.zeros((_GRID, _GRID), bool)
    for later in things[painted + 1 :]:
        over = later.box
        across = (x >= over.x) & (x <= over.x + over.width)
        down = (y >= over.y) & (y <= over.y + over.height)
        covered |= down[:, None] & across[None]
    return float(covered.mean())


def _is_borne(drawn: DrawnObject, scene: Scene) -> bool:
    """An emblem is drawn upon its bearer and hides nothing."""
    return any(
        other is not drawn and other.thing != drawn.thing and drawn.box.area < other.box.area and _within(drawn, other)
        for other in scene.objects
    )


def _within(inner: DrawnObject, outer: DrawnObject) -> bool:
    box, around = inner.box, outer.box
    return (
        around.x <= box.x
        and around.y <= box.y
        and box.x + box.width <= around.x + around.width
        and box.y + box.height <= around.y + around.height
    )


class Known:
    """The demands of one item, checked in the facts of one drawing."""

    def __init__(self, item: SuiteItem, drawing: Drawing, shown: Sequence[str]) -> None:
        self.item, self.scene, self.told = item, drawing.scene, drawing.told
        self.sources = {
            target.entity_id: tuple(
                source for source, entity in zip(_REFERENCES, shown, strict=False) if entity == target.entity_id
            )
            for target in item.evidence.targets
        }

    def checks(self) -> Iterator[ConstraintCheck]:
        """Every demand that the facts decide, in the order asked."""
        for constraint in self.item.constraints:
            met = self._met(constraint)
            if met is not None:
                reason = "as drawn" if met else "not as drawn"
                yield ConstraintCheck(constraint=constraint.describe(), met=met, reason=reason)

    def _met(self, constraint: Constraint) -> bool | None:
        match constraint:
            case Count(noun=noun, num=num):
                return len(self.of(noun)) == num
            case Colour():
                return self._coloured(constraint)
            case Material(noun=noun, material=material):
                things = self.of(noun)
                return all(one.material == material and one.material_shaded for one in things) if things else None
            case Position(noun=noun, name=name, x=span) if span is not None:
                things = self._named(name) if name else self.of(noun)
                return all(span[0] <= one.box.centre[0] <= span[1] for one in things) if things else None
            case Setting(setting=setting):
                return self.told.place is not None and self.told.place.setting == setting
            case Light(light=light):
                asked = self.told.light is not None and self.told.light.kind == light
                return asked and not self.scene.failed(FailureMode.DULL_LIGHT)
            case Style(style=style):
                return self.told.style is not None and self.told.style.kind == style
            case _:
                return None

    def _coloured(self, constraint: Colour) -> bool | None:
        things = self.of(constraint.noun)
        if len(things) != self._num(constraint.noun):
            return None
        singled = {
            one.ordinal
            for one in self.item.constraints
            if isinstance(one, Colour) and one.noun == constraint.noun and one.ordinal is not None
        }
        if constraint.ordinal is not None:
            things = things[constraint.ordinal - 1 : constraint.ordinal]
        else:
            things = [one for number, one in enumerate(things, start=1) if number not in singled]
        return bool(things) and all(
            one.colour is not None and lab_distance(one.colour, constraint.hex) <= SAME_COLOUR for one in things
        )

    def _num(self, noun: str) -> int:
        """How many of a thing are demanded."""
        return next((one.num for one in self.item.constraints if isinstance(one, Count) and one.noun == noun), 1)

    def looks(self) -> list[tuple[str, bool]]:
        """Every named thing, and whether it has its own looks."""
        return [(one.name, self.shows(one)) for one in self.item.constraints if isinstance(one, Identity)]

    def shows(self, constraint: Identity) -> bool:
        """Whether a named thing can be seen."""
        return bool(self._showing(constraint))

    def _showing(self, constraint: Identity) -> list[DrawnObject]:
        right = self.sources.get(constraint.entity_id, ())
        common = constraint.name.casefold()
        return [
            one
            for one in self.scene.objects
            if (one.source in right or (one.source is Source.HAND and one.noun.casefold() == common))
            and hidden_share(one, self.scene) < MOSTLY_HIDDEN
        ]

    def misshapen(self) -> bool:
        """Whether a body went wrong."""
        return self.scene.failed(FailureMode.MISSHAPEN)

    def blemishes(self) -> list[str]:
        """What spoils the picture for the eye."""
        found = []
        missing = [one.noun for one in self.item.constraints if isinstance(one, Count) and not self.of(one.noun)]
        if crowded(self.scene):
            found.append("one thing hides another")
        elif missing:
            found.append(f"no {missing[0]} is in sight")
        if self.scene.failed(FailureMode.WASHED_OUT):
            found.append("the style washes the colours out")
        if self.scene.failed(FailureMode.DULL_LIGHT):
            found.append("the light is flat")
        return found

    def wrong_letters(self, string: str) -> int:
        """How many letters of a text are wrong where it was written best."""
        return min((wrong_letters(string, (text.string,)) for text in self.scene.texts), default=len(string))

    def of(self, noun: str) -> list[DrawnObject]:
        """Every object that is called so, from left to right."""
        named_so = (one for one in self.scene.objects if _is_called(one.noun, noun))
        things = [one for one in named_so if hidden_share(one, self.scene) < GONE]
        return sorted(things, key=lambda one: one.box.centre[0])

    def _named(self, name: str) -> list[DrawnObject]:
        named = (one for one in self.item.constraints if isinstance(one, Identity) and one.name == name)
        return [drawn for identity in named for drawn in self._showing(identity)]


def _is_called(drawn: str, asked: str) -> bool:
    drawn, asked = drawn.casefold(), asked.casefold()
    return drawn == asked or drawn.endswith(f" {asked}") or asked.endswith(f" {drawn}")
