"""One thing under several nouns, and what only lets the light in."""

from __future__ import annotations

import pytest

from genevolve.language import read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A man holds a guitar. The musician smiles.", ["man", "guitar"]),
        ("A fussy feline on a sofa. The cat wears sunglasses.", ["feline", "sofa", "sunglasses"]),
        ("A white car under a tree. The racing car shines.", ["car", "tree"]),
        ("Five rolls of toilet paper. Each roll is compact.", ["roll of toilet paper"]),
    ],
)
def test_a_thing_called_by_another_noun_is_no_second_thing(text: str, names: list[str]) -> None:
    assert [thing.name for thing in read(text).things] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A nurse and a doctor", ["nurse", "doctor"]),
        ("A man beside the doctor and the nurse", ["man", "doctor", "nurse"]),
        ("Two women and the conductor", ["woman", "conductor"]),
        ("A vehicle and a cat", ["vehicle", "cat"]),
    ],
)
def test_other_people_and_animals_stay_things(text: str, names: list[str]) -> None:
    assert set(names) <= {thing.name for thing in read(text).things}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A violin on a bed, the evening light streaming through a nearby window", ["violin", "bed"]),
        ("A cat looks through a window", ["cat", "window"]),
        ("A window above a bed", ["window", "bed"]),
    ],
)
def test_a_window_that_only_lets_the_light_in_is_no_thing(text: str, names: list[str]) -> None:
    assert [thing.name for thing in read(text).things] == names
