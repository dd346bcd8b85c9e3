"""Where things stand: asked places are kept, nothing collides, relations are seen."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from illustrator_kit import at, thing

from genevolve.language.description import Description, Member, Relation, Thing
from genevolve.language.vocabulary import RelationKind, Size
from genevolve.world.illustrator.cast import cast_of
from genevolve.world.illustrator.layout import Frame, Spot, lay_out

FRAME = Frame(512, 512, horizon=0.55, standing=True)
SKY = Frame(512, 512, horizon=1.0, standing=False)


def spots(*things: Thing, frame: Frame = FRAME, aspect: float = 0.9) -> dict[tuple[int, int], Spot]:
    actors = cast_of(Description("", things=things))
    laid = lay_out(things, actors, [aspect] * len(actors), frame)
    return {(actors[spot.actor].thing, actors[spot.actor].ordinal): spot for spot in laid}


def hidden(one: Spot, two: Spot) -> float:
    """The shared area, as a part of the smaller."""
    across = min(one.x + one.width / 2, two.x + two.width / 2) - max(one.x - one.width / 2, two.x - two.width / 2)
    down = min(one.feet, two.feet) - max(one.feet - one.height, two.feet - two.height)
    return max(across, 0) * max(down, 0) / min(one.width * one.height, two.width * two.height)


def most_hidden(laid: dict[tuple[int, int], Spot]) -> float:
    return max((hidden(a, b) for a, b in itertools.combinations(laid.values(), 2)), default=0.0)


def test_one_thing_is_a_hero() -> None:
    (spot,) = spots(thing(0, "cup")).values()
    assert 0.45 < spot.height / 512 < 0.74
    assert abs(spot.x - 256) < 5


@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("frame", [FRAME, SKY])
def test_any_number_stands_apart(count: int, frame: Frame) -> None:
    laid = spots(thing(0, "cup", count=count), frame=frame)
    assert len(laid) == count
    assert most_hidden(laid) < 0.03
    centre = sum(spot.x for spot in laid.values()) / count
    assert abs(centre - 256) < 40


def test_a_row_stands_where_it_was_asked() -> None:
    xs = (0.1, 0.3, 0.5, 0.7, 0.9)
    row = thing(0, "lantern", count=5, members=tuple(Member(n + 1, placement=at(x)) for n, x in enumerate(xs)))
    laid = spots(row)
    for n, x in enumerate(xs):
        assert laid[0, n + 1].x / 512 == pytest.approx(x, abs=0.04)
    assert len({round(spot.feet) for spot in laid.values()}) == 1
    assert len({round(spot.height) for spot in laid.values()}) == 1


@pytest.mark.parametrize(("x", "y"), [(0.3, 0.3), (0.7, 0.7), (0.5, 0.15), (0.9, 0.85), (0.1, 0.5)])
def test_an_asked_point_is_kept(x: float, y: float) -> None:
    (spot,) = spots(thing(0, "kite", size=Size.SMALL, placement=at(x, y)), frame=SKY).values()
    assert spot.x / 512 == pytest.approx(x, abs=0.08)
    assert (spot.feet - spot.height / 2) / 512 == pytest.approx(y, abs=0.1)


@pytest.mark.parametrize(("kind", "sign"), [(RelationKind.LEFT_OF, -1), (RelationKind.RIGHT_OF, 1)])
@pytest.mark.parametrize("anchor", [None, 0.5])
def test_sides(kind: RelationKind, sign: int, anchor: float | None) -> None:
    place = at(anchor) if anchor else None
    laid = spots(thing(0, "dog", relations=(Relation(kind, (1,)),)), thing(1, "chair", placement=place))
    assert (laid[0, 1].x - laid[1, 1].x) * sign > 40
    assert most_hidden(laid) < 0.03


def test_on_stands_on_top() -> None:
    laid = spots(thing(0, "cat", relations=(Relation(RelationKind.ON, (1,)),)), thing(1, "table"))
    cat, table = laid[0, 1], laid[1, 1]
    top = table.feet - table.height
    assert top <= cat.feet < top + 0.2 * table.height
    assert cat.rank > table.rank


def test_above_and_below() -> None:
    above = spots(thing(0, "bird", relations=(Relation(RelationKind.ABOVE, (1,)),)), thing(1, "car"))
    assert above[0, 1].feet <= above[1, 1].feet - above[1, 1].height + 1
    below = spots(thing(0, "cup", relations=(Relation(RelationKind.BELOW, (1,)),)), thing(1, "car"))
    assert below[0, 1].feet - below[0, 1].height >= below[1, 1].feet - 1


def test_between_two() -> None:
    laid = spots(
        thing(0, "cup", relations=(Relation(RelationKind.BETWEEN, (1, 2)),)), thing(1, "car"), thing(2, "chair")
    )
    low, high = sorted((laid[1, 1].x, laid[2, 1].x))
    assert low < laid[0, 1].x < high


def test_behind_is_painted_first_and_still_seen() -> None:
    laid = spots(thing(0, "dog", relations=(Relation(RelationKind.BEHIND, (1,)),)), thing(1, "chair"))
    assert laid[0, 1].rank < laid[1, 1].rank
    assert hidden(laid[0, 1], laid[1, 1]) < 0.7


def test_an_elephant_is_taller_than_a_cup_and_not_by_life_size() -> None:
    laid = spots(thing(0, "elephant"), thing(1, "cup"))
    assert 1.5 < laid[0, 1].height / laid[1, 1].height < 5


def test_nothing_stands_on_the_place_of_a_text() -> None:
    frame = Frame(512, 512, horizon=0.5, standing=True, taken=((60.0, 20.0, 452.0, 120.0),))
    for spot in spots(thing(0, "giraffe"), thing(1, "car"), frame=frame).values():
        assert spot.feet - spot.height >= 119


def test_relations_in_a_circle_end() -> None:
    on = [thing(n, "box", relations=(Relation(RelationKind.ON, ((n + 1) % 3,)),)) for n in range(3)]
    assert len(spots(*on)) == 3


_NOUNS = st.sampled_from(["cup", "elephant", "car", "bird", "tree", "chair", "moon"])
_PLACES = st.one_of(st.none(), st.builds(at, st.one_of(st.none(), st.sampled_from([0.1, 0.3, 0.5, 0.7, 0.9]))))
_RELATIONS = st.lists(
    st.builds(lambda kind, target: Relation(kind, (target,)), st.sampled_from(list(RelationKind)), st.integers(0, 4)),
    max_size=2,
)


@settings(max_examples=80)
@given(st.lists(st.tuples(_NOUNS, st.integers(1, 4), _PLACES, _RELATIONS), min_size=1, max_size=5), st.booleans())
def test_any_scene_is_laid_out_inside_the_frame(rows: list, standing: bool) -> None:
    things = [
        thing(n, noun, count=count, placement=place, relations=tuple(relations))
        for n, (noun, count, place, relations) in enumerate(rows)
    ]
    laid = spots(*things, frame=FRAME if standing else SKY)
    assert len(laid) <= 20
    for spot in laid.values():
        assert spot.width >= 0
        assert -60 <= spot.x <= 572
        assert -60 <= spot.feet <= 600
