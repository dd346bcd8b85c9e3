"""Agreement of two columns of scores, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.records.judgement import SCORES
from genevolve.world.judge.agreement import concordance, share_interval, weighted_kappa

ROWS = st.lists(st.tuples(st.sampled_from(SCORES), st.sampled_from(SCORES)), min_size=1, max_size=30)


def test_kappa_is_what_is_left_of_agreement_after_chance() -> None:
    assert weighted_kappa([0.0, 0.5, 1.0], [0.0, 0.5, 1.0]) == pytest.approx(1.0)
    assert weighted_kappa([0.0, 1.0], [1.0, 0.0]) == pytest.approx(-1.0)
    assert weighted_kappa([0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]) == pytest.approx(0.0)
    assert weighted_kappa([0.0, 0.5, 1.0, 1.0], [0.0, 0.5, 1.0, 0.5]) == pytest.approx(1 - (1 / 4) / (20 / 16))


def test_kappa_minds_a_whole_step_four_times_as_much_as_half_a_one() -> None:
    true = [0.0, 0.5, 1.0, 1.0, 0.0]
    near, far = weighted_kappa([0.0, 0.5, 1.0, 0.5, 0.0], true), weighted_kappa([0.0, 0.5, 1.0, 0.0, 0.0], true)
    assert 1 > near > far


def test_one_same_value_everywhere_is_full_agreement() -> None:
    assert weighted_kappa([1.0, 1.0], [1.0, 1.0]) == 1.0
    assert concordance([0.0, 1.0], [1.0, 1.0]) == 1.0


def test_concordance_counts_pairs_whose_truth_differs_and_ties_half() -> None:
    assert concordance([0.0, 0.5, 1.0], [0.0, 0.5, 1.0]) == 1.0
    assert concordance([1.0, 0.5, 0.0], [0.0, 0.5, 1.0]) == 0.0
    assert concordance([0.5, 0.5, 0.5], [0.0, 0.5, 1.0]) == 0.5
    assert concordance([0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]) == pytest.approx(0.5)
    assert concordance([0.0, 0.0, 0.5], [0.0, 0.5, 1.0]) == pytest.approx(2.5 / 3)


@given(ROWS)
def test_the_order_of_rows_does_not_count(rows: list[tuple[float, float]]) -> None:
    measured, true = zip(*rows, strict=True)
    backwards = measured[::-1], true[::-1]
    assert weighted_kappa(measured, true) == pytest.approx(weighted_kappa(*backwards))
    assert concordance(measured, true) == pytest.approx(concordance(*backwards))
    assert weighted_kappa(measured, true) <= 1 + 1e-9
    assert 0 <= concordance(measured, true) <= 1


@pytest.mark.parametrize(("hits", "num", "ends"), [(95, 100, (0.888, 0.978)), (10, 10, (0.722, 1.0)), (0, 0, (0, 1))])
def test_the_interval_of_a_share_is_wilsons(hits: int, num: int, ends: tuple[float, float]) -> None:
    assert share_interval(hits, num) == pytest.approx(ends, abs=0.001)
