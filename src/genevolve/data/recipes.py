"""Recipes: points of the six axes, balanced to the item, the same for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from genevolve.config.data import BalanceSettings
from genevolve.data.balance import check_balance, family_quotas
from genevolve.data.combinations import Combinations
from genevolve.data.quotas import Dealer, Tally, quotas
from genevolve.data.seeds import item_seed
from genevolve.errors import DataError
from genevolve.records import Axes, DataItem, Difficulty, Recipe, Stage, StageRow

HeldOutRecipe = Callable[[Recipe], bool]

_ID = "item_{:06d}"
_HELD_OUT, _OTHERS = "held out", "others"


def item_id(number: int) -> str:
    """The id of the item that is made of the recipe with that number."""
    return _ID.format(number)


def number_of(item: str) -> int:
    """The number of an item, by its id.

    Raises:
        DataError: no recipe stage has given such an id.
    """
    digits = item.removeprefix(_ID.partition("{")[0])
    if not digits.isdecimal() or item_id(int(digits)) != item:
        raise DataError(f"{item!r} is no id of an item that recipes were made for")
    return int(digits)


def make_recipes(
    axes: Axes,
    balance: BalanceSettings,
    n: int,
    seed: int = 0,
    *,
    held_out: HeldOutRecipe | None = None,
    held_out_share: float = 0.0,
) -> list[Recipe]:
    """`n` recipes with exactly the shares that `balance` says, in an order of which every beginning has nearly them.

    `held_out` tells which recipes are for held-out things only; `held_out_share` of all recipes are such, evenly in
    every family. Without it the axes hold nothing out.

    Raises:
        ConfigError: the axes have no such balance.
    """
    check_balance(axes, balance)
    share = held_out_share if held_out is not None else 0.0
    return list(_Making(axes, balance, n, seed, held_out, share).recipes())


class _Making:
    """The making of one list of recipes."""

    def __init__(
        self, axes: Axes, balance: BalanceSettings, n: int, seed: int, held_out: HeldOutRecipe | None, share: float
    ) -> None:
        self._axes, self._n, self._seed, self._held_out = axes, n, seed, held_out
        tracks, by_track = family_quotas(axes, balance, n)
        difficulties = {name: one for name, one in balance.difficulty.items() if one > 0}
        sides = {name: one for name, one in ((_HELD_OUT, share), (_OTHERS, 1 - share)) if one > 0}
        self._tracks = Dealer(tracks)
        chance = random.Random(item_seed(seed, "", "order of families"))
        self._families = {track: Dealer(shares, chance) for track, shares in by_track.items()}
        self._difficulties, self._sides = Dealer(quotas(difficulties, n)), Dealer(quotas(sides, n))
        self._own: dict[str, _Own] = {}
        for shares in by_track.values():
            for name, num in shares.items():
                dominants = {one: balance.dominant.get(one, 1.0) for one in axes.families[name].dominants}
                self._own[name] = _Own(
                    Dealer(quotas({one: weight for one, weight in dominants.items() if weight > 0}, num)),
                    Tally(difficulties), Tally(sides), Combinations(axes, name),
                )  # fmt: skip

    def recipes(self) -> Iterator[Recipe]:
        """All of them, in their order."""
        for number in range(self._n):
            name = self._families[self._tracks.next()].next()
            own = self._own[name]
            difficulty = self._difficulties.next(own.difficulties.behind)
            own.difficulties.count(difficulty)
            side = self._sides.next(own.sides.behind)
            own.sides.count(side)
            rng = random.Random(item_seed(self._seed, item_id(number), "recipe"))
            yield own.combinations.next(own.dominants.next(), cast(Difficulty, difficulty), self._wanted(side), rng)

    def _wanted(self, side: str) -> HeldOutRecipe:
        held_out = self._held_out
        if held_out is None:
            return lambda _recipe: True
        return held_out if side == _HELD_OUT else lambda recipe: not held_out(recipe)


@dataclass(frozen=True)
class _Own:
    """What is kept even inside one family."""

    dominants: Dealer
    difficulties: Tally
    sides: Tally
    combinations: Combinations


@dataclass(frozen=True)
class RecipeStage:
    """A `WholeStage`: begins from nothing."""

    axes: Axes
    balance: BalanceSettings
    num: int
    seed: int = 0
    held_out: HeldOutRecipe | None = None
    held_out_share: float = 0.0

    stage = Stage.RECIPES

    def work(self, items: Sequence[DataItem] = ()) -> list[StageRow]:  # noqa: ARG002 - there are none before
        """One row for every recipe.

        Raises:
            ConfigError: the axes have no such balance.
        """
        made = make_recipes(
            self.axes, self.balance, self.num, self.seed, held_out=self.held_out, held_out_share=self.held_out_share
        )
        return [
            StageRow(id=item_id(number), stage=self.stage, by=f"recipes/1:{self.axes.id}", recipe=recipe)
            for number, recipe in enumerate(made)
        ]


def balance_of(recipes: Sequence[Recipe]) -> dict[str, Counter[str]]:
    """How many recipes have each value of each axis, for tables."""
    counts: dict[str, Counter[str]] = {}
    for axis in ("track", "task_family", "difficulty", "dominant", "factual_gap", "visual_anchor"):
        counts[axis] = Counter(getattr(recipe, axis) for recipe in recipes)
    counts["secondary"] = Counter(one for recipe in recipes for one in recipe.secondaries)
    return counts
