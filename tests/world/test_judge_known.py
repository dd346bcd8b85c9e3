"""The scores that hand-made scenes deserve."""

from __future__ import annotations

import pytest
from judge_kit import drawing, drawn, item, target

from genevolve.language.description import Description, Light, Place, Style
from genevolve.language.vocabulary import LightKind, Setting, StyleKind
from genevolve.language.vocabulary import Material as Stuff
from genevolve.records import Constraint, constraint
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.illustrator.scene import FailureMode, Scene, Source
from genevolve.world.judge.known import crowded, true_scores

RED, BLUE, NEARLY_RED = "#d2232a", "#1f5fc4", "#c92a30"
CHAD = constraint.Identity(noun="flag", entity_id="country/TD", name="Chad", where="mug")
CHAD_TARGET = target("country/TD", "Flag of Chad")
TOLD = Description(
    "told",
    place=Place(Setting.BEACH),
    light=Light(LightKind.SUNSET),
    style=Style(StyleKind.WATERCOLOUR),
)


def met(one: Constraint, picture: Drawing) -> bool:
    (check,) = true_scores(item(one), picture, ()).constraints
    return check.met


LEFT, MIDDLE, RIGHT = (drawn("ball", x, thing=0, ordinal=at, colour=RED) for at, x in ((1, 0.2), (2, 0.5), (3, 0.8)))


@pytest.mark.parametrize(("num", "right"), [(1, False), (2, True), (3, False)])
def test_a_count_is_of_that_noun_alone(num: int, right: bool) -> None:
    assert met(constraint.Count(noun="ball", num=num), drawing(LEFT, RIGHT, drawn("box", 0.5))) is right


def test_a_noun_may_be_drawn_with_more_words_than_asked() -> None:
    picture = drawing(drawn("paper lantern"), drawn("lanternfish", 0.8))
    assert met(constraint.Count(noun="lantern", num=1), picture)
    assert met(constraint.Count(noun="red paper lantern", num=1), picture)


def test_colours_may_be_a_little_off_and_absent_things_have_none() -> None:
    ask = constraint.Colour(noun="ball", hex=RED, name="red")
    assert met(ask, drawing(drawn("ball", colour=NEARLY_RED)))
    assert not met(ask, drawing(drawn("ball", colour=BLUE)))
    assert not met(ask, drawing(drawn("ball")))
    two = constraint.Count(noun="ball", num=2)
    (_, check) = true_scores(item(two, ask), drawing(LEFT, drawn("ball", 0.8, colour=BLUE)), ()).constraints
    assert not check.met


def test_of_too_many_or_none_only_the_number_is_wrong() -> None:
    ask = (constraint.Count(noun="ball", num=1), constraint.Colour(noun="ball", hex=BLUE, name="blue"))
    for picture in (drawing(), drawing(LEFT, RIGHT)):
        (check,) = true_scores(item(*ask), picture, ()).constraints
        assert check.constraint == "exactly 1 × ball"
        assert not check.met


def test_a_member_singled_out_is_counted_from_the_left_and_leaves_the_others() -> None:
    blue = drawn("ball", 0.5, ordinal=2, colour=BLUE)
    second = constraint.Colour(noun="ball", hex=BLUE, name="blue", ordinal=2)
    rest = constraint.Colour(noun="ball", hex=RED, name="red")
    three = constraint.Count(noun="ball", num=3)
    checks = true_scores(item(three, second, rest), drawing(RIGHT, blue, LEFT), ()).constraints
    assert [one.met for one in checks] == [True, True, True]
    checks = true_scores(item(three, second, rest), drawing(RIGHT, MIDDLE, LEFT), ()).constraints
    assert [one.met for one in checks] == [True, False, True]


def test_a_material_has_to_be_shaded_as_such() -> None:
    ask = constraint.Material(noun="ball", material="brass")
    assert met(ask, drawing(drawn("ball", material=Stuff.BRASS, material_shaded=True)))
    assert not met(ask, drawing(drawn("ball", material=Stuff.BRASS)))
    assert not met(ask, drawing(drawn("ball", material=Stuff.GLASS, material_shaded=True)))


def test_places_are_spans_of_the_width() -> None:
    ask = constraint.Position(noun="ball", x=(0.0, 0.42))
    assert met(ask, drawing(LEFT))
    assert not met(ask, drawing(RIGHT))
    assert not met(ask, drawing(LEFT, RIGHT))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (constraint.Setting(setting="beach"), constraint.Setting(setting="kitchen")),
        (constraint.Light(light="sunset"), constraint.Light(light="night")),
        (constraint.Style(style="watercolour"), constraint.Style(style="mosaic")),
    ],
)
def test_setting_light_and_style_are_those_that_were_drawn(right: Constraint, wrong: Constraint) -> None:
    assert met(right, drawing(told=TOLD))
    assert not met(wrong, drawing(told=TOLD))
    assert not met(right, drawing())


@pytest.mark.parametrize(
    ("shown", "source", "score"),
    [
        ((CHAD_TARGET.entity_id,), Source.REFERENCE_1, 1.0),
        (("Flag of Romania",), Source.REFERENCE_1, 0.0),
        (("Flag of Romania", CHAD_TARGET.entity_id), Source.REFERENCE_2, 1.0),
        (("Flag of Romania", CHAD_TARGET.entity_id), Source.REFERENCE_1, 0.0),
        ((), Source.GENERIC, 0.0),
    ],
)
def test_looks_come_from_the_right_reference(shown: tuple[str, ...], source: Source, score: float) -> None:
    scores = true_scores(item(CHAD, targets=(CHAD_TARGET,)), drawing(drawn("flag", source=source)), shown)
    assert scores.visual_correctness == score
    assert scores.constraints == ()


def test_a_named_thing_stands_where_its_own_picture_stands() -> None:
    place = constraint.Position(noun="flag", name="Chad", x=(0.0, 0.42))
    other = drawn("flag", 0.5, source=Source.REFERENCE_2)
    asked = item(CHAD, place, targets=(CHAD_TARGET,))
    titles = (CHAD_TARGET.entity_id, "Flag of Romania")
    left, right = (drawing(drawn("flag", x, source=Source.REFERENCE_1), other) for x in (0.2, 0.8))
    assert [one.met for one in true_scores(asked, left, titles).constraints] == [True]
    assert [one.met for one in true_scores(asked, right, titles).constraints] == [False]


def test_what_others_hide_is_not_shown_and_what_is_gone_does_not_count() -> None:
    behind, before = drawn("flag", 0.5, source=Source.REFERENCE_1), drawn("box", 0.5)
    asked = item(CHAD, constraint.Count(noun="flag", num=1), targets=(CHAD_TARGET,))
    seen = true_scores(asked, drawing(before, behind), (CHAD_TARGET.entity_id,))
    hidden = true_scores(asked, drawing(behind, before), (CHAD_TARGET.entity_id,))
    assert (seen.visual_correctness, hidden.visual_correctness) == (1.0, 0.0)
    assert [one.met for one in (*seen.constraints, *hidden.constraints)] == [True, False]


def test_a_misshapen_body_costs_looks() -> None:
    picture = drawing(drawn("flag", source=Source.REFERENCE_1), failures=((FailureMode.MISSHAPEN, 0),))
    scores = true_scores(item(CHAD, targets=(CHAD_TARGET,)), picture, (CHAD_TARGET.entity_id,))
    assert scores.visual_correctness == 0.5


@pytest.mark.parametrize(("texts", "score"), [(("OPEN", "Tea"), 1.0), (("OPEM", "tea"), 0.5), ((), 0.0)])
def test_letters_are_those_that_stand_there(texts: tuple[str, ...], score: float) -> None:
    scores = true_scores(item(constraint.WrittenText(string="Open")), drawing(texts=texts), ())
    assert (scores.text_accuracy, scores.text_required) == (score, True)


def test_without_a_text_asked_the_score_is_the_filler() -> None:
    scores = true_scores(item(), drawing(texts=("Open",)), ())
    assert (scores.text_accuracy, scores.text_required) == (0.5, False)


def test_each_blemish_costs_beauty() -> None:
    flat, pale = (FailureMode.DULL_LIGHT, None), (FailureMode.WASHED_OUT, None)
    assert true_scores(item(), drawing(), ()).aesthetics == 1.0
    assert true_scores(item(), drawing(failures=(flat,)), ()).aesthetics == 0.5
    assert true_scores(item(), drawing(failures=(flat, pale)), ()).aesthetics == 0.0
    assert true_scores(item(), drawing(LEFT, drawn("box", 0.22, thing=1)), ()).aesthetics == 0.5


def test_what_shares_a_place_at_any_depth_is_crowded() -> None:
    assert crowded(Scene(objects=(LEFT, drawn("box", 0.25, thing=1))))
    assert not crowded(Scene(objects=(LEFT, drawn("box", 0.4, thing=1))))
    assert crowded(Scene(objects=(LEFT, drawn("box", 0.25, thing=1, depth=0.8))))


def test_an_emblem_does_not_hide_its_bearer() -> None:
    mug, flag = drawn("mug", size=0.3), drawn("flag", size=0.1, thing=1, source=Source.REFERENCE_1)
    assert not crowded(Scene(objects=(mug, flag)))
