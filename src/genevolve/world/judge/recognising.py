"""Whether a named thing that was caught is itself: held against its sketch, the ground truth and those taken for it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from genevolve.world.judge.hunting import Caught, Quarry, View
from genevolve.world.judge.likeness import Match, Template, follows, leaning, left_over, match
from genevolve.world.judge.odds import regression
from genevolve.world.judge.sketches import Sketch, Sketchbook
from genevolve.world.world import World

_KIN = 2
_KEPT = 1024
_SAME_ASPECT = 0.06


@dataclass(frozen=True, eq=False)
class _Known:
    """How the ground truth shows the telling part."""

    template: Template
    match: Match
    left: float


class Recogniser:
    """Knows the entities of a world by their sketches."""

    def __init__(self, world: World, book: Sketchbook) -> None:
        self._world = world
        self._book = book
        self._template = lru_cache(maxsize=_KEPT)(Template.of)
        self._known = lru_cache(maxsize=_KEPT)(self._known_in_truth)
        self.rivals = lru_cache(maxsize=_KEPT)(self._rivals)

    def probability(self, quarry: Quarry, caught: Caught, picture: View) -> float:
        """How probable it is that what was caught is the named thing itself."""
        return regression("likeness").probability(self.figures(quarry, caught, picture))

    def figures(self, quarry: Quarry, caught: Caught, picture: View) -> dict[str, float]:
        """What the probability rests on."""
        matches = [
            (match(picture.image, caught.find, self._template(sketch)), sketch) for sketch in self._ways(quarry, caught)
        ]
        best, sketch = max(matches, key=lambda one: one[0].alike)
        template, known = self._template(sketch), self._known(quarry)
        rivals = (self._book.counterpart(sketch, rival) for rival in self.rivals(quarry.wanted.entity))
        alike = [rival for rival in rivals if rival is not None]
        like_rivals = [match(picture.image, caught.find, self._template(one)).alike for one in alike]
        towards = [leaning(best, template, Template.of(one, template.box)) for one in alike]
        there = best if known.template is template else match(picture.image, caught.find, known.template)
        return {
            "alike": best.alike,
            "more_than_in_truth": best.alike - known.match.alike,
            "follows_truth": follows(known.match, known.template, there),
            "leaning": min(towards, default=1.0),
            "more_than_rivals": best.alike - max(like_rivals, default=-1.0),
            "sure": caught.sure,
            "left_more_than_in_truth": left_over(best, template) - known.left,
            "borne": float(bool(quarry.wanted.bears)),
        }

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
