"""From findings to scores: where exactly 1 becomes 0.5, and 0.5 becomes 0."""

from __future__ import annotations

import pytest

from genevolve.records import ConstraintCheck
from genevolve.world.judge.scoring import beauty_score, faithful_score, text_score, visual_score


def checks(met: int, missed: int) -> list[ConstraintCheck]:
    right = [ConstraintCheck(constraint=f"right {number}", met=True, reason="seen") for number in range(met)]
    wrong = [ConstraintCheck(constraint=f"wrong {number}", met=False, reason="none seen") for number in range(missed)]
    return right + wrong


@pytest.mark.parametrize(
    ("met", "missed", "score"),
    [(4, 0, 1.0), (0, 1, 0.5), (1, 1, 0.5), (3, 2, 0.0), (4, 2, 0.5), (3, 3, 0.0), (6, 3, 0.5), (0, 2, 0.0)],
)
def test_a_third_of_the_demands_and_always_one_may_be_missed_for_half(met: int, missed: int, score: float) -> None:
    assert faithful_score(checks(met, missed))[0] == score


def test_the_reason_names_the_first_demand_that_was_missed() -> None:
    assert "wrong 0: none seen" in faithful_score(checks(2, 2))[1]
    assert faithful_score([])[0] == 0.5


@pytest.mark.parametrize(
    ("looks", "misshapen", "score"),
    [
        ([], False, 1.0),
        ([("Chad", True)], False, 1.0),
        ([("Chad", True)], True, 0.5),
        ([("Chad", True), ("Mali", False)], False, 0.5),
        ([("Chad", False)], False, 0.0),
        ([("Chad", True), ("Mali", False), ("Peru", False)], False, 0.0),
    ],
)
def test_looks(looks: list[tuple[str, bool]], misshapen: bool, score: float) -> None:
    value, reason = visual_score(looks, misshapen)
    assert value == score
    wrong = [name for name, right in looks if not right]
    assert reason.startswith(wrong[0]) if wrong else "does not look" not in reason


@pytest.mark.parametrize(
    ("found", "score"),
    [
        ([], 0.5),
        ([("OPEN", 0)], 1.0),
        ([("OPEN", 1)], 0.5),
        ([("OPEN", 2)], 0.0),
        ([("MIDNIGHT TEA", 3)], 0.5),
        ([("MIDNIGHT TEA", 4)], 0.0),
        ([("OPEN", 0), ("MIDNIGHT TEA", 2)], 0.5),
        ([("OPEN", 3), ("MIDNIGHT TEA", 0)], 0.0),
    ],
)
def test_the_worst_text_counts_by_a_quarter_of_its_letters(found: list[tuple[str, int]], score: float) -> None:
    assert text_score(found)[0] == score


def test_beauty_falls_with_every_blemish() -> None:
    assert [beauty_score(["crowded", "flat", "pale"][:num])[0] for num in range(4)] == [1.0, 0.5, 0.0, 0.0]
    assert beauty_score(["crowded", "flat"])[1] == "crowded; flat"
