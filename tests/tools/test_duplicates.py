from __future__ import annotations

import pytest

from genevolve.tools.duplicates import AskedBefore


@pytest.mark.parametrize("again", ["flag of Chad", "Chad flag", "the flags of chad?", "what is the flag of Chad"])
def test_the_same_question_in_other_words_is_caught(again):
    asked = AskedBefore()
    assert asked.note("search", ["flag of Chad"]) is None
    assert asked.note("search", ["anthem of Chad", again]) == again
    assert asked.note("search", ["anthem of Chad"]) is None, "a refused call remembers nothing"


def test_different_subjects_and_tools_are_different():
    asked = AskedBefore()
    for query in ("flag of Chad", "flag of Romania", "Chad colour of flag", "国旗", "элемент 11", "элемент 12"):
        assert asked.note("search", [query]) is None
    assert asked.note("image_search", ["flag of Chad"]) is None


def test_a_call_that_repeats_itself_is_caught():
    assert AskedBefore().note("search", ["a cat", "cats"]) == "cats"
