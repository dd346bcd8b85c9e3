"""Bars of stored scores: what passes, the table beside the paper's rate, and decisions made anew."""

from __future__ import annotations

import pytest

from genevolve.config.data import AuditSettings, FilterSettings
from genevolve.data.thresholds import MEAN, Bar, decided, pass_rate, redecided, threshold_table
from genevolve.records import Reason, Stage, StageRow, Verdict

NAMES = ("a", "b", "c", "d", "e", "f")


def row(number: int, *marks: int, verdict: Verdict = Verdict.KEPT) -> StageRow:
    return StageRow(
        id=f"item_{number}", stage=Stage.AUDIT, verdict=verdict, notes={"a": "the first is weak"},
        scores=dict(zip(NAMES, map(float, marks), strict=False)),
    )  # fmt: skip


OWED = StageRow(id="item_9", stage=Stage.AUDIT, verdict=Verdict.OWED, reasons=(Reason(code="judge", detail="down"),))


def test_the_mean_is_met_exactly_and_missed_by_a_hair() -> None:
    bar = Bar.of(AuditSettings())
    assert bar.passes(row(1, 4, 4, 4, 4, 4, 4).scores)
    assert bar.passes(row(1, 3, 3, 3, 5, 5, 5).scores)
    assert not bar.passes(row(1, 4, 4, 4, 4, 4, 3).scores)
    assert not bar.passes(row(1, 2, 5, 5, 5, 5, 5).scores)


def test_reasons_name_every_low_score_and_the_mean() -> None:
    found = decided(row(1, 2, 5, 3, 3, 3, 3), Bar(min_score=3, min_mean=4.0))
    assert found.verdict is Verdict.REJECTED
    assert [reason.code for reason in found.reasons] == ["a", MEAN]
    assert "the first is weak" in found.reasons[0].detail
    assert "3.17 of 5, asked 4" in found.reasons[1].detail


def test_the_filter_has_no_mean() -> None:
    assert Bar.of(FilterSettings()) == Bar(min_score=4, min_mean=1.0)
    assert len(threshold_table([row(1, 4, 4, 4, 4)], FilterSettings()).means) == 1


def test_what_is_owed_is_in_no_rate() -> None:
    rows = [row(1, *[5] * 6), row(2, *[3] * 6), OWED]
    found = pass_rate(rows, Bar(3, 4.0))
    assert (found.num_kept, found.num_scored) == (1, 2)
    assert found.rate == 0.5
    assert pass_rate([OWED], Bar(3)).rate == 0.0


def test_the_table_falls_with_the_bar_and_knows_what_is_nearest_to_the_target() -> None:
    rows = [row(number, *[5] * 5, mark) for number, mark in enumerate((1, 2, 2, 3, 3, 4, 4, 5, 5, 5))]
    table = threshold_table(rows, AuditSettings(target_pass_rate=0.69))
    for line in table.grid:
        rates = [cell.rate for cell in line]
        assert rates == sorted(rates, reverse=True)
    for above, below in zip(table.grid, table.grid[1:], strict=False):
        assert all(one.rate >= other.rate for one, other in zip(above, below, strict=True))
    assert table.now.rate == 0.7
    assert table.nearest.bar == Bar(3, 4.0)
    assert threshold_table(rows, AuditSettings(target_pass_rate=0.29)).nearest.rate == 0.3


def test_a_bar_of_ones_own_stands_in_the_table() -> None:
    table = threshold_table([row(1, *[5] * 6)], AuditSettings(min_mean=4.2))
    assert 4.2 in table.means
    assert table.means == tuple(sorted(table.means))


def test_moving_the_bar_appends_changed_rows_only() -> None:
    rows = [decided(row(1, *[5] * 6), Bar(3, 4.0)), decided(row(2, 4, 4, 4, 4, 4, 4), Bar(3, 4.0)), OWED]
    assert redecided(rows, Bar(3, 4.0)) == []
    changed = redecided(rows, Bar(3, 4.5))
    assert [(new.id, new.verdict) for new in changed] == [("item_2", Verdict.REJECTED)]
    assert changed[0].scores == rows[1].scores
    back = redecided([rows[0], changed[0], OWED], Bar(3, 4.0))
    assert back == [rows[1]]


@pytest.mark.parametrize("settings", [AuditSettings(), FilterSettings()])
def test_nothing_scored_is_a_table_of_zeros(settings: AuditSettings | FilterSettings) -> None:
    table = threshold_table([], settings)
    assert table.now.num_scored == 0
    assert {cell.rate for line in table.grid for cell in line} == {0.0}
