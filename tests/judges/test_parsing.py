from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.judges.answers import KScoreAnswer, SufficiencyAnswer, WiseAnswer, WiseVerifiedAnswer, skeleton
from genevolve.judges.parsing import Repair, UnusableAnswerError, read_answer

SUFFICIENT = {
    "requirements": [{"constraint": "a cat", "reason": "named, in braces: }{ ,]", "met": True}],
    "reason": 'it says "cat", ',
    "score": 0.75,
}
TEXT = json.dumps(SUFFICIENT)


def with_trailing_commas(text: str) -> str:
    return text.replace('"met": true}', '"met": true,}').replace("0.75}", "0.75 ,\n}")


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        (TEXT, ()),
        (f"\n  {TEXT}\n", ()),
        (f"```json\n{TEXT}\n```", (Repair.FENCE,)),
        (f"Here you are:\n```\n{TEXT}\n```\nAnything else?", (Repair.FENCE, Repair.PROSE)),
        (f"Sure! {TEXT} I hope this helps.", (Repair.PROSE,)),
        (f"<think>It might be {{'score': 0}}…</think>\n{TEXT}", (Repair.THINKING,)),
        (with_trailing_commas(TEXT), (Repair.TRAILING_COMMA,)),
        (TEXT[:-1], (Repair.MISSING_BRACE,)),
        (f"Answer: {with_trailing_commas(TEXT)[:-1]}", (Repair.PROSE, Repair.MISSING_BRACE, Repair.TRAILING_COMMA)),
        (f"```json\n{with_trailing_commas(TEXT)}\n```", (Repair.FENCE, Repair.TRAILING_COMMA)),
    ],
)
def test_faults_of_form_are_repaired_and_named(text, repairs):
    answer, made = read_answer(text, SufficiencyAnswer)
    assert made == repairs
    assert answer.model_dump() == SUFFICIENT


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no whole JSON object"),
        ("I cannot see the picture.", "no whole JSON object"),
        ("[1, 2]", "not an object"),
        (TEXT[: len(TEXT) // 2], "no whole JSON object"),
        (TEXT + TEXT, "no whole JSON object"),
        (f"{TEXT} or rather {TEXT}", "no whole JSON object"),
        (TEXT.replace("0.75", "0.8"), "'score': must be one of 0, 0.25, 0.5, 0.75, 1"),
        (TEXT.replace("0.75", '"0.75"'), "'score': Input should be a valid number"),
        (TEXT.replace("0.75", "true"), "'score': Input should be a valid number"),
        (TEXT.replace("0.75", "NaN"), "NaN is not a number"),
        (TEXT.replace('"score": 0.75', '"score": 1, "score": 0.75'), "a key stands twice"),
        (TEXT.replace('"reason": "it', '"why": "it'), "'reason': Field required"),
        (json.dumps(SUFFICIENT | {"requirements": []}), "'requirements': must not be empty"),
        ("{" * 100_000, "no whole JSON object"),
        ('{"a":' * 50_000, "far too long"),
    ],
)
def test_content_is_never_repaired(text, says):
    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(text, SufficiencyAnswer)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_answer_that_was_cut_is_not_completed():
    cut = json.dumps({"reason": "x", "requirements": SUFFICIENT["requirements"], "score": 0.75})[:-3]
    assert cut.endswith("0.")
    whole_number = cut[:-1]
    assert read_answer(whole_number, SufficiencyAnswer)[0].score == 0
    with pytest.raises(UnusableAnswerError):
        read_answer(whole_number, SufficiencyAnswer, cut=True)


def test_unknown_keys_are_passed_over():
    answer, repairs = read_answer(json.dumps(SUFFICIENT | {"overall": 7}), SufficiencyAnswer)
    assert (answer.score, repairs) == (0.75, ())


@given(
    st.text()
    | st.lists(st.sampled_from(["{", "}", "[", "]", '"', ",", "```", "a", ":", "\\", "\n", "0", "</think>"])).map(
        "".join
    )
)
def test_no_text_crashes_the_reader(text):
    with pytest.raises(UnusableAnswerError):
        read_answer(text, WiseAnswer)


reasons = st.text(max_size=40)
parts = st.fixed_dictionaries({"reason": reasons, "score": st.sampled_from([0, 1, 2])})
answers = st.fixed_dictionaries({"consistency": parts, "realism": parts, "aesthetic_quality": parts})


@given(answers, st.booleans(), st.sampled_from([None, 1, 4]))
def test_an_answer_survives_whatever_stands_around_it(answer, fenced, indent):
    text = json.dumps(answer, indent=indent)
    text = f"```json\n{text}\n```" if fenced and "```" not in text else text
    assert read_answer(text, WiseAnswer)[0].model_dump() == answer


@pytest.mark.parametrize("shape", [KScoreAnswer, SufficiencyAnswer, WiseAnswer, WiseVerifiedAnswer])
def test_the_schema_is_one_that_endpoints_enforce(shape):
    schema = shape.model_json_schema()
    objects = [schema, *schema.get("$defs", {}).values()]
    assert all(node["additionalProperties"] is False for node in objects)
    assert all(node["required"] == list(node["properties"]) for node in objects)


def test_the_skeleton_shows_every_key_in_order():
    shown = skeleton(KScoreAnswer)
    keys = ["constraints", "faithfulness", "visual_correctness", "text_accuracy", "required", "aesthetics"]
    assert sorted(keys, key=shown.index) == keys
    assert shown.count("‹0 | 0.5 | 1›") == 4
