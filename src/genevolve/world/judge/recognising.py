"""Whether a named thing that was caught is itself: held against its sketch, the ground truth and those taken for it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from genevolve.world.judge.hunting import Caught, Quarry, View
from genevolve.world.judge.likeness import UNLIKE, Match, Template, follows, leaning, left_over, match
from genevolve.world.judge.odds import regression
from genevolve.world.judge.sketches import Sketch, Sketchbook
from genevolve.world.world import World

_KIN = 2
_KEPT = 192
_TRUTHS_KEPT = 48
_SAME_ASPECT = 0.06


@dataclass(frozen=True, eq=False)
class _Known:
    """How the ground truth shows the telling part."""

    template: Template
    match: Match
    left: float


@dataclass(frozen=True, eq=False)
class _Seen:
    """What was caught, beside the sketch that it is most like; `figures` are those that need no rivals."""

    picture: View
    caught: Caught
    template: Template
    match: Match
    figures: dict[str, float]
    rivals: tuple[Sketch, ...]


class Recogniser:
    """Knows the entities of a world by their sketches."""

    def __init__(self, world: World, book: Sketchbook) -> None:
        self._world = world
        self._book = book
        self._template = lru_cache(maxsize=_KEPT)(Template.of)
        self._known = lru_cache(maxsize=_TRUTHS_KEPT)(self._known_in_truth)
        self.rivals = lru_cache(maxsize=_KEPT)(self._rivals)

    def recognises(self, quarry: Quarry, caught: Caught, picture: View, least: float) -> bool:
        """Whether what was caught is the named thing itself with a probability of `least` or more.

        Nothing is measured that cannot change the answer: rivals are looked at only where they may decide.
        """
        odds = regression("likeness")
        seen = self._seen(quarry, caught, picture)
        known, alike = seen.figures, seen.figures["alike"]
        if odds.probability(known | _rivalled(1.0, alike - UNLIKE)) < least:
            return False
        towards = self._leaning(seen)
        if odds.probability(known | _rivalled(towards, alike - 1.0)) >= least:
            return True
        nearest = UNLIKE
        for rival in seen.rivals:
            if odds.probability(known | _rivalled(towards, alike - nearest)) < least:
                return False
            nearest = max(nearest, self._like(rival, seen))
        return odds.probability(known | _rivalled(towards, alike - nearest)) >= least

    def figures(self, quarry: Quarry, caught: Caught, picture: View) -> dict[str, float]:
        """What the probability rests on."""
        seen = self._seen(quarry, caught, picture)
        nearest = max((self._like(rival, seen) for rival in seen.rivals), default=UNLIKE)
        return seen.figures | _rivalled(self._leaning(seen), seen.figures["alike"] - nearest)

    def _seen(self, quarry: Quarry, caught: Caught, picture: View) -> _Seen:
        matches = [
            (match(picture.image, caught.find, self._template(sketch)), sketch) for sketch in self._ways(quarry, caught)
        ]
        best, sketch = max(matches, key=lambda one: one[0].alike)
        template, known = self._template(sketch), self._known(quarry)
        there = best if known.template is template else match(picture.image, caught.find, known.template)
        figures = {
            "alike": best.alike,
            "more_than_in_truth": best.alike - known.match.alike,
            "follows_truth": follows(known.match, known.template, there),
            "sure": caught.sure,
            "left_more_than_in_truth": left_over(best, template) - known.left,
            "borne": float(bool(quarry.wanted.bears)),
        }
        counterparts = (self._book.counterpart(sketch, rival) for rival in self.rivals(quarry.wanted.entity))
        rivals = tuple(one for one in counterparts if one is not None)
        return _Seen(picture, caught, template, best, figures, rivals)

    def _leaning(self, seen: _Seen) -> float:
        """To which it leans between its own sketch and the rival nearest to it."""
        rivals = (Template.of(rival, seen.template.box) for rival in seen.rivals)
        return min((leaning(seen.match, seen.template, rival) for rival in rivals), default=1.0)

    def _like(self, rival: Sketch, seen: _Seen) -> float:
        return match(seen.picture.image, seen.caught.find, self._template(rival)).alike

    def _ways(self, quarry: Quarry, caught: Caught) -> list[Sketch]:
        """The sketches that may be what was caught: all that bear a mark, else those of the same form."""
        return [
            one
            for one in self._book.sketches(quarry.wanted, caught.artist)
            if one is caught.sketch
            or (not one.misshapen and (one.bears or abs(one.aspect / caught.sketch.aspect - 1) <= _SAME_ASPECT))
        ]

    def _known_in_truth(self, quarry: Quarry) -> _Known:
        find = quarry.finds[0]
        template = self._template(self._book.sketches(quarry.wanted, quarry.artist)[find.variant])
        there = match(quarry.truth.image, find, template)
        return _Known(template, there, left_over(there, template))

    def _rivals(self, entity_id: str) -> tuple[str, ...]:
        """Those that are taken for it, and the next of its kind."""
        own = self._world.entities[entity_id]
        alike = [one for one in own.look_alikes if one in self._world.entities and self._world.entities[one].pictures]
        kin = [one for one in self._kin[own.kind] if one not in own.look_alikes and one != own.id]
        after = bisect(kin, own.id)
        return (*alike, *(kin[after:] + kin[:after])[:_KIN])

    @cached_property
    def _kin(self) -> Mapping[str, list[str]]:
        """The ids of all that have pictures, in order, by their kind."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._world.entities.values(), key=lambda each: each.id):
            if one.pictures:
                found[one.kind].append(one.id)
        return found


def _rivalled(towards: float, more: float) -> dict[str, float]:
    """The figures that rest on rivals."""
    return {"leaning": towards, "more_than_rivals": more}
