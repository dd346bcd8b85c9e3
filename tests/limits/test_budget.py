from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genevolve.errors import BudgetExceeded
from genevolve.limits import Budget


def test_fifty_parallel_calls_cannot_overshoot():
    budget = Budget({"images": 20})
    gate, taken, refused = threading.Barrier(50), [], []

    def call() -> None:
        gate.wait()
        try:
            with budget.reserve("images"):
                taken.append(1)
        except BudgetExceeded:
            refused.append(1)

    threads = [threading.Thread(target=call) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(refused), budget.left("images")) == (20, 30, 0)


def test_settlement_returns_what_was_not_used():
    budget = Budget({"tokens": 100})
    with budget.reserve("tokens", 80) as reservation:
        assert budget.left("tokens") == 20
        reservation.settle(30)
    assert budget.left("tokens") == 70


def test_a_failed_call_spends_nothing():
    budget = Budget({"tokens": 100})
    with pytest.raises(OSError, match="down"), budget.reserve("tokens", 80):
        raise OSError("down")
    assert budget.left("tokens") == 100


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30))))
def test_what_is_left_is_the_limit_less_what_was_settled(calls):
    budget, spent = Budget({"x": 100}), 0
    for reserved, actual in calls:
        try:
            with budget.reserve("x", reserved) as reservation:
                reservation.settle(actual)
            spent += actual
        except BudgetExceeded:
            assert spent + reserved > 100
    assert budget.left("x") == 100 - spent
