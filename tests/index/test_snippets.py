from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genevolve.index.snippets import MAX_SNIPPET, best_passage, brief_passage
from genevolve.tools.providers import MAX_BRIEF

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


CARD = (
    "Kiri Pagoda is a pagoda in Torno, Upper Ostra. It shows walls in ivory and a red square door. "
    "Kiri Pagoda walls: ivory. Kiri Pagoda door: red square door. "
    "Facts: city: Torno; opened: 1922; architect: Hana Beyri; height: 159 m."
)


def test_a_brief_passage_is_the_fact_that_was_asked_for() -> None:
    wanted = {"architect": 4.0, "of": 0.01, "kiri": 9.0, "pagoda": 8.0}
    assert brief_passage("Kiri Pagoda", CARD, wanted) == "architect: Hana Beyri"


def test_each_fact_says_something_that_the_others_do_not() -> None:
    wanted = {"pagoda": 8.0, "in": 0.2, "torno": 8.7, "open": 2.6, "1922": 7.0}
    assert brief_passage("Kiri Pagoda", CARD, wanted) == "opened: 1922; city: Torno"
    assert brief_passage("Torno", CARD, wanted) == "opened: 1922; Kiri Pagoda walls: ivory"


def test_a_key_does_not_begin_with_the_title() -> None:
    assert brief_passage("Kiri Pagoda", CARD, {"door": 3.0}) == "door: red square door"


def test_a_text_that_says_nothing_beyond_its_title_is_known_by_its_beginning() -> None:
    assert brief_passage("Kiri Pagoda", CARD, {"kiri": 9.0}) == "is a pagoda in Torno, Upper Ostra"


def test_an_initial_ends_no_fact() -> None:
    text = "Boron was discovered by Sir H. Davy in 1808. Its name comes from borax."
    passage = brief_passage("Discovery of Boron", text, {"year": 3.0, "boron": 6.0})
    assert passage == "Boron was discovered by Sir H. Davy in 1808"


def test_facts_that_do_not_fit_are_left_out_whole() -> None:
    text = f"One lynx {'a' * 90}; one ridge {'b' * 90}; one dusk {'c' * 90}."
    passage = brief_passage("Hunting", text, {"lynx": 9.0, "ridg": 8.0, "dusk": 7.0})
    assert passage == f"One lynx {'a' * 90}; one ridge {'b' * 90}"


@given(text=st.text(max_size=900), wanted=st.dictionaries(st.text(max_size=5), st.floats(0, 10), max_size=5))
def test_a_brief_passage_is_short_and_holds_whole_facts(text: str, wanted: dict[str, float]) -> None:
    passage = brief_passage("Title", text, wanted)
    assert len(passage) <= MAX_BRIEF
    if "…" not in passage:
        assert all(fact in " ".join(text.split()) for fact in passage.split("; "))
