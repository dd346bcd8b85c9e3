"""Axes explain what they use; recipes have exactly the balance that is asked for, in every beginning nearly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from genevolve.config.data import BalanceSettings
from genevolve.data.axes import WEB_AXES, read_axes, web_axes
from genevolve.data.recipes import RecipeStage, item_id, make_recipes, number_of
from genevolve.errors import ConfigError, DataError
from genevolve.records import Axes, Recipe
from genevolve.world.data.axes import is_held_out, world_axes
from genevolve.world.suite.recipes import families

PAPER = BalanceSettings()
BOTH = pytest.mark.parametrize("axes", [web_axes(), world_axes()], ids=["web", "world"])


@BOTH
def test_the_paper_has_sixteen_families_in_two_tracks(axes: Axes) -> None:
    assert Counter(family.track for family in axes.families.values()) == {"knowledge": 8, "quality": 8}
    assert set(axes.families) == set(families())


@BOTH
@pytest.mark.parametrize("n", [1, 7, 100, 1999])
def test_shares_are_kept_to_the_item(axes: Axes, n: int) -> None:
    made = make_recipes(axes, PAPER, n)
    assert len(made) == n
    tracks, levels = Counter(one.track for one in made), Counter(one.difficulty for one in made)
    assert abs(tracks["knowledge"] - 0.6 * n) <= 0.5 + 1e-6
    assert abs(levels["hard"] - 0.667 * n) < 1
    assert levels["easy"] == 0
    of_family = Counter(one.task_family for one in made)
    for track in ("knowledge", "quality"):
        nums = [of_family[name] for name, family in axes.families.items() if family.track == track]
        assert max(nums) - min(nums) <= 1


@BOTH
def test_every_beginning_is_nearly_balanced(axes: Axes) -> None:
    made = make_recipes(axes, PAPER, 1000, 3)
    for num in (50, 137, 400, 999):
        part = made[:num]
        assert abs(sum(one.track == "knowledge" for one in part) - 0.6 * num) <= 1
        assert abs(sum(one.difficulty == "hard" for one in part) - 0.667 * num) <= 2
        of_family = Counter(one.task_family for one in part)
        for name, family in axes.families.items():
            assert abs(of_family[name] - num * (0.6 if family.track == "knowledge" else 0.4) / 8) <= 2


def test_families_share_the_difficulties_and_dominants_evenly() -> None:
    made = make_recipes(web_axes(), PAPER, 4800)
    for name, family in web_axes().families.items():
        of_family = [one for one in made if one.task_family == name]
        assert sum(one.difficulty == "hard" for one in of_family) == pytest.approx(0.667 * len(of_family), abs=4)
        nums = Counter(one.dominant for one in of_family)
        assert max(nums.values()) - min(nums[one] for one in family.dominants) <= 1


def test_weights_of_families_and_dominants_count() -> None:
    balance = BalanceSettings(
        knowledge=0.5,
        difficulty={"easy": 0.5, "medium": 0.25, "hard": 0.25},
        task_family={"architecture": 3, "science": 0},
        dominant={"fact": 2, "viewpoint": 0},
    )
    made = make_recipes(web_axes(), balance, 1800)
    nums = Counter(one.task_family for one in made)
    assert nums["science"] == 0
    assert nums["architecture"] == 300
    assert nums["vehicles"] == 100
    assert Counter(one.difficulty for one in made) == {"easy": 900, "medium": 450, "hard": 450}
    assert Counter(one.dominant for one in made if one.task_family == "architecture") == {"identity": 100, "fact": 200}


@BOTH
def test_recipes_are_points_of_the_axes(axes: Axes) -> None:
    for one in make_recipes(axes, BalanceSettings(difficulty={"easy": 0.2, "medium": 0.3, "hard": 0.5}), 600, 5):
        family = axes.families[one.task_family]
        assert (one.factual_gap, one.visual_anchor) in axes.pairs(one.task_family)
        assert one.dominant in family.dominants
        assert (
            len(set(one.secondaries) - {one.dominant}) == len(one.secondaries) == axes.num_secondaries[one.difficulty]
        )
        assert set(one.secondaries) <= set(family.secondaries)
        assert not any(set(together) <= {one.dominant, *one.secondaries} for together in axes.apart)


def test_the_same_seed_gives_the_same_recipes_and_another_seed_others() -> None:
    assert make_recipes(web_axes(), PAPER, 60, 1) == make_recipes(web_axes(), PAPER, 60, 1)
    assert make_recipes(web_axes(), PAPER, 60, 1) != make_recipes(web_axes(), PAPER, 60, 2)


def test_held_out_recipes_have_their_share_in_every_family() -> None:
    made = make_recipes(world_axes(), PAPER, 1600, held_out=is_held_out, held_out_share=0.18)
    assert sum(map(is_held_out, made)) == 288
    for name in world_axes().families:
        of_family = [one for one in made if one.task_family == name]
        assert sum(map(is_held_out, of_family)) == pytest.approx(0.18 * len(of_family), abs=3)
    assert not any(map(is_held_out, make_recipes(world_axes(), PAPER, 400, held_out=is_held_out)))


@pytest.mark.parametrize(
    ("balance", "said"),
    [
        (BalanceSettings(task_family={"architectur": 1}), "architectur"),
        (BalanceSettings(dominant={"smell": 1}), "smell"),
        (BalanceSettings(difficulty={"hard": 0.5, "brutal": 0.5}), "brutal"),
        (BalanceSettings(task_family=dict.fromkeys(families(), 0.0)), "knowledge track"),
        (BalanceSettings(task_family={"science": -1}), "below 0"),
        (BalanceSettings(dominant={"text": 0}), "text_layout"),
    ],
)
def test_an_impossible_balance_is_one_line(balance: BalanceSettings, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        make_recipes(web_axes(), balance, 100)
    assert "\n" not in str(caught.value)


def test_nothing_on_the_wanted_side_is_one_line() -> None:
    def held_out(recipe: Recipe) -> bool:
        return recipe.task_family != "counting"

    with pytest.raises(ConfigError, match="on the wanted side of what is held out"):
        make_recipes(web_axes(), PAPER, 100, held_out=held_out, held_out_share=0.5)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('dominants = ["text"]', 'dominants = ["txet"]', "txet"),
        ("[anchors.lighthouse]", "[anchors.lighthaus]", "lighthouse"),
        ('gaps = ["looks", "place", "name", "described"]', 'gaps = ["plaice"]', "plaice"),
        ('track = "quality"', 'track = "quantity"', "track"),
        ("[families.science]", "[families.science", "TOML"),
    ],
)
def test_axes_with_a_mistake_are_refused_in_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "axes.toml"
    text = WEB_AXES.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        read_axes(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_axes(tmp_path / "none.toml")


def test_rows_carry_the_number_by_which_items_are_made_again() -> None:
    rows = RecipeStage(web_axes(), PAPER, 12).work()
    assert [number_of(row.id) for row in rows] == list(range(12))
    assert all(row.recipe is not None for row in rows)
    assert number_of(item_id(1_234_567)) == 1_234_567
    with pytest.raises(DataError):
        number_of("item_12")
