"""The recipes of one family, each time one of the least used: gaps, anchors and secondary requirements stay even."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable

from genevolve.errors import ConfigError
from genevolve.records import Axes, Difficulty, Recipe

_NUM_LOOKED_AT = 8
"""So many sets of secondary requirements are weighed against each other for one recipe."""


class Combinations:
    """What a family has been asked for so far, and what comes next."""

    def __init__(self, axes: Axes, name: str) -> None:
        self._axes, self._name, self._family = axes, name, axes.families[name]
        self._pairs: Counter[tuple[str, str]] = Counter(dict.fromkeys(axes.pairs(name), 0))
        self._gaps: Counter[str] = Counter()
        self._secondaries: Counter[str] = Counter(dict.fromkeys(self._family.secondaries, 0))
        self._combinations: Counter[tuple[tuple[str, str], tuple[str, ...]]] = Counter()

    def next(
        self, dominant: str, difficulty: Difficulty, wanted: Callable[[Recipe], bool], rng: random.Random
    ) -> Recipe:
        """A recipe that is `wanted`, of what has been used least.

        Raises:
            ConfigError: there is none.
        """
        draws = {pair: rng.random() for pair in self._pairs}
        pairs = sorted(self._pairs, key=lambda pair: (self._gaps[pair[0]], self._pairs[pair], draws[pair]))
        free, num = [one for one in self._secondaries if one != dominant], self._axes.num_secondaries[difficulty]
        for sets_of in (_a_few_sets, _all_sets):
            for pair in pairs:
                for secondaries in sorted(sets_of(free, num, rng), key=lambda one: self._use(pair, one)):
                    recipe = self._recipe(pair, dominant, secondaries, difficulty)
                    if recipe is not None and wanted(recipe):
                        return self._count(recipe, pair)
        raise ConfigError(
            f"the axes {self._axes.id} have no {difficulty} recipe of the family {self._name} mainly about {dominant} "
            "on the wanted side of what is held out; change bench or balance"
        )

    def _recipe(
        self, pair: tuple[str, str], dominant: str, secondaries: tuple[str, ...], difficulty: Difficulty
    ) -> Recipe | None:
        asked = {dominant, *secondaries}
        if any(set(together) <= asked for together in self._axes.apart):
            return None
        return Recipe(
            task_family=self._name, track=self._family.track, factual_gap=pair[0], visual_anchor=pair[1],
            dominant=dominant, secondaries=secondaries, difficulty=difficulty,
        )  # fmt: skip

    def _use(self, pair: tuple[str, str], secondaries: tuple[str, ...]) -> tuple[int, int]:
        """How often a combination, and what it asks for, has been used."""
        return self._combinations[pair, secondaries], sum(self._secondaries[one] for one in secondaries)

    def _count(self, recipe: Recipe, pair: tuple[str, str]) -> Recipe:
        self._pairs[pair] += 1
        self._gaps[pair[0]] += 1
        self._secondaries.update(recipe.secondaries)
        self._combinations[pair, recipe.secondaries] += 1
        return recipe


def _a_few_sets(free: list[str], num: int, rng: random.Random) -> list[tuple[str, ...]]:
    return [tuple(sorted(rng.sample(free, num))) for _ in range(_NUM_LOOKED_AT)]


def _all_sets(free: list[str], num: int, rng: random.Random) -> list[tuple[str, ...]]:
    every = list(itertools.combinations(sorted(free), num))
    rng.shuffle(every)
    return every
