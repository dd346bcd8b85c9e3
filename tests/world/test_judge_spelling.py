"""Letters that were read beside letters that were asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.world.judge.faults import one_letter_wrong
from genevolve.world.judge.spelling import plain, wrong_letters

LETTERS = st.text("abcdefghij", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("wanted", "lines", "num"),
    [
        ("Open late", ("since 1912", "OPEN", "LATE!"), 0),
        ("Open late", (), 8),
        ("Open", ("0pen",), 1),
        ("Open", ("Oppen",), 1),
        ("Open", ("Oen",), 1),
        ("Café 24", ("CAFÉ24",), 0),
        ("tea", ("sweat tax",), 1),
    ],
)
def test_case_spaces_lines_and_what_stands_around_do_not_count(wanted: str, lines: tuple[str, ...], num: int) -> None:
    assert wrong_letters(wanted, lines) == num


@given(LETTERS, LETTERS, LETTERS)
def test_a_text_is_found_whole_wherever_it_stands(wanted: str, before: str, after: str) -> None:
    assert wrong_letters(wanted, (before, wanted, after)) == 0


@given(LETTERS, st.lists(LETTERS, max_size=3))
def test_never_more_letters_are_wrong_than_there_are(wanted: str, lines: list[str]) -> None:
    assert 0 <= wrong_letters(wanted, lines) <= len(wanted)


def test_one_letter_wrong_is_one_letter_wrong() -> None:
    for text in ("Open late", "k", "K-9", "TAKE"):
        assert wrong_letters(text, (one_letter_wrong(text),)) == 1


def test_plain_keeps_letters_and_digits() -> None:
    assert plain("  Straße No. 7!") == "strasseno7"
