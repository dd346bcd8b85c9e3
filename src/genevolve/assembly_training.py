"""What training needs of the embedded world; beside the other assemblies, the only module that knows both."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from genevolve.assembly import assemble, open_world
from genevolve.assembly_supervised import worked_out
from genevolve.config import Settings, TrainSettings
from genevolve.records import Trajectory
from genevolve.store import ImageStore
from genevolve.tools.thumbnails import ready_picture
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.suite import world_suite
from genevolve.world.suite.splits import split_of_entity
from genevolve.world.teacher.plan import plan
from genevolve.world.world import World

if TYPE_CHECKING:
    from genevolve.training.making.reading import ReadRequest
    from genevolve.training.making.seeing import CaptionedPicture

_ATLAS = (EntityKind.ATLAS_LANDMARK, EntityKind.ATLAS_CREATURE, EntityKind.ATLAS_BRAND, EntityKind.ATLAS_ARMS)
_NUM_LOOKS = 2
"""The first facts of an invented thing: what kind of thing it is, and its main colour."""

_MAX_BRANDS = 600

_READING_SEED = 1_000_000
"""Apart from the seeds of all runs, whose requests these are not."""

_NUM_HELD_OUT = 250


async def teacher_trajectories(settings: TrainSettings, num: int) -> list[Trajectory]:
    """What the teacher does on `num` requests of the train split, shown as `settings.agent` says.

    Raises:
        LibraryError: the embedded world is missing or damaged.
    """
    parts = assemble(Settings(seed=settings.seed, agent=settings.agent))
    items = world_suite(open_world(), split="train", n=num, seed=settings.seed)
    with tempfile.TemporaryDirectory() as folder:
        images = ImageStore(Path(folder), sync=False)
        return [await worked_out(parts, item, images, 1.0, settings.seed) for item in items]


def captioned_pictures(settings: TrainSettings, *, every: int = 1) -> list[CaptionedPicture]:
    """Thumbnails of invented things and of brands, with words for what can be seen: what it is, and its colours.

    Args:
        settings: how large thumbnails are.
        every: take one thing in so many.

    Raises:
        LibraryError: the embedded world is missing or damaged.
    """
    from genevolve.training.making.seeing import CaptionedPicture

    world = open_world()
    return [
        CaptionedPicture(_thumbnail(world, name, settings), words, held_out=split_of_entity(entity) == "test")
        for entity, words in list(_described(world))[::every]
        for name in entity.pictures
    ]


def read_requests(settings: TrainSettings, num: int) -> list[ReadRequest]:
    """`num` requests of the train split and `_NUM_HELD_OUT` of the test split, each with the plan of a teacher.

    None of the latter is a request of the frozen suite.

    Raises:
        LibraryError: the embedded world is missing or damaged.
    """
    from genevolve.training.making.reading import ReadRequest

    world = open_world()
    learned = world_suite(world, split="train", n=num, seed=settings.seed + _READING_SEED)
    held_out = world_suite(world, split="test", n=_NUM_HELD_OUT, seed=settings.seed + _READING_SEED)
    return [
        ReadRequest(item.request.prompt, plan(item), held_out=item.split == "test") for item in (*learned, *held_out)
    ]


def _thumbnail(world: World, name: str, settings: TrainSettings) -> bytes:
    entry = world.library.picture(name)
    assert entry is not None  # noqa: S101 - an entity names its own pictures
    return ready_picture(world.load_picture(entry), settings.agent.max_thumbnail_pixels, world.kept).thumbnail


def _described(world: World) -> Iterator[tuple[Entity, str]]:
    brands = 0
    for entity in world.entities.values():
        if entity.kind in _ATLAS:
            yield entity, ", ".join(list(entity.facts.values())[:_NUM_LOOKS])
        elif entity.kind is EntityKind.BRAND and "colour_name" in entity.facts and brands < _MAX_BRANDS:
            brands += 1
            yield entity, f"sign, {entity.facts['colour_name']}"
