from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genevolve.index.snippets import MAX_SNIPPET, best_passage

FILLER = "Nothing of note happens in this sentence about the weather. " * 12


def test_a_short_text_is_given_whole() -> None:
    assert best_passage("One.\n\n  Two.", {}) == "One. Two."


def test_the_passage_holds_the_wanted_words_in_whole_sentences() -> None:
    text = f"{FILLER}The lynx lives on the ridge. It hunts at dusk. {FILLER}"
    passage = best_passage(text, {"lynx": 5.0, "dusk": 4.0})
    assert "The lynx lives on the ridge. It hunts at dusk." in passage
    assert len(passage) <= MAX_SNIPPET
    assert passage.endswith(".")


def test_rare_words_outweigh_common_ones() -> None:
    text = f"A flag, a flag, a flag of some kind. {FILLER}The flag of Chad is blue. {FILLER}"
    assert "Chad is blue" in best_passage(text, {"flag": 1.0, "chad": 6.0})


def test_without_any_wanted_word_it_is_the_beginning() -> None:
    assert best_passage(f"First of all. {FILLER}", {}).startswith("First of all.")


def test_one_endless_sentence_is_cut_around_the_words() -> None:
    text = "and so on " * 200 + "the lynx on the ridge " + "and so forth " * 200
    passage = best_passage(text, {"lynx": 5.0, "ridg": 3.0})
    assert "lynx on the ridge" in passage
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert len(passage) <= MAX_SNIPPET


def test_one_endless_word() -> None:
    assert 0 < len(best_passage("x" * 5000, {"x": 1.0})) <= MAX_SNIPPET


@given(text=st.text(max_size=1500), wanted=st.dictionaries(st.text(max_size=5), st.floats(0, 10), max_size=5))
def test_never_too_long_and_never_empty(text: str, wanted: dict[str, float]) -> None:
    passage = best_passage(text, wanted)
    assert len(passage) <= MAX_SNIPPET
    assert bool(passage) == bool(text.split())
