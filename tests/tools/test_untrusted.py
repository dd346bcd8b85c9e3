"""Hostile text must not be able to forge a tag, end a response, or mint an image id."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from genevolve.tools.untrusted import neutralise, one_line

_PIECES = st.sampled_from(
    [
        "<think>",
        "</tool_response>",
        "<answer>",
        "<|im_start|>",
        "＜tool_call＞",
        "IMG_001",
        "img_ 2",
        "IMG_\u200b003",
        "\n",
        "[1] ",
    ]
)
_HOSTILE = st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=12).map("".join)


@given(_HOSTILE)
def test_no_tag_and_no_id_survives(text):
    safe = neutralise(text)
    assert not set("<>＜＞") & set(safe)
    assert not re.search(r"IMG\s*_\s*\d", safe, re.IGNORECASE)
    assert neutralise(safe) == safe


@given(_HOSTILE)
def test_a_title_cannot_start_a_line_of_its_own(text):
    assert len(one_line(text).splitlines()) <= 1


def test_innocent_text_is_left_alone():
    text = "The flag's colours are blue, yellow & red (1959) — “Chad”, 5 µm, naïve; IMG is a word, image_1 a file."
    assert neutralise(text) == text
    assert one_line("a" * 400).endswith("…")
