"""What lies in a vessel is heaped: large, inside its width, every one to be seen, the vessel on the ground."""

from __future__ import annotations

import itertools

import pytest
from illustrator_kit import thing

from genevolve.language.description import Description, Relation
from genevolve.language.vocabulary import RelationKind
from genevolve.world.illustrator.cast import cast_of
from genevolve.world.illustrator.heap import heap_rows, heaped
from genevolve.world.illustrator.layout import Frame, lay_out


@pytest.mark.parametrize("count", range(1, 13))
def test_a_heap_holds_all_and_narrows_upwards(count: int) -> None:
    rows = heap_rows(count)
    assert sum(rows) == count
    assert all(lower > upper for lower, upper in itertools.pairwise(rows))


@pytest.mark.parametrize("count", range(1, 13))
def test_every_one_of_a_heap_can_be_seen(count: int) -> None:
    lying = [heaped(number, count, 1.0, 0.9, (1.6, 1.0)) for number in range(count)]
    for one, two in itertools.combinations(lying, 2):
        apart = max(abs(one.x - two.x) / one.width, abs(one.up - two.up) / one.height)
        assert apart > 0.4
    assert all(abs(one.x) + one.width / 2 <= 0.8 for one in lying)


@pytest.mark.parametrize("vessel", ["bowl", "box"])
def test_a_full_vessel_stands_on_the_ground(vessel: str) -> None:
    fruit = thing(0, "apple", count=5, relations=(Relation(RelationKind.INSIDE, (1,)),))
    things = (fruit, thing(1, vessel))
    actors = cast_of(Description("", things=things))
    laid = {(actors[s.actor].thing, actors[s.actor].ordinal): s for s in lay_out(
        things, actors, [1.5 if actor.noun == vessel else 1.0 for actor in actors], Frame(512, 512, 0.55, standing=True)
    )}  # fmt: skip
    bowl, apples = laid[1, 1], [laid[0, number] for number in range(1, 6)]
    assert bowl.feet > 0.75 * 512
    assert all(apple.height > 0.25 * bowl.height and apple.feet < bowl.feet for apple in apples)
    assert all((apple.rank > bowl.rank) == (vessel == "bowl") for apple in apples)
