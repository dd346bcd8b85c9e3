"""What is held out for the test split: entities together with their look-alikes, and combinations of requirements."""

from __future__ import annotations

from genevolve.records import Recipe
from genevolve.world.entities import Entity
from genevolve.world.suite.item import Split
from genevolve.world.suite.seeds import draw

HELD_OUT_ENTITIES = 0.3
HELD_OUT_COMBINATIONS = 0.35
_SALT = "held out"


def split_of_entity(entity: Entity) -> Split:
    """The only split in which an entity may be asked for. Twins of the Atlas share one."""
    family = min((entity.id, *entity.look_alikes)) if entity.fictional else entity.id
    return "test" if _share("entity", family) < HELD_OUT_ENTITIES else "train"


def split_of_recipe(recipe: Recipe) -> Split:
    """The only split in which a combination of requirements may be asked for."""
    return "test" if _share("recipe", recipe.combination) < HELD_OUT_COMBINATIONS else "train"


def _share(*names: str) -> float:
    return draw(_SALT, *names) / float(1 << 64)
