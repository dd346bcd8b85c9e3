from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from genevolve.index.spelling import Spellings, slips_allowed

WORDS = st.text(alphabet="abcdeñж", min_size=3, max_size=12)


def slips(left: str, right: str) -> int:
    """Optimal string alignment, the plain way."""
    table = [
        [row + column if row * column == 0 else 0 for column in range(len(right) + 1)] for row in range(len(left) + 1)
    ]
    for row in range(1, len(left) + 1):
        for column in range(1, len(right) + 1):
            table[row][column] = min(
                table[row - 1][column] + 1,
                table[row][column - 1] + 1,
                table[row - 1][column - 1] + (left[row - 1] != right[column - 1]),
            )
            if row > 1 and column > 1 and left[row - 2 : row] == right[column - 2 : column][::-1]:
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
    return table[-1][-1]


@settings(max_examples=150, deadline=None)
@given(known=st.sets(WORDS, min_size=1, max_size=40), word=WORDS)
def test_corrections_are_exactly_the_words_within_reach(known: set[str], word: str) -> None:
    found = Spellings(dict.fromkeys(known, 1)).corrections(word, 1000)
    expected = {other: slips(word, other) for other in known if other != word}
    assert {one.word: one.slips for one in found} == {
        other: distance for other, distance in expected.items() if distance <= slips_allowed(word)
    }


def test_nearest_first_then_frequent() -> None:
    spellings = Spellings({"colour": 3, "collar": 9, "dolour": 8, "colours": 1, "velour": 50})
    assert [one.word for one in spellings.corrections("coluor", 5)] == ["colour"]
    assert [one.word for one in spellings.corrections("xolour", 5)] == ["dolour", "colour"]
    assert [one.word for one in spellings.corrections("colourss", 5)] == ["colours", "colour"]


def test_what_is_not_corrected() -> None:
    spellings = Spellings({"cat": 1, "1912": 1, "a" * 30: 1})
    for word in ("car", "", "1913", "a" * 29, "x" * 1000):
        assert spellings.corrections(word, 5) == []
    assert Spellings({}).corrections("word", 5) == []
