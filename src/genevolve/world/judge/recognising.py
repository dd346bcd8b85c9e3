"""Whether a named thing that was caught is itself: held against its sketch, the ground truth and those taken for it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from genevolve.world.judge.hunting import Caught, Quarry, View
from genevolve.world.judge.likeness import FAR_AHEAD, Match, Template, ahead, follows, match, turned
from genevolve.world.judge.odds import regression
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import Sketch, Sketchbook
from genevolve.world.world import World

_KIN = 2
_KEPT = 192
_TRUTHS_KEPT = 48
_SAME_ASPECT = 0.06
_MOST_GAINED = 1.0
_TURNED = (-0.5, 1.5)


@dataclass(frozen=True, eq=False)
class _Known:
    """How the ground truth shows the telling part."""

    template: Template
    match: Match


@dataclass(frozen=True, eq=False)
class _Seen:
    """What was caught, beside the sketch that it is most like; `figures` are those that need no rivals."""

    quarry: Quarry
    picture: View
    caught: Caught
    sketch: Sketch
    match: Match
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Held:
    """What was held against one rival: how far it is ahead of that, and how far it is turned to it."""

    ahead: float
    turned: float | None


@dataclass(frozen=True, slots=True)
class _Rivalled:
    """The figures that rest on rivals; with each rival more they can only get worse."""

    ahead: float = FAR_AHEAD
    ahead_more_than_in_truth: float = _MOST_GAINED
    turned_more_than_in_truth: float = 0.0

    def beside(self, here: _Held, there: _Held) -> _Rivalled:
        """With one rival more, here and in the ground truth."""
        known = here.turned is not None and there.turned is not None
        more = (here.turned or 0.0) - (there.turned or 0.0) if known else 0.0
        return _Rivalled(
            min(self.ahead, here.ahead),
            min(self.ahead_more_than_in_truth, here.ahead - there.ahead),
            max(self.turned_more_than_in_truth, min(max(more, _TURNED[0]), _TURNED[1])),
        )

    def figures(self) -> dict[str, float]:
        """By their names."""
        return {
            "ahead": self.ahead,
            "ahead_more_than_in_truth": self.ahead_more_than_in_truth,
            "turned_more_than_in_truth": self.turned_more_than_in_truth,
        }


class Recogniser:
    """Knows the entities of a world by their sketches."""

    def __init__(self, world: World, book: Sketchbook) -> None:
        self._world = world
        self._book = book
        self._template = lru_cache(maxsize=_KEPT)(Template.of)
        self._known = lru_cache(maxsize=_TRUTHS_KEPT)(self._known_in_truth)
        self._in_truth = lru_cache(maxsize=_KEPT)(self._held_in_truth)
        self.rivals = lru_cache(maxsize=_KEPT)(self._rivals)

    def recognises(self, quarry: Quarry, caught: Caught, picture: View, least: float) -> bool:
        """Whether what was caught is the named thing itself with a probability of `least` or more.

        Nothing is measured that cannot change the answer: no further rival is looked at once one is too near.
        """
        odds = regression("likeness")
        seen = self._seen(quarry, caught, picture)
        return all(odds.probability(seen.figures | one.figures()) >= least for one in self._rivalled(seen))

    def figures(self, quarry: Quarry, caught: Caught, picture: View) -> dict[str, float]:
        """What the probability rests on."""
        seen = self._seen(quarry, caught, picture)
        return seen.figures | list(self._rivalled(seen))[-1].figures()

    def _rivalled(self, seen: _Seen) -> Iterator[_Rivalled]:
        """The figures beside no rival, then beside one after another, the last beside all of them."""
        found = _Rivalled()
        yield found
        for name in self.rivals(seen.quarry.wanted.entity):
            rival = self._book.counterpart(seen.sketch, name)
            if rival is not None:
                here = self._held(seen.match, seen.sketch, rival, seen.picture, seen.caught.find)
                found = found.beside(here, self._in_truth(seen.quarry, seen.sketch, rival))
                yield found

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
        }
        return _Seen(quarry, picture, caught, sketch, best, figures)

    def _held(self, found: Match, own: Sketch, rival: Sketch, view: View, find: Find) -> _Held:
        template = self._template(own)
        like = match(view.image, find, self._template(rival)).alike
        return _Held(ahead(found.alike, like), turned(found, template, Template.of(rival, template.box)))

    def _held_in_truth(self, quarry: Quarry, own: Sketch, rival: Sketch) -> _Held:
        """The same where the ground truth shows the thing, which there is itself."""
        find = quarry.finds[0]
        there = match(quarry.truth.image, find, self._template(own))
        return self._held(there, own, rival, quarry.truth, find)

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
        return _Known(template, match(quarry.truth.image, find, template))

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
