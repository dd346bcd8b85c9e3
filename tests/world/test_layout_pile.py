"""What crowds hides a part and no more, nothing is shrunk away, and a fault of the layout stays one."""

from __future__ import annotations

import itertools

import pytest
from illustrator_kit import at, thing

from genevolve.language import read
from genevolve.language.description import Description, Member, Relation, Thing
from genevolve.language.vocabulary import Depth, RelationKind
from genevolve.world.illustrator.cast import Actor, cast_of
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.layout import Frame, lay_out
from genevolve.world.illustrator.plan import Plan, plan_for
from genevolve.world.illustrator.scene import Box, DrawnObject, Scene, Source
from genevolve.world.judge.faults import faulty
from genevolve.world.judge.known import MOSTLY_HIDDEN, crowded, hidden_share
from genevolve.world.suite import world_suite
from genevolve.world.world import World

SIDE = 512
FRAME = Frame(SIDE, SIDE, horizon=0.55, standing=True)
_ASPECTS = {"bus": 1.45, "bench": 1.8, "canoe": 1.7, "book": 0.77, "mug": 1.1, "vase": 0.6, "flag": 0.67, "bell": 0.9}


def laid(things: tuple[Thing, ...], actors: tuple[Actor, ...], frame: Frame = FRAME) -> Scene:
    """The boxes of a layout, in the order of painting."""
    aspects = [_ASPECTS.get(actor.noun, 1.0) for actor in actors]
    spots = lay_out(things, actors, aspects, frame)
    return Scene(tuple(
        DrawnObject(
            actors[spot.actor].thing, actors[spot.actor].ordinal, actors[spot.actor].noun, Source.HAND,
            Box(
                (spot.x - spot.width / 2) / SIDE, (spot.feet - spot.height) / SIDE,
                spot.width / SIDE, spot.height / SIDE,
            ),
            spot.depth,
        )
        for spot in spots
    ))  # fmt: skip


def piled(*things: Thing, frame: Frame = FRAME) -> Scene:
    """As it is laid out when every thing without a place is heaped onto another."""
    plan: Plan = plan_for(Description("", things=things), 0, 1, FailureRates(overlap=1.0, miscount=0.0))
    assert any(actor.piled for actor in plan.actors)
    return laid(things, plan.actors, frame)


def most_hidden(scene: Scene) -> float:
    return max(hidden_share(one, scene) for one in scene.objects)


@pytest.mark.parametrize("nouns", list(itertools.permutations(("bus", "mug", "vase"), 2)), ids="-".join)
def test_two_that_crowd_overlap_and_both_are_seen(nouns: tuple[str, str]) -> None:
    scene = piled(*(thing(n, noun) for n, noun in enumerate(nouns)))
    assert crowded(scene)
    assert most_hidden(scene) < MOSTLY_HIDDEN


@pytest.mark.parametrize("nouns", list(itertools.combinations(sorted(_ASPECTS), 4)), ids="-".join)
def test_a_heap_of_four_hides_none_of_them_and_leaves_them_large(nouns: tuple[str, ...]) -> None:
    scene = piled(*(thing(n, noun) for n, noun in enumerate(nouns)))
    assert crowded(scene)
    assert most_hidden(scene) < MOSTLY_HIDDEN
    assert min(one.box.height for one in scene.objects) > 0.17
    assert all(one.box.x >= 0 and one.box.x + one.box.width <= 1 for one in scene.objects)


def test_a_named_thing_lies_before_a_common_one_of_its_size() -> None:
    scene = piled(thing(0, "flag", named=True, name="flag of Chad"), thing(1, "flag"))
    assert [one.thing for one in scene.objects] == [1, 0]


@pytest.mark.parametrize("x", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_heap_on_a_placed_thing_stays_in_the_frame_and_the_placed_thing_stays_put(x: float) -> None:
    scene = piled(thing(0, "bench", placement=at(x)), thing(1, "bus"), thing(2, "book"))
    assert most_hidden(scene) < MOSTLY_HIDDEN
    (bench,) = scene.of(0)
    assert bench.box.centre[0] == pytest.approx(x, abs=0.05)
    for one in scene.objects:
        assert one.box.x >= -0.03
        assert one.box.x + one.box.width <= 1.03


def test_a_heap_keeps_clear_of_a_text() -> None:
    frame = Frame(SIDE, SIDE, horizon=0.55, standing=True, taken=((100.0, 20.0, 400.0, 150.0),))
    scene = piled(thing(0, "bus"), thing(1, "vase"), thing(2, "mug"), frame=frame)
    assert min(one.box.y for one in scene.objects) >= 149 / SIDE


@pytest.mark.parametrize("depth", [Depth.FOREGROUND, Depth.BACKGROUND])
def test_things_at_one_place_crowd_and_keep_their_size(depth: Depth) -> None:
    place = at(0.7, depth=depth)
    things = (thing(0, "book", placement=place), thing(1, "vase", placement=place))
    scene = laid(things, cast_of(Description("", things=things)))
    assert crowded(scene)
    assert most_hidden(scene) < MOSTLY_HIDDEN
    assert min(one.box.height for one in scene.objects) > 0.15


def test_a_row_and_a_thing_on_its_place_are_not_shrunk_away() -> None:
    members = tuple(Member(n + 1, placement=at(x, depth=Depth.FOREGROUND)) for n, x in enumerate((0.1, 0.3, 0.5, 0.7)))
    row = thing(0, "bell", count=4, members=members)
    things = (row, thing(1, "bus", placement=at(0.31, depth=Depth.FOREGROUND)))
    scene = laid(things, cast_of(Description("", things=things)))
    assert min(one.box.height for one in scene.objects) >= 0.07


def test_three_common_things_without_places_are_no_strip() -> None:
    things = (thing(0, "bus"), thing(1, "bench"), thing(2, "canoe"))
    scene = laid(things, cast_of(Description("", things=things)))
    assert not crowded(scene)
    assert min(one.box.height for one in scene.objects) >= 0.2


def test_what_is_borne_makes_its_bearer_worth_seeing() -> None:
    bearer = thing(0, "mug", relations=(Relation(RelationKind.BEARS, (2,)),))
    scene = piled(bearer, thing(1, "mug"), thing(2, "logo", name="Spotify logo", named=True))
    assert [one.thing for one in scene.objects] == [1, 0]


def test_no_single_fault_of_the_suite_makes_a_thing_vanish(world: World) -> None:
    for item in world_suite(world, split="train", n=1000, seed=7)[:100]:
        told = read(item.ideal.gen_prompt)
        for name, wrong in faulty(told, placed=True):
            scene = laid(wrong.things, cast_of(wrong))
            least = min((one.box.height for one in scene.objects), default=1.0)
            assert least >= 0.07, (item.id, name)
            if name == "overlap":
                assert most_hidden(scene) < 0.6, (item.id, name)
