"""The world's own drawings of everything that can be recognised, as the eyes compare them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np

from genevolve.world.entities import Entity, EntityKind
from genevolve.world.judge.eyes.likeness import MAX_DRAWINGS, drawing_of
from genevolve.world.judge.eyes.teaching.notebook import Bytes, Names, load_arrays, save_arrays
from genevolve.world.world import World

_KINDS = frozenset(EntityKind) - {EntityKind.CONCEPT, EntityKind.OUTLINE, EntityKind.MATERIAL}
_ANIMAL = "animal"


@dataclass(frozen=True, eq=False)
class Drawings:
    """Drawings in the order of their entities, each with its entity and that one's kind."""

    images: Bytes
    entities: Names
    kinds: Names

    @cached_property
    def rows(self) -> dict[str, slice]:
        """Where the drawings of each entity are."""
        names, starts, nums = np.unique(self.entities, return_index=True, return_counts=True)
        rows = zip(names.tolist(), starts.tolist(), nums.tolist(), strict=True)
        return {name: slice(start, start + num) for name, start, num in sorted(rows, key=lambda row: row[1])}

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """The kind of each entity."""
        return dict(zip(self.entities.tolist(), self.kinds.tolist(), strict=True))


def recognisable(world: World) -> list[str]:
    """Every entity that a picture may be asked to show."""
    return [one.id for one in world.entities.values() if one.pictures and _is_recognisable(one)]


def known_drawings(world: World, entities: Sequence[str], path: Path) -> Drawings:
    """Up to `MAX_DRAWINGS` drawings of each of the entities; made once, then read from `path`."""
    if not path.exists():
        rows = list(_drawn(world, entities))
        drawn = Drawings(
            images=np.stack([image for image, _, _ in rows]),
            entities=np.array([entity for _, entity, _ in rows], np.str_),
            kinds=np.array([kind for _, _, kind in rows], np.str_),
        )
        save_arrays(path, {one.name: getattr(drawn, one.name) for one in fields(Drawings)})
    return Drawings(**load_arrays(path))


def _drawn(world: World, entities: Sequence[str]) -> Iterator[tuple[Bytes, str, str]]:
    for entity in (world.entities[one] for one in entities):
        for picture in entity.pictures[:MAX_DRAWINGS]:
            yield np.asarray(drawing_of(world, picture)), entity.id, entity.kind.value


def _is_recognisable(entity: Entity) -> bool:
    return entity.kind in _KINDS or (entity.kind is EntityKind.CONCEPT and entity.category.startswith(_ANIMAL))
