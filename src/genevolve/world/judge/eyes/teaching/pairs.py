"""Crops of lessons beside the world's drawings: which of them show the same entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from genevolve.world.judge.eyes.teaching.drawings import Drawings
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Ints, Pages

GENERIC = "generic"
_KIND_OF_GENERIC = {"generic/flag": "country", "generic/logo": "brand", "generic/coat of arms": "atlas_arms"}
_ONE_KIND = 0.75
_NUM_CROPS, _NUM_DRAWINGS = 48, 56
_HELD_OUT = 10


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Crops, and drawings of different entities. `same` has a row for each crop and a column for each drawing."""

    crops: Bytes
    drawings: Bytes
    same: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class Pairs:
    """Chooses crops and drawings. One entity of ten is held out: its crops are for the exam alone."""

    def __init__(self, pages: Pages, drawings: Drawings, held_lessons: Ints, rng: np.random.Generator) -> None:
        self.pages, self.drawings, self._rng = pages, drawings, rng
        shows = pages.crop_shows.tolist()
        self.kinds = np.array([_kind(one, drawings) for one in shows], np.str_)
        shown = sorted({one for one in shows if one in drawings.rows})
        self.held_out = frozenset(rng.permutation(shown)[: len(shown) // _HELD_OUT].tolist())
        is_held = np.array([one in self.held_out for one in shows], bool)
        stands_in = np.array([one.startswith(GENERIC) for one in shows], bool)
        is_known = self.kinds != ""
        asked = is_held | (stands_in & np.isin(pages.crop_owners, held_lessons))
        self.learned, self.asked = np.flatnonzero(is_known & ~is_held), np.flatnonzero(is_known & asked)
        self._crops = {kind: self.learned[self.kinds[self.learned] == kind] for kind in np.unique(self.kinds)}
        self._entities = self._by_kind()

    def pair(self) -> Pair:
        """Mostly of one kind, so that what is alike has to be told apart; now and then of all kinds."""
        kinds = [kind for kind, crops in self._crops.items() if len(crops) and kind in self._entities]
        if kinds and self._rng.random() < _ONE_KIND:
            shares = np.array([len(self._crops[kind]) ** 0.5 for kind in kinds])
            kind = kinds[self._rng.choice(len(kinds), p=shares / shares.sum())]
            return self._pair(self._crops[kind], self._entities[kind])
        return self._pair(self.learned, [one for of_kind in self._entities.values() for one in of_kind])

    def _pair(self, crops: Ints, entities: Sequence[str]) -> Pair:
        rows = crops[self._rng.integers(0, len(crops), _NUM_CROPS)]
        shown = self.pages.crop_shows[rows].tolist()
        drawn = list(dict.fromkeys(one for one in shown if one in self.drawings.rows))
        num = min(max(_NUM_DRAWINGS - len(drawn), 0), len(entities))
        more = self._rng.choice(len(entities), num, replace=False).tolist()
        drawn = list(dict.fromkeys([*drawn, *(entities[number] for number in more)]))
        return Pair(
            crops=self.pages.crops[rows],
            drawings=np.stack([self._any_of(entity) for entity in drawn]),
            same=np.array([[one == other for other in drawn] for one in shown], bool),
        )

    def _any_of(self, entity: str) -> Bytes:
        images = self.drawings.images[self.drawings.rows[entity]]
        return np.asarray(images[int(self._rng.integers(len(images)))])

    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for entity, kind in self.drawings.kind_of.items():
            if entity not in self.held_out:
                found[kind].append(entity)
        return dict(found)


def _kind(shown: str, drawings: Drawings) -> str:
    """The kind of what a crop shows or stands in for; empty when there is no drawing of it to compare."""
    if shown.startswith(f"{GENERIC}/"):
        return _KIND_OF_GENERIC.get(shown, GENERIC)
    return drawings.kind_of.get(shown, "")
