"""Each row of the table in docs/prompt-language.md: the wording that leaves room, and the wording that does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from illustrator_kit import BLUE, RED, SUN, at, made, scene, thing

from genevolve.language.description import Description, Light, Member, OpenFact, Relation, Style, WrittenText
from genevolve.language.vocabulary import Carrier, LightDirection, LightKind, Material, RelationKind, StyleKind
from genevolve.world.illustrator.failures import FailureRates, fired, hazards
from genevolve.world.illustrator.scene import FailureMode

PLACES = tuple(Member(n + 1, placement=at(x)) for n, x in enumerate((0.1, 0.3, 0.5, 0.7, 0.9)))

PAIRS: dict[FailureMode, tuple[Description, Description]] = {
    FailureMode.MISCOUNT: (
        scene(thing(0, "lantern", count=5, exact=True)),
        scene(thing(0, "lantern", count=5, exact=True, members=PLACES)),
    ),
    FailureMode.LEAK: (
        scene(
            thing(0, "car", colours=(RED,), placement=at(0.3), clause=0),
            thing(1, "cup", colours=(BLUE,), placement=at(0.7), clause=0),
        ),
        scene(
            thing(0, "car", colours=(RED,), placement=at(0.3), clause=0),
            thing(1, "cup", colours=(BLUE,), placement=at(0.7), clause=1),
        ),
    ),
    FailureMode.GARBLE: (
        scene(texts=(WrittenText("OPEN LATE", quoted=True),)),
        scene(texts=(WrittenText("OPEN LATE", quoted=True, carrier=Carrier.SIGN),)),
    ),
    FailureMode.OVERLAP: (
        scene(thing(0, "car", placement=at(0.3)), thing(1, "cup")),
        scene(thing(0, "car", placement=at(0.3)), thing(1, "cup", placement=at(0.7))),
    ),
    FailureMode.WASHED_OUT: (
        scene(style=Style(StyleKind.WATERCOLOUR)),
        scene(style=Style(StyleKind.WATERCOLOUR, keeps_identity=True)),
    ),
    FailureMode.MISSHAPEN: (scene(thing(0, "horse")), scene(thing(0, "horse", pose="standing in side view"))),
    FailureMode.WRONG_MATERIAL: (
        scene(thing(0, "bell", materials=made(Material.BRASS, described=False))),
        scene(thing(0, "bell", materials=made(Material.BRASS))),
    ),
    FailureMode.DULL_LIGHT: (
        scene(light=Light(LightKind.GOLDEN_HOUR)),
        scene(light=Light(LightKind.GOLDEN_HOUR, LightDirection.LEFT)),
    ),
    FailureMode.LOOK_ALIKE: (
        scene(thing(0, "flag", name="flag of Chad", named=True)),
        scene(thing(0, "flag", name="flag of Chad", named=True, reference=1)),
    ),
    FailureMode.GUESSED_FACT: (
        scene(thing(0, "mug"), open_facts=(OpenFact("its official colour", "official colour", "Spotify", 0),)),
        scene(thing(0, "mug")),
    ),
}


@pytest.mark.parametrize("mode", FailureMode)
def test_vague_wording_is_a_hazard_and_the_skill_removes_it(mode: FailureMode) -> None:
    vague, good = PAIRS[mode]
    assert [hazard.mode for hazard in hazards(vague)] == [mode]
    assert hazards(good) == ()


def test_an_unquoted_text_is_garbled_even_on_a_carrier() -> None:
    text = WrittenText("open late", quoted=False, carrier=Carrier.SIGN)
    assert [hazard.text for hazard in hazards(scene(texts=(text,)))] == [0]


def test_no_light_at_all_is_dull() -> None:
    assert [hazard.mode for hazard in hazards(scene(light=None))] == [FailureMode.DULL_LIGHT]


def test_a_pair_needs_no_enumeration() -> None:
    assert hazards(scene(thing(0, "cup", count=2))) == ()


def test_same_colour_in_one_clause_cannot_leak() -> None:
    one, two = thing(0, "car", colours=(RED,), placement=at(0.3)), thing(1, "cup", colours=(RED,), placement=at(0.7))
    assert hazards(scene(one, replace(two, clause=0))) == ()


def test_a_relation_to_a_placed_thing_gives_a_place() -> None:
    mug = thing(0, "mug", placement=at(0.5), relations=(Relation(RelationKind.BEARS, (1,)),))
    hat = thing(2, "hat", relations=(Relation(RelationKind.ON, (0,)),))
    assert hazards(scene(mug, thing(1, "logo"), hat)) == ()


def test_depth_alone_is_no_place() -> None:
    one, two = thing(0, "car", placement=at(0.3)), thing(1, "cup", placement=at(None, None))
    assert [hazard.thing for hazard in hazards(scene(one, two))] == [1]


def test_one_thing_alone_cannot_overlap() -> None:
    assert hazards(scene(thing(0, "cup"))) == ()


def test_a_photo_washes_nothing_out() -> None:
    assert hazards(scene(style=Style(StyleKind.PHOTO))) == ()


def test_a_member_of_a_named_material_is_a_hazard() -> None:
    member = Member(1, materials=made(Material.GOLD, described=False))
    assert [h.mode for h in hazards(scene(thing(0, "cup", count=2, members=(member,))))] == [FailureMode.WRONG_MATERIAL]


def test_rates_decide_and_the_seed_decides_alike_every_time() -> None:
    vague = scene(thing(0, "horse"), thing(1, "car"), light=None)
    assert fired(vague, 7, FailureRates.never()) == ()
    assert fired(vague, 7, FailureRates.always()) == hazards(vague)
    half = FailureRates(**{mode.value: 0.5 for mode in FailureMode})
    drawn = {fired(vague, seed, half) for seed in range(40)}
    assert len(drawn) > 4
    assert fired(vague, 3, half) == fired(vague, 3, half)


def test_a_fault_does_not_depend_on_the_rest_of_the_prompt() -> None:
    horse = thing(0, "horse")
    half = FailureRates(misshapen=0.5, dull_light=0.0, overlap=0.0)
    for seed in range(20):
        alone = fired(scene(horse), seed, half)
        among = fired(scene(horse, thing(1, "car"), light=SUN), seed, half)
        assert alone == among
