"""Nouns as keys."""

from __future__ import annotations

import pytest

from genevolve.world.nouns import narrowing, noun_keys, singular

MEASURES = frozenset({"pair", "bunch"})


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        *(("lanterns", "lantern"), ("cherries", "cherry"), ("knives", "knife"), ("shoes", "shoe"), ("buses", "bus")),
        *(("people", "person"), ("foxes", "fox"), ("glass", "glass"), ("bus", "bus"), ("octopus", "octopus")),
        *(("mice", "mouse"), ("tomatoes", "tomato"), ("ties", "tie"), ("benches", "bench")),
    ],
)
def test_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_keys_keep_the_written_form_and_add_the_singular() -> None:
    assert noun_keys("The Wine-Glasses") == ("wine glasses", "wine glass")
    assert noun_keys("!?") == ("", "")


def test_a_phrase_narrows_to_its_head() -> None:
    assert list(narrowing("a big red lantern", MEASURES)) == ["big red lantern", "red lantern", "lantern"]
    assert list(narrowing("a bowl of soup", MEASURES)) == ["bowl of soup", "bowl"]
    assert "scissors" in list(narrowing("a pair of scissors", MEASURES))
    assert list(narrowing("", MEASURES)) == [""]
