"""Looks for every demanded thing: first in the ground truth, which shows how it is drawn there, then in the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image

from genevolve.world.judge.looks import Fit, body, fit, follows, telling
from genevolve.world.judge.shapes import SIDE_PX, Edges, Find, Stencil, find
from genevolve.world.judge.sketches import ARTISTS, Sketch, Sketchbook, Wanted

SURE = 0.5
"""From this score on a thing of the ground truth is found; below, the judge is blind for it."""

SURE_ENOUGH = 0.5
LEAST = 0.3
_LOW, _GROWTH, _NUM_HEIGHTS = 0.1, 1.1, 21
_NEAR_HEIGHTS = (-8, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6)
_GROUP_HEIGHTS = range(-2, 3)
_KEPT = 20_000
_LESS_SURE = 0.35
_PERHAPS = 0.12
_APART = 0.4
_SAME_HERE = 0.7
_ONE_MORE = 0.9
_WORSE_BODY = 0.03
_MOST = 10
_ROUGH = 0.42


@dataclass(frozen=True, slots=True)
class _Weights:
    """A logistic regression, fitted to finds in drawings of the train split whose truth is known."""

    score: float = 4.72
    less_than_in_truth: float = 6.82
    alike: float = 2.62
    alike_in_grey: float = 1.39
    left: float = -2.67
    other_size: float = -2.49
    same_drawing: float = 0.41
    offset: float = -3.23


_WEIGHTS = _Weights()


@dataclass(frozen=True, eq=False)
class View:
    """A picture and its edges, and what was caught in it beside one ground truth."""

    image: Image.Image
    edges: Edges
    caught: dict[Wanted, tuple[Caught, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, image: Image.Image) -> View:
        """Measure a picture."""
        return cls(image, Edges.of(image))


@dataclass(frozen=True, eq=False)
class Quarry:
    """A demanded thing as the ground truth shows it. Empty `finds`: the judge is blind for it."""

    wanted: Wanted
    truth: View
    artist: str
    finds: tuple[Find, ...]
    fits: tuple[Fit, ...]

    @property
    def is_seen(self) -> bool:
        """Whether it was found in the ground truth, surely enough to be looked for elsewhere."""
        return bool(self.finds)


@dataclass(frozen=True, slots=True)
class Caught:
    """One find of a quarry in a picture: how its body fits the sketch, how that fits by which it is known, how sure."""

    find: Find
    sketch: Sketch
    body: Fit
    fit: Fit
    sure: float


class Hunter:
    """Searches pictures for the sketches of a world, and keeps the stencils of these."""

    def __init__(self, book: Sketchbook) -> None:
        self._book = book
        self._stencil = lru_cache(maxsize=_KEPT)(self._cut)

    def quarry(self, wanted: Wanted, num: int, truth: View) -> Quarry:
        """How the ground truth shows `num` of a thing, by the first artist who drew it as it stands there."""
        for artist in ARTISTS:
            sound = self._sound(wanted, artist)
            rough = find(truth.edges, self._stencils(wanted, artist, sound, range(0, _NUM_HEIGHTS, 2)), _ROUGH)
            if not rough:
                continue
            near = self._heights(rough[0], _GROUP_HEIGHTS)
            finds = find(truth.edges, self._stencils(wanted, artist, [rough[0].variant], near), SURE)[:num]
            if len(finds) == num:
                in_order = tuple(sorted(finds, key=lambda one: one.x))
                fits = (self._known(wanted, artist, one, truth) for one in in_order)
                return Quarry(wanted, truth, artist, in_order, tuple(fits))
        return Quarry(wanted, truth, "", (), ())

    def all_of(self, quarry: Quarry, picture: View) -> list[Caught]:
        """Everything in a picture that surely is of a quarry, from left to right."""
        there = self._as_there(quarry, picture)
        caught = [
            one for one in self._caught_of(quarry, picture) if all(one.find.overlap(two.find) < _APART for two in there)
        ]
        best = max((one.sure for one in caught), default=0.0)
        limit = max(SURE_ENOUGH, best - _LESS_SURE) if best >= SURE_ENOUGH or there else max(best, _PERHAPS)
        if len(there) == len(quarry.finds):
            limit = _ONE_MORE
        return sorted([*there, *(one for one in caught if one.sure >= limit)], key=lambda one: one.find.x)

    def _as_there(self, quarry: Quarry, picture: View) -> list[Caught]:
        """What stands where it stands in the ground truth, and looks the same."""
        found = []
        for one, known in zip(quarry.finds, quarry.fits, strict=True):
            sketch = self.sketched(quarry.wanted, quarry.artist, one)
            same = follows(quarry.truth.image, one, known, picture.image, one, body(sketch))
            if same >= _SAME_HERE:
                own = fit(picture.image, one, sketch, body(sketch))
                found.append(Caught(one, sketch, own, self._known(quarry.wanted, quarry.artist, one, picture), 1.0))
        return found

    def best_fit(self, quarry: Quarry, picture: View) -> Caught | None:
        """What is most like a quarry, in its looks and in its shape."""
        return max(self._caught_of(quarry, picture), key=lambda one: one.fit.worth + one.sure, default=None)

    def as_in(self, quarry: Quarry, caught: Caught, picture: View) -> float:
        """How the telling part of what was caught follows the same part in the ground truth, -1 to 1."""
        first = quarry.finds[0]
        sketch = self.sketched(quarry.wanted, quarry.artist, first)
        return follows(quarry.truth.image, first, quarry.fits[0], picture.image, caught.find, telling(sketch))

    def misshapen(self, quarry: Quarry, picture: View) -> bool:
        """Whether a body of this quarry went wrong: it has a wrong shape more than the right one."""
        sketches = self._book.sketches(quarry.wanted, quarry.artist)
        wrong = [number for number, one in enumerate(sketches) if one.misshapen]
        best = max((one.find.score for one in self._caught_of(quarry, picture)), default=0.0)
        if not wrong or best >= quarry.finds[0].score - _WORSE_BODY:
            return False
        spoilt = self._finds(quarry, quarry.artist, wrong, picture)
        return bool(spoilt) and spoilt[0].score > max(best + _WORSE_BODY, SURE)

    def sketched(self, wanted: Wanted, artist: str, one: Find) -> Sketch:
        """The sketch whose shape was found."""
        return self._book.sketches(wanted, artist)[one.variant]

    def _caught_of(self, quarry: Quarry, picture: View) -> tuple[Caught, ...]:
        """What has the shape of a quarry; by other artists where the one of the ground truth leaves it unsure."""
        kept = picture.caught.get(quarry.wanted)
        if kept is None:
            kept = tuple(self._by(quarry, quarry.artist, picture))
            if not any(one.sure >= SURE_ENOUGH for one in kept):
                others = (artist for artist in ARTISTS if artist != quarry.artist)
                kept += tuple(one for artist in others for one in self._by(quarry, artist, picture))
            picture.caught[quarry.wanted] = kept
        return kept

    def _by(self, quarry: Quarry, artist: str, picture: View) -> Iterator[Caught]:
        for one in self._finds(quarry, artist, self._sound(quarry.wanted, artist), picture)[:_MOST]:
            sketch = self.sketched(quarry.wanted, artist, one)
            own = fit(picture.image, one, sketch, body(sketch))
            known = fit(picture.image, one, sketch, telling(sketch)) if sketch.bears else own
            same = artist == quarry.artist and one.variant == quarry.finds[0].variant
            yield Caught(one, sketch, own, known, _sureness(one, own, quarry.finds, same=same))

    def _known(self, wanted: Wanted, artist: str, one: Find, view: View) -> Fit:
        sketch = self.sketched(wanted, artist, one)
        return fit(view.image, one, sketch, telling(sketch) if sketch.bears else body(sketch))

    def _finds(self, quarry: Quarry, artist: str, variants: Sequence[int], picture: View) -> list[Find]:
        heights = self._heights(quarry.finds[0], _NEAR_HEIGHTS)
        return find(picture.edges, self._stencils(quarry.wanted, artist, variants, heights), LEAST)

    def _sound(self, wanted: Wanted, artist: str) -> list[int]:
        return [number for number, one in enumerate(self._book.sketches(wanted, artist)) if not one.misshapen]

    @staticmethod
    def _heights(one: Find, steps: Iterable[int]) -> list[int]:
        """Rungs of the ladder of heights around that of a find."""
        rung = round(math.log(one.height / _LOW) / math.log(_GROWTH))
        return [rung + step for step in steps if 0 <= rung + step < _NUM_HEIGHTS]

    def _stencils(
        self, wanted: Wanted, artist: str, variants: Sequence[int], rungs: Iterable[int]
    ) -> Iterator[tuple[int, Stencil]]:
        for rung in rungs:
            for variant in variants:
                stencil = self._stencil(wanted, artist, variant, rung)
                if stencil is not None:
                    yield variant, stencil

    def _cut(self, wanted: Wanted, artist: str, variant: int, rung: int) -> Stencil | None:
        sketch = self._book.sketches(wanted, artist)[variant]
        height = round(_LOW * _GROWTH**rung * SIDE_PX)
        return Stencil.of(sketch.image, round(height * sketch.aspect), height)


def _sureness(one: Find, own: Fit, in_truth: Sequence[Find], *, same: bool) -> float:
    """How probable it is that a find is what it was taken for."""
    by, first = _WEIGHTS, in_truth[0]
    odds = (
        by.score * one.score
        + by.less_than_in_truth * (one.score - min(other.score for other in in_truth))
        + by.alike * own.alike
        + by.alike_in_grey * own.grey
        + by.left * own.left
        + by.other_size * abs(math.log(one.height / first.height))
        + by.same_drawing * same
        + by.offset
    )
    return 1 / (1 + math.exp(-odds))
