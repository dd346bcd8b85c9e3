"""Recipes: points of the six axes, balanced over families, tracks and difficulties."""

from __future__ import annotations

import random
from typing import Any

from genevolve.records import Difficulty, Recipe
from genevolve.world.suite.item import Split
from genevolve.world.suite.seeds import chooser
from genevolve.world.suite.splits import split_of_recipe
from genevolve.world.suite.words import table

GAPS_OF = {
    "landmark": ("described", "written", "coloured", "looks"),
    "creature": ("described", "written", "looks"),
    "invented_brand": ("described", "written", "coloured", "looks"),
    "brand": ("coloured", "looks"),
    "arms": ("described", "written", "looks"),
    "flag": ("described", "written", "looks"),
    "element": ("described", "written", "looks"),
    "animal": ("looks",),
}
_DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "medium", "hard")
_SHARES = (0.15, 0.35, 0.5)
_NUM_SECONDARIES = {"easy": 1, "medium": 2, "hard": 3}
_KNOWLEDGE_SHARE = 0.6
_MAX_TRIES = 400


def families() -> dict[str, dict[str, Any]]:
    """The sixteen task families with what they may ask for."""
    return table("families")


def recipes(n: int, split: Split, seed: int) -> list[Recipe]:
    """`n` recipes of a split: three in five knowledge-anchored, families and difficulties balanced in each track."""
    tracks = {
        name: [key for key, row in families().items() if row["track"] == name] for name in ("knowledge", "quality")
    }
    num_knowledge = round(n * _KNOWLEDGE_SHARE)
    chosen = []
    for number in range(n):
        names, place = (
            (tracks["knowledge"], number) if number < num_knowledge else (tracks["quality"], number - num_knowledge)
        )
        rng = chooser("recipe", split, seed, number)
        chosen.append(_recipe(names[place % len(names)], _difficulty(place // len(names)), split, rng))
    return chosen


def _difficulty(place: int) -> Difficulty:
    """A fixed round of twenty: as many of each as the shares say."""
    at = (place * 7 % 20 + 0.5) / 20
    return _DIFFICULTIES[0 if at < _SHARES[0] else 1 if at < _SHARES[0] + _SHARES[1] else 2]


def _recipe(name: str, difficulty: Difficulty, split: Split, rng: random.Random) -> Recipe:
    row = families()[name]
    for _ in range(_MAX_TRIES):
        gap = rng.choice(row["gaps"])
        anchor = rng.choice([kind for kind in row["anchors"] if gap in GAPS_OF[kind]])
        secondaries = tuple(sorted(rng.sample(row["secondaries"], _NUM_SECONDARIES[difficulty])))
        recipe = Recipe(
            task_family=name, track=row["track"], factual_gap=gap, visual_anchor=anchor,
            dominant=row["dominant"], secondaries=secondaries, difficulty=difficulty,
        )  # fmt: skip
        if split_of_recipe(recipe) == split and not {"text", "count", "style"} <= set(secondaries):
            return recipe
    raise ValueError(f"no {split} recipe for {name}, {difficulty}")
