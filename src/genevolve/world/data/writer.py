"""Requests about the embedded world, from recipes: everything that is known about the answer comes with them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from genevolve.records import Recipe
from genevolve.records.data import Reason, Unwritten, Written
from genevolve.world.data.telling import told
from genevolve.world.suite import SuiteItem
from genevolve.world.suite.anchors import KIND_OF, AnchorPool
from genevolve.world.suite.scene import Scene
from genevolve.world.suite.seeds import chooser
from genevolve.world.suite.splits import split_of_recipe
from genevolve.world.suite.staging import stage
from genevolve.world.suite.suite import suite_item
from genevolve.world.world import World

NUMBER = "number"
"""Key of a request's `meta` with the number that the item of the same recipe is made again by."""

PUBLIC_NAMES = "public_names"
"""Key of a request's `meta` with the names in it, none of which is a private person's."""

_BY_WHOM = ("architect", "described by", "discoverers")
_NUM_KEPT = 512


class WorldWriter:
    """A `RequestWriter` without a model. Held-out recipes ask for held-out things, the others for the others."""

    def __init__(self, world: World, seed: int = 0) -> None:
        self._pool = AnchorPool(world)
        self._ids = {
            one.name: one.id for one in world.entities.values() if self._pool.has_clues(KIND_OF.get(one.kind, ""))
        }
        self._seed = seed
        self._made = lru_cache(maxsize=_NUM_KEPT)(self._make)

    @property
    def id(self) -> str:
        """See `RequestWriter.id`."""
        return f"world/1:{self._seed}"

    async def write(self, recipe: Recipe, number: int) -> Written | Unwritten:
        """See `RequestWriter.write`."""
        try:
            item = self.item_of(recipe, number)
        except LookupError as error:
            return Unwritten(reasons=(Reason(code="nothing_to_ask", detail=f"the world has no such thing: {error}"),))
        return Written(text=item.request.prompt, entities=tuple(self._entities(item)), meta=item.request.meta)

    def item_of(self, recipe: Recipe, number: int) -> SuiteItem:
        """The request with everything that is known about its answer; the same each time.

        Raises:
            LookupError: the world has nothing of the kind that the recipe asks for.
        """
        return self._made(recipe, number)

    def _entities(self, item: SuiteItem) -> dict[str, None]:
        """The things that are shown, then those by way of which they are described."""
        shown = (target.entity_id for target in item.evidence.targets)
        asked = (self._ids[fact.subject] for fact in item.evidence.facts if fact.subject in self._ids)
        return dict.fromkeys((*shown, *asked))

    def _make(self, recipe: Recipe, number: int) -> SuiteItem:
        rng = chooser("data item", self._seed, number)
        split = split_of_recipe(recipe)
        scene = stage(recipe, self._pool, split, rng)
        text = told(scene, rng)
        item = suite_item(recipe, scene, text, split, rng)
        meta = {**item.request.meta, NUMBER: number, PUBLIC_NAMES: list(_public_names(scene, text))}
        return item.model_copy(update={"request": item.request.model_copy(update={"meta": meta})})


def _public_names(scene: Scene, text: str) -> Iterator[str]:
    """The names in a request: of things, and of the architects and discoverers by which they are described."""
    for anchor in scene.anchors:
        names = [anchor.entity.name, *(anchor.entity.facts.get(key, "") for key in _BY_WHOM)]
        yield from (name for name in dict.fromkeys(names) if name and name in text)
