from __future__ import annotations

import pytest
from experience_kit import FAILED, LOST, group
from hypothesis import given
from hypothesis import strategies as st

from genevolve.config.experience import ExperienceSettings
from genevolve.experience.pairs import NoPair, pairs_of
from genevolve.records import Outcome
from genevolve.rewards import value

SETTINGS = ExperienceSettings()


def test_the_best_and_the_worst_of_a_group_are_paired_and_of_equals_the_first() -> None:
    (pair,), without = pairs_of([group(0.5, 0.9, 0.1, 0.9, 0.1)], SETTINGS)

    assert (pair.best.trajectory.id, pair.worst.trajectory.id) == ("r-1", "r-2")
    assert pair.gap == pytest.approx(0.8)
    assert not without


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        ((), NoPair.FEW),
        ((0.4, LOST, LOST), NoPair.FEW),
        ((0.4, 0.4, LOST), NoPair.FLAT),
        ((FAILED, FAILED), NoPair.FLAT),
        ((0.4, 0.55), NoPair.SMALL_GAP),
        ((0.9, FAILED), NoPair.PROTOCOL_ONLY),
        ((0.9, 0.8, FAILED), NoPair.PROTOCOL_ONLY),
    ],
)
def test_a_group_without_a_pair_says_why(outcomes: tuple[Outcome | float, ...], reason: NoPair) -> None:
    pairs, without = pairs_of([group(*outcomes)], SETTINGS)

    assert not pairs
    assert without == {reason: 1}


def test_a_failure_of_the_policy_does_not_hide_a_lesson_among_those_that_were_judged() -> None:
    (pair,), _ = pairs_of([group(FAILED, 0.9, 0.3)], SETTINGS)

    assert pair.worst.trajectory.id == "r-2"
    assert pair.gap == pytest.approx(0.6)


def test_a_gap_of_exactly_the_least_counts_although_it_is_not_so_in_binary() -> None:
    assert 0.3 - 0.1 < 0.2
    assert len(pairs_of([group(0.3, 0.1)], SETTINGS)[0]) == 1


def test_above_the_cap_the_largest_gaps_stay() -> None:
    groups = [group(0.1, 0.1 + gap, request=str(gap)) for gap in (0.3, 0.8, 0.5, 0.8001)]

    pairs, without = pairs_of(groups, SETTINGS.model_copy(update={"max_pairs": 2}))

    assert [pair.request.id for pair in pairs] == ["0.8001", "0.8"]
    assert without == {NoPair.OVER_CAP: 2}


outcomes = st.one_of(st.floats(0, 1), st.just(FAILED), st.just(LOST))


@given(st.lists(st.lists(outcomes, max_size=6), max_size=5), st.integers(1, 4))
def test_every_group_is_a_pair_or_counted_once_and_every_pair_is_extreme(
    drawn: list[list[Outcome | float]], cap: int
) -> None:
    groups = [group(*one, request=str(number)) for number, one in enumerate(drawn)]

    pairs, without = pairs_of(groups, SETTINGS.model_copy(update={"max_pairs": cap}))

    assert len(pairs) + without.total() == len(groups)
    assert len(pairs) <= cap
    for pair in pairs:
        judged = [value(one.outcome) for one in groups[int(pair.request.id)] if one.outcome.status == "scored"]
        assert value(pair.best.outcome) == max(number for number in judged if number is not None)
        assert value(pair.worst.outcome) == min(number for number in judged if number is not None)
        assert pair.gap > 0.2 - 1e-6
