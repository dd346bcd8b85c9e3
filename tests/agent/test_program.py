from __future__ import annotations

import pytest

from genevolve.agent.program import FaultKind, bind, capped, check_answer, with_references
from genevolve.agent.protocol import Answer
from genevolve.records import ImageHit, ReferenceChoice

FOUND = {
    f"IMG_{n:03d}": ImageHit(img_id=f"IMG_{n:03d}", title=f"picture {n}", sha256=f"{n:064x}", width=9, height=9)
    for n in (1, 2, 10, 1000)
}
BOTH = "The cat from the first reference image and the dog from the second reference image."


def _answer(prompt: str, *ids: str) -> Answer:
    return Answer(prompt, tuple(ReferenceChoice(img_id=img_id, note="n") for img_id in ids))


@pytest.mark.parametrize(
    "answer",
    [
        _answer("A cat."),
        _answer("The cat from the first reference image.", "IMG_010"),
        _answer(BOTH, "IMG_002", "IMG_010"),
        _answer(BOTH, "IMG_010", "IMG_1000"),
    ],
)
def test_valid_answers(answer):
    assert check_answer(answer, FOUND, max_references=2) == ()


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (_answer(" \n"), {FaultKind.EMPTY_PROMPT}),
        (_answer("The cat of IMG_001."), {FaultKind.IMAGE_ID_IN_PROMPT}),
        (_answer("A cat, see https://example.org/cat.png"), {FaultKind.URL_IN_PROMPT}),
        (_answer("A cat.</answer>"), {FaultKind.TAG_IN_PROMPT}),
        (_answer("The cat from the first reference image.", "IMG_003"), {FaultKind.UNKNOWN_IMAGE}),
        (_answer("The cat from the first reference image.", "../IMG_001"), {FaultKind.MALFORMED_ID}),
        (_answer(BOTH, "IMG_001", "IMG_001"), {FaultKind.REPEATED_IMAGE}),
        (_answer(BOTH, "IMG_010", "IMG_002"), {FaultKind.NOT_IN_ID_ORDER}),
        (_answer(BOTH, "IMG_1000", "IMG_010"), {FaultKind.NOT_IN_ID_ORDER}),
        (_answer("A cat.", "IMG_001"), {FaultKind.UNNAMED_REFERENCE}),
        (_answer("The cat from the second reference image."), {FaultKind.UNBOUND_ORDINAL}),
        (
            _answer("The cat from the second reference image.", "IMG_001"),
            {FaultKind.UNNAMED_REFERENCE, FaultKind.UNBOUND_ORDINAL},
        ),
        (
            _answer(BOTH + " The owl from the third reference image.", "IMG_001", "IMG_002", "IMG_010"),
            {FaultKind.TOO_MANY_REFERENCES},
        ),
    ],
)
def test_each_broken_rule_is_named(answer, kinds):
    assert {fault.kind for fault in check_answer(answer, FOUND, max_references=2)} == kinds


def test_a_program_knows_its_pictures():
    program = bind(_answer(BOTH, "IMG_001", "IMG_010"), FOUND)
    assert [reference.title for reference in program.references] == ["picture 1", "picture 10"]
    assert program.sha256 != with_references(program, [2, 1]).sha256


def test_dropping_a_reference_moves_the_ordinals():
    program = with_references(bind(_answer(BOTH, "IMG_001", "IMG_010"), FOUND), [2])
    assert program.gen_prompt == "The cat and the dog from the first reference image."
    assert program.references[0].img_id == "IMG_010"


def test_capping_keeps_the_prompt_of_a_program_without_references():
    program = bind(_answer("A cat."), FOUND)
    assert capped(program, 0) is program
    assert capped(bind(_answer(BOTH, "IMG_001", "IMG_010"), FOUND), 0).gen_prompt == "The cat and the dog."
