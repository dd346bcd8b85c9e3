from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.bench.statistics import bootstrap, mean_interval, paired_interval, tally

FEW = 400
scores = st.sampled_from([i / 20 for i in range(21)])
rows = st.lists(scores, min_size=1, max_size=40)
pairs = st.lists(st.tuples(scores, scores), min_size=1, max_size=40)


def columns_of(drawn):
    return [a for a, _ in drawn], [b for _, b in drawn]


@given(pairs)
def test_the_interval_contains_the_mean_difference(drawn):
    first, second = columns_of(drawn)
    interval = paired_interval(first, second, num_resamples=FEW)
    assert interval.mean == pytest.approx(np.mean(first) - np.mean(second))
    assert interval.low - 1e-9 <= interval.mean <= interval.high + 1e-9
    assert interval.num_rows == len(drawn)


@given(rows)
def test_identical_runs_differ_by_exactly_nothing(values):
    interval = paired_interval(values, values, num_resamples=FEW)
    assert (interval.mean, interval.low, interval.high) == (0.0, 0.0, 0.0)
    assert not interval.excludes_zero
    counted = tally(values, values)
    assert (counted.wins, counted.ties, counted.losses) == (0, len(values), 0)


@given(pairs, st.integers(0, 2**32))
def test_swapping_the_runs_mirrors_everything(drawn, seed):
    first, second = columns_of(drawn)
    there = paired_interval(first, second, seed=seed, num_resamples=FEW)
    back = paired_interval(second, first, seed=seed, num_resamples=FEW)
    assert (there.mean, there.low, there.high) == pytest.approx((-back.mean, -back.high, -back.low), abs=1e-12)
    won, lost = tally(first, second), tally(second, first)
    assert (won.wins, won.ties, won.losses) == (lost.losses, lost.ties, lost.wins)


@given(rows, st.floats(-3, 3))
def test_a_shift_of_all_rows_shifts_the_interval(values, shift):
    before = mean_interval(values, num_resamples=FEW)
    after = mean_interval([value + shift for value in values], num_resamples=FEW)
    assert (after.low, after.high) == pytest.approx((before.low + shift, before.high + shift), abs=1e-9)


@given(rows, st.integers(0, 2**63))
def test_the_same_seed_gives_the_same_interval(values, seed):
    assert mean_interval(values, seed=seed, num_resamples=FEW) == mean_interval(values, seed=seed, num_resamples=FEW)


def test_batches_do_not_change_the_draw(monkeypatch):
    values = np.linspace(0, 1, 50)
    whole = mean_interval(values, num_resamples=1000)
    monkeypatch.setattr("genevolve.bench.statistics._CELLS_AT_ONCE", 170)
    assert mean_interval(values, num_resamples=1000) == whole


def test_it_agrees_with_the_normal_theory_of_a_mean():
    values = np.random.default_rng(1).normal(0.4, 0.2, size=600)
    interval = mean_interval(values)
    half = 1.96 * values.std() / np.sqrt(600)
    assert interval.low == pytest.approx(interval.mean - half, abs=0.0015)
    assert interval.high == pytest.approx(interval.mean + half, abs=0.0015)


def test_it_covers_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(7)
    steps, chances = np.array([0, 0.5, 1]), np.array([0.3, 0.2, 0.5])
    truth = float(steps @ chances)
    covered = 0
    for seed in range(200):
        interval = mean_interval(generator.choice(steps, size=80, p=chances), seed=seed, num_resamples=FEW)
        covered += interval.low <= truth <= interval.high
    assert 0.89 <= covered / 200 <= 0.99


def test_pairing_is_narrower_where_the_rows_agree():
    generator = np.random.default_rng(3)
    hard = generator.uniform(0, 1, size=300)
    better = hard + 0.02 + generator.normal(0, 0.01, size=300)
    paired = paired_interval(better, hard)
    assert paired.excludes_zero
    assert paired.high - paired.low < 0.005
    alone = mean_interval(better)
    assert alone.high - alone.low > 0.05


def test_a_ratio_of_two_columns_is_estimated_as_one():
    # text rows only: (1 + 0 + 0.5) / 3 = 0.5, although the mean over all five rows of the first column is 0.3
    columns = np.array([[1, 1], [0, 1], [0.5, 1], [0, 0], [0, 0]], dtype=float)

    def ratio(means):
        return np.divide(means[..., 0], means[..., 1], out=np.full(means.shape[:-1], 0.5), where=means[..., 1] > 0)

    interval = bootstrap(columns, ratio, num_resamples=2000)
    assert interval.mean == pytest.approx(0.5)
    assert interval.low == 0
    assert interval.high == 1


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="no rows"):
        mean_interval([])
    with pytest.raises(ValueError, match="not finite"):
        mean_interval([0.5, float("nan")])
    with pytest.raises(ValueError, match="same length"):
        paired_interval([1.0], [1.0, 2.0])
    with pytest.raises(ValueError, match="same length"):
        tally([1.0], [1.0, 2.0])


def test_ten_thousand_resamples_of_six_hundred_rows_are_quick():
    generator = np.random.default_rng(0)
    first, second = generator.uniform(size=600), generator.uniform(size=600)
    started = process_time()
    paired_interval(first, second)
    assert process_time() - started < 1.0
