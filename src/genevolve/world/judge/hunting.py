"""Looks for every demanded thing: first in the ground truth, which shows how it is drawn there, then in the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np
from PIL import Image

from genevolve.store import FileCache
from genevolve.world.judge.cutting import NUM_HEIGHTS, PARTS, Cutter, Part, heights_around, within
from genevolve.world.judge.kept_tracings import KeptTracings
from genevolve.world.judge.looks import Fit, Mask, body, fit, follows, telling
from genevolve.world.judge.odds import regression
from genevolve.world.judge.patches import SIDE
from genevolve.world.judge.shapes import Edges, Find, distinct, find
from genevolve.world.judge.sketches import ARTISTS, Sketch, Sketchbook, Wanted
from genevolve.world.judge.writing import Place

SURE = 0.45
"""From this score on a thing of the ground truth is found; below, the judge is blind for it."""

SURE_ENOUGH = 0.5
LEAST = 0.3
_NEAR_HEIGHTS = (-10, -8, -6, -4, -2, 0, 2, 4, 6, 8)
_PART_HEIGHTS = (-8, -4, -2, 0, 2, 4, 8)
_ROUGHER = 0.04
_GROUP_HEIGHTS = range(-2, 3)
_LESS_SURE = 0.4
_SURE_IN_ROW = 0.42
_PERHAPS = 0.12
_APART = 0.4
_SAME_HERE = 0.7
_ONE_MORE = 0.9
_WORSE_BODY = 0.03
_MOST = 10
_ROUGH = 0.36
_STARTS = 5
_FEW = 2


@dataclass(frozen=True)
class Way:
    """One way of searching: by whom it is drawn, at which heights around that in the ground truth, which part of it."""

    artist: str
    steps: tuple[int, ...]
    part: Part | None = None


@dataclass(frozen=True, eq=False)
class View:
    """A picture, and what was caught in it beside one ground truth."""

    image: Image.Image
    caught: dict[Wanted, tuple[Caught, ...]] = field(default_factory=dict)

    @cached_property
    def edges(self) -> Edges:
        """Measured when they are first looked at."""
        return Edges.of(self.image)


@dataclass(frozen=True, eq=False)
class Quarry:
    """A demanded thing as the ground truth shows it. Empty `finds`: the judge is blind for it."""

    wanted: Wanted
    truth: View
    artist: str
    finds: tuple[Find, ...]
    fits: tuple[Fit, ...]
    worth: float = 0.0

    @property
    def is_seen(self) -> bool:
        """Whether it was found in the ground truth, surely enough to be looked for elsewhere."""
        return bool(self.finds)

    @property
    def is_named(self) -> bool:
        """Whether it is a named thing, or bears one, that was found."""
        return self.is_seen and bool(self.wanted.entity)


@dataclass(frozen=True, slots=True)
class Caught:
    """One find of a quarry in a picture: how its body fits the sketch, how that fits by which it is known, how sure."""

    find: Find
    artist: str
    sketch: Sketch
    body: Fit
    fit: Fit
    sure: float


class Hunter:
    """Searches pictures for the sketches of a world, and keeps the stencils of these."""

    def __init__(self, book: Sketchbook, files: FileCache | None = None) -> None:
        """With `files`, what is traced of the sketches is kept there."""
        self._book = book
        self._cutter = Cutter(book, KeptTracings(files, book.kept.version))

    def quarries(self, wanted: Mapping[Wanted, int], truth: View) -> dict[Wanted, Quarry]:
        """How the ground truth shows so many of each thing; no two stand at one place there."""
        found: dict[Wanted, Quarry] = {}
        for one, num in wanted.items():
            found[one] = self._quarry(one, num, truth, ())
        taken: list[Find] = []
        for quarry in sorted(found.values(), key=lambda each: -each.worth):
            if any(one.overlap(other) >= _APART for one in quarry.finds for other in taken):
                quarry = self._quarry(quarry.wanted, len(quarry.finds), truth, taken)
                found[quarry.wanted] = quarry
            taken += quarry.finds
        return found

    def _quarry(self, wanted: Wanted, num: int, truth: View, taken: Sequence[Find]) -> Quarry:
        """By the first artist who drew it as it stands there."""
        for artist in ARTISTS:
            groups = [
                group
                for group in self._groups(wanted, artist, num, truth)
                if all(one.overlap(other) < _APART for one in group[1] for other in taken)
            ]
            worth, finds, fits = max(groups, key=lambda one: one[0], default=(0.0, (), ()))
            if finds and worth >= SURE:
                return Quarry(wanted, truth, artist, finds, fits, worth)
        return Quarry(wanted, truth, "", (), ())

    def _groups(
        self, wanted: Wanted, artist: str, num: int, truth: View
    ) -> Iterator[tuple[float, tuple[Find, ...], tuple[Fit, ...]]]:
        """Where the ground truth may show it, with what speaks for that: the shape and the looks."""
        sound = self._sound(wanted, artist)
        rough = find(truth.edges, self._cutter.stencils(wanted, artist, sound, range(0, NUM_HEIGHTS, 2)), _ROUGH)
        for start in rough[:_STARTS]:
            near = self._cutter.stencils(wanted, artist, [start.variant], heights_around(start, _GROUP_HEIGHTS))
            finds = [one for one in find(truth.edges, near, _ROUGH) if num > 1 or one.overlap(start) >= _APART][:num]
            if len(finds) == num:
                finds.sort(key=lambda one: one.x)
                fits = tuple(self._known(wanted, artist, one, truth) for one in finds)
                worth = (self._worth(wanted, artist, one, own, truth) for one, own in zip(finds, fits, strict=True))
                yield sum(worth) / num, tuple(finds), fits

    def _worth(self, wanted: Wanted, artist: str, one: Find, known: Fit, truth: View) -> float:
        sketch = self.sketched(wanted, artist, one)
        whole = fit(truth.image, one, sketch, body(sketch)) if sketch.bears else known
        return (one.score + max(known.alike, whole.alike)) / 2

    def all_of(self, quarry: Quarry, picture: View) -> list[Caught]:
        """Everything in a picture that surely is of a quarry, from left to right."""
        everything = self.caught_of(quarry, picture)
        there = _unmoved(self._as_there(quarry, picture), everything)
        caught = [one for one in everything if _is_apart(one, there)]
        best = max((one.sure for one in caught), default=0.0)
        least = _SURE_IN_ROW if len(quarry.finds) > 1 else SURE_ENOUGH
        limit = max(least, best - _LESS_SURE) if best >= SURE_ENOUGH or there else max(best, _PERHAPS)
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
                known = self._known(quarry.wanted, quarry.artist, one, picture) if sketch.bears else own
                found.append(Caught(one, quarry.artist, sketch, own, known, 1.0))
        return found

    def likeliest(self, quarry: Quarry, picture: View) -> list[Caught]:
        """The few that are most like a quarry, in their looks and in their shape."""
        return sorted(self.caught_of(quarry, picture), key=lambda one: -(one.fit.worth + one.sure))[:_FEW]

    def mark(self, quarry: Quarry, artist: str, one: Find) -> Place:
        """Where a find has that by which it is known."""
        rows, columns = np.nonzero(telling(self.sketched(quarry.wanted, artist, one)))
        left, top = one.x - one.width / 2, one.y - one.height / 2
        across, down = one.width / SIDE, one.height / SIDE
        return (
            left + across * float(columns.min()),
            top + down * float(rows.min()),
            left + across * float(columns.max() + 1),
            top + down * float(rows.max() + 1),
        )

    def painted(self, caught: Caught, wanted: Wanted, colour: str) -> Mask:
        """The pixels of a catch that take its colour; of what bears a mark, those around the mark."""
        if not wanted.bears:
            return telling(caught.sketch)
        bare = self._book.sketches(Wanted(wanted.noun, colour=colour), caught.artist)
        paint = telling(bare[0]) & ~telling(caught.sketch) if bare else body(caught.sketch)
        return paint if paint.any() else body(caught.sketch)

    def misshapen(self, quarry: Quarry, picture: View) -> bool:
        """Whether a body of this quarry went wrong: it has a wrong shape more than the right one."""
        sketches = self._book.sketches(quarry.wanted, quarry.artist)
        wrong = [number for number, one in enumerate(sketches) if one.misshapen]
        best = max((one.find.score for one in self.caught_of(quarry, picture)), default=0.0)
        if not wrong or best >= quarry.finds[0].score - _WORSE_BODY:
            return False
        spoilt = self._finds(quarry, Way(quarry.artist, _NEAR_HEIGHTS), wrong, picture)
        return bool(spoilt) and spoilt[0].score > max(best + _WORSE_BODY, SURE)

    def sketched(self, wanted: Wanted, artist: str, one: Find) -> Sketch:
        """The sketch whose shape was found."""
        return self._book.sketches(wanted, artist)[one.variant]

    def caught_of(self, quarry: Quarry, picture: View) -> tuple[Caught, ...]:
        """What has the shape of a quarry; where the nearest way leaves that unsure, by others."""
        kept = picture.caught.get(quarry.wanted)
        if kept is None:
            found: list[Caught] = []
            for ways in _ways(quarry):
                found += (one for way in ways for one in self._by(quarry, way, picture))
                if any(one.sure >= SURE_ENOUGH for one in found):
                    break
            kept = picture.caught[quarry.wanted] = _one_a_place(found)
        return kept

    def _by(self, quarry: Quarry, way: Way, picture: View) -> Iterator[Caught]:
        for one in self._finds(quarry, way, self._sound(quarry.wanted, way.artist), picture)[:_MOST]:
            sketch = self.sketched(quarry.wanted, way.artist, one)
            own = fit(picture.image, one, sketch, within(body(sketch), way.part))
            known = fit(picture.image, one, sketch, telling(sketch)) if sketch.bears else own
            sure = regression("finds").probability(find_figures(one, own, way.artist, quarry))
            yield Caught(one, way.artist, sketch, own, known, sure)

    def _known(self, wanted: Wanted, artist: str, one: Find, view: View) -> Fit:
        sketch = self.sketched(wanted, artist, one)
        return fit(view.image, one, sketch, telling(sketch) if sketch.bears else body(sketch))

    def _finds(self, quarry: Quarry, way: Way, variants: Sequence[int], picture: View) -> list[Find]:
        """Every second height first, then those next to what was found."""
        wanted, artist = quarry.wanted, way.artist
        heights = heights_around(quarry.finds[0], way.steps)
        stencils = self._cutter.stencils(wanted, artist, variants, heights, way.part)
        rough = find(picture.edges, stencils, LEAST - _ROUGHER)[:_MOST]
        near = {(one.variant, rung) for one in rough for rung in heights_around(one, (-1, 1)) if rung not in heights}
        cut = [self._cutter.stencils(wanted, artist, [variant], [rung], way.part) for variant, rung in sorted(near)]
        fine = find(picture.edges, chain(*cut), LEAST)
        return [one for one in distinct([*rough, *fine]) if one.score >= LEAST]

    def _sound(self, wanted: Wanted, artist: str) -> list[int]:
        return [number for number, one in enumerate(self._book.sketches(wanted, artist)) if not one.misshapen]


def _ways(quarry: Quarry) -> Iterator[list[Way]]:
    """As in the ground truth, hidden in part, drawn by others."""
    yield [Way(quarry.artist, _NEAR_HEIGHTS)]
    yield [Way(quarry.artist, _PART_HEIGHTS, part) for part in PARTS]
    yield [Way(artist, _NEAR_HEIGHTS) for artist in ARTISTS if artist != quarry.artist]


def find_figures(one: Find, own: Fit, artist: str, quarry: Quarry) -> dict[str, float]:
    """What it rests on how probable it is that a find is what it was taken for."""
    first = quarry.finds[0]
    return {
        "score": one.score,
        "more_than_in_truth": one.score - min(other.score for other in quarry.finds),
        "alike": own.alike,
        "alike_in_grey": own.grey,
        "left": own.left,
        "other_size": abs(math.log(one.height / first.height)),
        "same_drawing": float(artist == quarry.artist and one.variant == first.variant),
    }


def _unmoved(there: Sequence[Caught], caught: Sequence[Caught]) -> list[Caught]:
    """What stands as in the ground truth, without places that only look so: the thing is surely seen elsewhere."""
    moved = any(one.sure >= SURE_ENOUGH and _is_apart(one, there) for one in caught)
    perhaps = [one for one in caught if one.sure >= _PERHAPS]
    return [one for one in there if not moved or not _is_apart(one, perhaps)]


def _is_apart(one: Caught, others: Iterable[Caught]) -> bool:
    return all(one.find.overlap(other.find) < _APART for other in others)


def _one_a_place(caught: Iterable[Caught]) -> tuple[Caught, ...]:
    """The surest of those that stand at one place."""
    kept: list[Caught] = []
    for one in sorted(caught, key=lambda each: -each.sure):
        if _is_apart(one, kept):
            kept.append(one)
    return tuple(kept)
