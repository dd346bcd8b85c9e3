"""A long process reads words without end, and may not remember them all."""

from __future__ import annotations

import pytest

from genevolve.language.colours import colour_named
from genevolve.language.living import is_living
from genevolve.language.nouns import plural, singular


@pytest.mark.parametrize("reading", [colour_named, is_living, plural, singular])
def test_only_so_many_words_are_remembered(reading):
    for number in range(5000):
        reading(f"gadget{number}")
    assert 0 < reading.cache_info().currsize < 5000
