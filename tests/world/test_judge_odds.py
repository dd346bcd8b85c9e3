"""The judge's logistic regressions."""

from __future__ import annotations

import pytest

from genevolve.world.judge.odds import Regression, regression


def test_a_fit_tells_apart_what_its_figures_tell_apart() -> None:
    rows = [{"score": at / 20, "noise": (at * 7 % 5) / 5} for at in range(20)]
    fit = Regression.fitted(rows, [at >= 10 for at in range(20)])
    chances = [fit.probability(row) for row in rows]
    assert max(chances[:9]) < 0.5 < min(chances[11:])
    assert abs(fit.weights["noise"]) < abs(fit.weights["score"]) / 3


def test_the_fit_does_not_depend_on_the_unit_of_a_figure() -> None:
    truths = [at % 3 > 0 for at in range(30)]
    small = Regression.fitted([{"size": at / 30} for at in range(30)], truths)
    large = Regression.fitted([{"size": at * 100.0} for at in range(30)], truths)
    assert small.probability({"size": 0.5}) == pytest.approx(large.probability({"size": 1500.0}))


def test_a_missing_figure_is_an_error_and_far_odds_stay_finite() -> None:
    fit = Regression({"score": 1e4}, 0.0)
    assert fit.probability({"score": 1.0}) == pytest.approx(1.0)
    assert fit.probability({"score": -1.0}) == pytest.approx(0.0)
    with pytest.raises(KeyError):
        fit.probability({})


@pytest.mark.parametrize("name", ["finds", "likeness"])
def test_the_shipped_weights_are_there(name: str) -> None:
    assert regression(name).weights
