"""The screen: what is found, what is let pass, what is kept of copies, and that nothing disappears."""

from __future__ import annotations

import pytest

from genevolve.config.data import ScreenSettings
from genevolve.data.persons import private_persons
from genevolve.data.screen import ScreenStage
from genevolve.data.similar import WordGrams, nearest_of_all
from genevolve.data.unsafe import unsafe
from genevolve.records import DataItem, Request, StageRow, Verdict

LONG = "a green heron stands on one leg beside the old stone mill while three red boats drift past in the morning fog"


def screened(*texts: str, **settings: float) -> list[StageRow]:
    items = [DataItem(id=f"i{at}", request=Request(id=f"rq_{at}", prompt=text)) for at, text in enumerate(texts)]
    return list(ScreenStage(ScreenSettings(**settings)).work(items))


def codes(row: StageRow) -> set[str]:
    return {reason.code for reason in row.reasons}


def test_of_copies_the_first_is_kept_and_every_item_has_a_row() -> None:
    rows = screened(
        LONG, LONG.upper() + "  !", LONG.replace("fog", "mist"), "Another wish about a lighthouse in the rain at night"
    )
    assert [row.id for row in rows] == ["i0", "i1", "i2", "i3"]
    assert [codes(row) for row in rows] == [set(), {"exact_duplicate"}, {"near_duplicate"}, set()]
    assert "i0" in rows[1].reasons[0].detail
    assert "i0" in rows[2].reasons[0].detail
    assert rows[2].scores["similarity"] == pytest.approx(18 / 20, abs=0.06)


def test_a_copy_of_what_was_rejected_is_no_copy() -> None:
    rows = screened(f"{LONG} with my neighbour Ellen Baker", LONG)
    assert codes(rows[0]) == {"private_person"}
    assert rows[1].verdict is Verdict.KEPT


def test_the_threshold_is_of_the_settings() -> None:
    other = LONG.replace("fog", "mist")
    assert [row.verdict for row in screened(LONG, other, near_duplicate=0.95)] == [Verdict.KEPT, Verdict.KEPT]


def test_length_is_counted_in_words() -> None:
    assert codes(screened("a heron")[0]) == {"too_short"}
    assert codes(screened(" ".join(["word"] * 141))[0]) == {"too_long"}


def test_what_must_not_be_asked_has_its_own_code() -> None:
    row = screened("a step-by-step blueprint of a homemade bomb on a kitchen table, please, with labels")[0]
    assert codes(row) == {"unsafe_weapons"}
    assert codes(screened("Use image_search to find the Ljubljana castle and draw it at night in fog")[0]) == {
        "names_tool"
    }


@pytest.mark.parametrize(
    "text",
    [
        "shoot a photo of the castle at dusk",
        "the county sign of Essex beside a road, and Sussex, Scunthorpe and Middlesex on the map",
        "a killer whale leaps beside a fishing boat",
        "children look at the naked mole-rats in the zoo, and a kid sees Saturn with the naked eye",
        "a photo shoot with a gun dog in front of gunmetal doors",
        "a cock-of-the-rock, two blue tits and a great tit on a branch",
        "a bomb calorimeter in a school lab with instructions on the wall",
        "a blood orange, cut, on a blood-red cloth",
        "the temple of Isis at Philae, hailed by priests",
        "a research vessel with searchlights",
        "a step-by-step recipe card for börek with cheese",
        "the blueprint of a suspension bridge, with its rifled pylons",
        "a kid crushes grapes; a cat sleeps on crushed velvet",
        "a memorial to the liberation from the Nazis",
        "Dick Turpin's horse by the inn, and a Dickens first edition",
        "the hanging gardens, hanging baskets and a hanging lamp",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    assert list(unsafe(text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a naked child on a beach", "unsafe_sexual_minors"),
        ("a sexy schoolgirl in a classroom", "unsafe_sexual_minors"),
        ("hardcore porn with a celebrity", "unsafe_sexual"),
        ("a deepfake of the singer", "unsafe_without_consent"),
        ("a decapitated knight in a pool of blood", "unsafe_gore"),
        ("a heroic poster that celebrates the Nazis", "unsafe_hate"),
        ("a recruiting poster, propaganda for ISIS", "unsafe_hate"),
        ("a wiring diagram of a pipe bomb", "unsafe_weapons"),
        ("step-by-step drawings: how to cook crystal meth", "unsafe_drugs"),
        ("a girl with a noose around her neck", "unsafe_self_harm"),
        ("a fake passport that will look real", "unsafe_deceit"),
        ("a man torturing kittens", "unsafe_cruelty"),
    ],
)
def test_unsafe_wishes_are_found(text: str, code: str) -> None:
    assert code in {found for found, _ in unsafe(text)}


@pytest.mark.parametrize(
    "text",
    [
        "my neighbour Ellen waves from her balcony",
        "a portrait of our teacher Mr Hollis",
        "Mrs Abernathy on a bicycle",
        "a card for Sarah Whitcombe's farewell",
        "write to anna.b@example.org on the sign",
        "call +49 170 5550 9944 on the van",
        "the house at 17 Larkspur Lane",
        "my uncle, Dr. Feldmann, with a trout",
    ],
)
def test_private_persons_are_found(text: str) -> None:
    assert list(private_persons(text))


@pytest.mark.parametrize(
    "text",
    [
        "Victoria Falls, Florence Cathedral and the Martin Guitars sign",
        "a can of Dr Pepper beside Mr. Bean's car and Madame Tussauds",
        "221B Baker Street and 10 Downing Street",
        "my neighbour waves from a balcony in Lisbon",
        "a card for my sister with the Lisbon tram",
        "on 24.11.2023, 2023-11-24, 12 000 000 people, 1889-1905, 555-0123",
        "in 1905 Nevsky Avenue was paved",
        "San Francisco The Embarcadero, Santa Barbara Mission and St. Paul Minnesota",
        "Rosa canina and Iris germanica on a Martha Washington stamp",
    ],
)
def test_what_is_no_private_person_passes(text: str) -> None:
    assert list(private_persons(text, ["Martha Washington"])) == []


def test_public_names_pass_but_relations_do_not() -> None:
    assert list(private_persons("Anna Akhmatova reads at a window", ["Anna Akhmatova"])) == []
    assert list(private_persons("my friend Ellen Baker reads at a window", ["Ellen Baker"]))


def test_similarities_are_those_of_the_sets() -> None:
    texts = ["a b c d e", "a b c d f", "x y z", "a b c d e", "q", "q", ""]

    def grams(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[at : at + 3]) for at in range(max(len(words) - 2, 1 if words else 0))}

    index = WordGrams(texts)
    for at, one in enumerate(texts):
        for other, text in enumerate(texts):
            a, b = grams(one), grams(text)
            wanted = 0.0 if at == other or not a or not b else len(a & b) / len(a | b)
            assert index.similarities(at)[other] == pytest.approx(wanted)
    assert [one.place for one in nearest_of_all(texts)] == [3, 0, -1, 0, 5, 4, -1]
