from __future__ import annotations

import pytest

from genevolve.agent.planner.facts import query_for, resolve
from genevolve.agent.planner.history import History, TextFound
from genevolve.language.description import OpenFact


def fact(attribute: str, subject: str, phrase: str = "") -> OpenFact:
    return OpenFact(phrase=phrase or f"the {attribute} of {subject}", attribute=attribute, subject=subject)


def found(*cards: tuple[str, str]) -> History:
    return History(texts={"q": tuple(TextFound(title, snippet) for title, snippet in cards)})


def value(one: OpenFact, *cards: tuple[str, str]) -> str | None:
    resolved = resolve(one, found(*cards))
    return None if resolved is None else resolved.value


def test_a_query_is_attribute_and_subject_in_plain_words() -> None:
    assert query_for(fact("official colour", "Spotify")) == "official colour of Spotify"


def test_a_colour_is_taken_from_the_card_of_the_subject_and_kind() -> None:
    resolved = resolve(
        fact("official colour", "Spotify"),
        found(
            ("Deezer — brand card", "The official brand colour of Deezer is hex #A238FF; it competes with Spotify."),
            ("Spotify — brand card", "The official brand colour of Spotify is a vivid green, hex #1DB954."),
        ),
    )
    assert resolved is not None
    assert (resolved.hex, resolved.card) == ("#1db954", "Spotify — brand card")


def test_an_outdated_card_loses_to_a_current_one_and_an_outdated_sentence_to_a_current_one() -> None:
    official = fact("official colour", "Spotify")
    archived = ("Spotify — brand card (archived)", "The official brand colour of Spotify is hex #84BD00.")
    current = ("Spotify — brand card", "The official brand colour of Spotify is hex #1DB954.")
    resolved = resolve(official, found(archived, current))
    assert resolved is not None
    assert resolved.hex == "#1db954"
    both = ("Spotify", "The former brand colour of Spotify was hex #84BD00. Its official colour is hex #1DB954.")
    resolved = resolve(official, found(both))
    assert resolved is not None
    assert resolved.hex == "#1db954"


def test_no_colour_is_made_up_when_no_card_speaks_of_the_subject() -> None:
    assert resolve(fact("official colour", "Tidal"), found(("Spotify", "The official colour is #1DB954."))) is None


def test_a_labelled_line_gives_the_value_and_its_other_names() -> None:
    resolved = resolve(
        fact("national animal", "Chile"),
        found(
            (
                "Chile — national symbols",
                "National animal: huemul (mountain deer), Andean condor; national colours: red.",
            )
        ),
    )
    assert resolved is not None
    assert (resolved.value, resolved.others) == ("huemul", ("mountain deer", "Andean condor"))


def test_a_label_for_all_symbols_answers_for_one_of_them() -> None:
    card = (
        "Chile: national symbol(s)",
        "National symbol(s): huemul (mountain deer), Andean condor; national colors: red",
    )
    assert value(fact("national animal", "Chile"), card) == "huemul"


@pytest.mark.parametrize(
    ("one", "card", "expected"),
    [
        (fact("capital", "Peru"), ("Peru", "The capital of Peru is Lima. It has a coast."), "Lima"),
        (fact("national flower", "Peru"), ("Peru", "The cantuta is the national flower of Peru."), "cantuta"),
        (
            fact("year of discovery", "tungsten"),
            ("Tungsten — element card", "Tungsten has the number 74. It was discovered in 1783 in Spain."),
            "1783",
        ),
        (fact("symbol", "tungsten"), ("Tungsten — element card", "Symbol: W; atomic number: 74."), "W"),
    ],
)
def test_sentences_and_labels_give_their_value(one: OpenFact, card: tuple[str, str], expected: str) -> None:
    assert value(one, card) == expected


def test_a_description_that_only_one_card_answers_is_answered_by_its_title() -> None:
    one = OpenFact(
        phrase="the element isolated in Spain in 1783", attribute="element isolated in Spain in 1783", subject="Spain"
    )
    cards = (
        ("Spain", "A country in Europe. In 1783 it was at war."),
        ("Tungsten — element card", "An element isolated in Spain in 1783 by two brothers."),
    )
    assert value(one, *cards) == "Tungsten"


def test_a_description_is_asked_for_as_such_and_answered_by_the_sentence_that_fits_it() -> None:
    one = OpenFact(
        phrase="The element discovered in Spain in 1783 as a tile",
        attribute="element",
        subject="discovered in Spain in 1783 as a tile",
    )
    assert query_for(one) == "element discovered in Spain in 1783"
    cards = (
        ("Discovery of Vanadium", "Vanadium (V) was discovered by del Río in 1801, in Mexico."),
        ("Discovery of Tungsten", "Tungsten (W) was discovered by two brothers in 1783, in Spain."),
    )
    assert value(one, *cards) == "Tungsten tile"


def test_a_description_is_answered_by_the_card_that_holds_its_names_and_numbers() -> None:
    one = OpenFact(
        phrase="the statue in Tarn that opened in 1705", attribute="statue", subject="in Tarn that opened in 1705"
    )
    card = ("Solvang Monument", "Solvang Monument raised: red torch. Facts: city: Tarn; opened: 1705; height: 64 m.")
    other = ("Miravel Statue", "Facts: city: Tarn; opened: 1805.")
    assert value(one, other, card) == "Solvang Monument"


def test_a_described_coat_of_arms_is_called_by_its_bearer() -> None:
    subject = "granted in 1507 by the Tarn Heralds"
    one = OpenFact(phrase=f"the coat of arms {subject}", attribute="coat of arms", subject=subject)
    assert value(one, ("Guild of Miravel", "Guild of Miravel bears arms granted in 1507 by the Tarn Heralds.")) == (
        "coat of arms of Guild of Miravel"
    )


def test_a_number_counts_only_behind_its_own_word() -> None:
    one = OpenFact(phrase="the element with atomic number 106", attribute="element", subject="with atomic number 106")
    wrong = ("Palladium — element card", "The element Palladium has atomic number 46. Atomic weight 106.42.")
    right = ("Seaborgium — element card", "Seaborgium is the element with symbol Sg and atomic number 106.")
    assert value(one, wrong, right) == "Seaborgium"


@pytest.mark.parametrize(
    ("attribute", "snippet", "expected"),
    [
        ("year of opening", "Facts: city: Tarn; opened: 1776; height: 64 m.", "1776"),
        ("town", "Facts: city: Tarn; opened: 1776.", "Tarn"),
        ("discoverer", "Tarnium (Ta) was discovered by William Gregor in 1791, in England.", "William Gregor"),
        ("chemical symbol", "Tarnium is a chemical element; it has symbol Ta and atomic number 122.", "Ta"),
        ("highest mountain", "The highest point is Mount Tarn, at 1,448 m in elevation.", "Mount Tarn"),
    ],
)
def test_an_attribute_is_known_by_other_words(attribute: str, snippet: str, expected: str) -> None:
    one = OpenFact(phrase=f"the name of its {attribute}", attribute=attribute, subject="Tarnium")
    assert value(one, ("Tarnium", snippet)) == expected


def test_a_motto_keeps_its_article() -> None:
    assert (
        value(fact("motto", "Tarn"), ("Tarn", "Facts: motto: The tide returns; seat: Solvang.")) == "The tide returns"
    )
