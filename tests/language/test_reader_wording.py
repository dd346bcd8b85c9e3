"""Turns of phrase that are easily taken for something else: styles, letters, stuff and lamps."""

from __future__ import annotations

import pytest

from genevolve.language import read
from genevolve.language.vocabulary import Carrier, LightKind, Material, StyleKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a fox in the style of a flat poster", StyleKind.POSTER),
        ("a fox in the style of an old engraving, at night", StyleKind.INK),
        ("a fox in the manner of a bold flat travel poster", StyleKind.POSTER),
    ],
)
def test_a_work_whose_style_is_asked_for_is_no_thing(text: str, kind: StyleKind) -> None:
    found = read(text)
    assert [thing.name for thing in found.things] == ["fox"]
    assert found.style is not None
    assert found.style.kind is kind


def test_a_style_of_its_own_sentence_keeps_identity() -> None:
    found = read("A fox. In the style of a flat poster, while every object keeps its exact shape and colours.")
    assert found.style is not None
    assert (found.style.kind, found.style.keeps_identity) == (StyleKind.POSTER, True)
    assert [thing.name for thing in found.things] == ["fox"]


@pytest.mark.parametrize(
    ("text", "string"),
    [
        ("a cake with the words happy birthday on it", "happy birthday"),
        ("a card with the word love in pink", "love"),
        ("a banner saying free hugs", "free hugs"),
        ("the national animal of Chile on a postage stamp with the text CHILE", "CHILE"),
        ("a banner with the slogan Just Do It", "Just Do It"),
    ],
)
def test_words_without_quotation_marks_are_the_string_itself(text: str, string: str) -> None:
    found = read(text)
    assert [written.string for written in found.texts] == [string]
    assert all(fact.attribute == "national animal" for fact in found.open_facts)


@pytest.mark.parametrize("text", ["a sign with the words written in red", "a banner with the word of the day"])
def test_what_is_said_about_words_is_not_the_string(text: str) -> None:
    assert not read(text).texts


@pytest.mark.parametrize(
    ("text", "attribute", "subject"),
    [
        ("a mug with the slogan of Nike", "slogan", "Nike"),
        ("a banner with the motto of Bhutan", "motto", "Bhutan"),
    ],
)
def test_the_slogan_of_a_name_is_left_to_knowledge(text: str, attribute: str, subject: str) -> None:
    found = read(text)
    assert [(fact.attribute, fact.subject) for fact in found.open_facts] == [(attribute, subject)]
    (written,) = found.texts
    assert written.carrier in {Carrier.MUG, Carrier.BANNER}


@pytest.mark.parametrize(
    ("text", "material", "described"),
    [
        ("The pennant is of soft felt with a fuzzy matt surface.", Material.FELT, True),
        ("The cup is of glass.", Material.GLASS, False),
        ("a teapot made of polished chrome", Material.CHROME, False),
    ],
)
def test_what_a_thing_consists_of_is_its_material(text: str, material: Material, described: bool) -> None:
    (thing,) = read(text).things
    assert [(use.material, use.described) for use in thing.materials] == [(material, described)]


def test_a_spotlight_that_shines_on_the_scene_is_light() -> None:
    found = read("a microphone with a spotlight")
    assert [thing.name for thing in found.things] == ["microphone"]
    assert found.light is not None
    assert found.light.kind is LightKind.SPOTLIGHT
    assert "spotlight" in [thing.name for thing in read("two spotlights on a shelf").things]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A bell on a shelf. The grain of the wood can be seen.", ["bell"]),
        ("A bat on a field. The clear blue sky overhead provides a stark contrast.", ["bat"]),
        ("a can beside a bell", ["can", "bell"]),
    ],
)
def test_verbs_are_no_things(text: str, names: list[str]) -> None:
    assert [thing.name for thing in read(text).things] == names
