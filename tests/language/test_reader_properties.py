"""What holds for every text: reading never raises, points into the text, and is the same each time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genevolve.language import read
from genevolve.language.description import Description

_WORDS = st.sampled_from(
    """
    a an the two five red dark blue lantern lanterns giraffe sign with of and , . ; : on in at left right top third one
    ones first second reference image its official colour Chad Spotify 's " ' “ ” reads OPEN is are standing wearing
    between from to glass made gold #1db954 ( ) 16:9 watercolour style light night exactly not no every object keeps
    shape whose that which them it both others background far holding bearing logo flag
    """.split()  # noqa: SIM905 - shorter to read and to extend
)


def _check(text: str, found: Description) -> None:
    count = len(found.things)
    for place, thing in enumerate(found.things):
        assert thing.index == place
        start, end = thing.span
        assert 0 <= start <= end <= len(text)
        assert thing.phrase == text[start:end]
        assert thing.noun
        assert thing.name
        assert thing.count >= 1
        assert all(
            0 <= target < count and target != place for relation in thing.relations for target in relation.targets
        )
        assert all(member.ordinal >= 1 for member in thing.members)
    for written in found.texts:
        assert 0 <= written.span[0] < written.span[1] <= len(text)
        assert written.on_thing is None or 0 <= written.on_thing < count
    assert all(fact.about is None or 0 <= fact.about < count for fact in found.open_facts)


@given(st.text(max_size=400))
def test_any_string_reads(text: str) -> None:
    found = read(text)
    _check(text, found)
    assert found == read(text)


@given(st.lists(_WORDS, max_size=60).map(" ".join))
@settings(max_examples=300)
def test_any_jumble_of_prompt_words_reads(text: str) -> None:
    _check(text, read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x01\x02 a cat \x7f",
        "🦒🦒🦒 and a 🚗",
        "红色的汽车 和 一只狗",
        "ein rotes Auto vor einem großen Haus",
        "أ ب ت a dog ث",
        "a " * 25_000,
        "\"'“" * 12_000,
        "the third one " * 3_500,
        "a red car and a blue dog, " * 2_000,
        "(((" * 5_000,
        "1:" * 20_000,
        "its official colour of the " * 2_000,
        "A" * 50_000,
    ],
    ids=lambda text: repr(text[:20]),
)
def test_odd_texts_read_in_time(text: str) -> None:
    started = time.process_time()
    _check(text, read(text))
    assert time.process_time() - started < 10


def test_reading_is_fast() -> None:
    request = (
        "Exactly five paper lanterns hang in a row over a snowy street at dusk, the third one blue, beside the flag "
        "of Chad, under a wooden sign that reads OPEN LATE in bold white letters, while a small brown dog sits on the "
        "left, golden hour, watercolour"
    )
    read(request)
    started = time.process_time()
    for _ in range(20):
        read(request)
    assert (time.process_time() - started) / 20 < 0.03
