from __future__ import annotations

import pytest

from genevolve.language import read
from genevolve.language.vocabulary import LightKind, RelationKind, Setting, StyleKind


@pytest.mark.parametrize(
    ("text", "attribute", "subject"),
    [
        ("The Solvang Tower. Put the year it opened on a billboard above it.", "year of opening", "Solvang Tower"),
        ("The Solvang Tower. A sign gives the name of the town it stands in.", "town", "Solvang Tower"),
        ("The flag of Spain. At the top, a sign shows the name of Spain's capital.", "capital", "Spain"),
        ("The arms of House Tarn. Write the name of its seat on a banner.", "seat", "House Tarn"),
        ("The Gilded Zifwick. Add a poster at the top giving what it feeds on.", "diet", "Gilded Zifwick"),
        ("The Gilded Zifwick. Write its length on a chalkboard.", "length", "Gilded Zifwick"),
        ("A van showing the Tarn Tents logo. Add a poster giving the slogan of Tarn Tents.", "slogan", "Tarn Tents"),
    ],
)
def test_what_is_to_be_found_out_and_written_is_letters_on_its_carrier(text: str, attribute: str, subject: str) -> None:
    description = read(text)
    assert [(fact.attribute, fact.subject) for fact in description.open_facts] == [(attribute, subject)]
    assert [(one.quoted, one.carrier is not None) for one in description.texts] == [(False, True)]


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("the statue in Tarn that opened in 1705", "statue", "in Tarn that opened in 1705"),
        ("the glasshouse that Mira Solvang designed", "glasshouse", "that Mira Solvang designed"),
        ("the coat of arms granted in 1507 by the Tarn Heralds", "coat of arms", "granted in 1507 by the Tarn Heralds"),
        ("the element with atomic number 106", "element", "with atomic number 106"),
        ("the maker of dinghies from Tarn", "maker", "of dinghies from Tarn"),
        ('the company whose slogan is "Every day, a little brighter"', "company", ""),
    ],
)
def test_a_thing_known_by_what_is_true_of_it_is_one_open_fact(text: str, kind: str, rest: str) -> None:
    description = read(f"Draw {text} in a park, with a red bench.")
    assert [fact.attribute for fact in description.open_facts] == [kind]
    assert rest in description.open_facts[0].subject
    assert not description.texts
    assert "bench" in [thing.noun for thing in description.things]


def test_a_description_ends_with_its_name() -> None:
    description = read("A truck with the flag of the country whose capital is Havana on it in the desert.")
    assert description.open_facts[0].subject == "whose capital is Havana"
    assert description.place is not None
    assert description.place.setting is Setting.DESERT


@pytest.mark.parametrize(
    "text", ["It's for a book launch.", "This goes with a knitting blog.", "We'll use it for a holiday card."]
)
def test_what_a_picture_is_for_is_not_drawn(text: str) -> None:
    assert [thing.noun for thing in read(f"We're looking for a bench in a park. {text}").things] == ["bench"]


def test_contracted_pronouns_are_no_names() -> None:
    assert [thing.noun for thing in read("I'd like it at dusk. We'll see a dog, and they're calm.").things] == ["dog"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A dog. I'd like it as a cartoon.", StyleKind.CARTOON),
        ("A dog. Render it as a stained-glass window.", StyleKind.STAINED_GLASS),
        ("A dog, painted in oil", StyleKind.OIL),
    ],
)
def test_what_a_picture_is_made_as_is_its_style(text: str, kind: StyleKind) -> None:
    style = read(text).style
    assert style is not None
    assert style.kind is kind


def test_a_role_is_no_style() -> None:
    assert read("A man dressed as a cartoon character.").style is None


@pytest.mark.parametrize(
    ("text", "member", "colour"),
    [
        ("A row of three books, all purple except the middle, which is pink.", 2, "pink"),
        ("Four red bicycles in a row, with the third one orange instead.", 3, "orange"),
    ],
)
def test_the_odd_one_out_has_its_own_colour(text: str, member: int, colour: str) -> None:
    (thing,) = read(text).things
    assert [(one.ordinal, [c.name for c in one.colours]) for one in thing.members] == [(member, [colour])]


def test_a_colour_said_with_in_joins_nothing() -> None:
    taxi, van = read("A taxi in orange and a yellow van.").things
    assert not taxi.relations
    assert not van.relations


def test_what_carries_a_mark_bears_it_and_who_carries_a_flag_holds_it() -> None:
    van, robot = (
        read(text).things[0].relations[0].kind
        for text in ("A van that carries the Tarn logo", "A robot carrying a flag")
    )
    assert (van, robot) == (RelationKind.BEARS, RelationKind.HOLDING)


def test_a_beam_is_light() -> None:
    light = read("A book. Show it in the beam of a spotlight.").light
    assert light is not None
    assert light.kind is LightKind.SPOTLIGHT
