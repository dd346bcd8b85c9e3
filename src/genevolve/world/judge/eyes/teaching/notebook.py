"""Lessons on disk: pictures and what is known of their scenes, as shards of plain arrays that are drawn once."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from genevolve.store import write_whole
from genevolve.world.judge.eyes.labels import Labels, labels_of
from genevolve.world.judge.eyes.lesson import Lessons

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Report = Callable[[str], None]

SHARD = 200
_HELD_OUT = 300
_HELD_OUT_SHARE = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """Some lessons. A row of `scenes` is setting (-1 when unknown), light, style, and whether it is washed out."""

    views: Bytes
    scenes: Ints

    def __len__(self) -> int:
        return len(self.views)

    @classmethod
    def of(cls, labels: Sequence[Labels]) -> Pages:
        """The lessons with these labels."""
        scenes = [(one.setting, one.light, one.style, one.washed) for one in labels]
        return cls(np.stack([one.view for one in labels]), np.array(scenes, np.int64))

    @classmethod
    def joined(cls, shards: Sequence[Pages]) -> Pages:
        """Several shards as one."""
        return cls(np.concatenate([one.views for one in shards]), np.concatenate([one.scenes for one in shards]))


def drawn_pages(lessons: Lessons, num: int, folder: Path, report: Report) -> Pages:
    """Lessons 0 to `num`, drawn in shards; a shard that lies in `folder` is not drawn again."""
    shards = []
    for first in range(0, num, SHARD):
        last = min(first + SHARD, num)
        path = folder / f"lessons-{first:06d}-{last:06d}.npz"
        if not path.exists():
            save_arrays(path, asdict(Pages.of([labels_of(lessons.lesson(number)) for number in range(first, last)])))
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
