"""Lessons on disk: what each of them teaches, as shards of plain arrays that are drawn once."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genevolve.store import write_whole
from genevolve.world.judge.eyes.labels import CROP_PX, Labels, labels_of
from genevolve.world.judge.eyes.lesson import Lessons
from genevolve.world.judge.pixels import Plane

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Names = npt.NDArray[np.str_]
Report = Callable[[str], None]

SHARD = 200
_HELD_OUT = 300
_HELD_OUT_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """The labels of some lessons. Every thing and every crop names its lesson by the place among `views`, in order."""

    views: Bytes
    """Whole pictures of `labels.GLANCE_PX`."""
    scenes: Ints
    """Setting (-1 when unknown), light, style, and whether it is washed out."""
    owners: Ints
    boxes: Plane
    seen: Plane
    nouns: Ints
    paints: Plane
    materials: Ints
    misshapen: Plane
    crops: Bytes
    """What shows a named thing, or stands in for one."""
    crop_owners: Ints
    crop_shows: Names
    """Ids of entities, or `generic/…`."""

    def __len__(self) -> int:
        return len(self.views)

    def things_of(self, lesson: int) -> slice:
        """The rows of one lesson's things."""
        first, last = np.searchsorted(self.owners, [lesson, lesson + 1])
        return slice(int(first), int(last))

    @classmethod
    def of(cls, labels: Sequence[Labels]) -> Pages:
        """The labels of these lessons, side by side."""
        crops = [crop for one in labels for crop in one.crops]
        return cls(
            views=np.stack([one.view for one in labels]),
            scenes=np.array([(one.setting, one.light, one.style, one.washed) for one in labels], np.int64),
            owners=_owners([len(one.nouns) for one in labels]),
            boxes=np.concatenate([one.boxes for one in labels]),
            seen=np.concatenate([one.seen for one in labels]),
            nouns=np.concatenate([one.nouns for one in labels]),
            paints=np.concatenate([one.paints for one in labels]),
            materials=np.concatenate([one.materials for one in labels]),
            misshapen=np.concatenate([one.misshapen for one in labels]),
            crops=np.array([np.asarray(image) for image, _ in crops], np.uint8).reshape(-1, CROP_PX, CROP_PX, 3),
            crop_owners=_owners([len(one.crops) for one in labels]),
            crop_shows=np.array([shown for _, shown in crops], np.str_),
        )

    @classmethod
    def joined(cls, shards: Sequence[Pages]) -> Pages:
        """Several shards as one, their lessons numbered on."""
        starts = np.cumsum([0, *(len(shard) for shard in shards)])
        columns = {one.name: np.concatenate([getattr(shard, one.name) for shard in shards]) for one in fields(cls)}
        for name in ("owners", "crop_owners"):
            moved = [getattr(shard, name) + start for shard, start in zip(shards, starts, strict=False)]
            columns[name] = np.concatenate(moved)
        return cls(**columns)


def drawn_pages(lessons: Lessons, num: int, folder: Path, report: Report) -> Pages:
    """Lessons 0 to `num`, drawn in shards; a shard that lies in `folder` is not drawn again."""
    shards = []
    for first in range(0, num, SHARD):
        last = min(first + SHARD, num)
        path = folder / f"lessons-{first:06d}-{last:06d}.npz"
        if not path.exists():
            pages = Pages.of([labels_of(lessons.lesson(number)) for number in range(first, last)])
            save_arrays(path, {one.name: getattr(pages, one.name) for one in fields(Pages)})
            report(f"drew lessons {first} to {last} of {num}")
        shards.append(Pages(**load_arrays(path)))
    return Pages.joined(shards)


def held_out(num_lessons: int, seed: int) -> tuple[Ints, Ints]:
    """The lessons to learn from, and those that are only asked about."""
    order = np.random.default_rng(seed).permutation(num_lessons)
    num = min(_HELD_OUT, max(1, int(num_lessons * _HELD_OUT_SHARE)))
    return order[num:], order[:num]


def save_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write arrays whole, or not at all."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_whole(path, buffer.getvalue())


def load_arrays(path: Path) -> dict[str, Any]:
    """What was written there."""
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _owners(nums: Sequence[int]) -> Ints:
    return np.repeat(np.arange(len(nums), dtype=np.int64), nums)
