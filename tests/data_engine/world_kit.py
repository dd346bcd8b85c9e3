"""Items of the world's suite under numbers, as the world's writer would hand them on."""

from __future__ import annotations

from pathlib import Path

from genevolve.assembly import assemble
from genevolve.config import load_settings
from genevolve.data.trajectories import PolicyFor, TrajectoryStage
from genevolve.records import DataItem, Recipe
from genevolve.store import ImageStore
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World


class Numbered:
    """An `ItemSource` of items that exist already."""

    def __init__(self, world: World, num: int) -> None:
        self.items = [_numbered(item, number) for number, item in enumerate(world_suite(world, "train", num, seed=5))]

    def item_of(self, recipe: Recipe, number: int) -> SuiteItem:
        """See `ItemSource.item_of`."""
        assert self.items[number].recipe == recipe
        return self.items[number]

    def data(self) -> list[DataItem]:
        """What the stages before the trajectories make of them."""
        return [DataItem(id=one.id, recipe=one.recipe, request=one.request) for one in self.items]


def trajectory_stage(policy_for: PolicyFor, folder: Path, seed: int = 0) -> TrajectoryStage:
    """The loop over the embedded world."""
    parts = assemble(load_settings(overrides={}))
    return TrajectoryStage(policy_for, parts.tools, parts.skills, parts.settings.agent, ImageStore(folder), seed)


def _numbered(item: SuiteItem, number: int) -> SuiteItem:
    meta = item.request.meta | {"number": number}
    return item.model_copy(update={"request": item.request.model_copy(update={"meta": meta})})
