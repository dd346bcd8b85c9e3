"""The tokenizer of the tiny policy: nothing is lost, and what is copied has the same pieces everywhere."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerFast

from genevolve.training.making.tokenizer import JOINER, SPECIALS, TAGS, train_tokenizer

TEXTS = [
    'I look up the city. {"queries": ["city of Zelgogrod Observatory", "the observatory"]}',
    "[1] Zelgogrod Observatory: city: Yarsislava; opened: 1745; architect: Clarcelle Bakiweni",
    "Zelgogrod Observatory is near Zelgogrod, in Yarsislava, and Yarsislava is far. Zelgogrod! Zelgogrod?",
    "The observatory of Yarsislava opened in 1745; the query was short, the city was old. The city. The query.",
]


@pytest.fixture(scope="module")
def tokenizer() -> PreTrainedTokenizerFast:
    return train_tokenizer(TEXTS, 600)


def ids(tokenizer: PreTrainedTokenizerFast, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False)


@settings(deadline=None, max_examples=200)
@given(text=st.text(max_size=60))
def test_any_text_comes_back(tokenizer: PreTrainedTokenizerFast, text: str) -> None:
    encoded = tokenizer.encode(text, add_special_tokens=False, split_special_tokens=True)
    assert tokenizer.decode(encoded, skip_special_tokens=False) == text.replace(JOINER, "")


def test_control_tokens_come_first_and_in_the_order_of_qwen(tokenizer: PreTrainedTokenizerFast) -> None:
    assert [tokenizer.convert_tokens_to_ids(name) for name in SPECIALS] == list(range(8))
    assert tokenizer.pad_token == "<|endoftext|>"
    assert tokenizer.eos_token == "<|im_end|>"


def test_tags_are_one_token_and_are_not_dropped_as_control_tokens(tokenizer: PreTrainedTokenizerFast) -> None:
    for tag in TAGS:
        (one,) = ids(tokenizer, tag)
        assert tokenizer.decode([one], skip_special_tokens=True) == tag


@pytest.mark.parametrize("before", [" ", "of ", '"', '["', '\\"', "(", ": ", "the club ", "\n"])
@pytest.mark.parametrize(
    "name", ["Zelgogrod", "IMG_014", "Zelgogrod Observatory", "observatory", "1925", "old harbour"]
)
def test_words_have_the_same_pieces_after_anything(tokenizer: PreTrainedTokenizerFast, before: str, name: str) -> None:
    pieces = ids(tokenizer, f" {name}")
    for after in ("", ",", '"', " is", "\n"):
        found = ids(tokenizer, f"A{before}{name}{after}")
        assert any(found[start : start + len(pieces)] == pieces for start in range(len(found)))


def test_names_get_no_token_of_their_own_however_often_they_occur(tokenizer: PreTrainedTokenizerFast) -> None:
    vocabulary = set(tokenizer.get_vocab())
    assert "Zelgogrod" not in vocabulary
    assert "Yarsislava" not in vocabulary
    assert "Observatory" not in vocabulary or len(ids(tokenizer, "Observatory")) == 1
    assert len(ids(tokenizer, " observatory")) == 1  # a word that is no name does


def test_the_vocabulary_is_not_exceeded(tokenizer: PreTrainedTokenizerFast) -> None:
    assert len(tokenizer) <= 600
    assert max(tokenizer.get_vocab().values()) == len(tokenizer) - 1
