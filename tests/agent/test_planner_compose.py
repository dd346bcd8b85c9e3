from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.agent.ordinals import mentioned
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.prompt import compose
from genevolve.language import read
from genevolve.language.colours import colour_named
from genevolve.language.description import (
    Colour,
    Description,
    Light,
    MaterialUse,
    Member,
    Place,
    Relation,
    Style,
    Thing,
    WrittenText,
)
from genevolve.language.vocabulary import Carrier, LightKind, Material, RelationKind, Setting, StyleKind
from genevolve.records.wire import SKILL_NAMES

ALL = frozenset(SKILL_NAMES)
NOUNS = ("car", "giraffe", "bell", "apple", "umbrella", "lantern", "vase", "book", "teapot", "horse", "chair", "kite")
COLOURS = ("red", "blue", "yellow", "black", "purple", "green", "white", "orange")


def colour(name: str) -> Colour:
    found = colour_named(name)
    assert found is not None
    return found


def thing(index: int, noun: str, **fields: object) -> Thing:
    base = {"phrase": noun, "name": noun, "named": False}
    return Thing(index=index, noun=noun, **{**base, **fields})  # type: ignore[arg-type]


def described(*things: Thing, **fields: object) -> Description:
    return Description(text="", things=things, **fields)  # type: ignore[arg-type]


@st.composite
def descriptions(draw: st.DrawFn) -> Description:
    nouns = draw(st.lists(st.sampled_from(NOUNS), min_size=1, max_size=3, unique=True))
    names = draw(st.lists(st.sampled_from(COLOURS), min_size=3, max_size=3, unique=True))
    counts = [1, draw(st.sampled_from((1, 1, 1, 2))), 1]
    if draw(st.booleans()):
        counts[0] = draw(st.integers(3, 12))
    coloured = draw(st.lists(st.booleans(), min_size=3, max_size=3))
    things = [
        thing(at, noun, count=counts[at], exact=counts[at] > 2, colours=(colour(names[at]),) if coloured[at] else ())
        for at, noun in enumerate(nouns)
    ]
    texts = (WrittenText("OPEN LATE", quoted=True, carrier=Carrier.SIGN),) if draw(st.booleans()) else ()
    return described(*things, texts=texts)


def seen(description: Description, noun: str) -> Thing:
    found = [one for one in description.things if one.noun == noun]
    assert len(found) == 1, (noun, description.text)
    return found[0]


@given(descriptions(), st.booleans())
def test_what_is_composed_reads_back_as_what_was_meant(meant: Description, with_reference: bool) -> None:
    references = {meant.things[0].index: 1} if with_reference else {}
    back = read(compose(Plan(meant, references, ALL)))
    for one in meant.things:
        found = seen(back, one.noun)
        assert found.count == one.count
        assert found.reference == references.get(one.index)
        own = found.colours or (found.members[0].colours if found.members else ())
        assert [c.hex for c in own] == [c.hex for c in one.colours]
        assert found.count < 3 or found.fully_enumerated
    assert [text.string for text in back.texts] == [text.string for text in meant.texts]
    assert all(text.quoted and text.carrier is Carrier.SIGN and text.placement for text in back.texts)
    assert back.light is not None
    assert back.light.direction is not None


@given(descriptions())
def test_every_thing_gets_its_own_place(meant: Description) -> None:
    back = read(compose(Plan(meant, {}, ALL)))
    places = [(one.placement.x, one.placement.y, one.placement.depth) for one in back.things if one.placement]
    singles = [one for one in back.things if one.count < 3]
    assert len(back.things) < 2 or all(one.placement and one.placement.x is not None for one in singles)
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("material", list(Material))
def test_every_material_reads_back_described(material: Material) -> None:
    back = read(compose(Plan(described(thing(0, "bell", materials=(MaterialUse(material),))), {}, ALL)))
    assert [(use.material, use.described) for use in seen(back, "bell").materials] == [(material, True)]
    assert len(back.things) == 1


@pytest.mark.parametrize("kind", [kind for kind in StyleKind if kind is not StyleKind.PHOTO])
def test_every_style_reads_back_with_its_guarantee(kind: StyleKind) -> None:
    back = read(compose(Plan(described(thing(0, "bell"), style=Style(kind)), {}, ALL)))
    assert back.style is not None
    assert (back.style.kind, back.style.keeps_identity) == (kind, True)


@pytest.mark.parametrize("kind", list(LightKind))
def test_every_light_reads_back_with_a_direction(kind: LightKind) -> None:
    back = read(compose(Plan(described(thing(0, "bell"), light=Light(kind)), {}, ALL)))
    assert back.light is not None
    assert back.light.kind is kind
    assert back.light.direction is not None


@pytest.mark.parametrize("setting", [one for one in Setting if one is not Setting.PLAIN])
def test_every_setting_reads_back(setting: Setting) -> None:
    back = read(compose(Plan(described(thing(0, "bell"), place=Place(setting)), {}, ALL)))
    assert back.place is not None
    assert back.place.setting is setting
    assert [one.noun for one in back.things] == ["bell"]


@pytest.mark.parametrize("noun", ["person", "giraffe", "owl", "shark", "bee", "snake", "dragon"])
def test_a_living_thing_without_a_pose_gets_one(noun: str) -> None:
    assert seen(read(compose(Plan(described(thing(0, noun)), {}, ALL))), noun).pose
    assert not seen(read(compose(Plan(described(thing(0, noun)), {}, frozenset()))), noun).pose


@pytest.mark.parametrize(
    "kind",
    [RelationKind.LEFT_OF, RelationKind.RIGHT_OF, RelationKind.ABOVE, RelationKind.BELOW, RelationKind.ON],
)
def test_a_relation_becomes_places_that_agree_with_it(kind: RelationKind) -> None:
    meant = described(thing(0, "vase", relations=(Relation(kind, (1,)),)), thing(1, "chair"))
    back = read(compose(Plan(meant, {}, ALL)))
    vase, chair = seen(back, "vase"), seen(back, "chair")
    assert any(relation.kind is kind and relation.targets == (chair.index,) for relation in vase.relations)
    if kind is RelationKind.ON:
        return
    assert vase.placement is not None
    assert chair.placement is not None
    if kind in (RelationKind.LEFT_OF, RelationKind.RIGHT_OF):
        assert vase.placement.x is not None
        assert chair.placement.x is not None
        assert (vase.placement.x < chair.placement.x) is (kind is RelationKind.LEFT_OF)
    else:
        assert vase.placement.y is not None
        assert chair.placement.y is not None
        assert (vase.placement.y < chair.placement.y) is (kind is RelationKind.ABOVE)


def test_the_odd_one_out_keeps_its_look_and_the_others_theirs() -> None:
    lanterns = thing(0, "lantern", count=5, colours=(colour("red"),), members=(Member(3, (colour("blue"),)),))
    back = seen(read(compose(Plan(described(lanterns), {}, ALL))), "lantern")
    assert [member.colours[0].name for member in back.members] == ["red", "red", "blue", "red", "red"]


CAR_AND_DOG = described(thing(0, "car", colours=(colour("red"),)), thing(1, "dog", colours=(colour("blue"),)))


@pytest.mark.parametrize(
    ("skill", "description", "sign"),
    [
        ("attribute_binding", CAR_AND_DOG, "The car is red."),
        ("spatial_layout", CAR_AND_DOG, "at the left"),
        ("anatomy_body_coherence", CAR_AND_DOG, "the whole body visible"),
        ("aesthetic_drawing", CAR_AND_DOG, "from the left"),
        ("quantity_counting", described(thing(0, "lantern", count=5)), "the first lantern"),
        ("text_rendering", described(texts=(WrittenText("OPEN", False, Carrier.SIGN),)), '"OPEN"'),
        ("creative_drawing", described(thing(0, "car"), style=Style(StyleKind.INK)), "keeps its exact shape"),
        (
            "physical_material_consistency",
            described(thing(0, "bell", materials=(MaterialUse(Material.BRASS),))),
            "highlights",
        ),
    ],
)
def test_a_skills_wording_is_used_only_when_the_skill_was_read(skill: str, description: Description, sign: str) -> None:
    assert sign.casefold() in compose(Plan(description, {}, ALL)).casefold()
    assert sign.casefold() not in compose(Plan(description, {}, ALL - {skill})).casefold()


@given(st.text(max_size=300), st.sets(st.sampled_from(SKILL_NAMES)))
def test_any_request_composes_to_a_prompt_that_breaks_no_rule(text: str, skills: set[str]) -> None:
    prompt = compose(Plan(read(text), {}, frozenset(skills)))
    assert prompt.strip()
    assert not mentioned(prompt)
    assert "http://" not in prompt
    assert "IMG_" not in prompt.upper()


def test_sentences_that_were_not_understood_are_carried_along_with_known_things_in_the_definite() -> None:
    request = (
        "A red car at the left and a blue dog at the right. A sense of serendipitous melancholy pervades a red car."
    )
    car = replace(CAR_AND_DOG.things[0], span=(request.rindex("red car"), request.rindex("red car") + len("red car")))
    description = replace(CAR_AND_DOG, text=request, things=(car, CAR_AND_DOG.things[1]))
    prompt = compose(Plan(description, {}, ALL))
    assert prompt.count("A sense of serendipitous melancholy pervades the car.") == 1
    assert "A red car at the left" not in prompt


def test_a_long_request_full_of_mood_is_kept_in_its_own_words() -> None:
    request = (
        "A weathered lighthouse broods over an indifferent sea while memories of storms long past whisper through its "
        "cracked lantern room, and somewhere a giraffe contemplates the improbable geometry of its own loneliness."
    )
    prompt = compose(Plan(read(request), {}, ALL))
    assert request in prompt
    assert "The giraffe is" in prompt


def test_the_order_in_which_skills_were_read_does_not_matter() -> None:
    rng = random.Random(3)
    names = list(SKILL_NAMES)
    prompts = set()
    for _ in itertools.repeat(None, 3):
        rng.shuffle(names)
        prompts.add(compose(Plan(CAR_AND_DOG, {}, frozenset(names))))
    assert len(prompts) == 1


def test_a_text_is_lettered_once_even_when_its_sentence_is_carried_along() -> None:
    request = 'A whimsical gathering of improbable yearnings and melancholy that reads "Soup of the day"'
    prompt = compose(Plan(Description(request, texts=(WrittenText("Soup of the day", quoted=True),)), {}, ALL))
    assert prompt.count("Soup of the day") == 1
    assert "improbable yearnings" in prompt


def test_namesakes_keep_their_attributes_before_their_noun() -> None:
    apples = thing(0, "apple", count=2, colours=(colour("red"),))
    prompt = compose(Plan(described(apples, thing(1, "apple", colours=(colour("green"),))), {0: 1, 1: 1}, ALL))
    assert "two red apples" in prompt
    assert "a green apple" in prompt


@given(descriptions(), st.sets(st.sampled_from(SKILL_NAMES)))
def test_with_any_set_of_skills_no_constraint_is_lost(meant: Description, skills: set[str]) -> None:
    back = read(compose(Plan(meant, {}, frozenset(skills))))
    for one in meant.things:
        found = seen(back, one.noun)
        assert found.count == one.count
        own = found.colours or (found.members[0].colours if found.members else ())
        assert [c.hex for c in own] == [c.hex for c in one.colours]


def test_without_the_skill_of_counting_the_odd_one_out_is_still_named() -> None:
    members = tuple(Member(at, (colour("blue" if at == 3 else "red"),)) for at in range(1, 6))
    for skills in (frozenset(), ALL - {"quantity_counting"}):
        prompt = compose(Plan(described(thing(0, "lantern", count=5, members=members)), {}, skills))
        assert "third lantern is blue, the others are red" in prompt
