"""Whatever happens to the references, a phrase bound to a picture stays bound to that picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.agent.ordinals import mentioned, rebind

WORDS = ("first", "second", "third", "fourth")
BINDINGS = (
    "a {noun} from the {word} reference image",
    "the {noun} shown in the {word} reference image",
    "the {noun}, exactly as in the {word} reference image,",
    "a {noun} like the {word} reference image",
    "the {noun} from the {word} reference image, shown exactly as in the reference",
)
NOUNS = ("zebra", "kettle", "pennant", "lantern")


@given(
    st.permutations(range(4)),
    st.lists(st.sampled_from(BINDINGS), min_size=4, max_size=4),
    st.lists(st.integers(1, 4), unique=True, max_size=4),
)
def test_a_noun_phrase_stays_with_its_picture(order, bindings, kept):
    """Noun i is bound to old reference i + 1; afterwards to that reference's new number, or to none."""
    clauses = {i: bindings[i].format(noun=NOUNS[i], word=WORDS[i]) for i in order}
    after = rebind("On a table: " + "; ".join(clauses[i] for i in order) + ".", kept)
    for clause, i in zip(after.removeprefix("On a table: ").split(";"), order, strict=True):
        assert NOUNS[i] in clause
        expected = {kept.index(i + 1) + 1} if i + 1 in kept else set()
        assert mentioned(clause) == expected
        assert "reference" in clause or not expected
        assert expected or "reference" not in clause


@given(st.text(), st.lists(st.integers(1, 4), unique=True))
def test_any_text_can_be_rebound(text, kept):
    rebind(text, kept)


@pytest.mark.parametrize(
    ("before", "kept", "after"),
    [
        ("The first reference image shows a flag.", [], "The subject shows a flag."),
        ("The cat from the second reference image.", [2], "The cat from the first reference image."),
        (
            "The first and second reference images side by side.",
            [2, 1],
            "The second reference image and the first reference image side by side.",
        ),
        ("A dog. No reference image is needed.", [], "A dog. No reference image is needed."),
        ("THE FIRST REFERENCE IMAGE", [1], "THE first REFERENCE IMAGE"),
        ("the first referenced image", [], "the first referenced image"),
    ],
)
def test_examples(before, kept, after):
    assert rebind(before, kept) == after


def test_swapping_twice_gives_the_text_back():
    text = "The zebra from the first reference image beside the kettle from the second reference image."
    assert rebind(rebind(text, [2, 1]), [2, 1]) == text
