"""Splits: by the hash of the request and by held-out entity, known before anything is drawn."""

from __future__ import annotations

from collections import Counter

from genevolve.config.data import DataSettings, ScreenSettings, SplitSettings
from genevolve.data.screen import ScreenStage
from genevolve.data.split import Side, SplitRule, SplitStage, UnmixedScreen, needs_ground_truth, rule_by_name, side_of
from genevolve.data.stage import Journal
from genevolve.records import Render, Request
from genevolve.records.data import DataItem, DataSplit, Stage, StageRow, Verdict

RULE = SplitRule(SplitSettings(), lambda entity: entity.startswith("held"))


def request(number):
    return Request(
        id=f"rq_{number}", prompt=f"A poster of thing number {number} beside {number % 7} more, {number}, please"
    )


def render():
    return Render(
        trajectory_id="t", program_sha256="p", renderer_id="r", sha256="0" * 64, width=8, height=8, seed=0
    )  # fmt: skip


def item(number, entities=("free",), *, drawn=False):
    return DataItem(
        id=f"i{number}", request=request(number), entities=tuple(entities), render=render() if drawn else None
    )


def splits(items, rule=RULE):
    return {row.id: row.split for row in SplitStage(rule).work(items)}


def test_shares_are_those_of_the_settings():
    rows = [item(number, drawn=True) for number in range(4000)]
    found = Counter(splits(rows).values())
    supervised = found[DataSplit.SFT] + found[DataSplit.SFT_VALIDATION]
    evolve = found[DataSplit.EVOLVE] + found[DataSplit.EVOLVE_VALIDATION]
    assert DataSplit.BENCH not in found
    assert abs(supervised / 4000 - 0.66) < 0.03
    assert abs(found[DataSplit.SFT_VALIDATION] / supervised - 0.022) < 0.012
    assert abs(found[DataSplit.EVOLVE_VALIDATION] / evolve - 0.05) < 0.025


def test_more_items_move_none_and_order_does_not_matter():
    few, many = splits([item(n, drawn=True) for n in range(50)]), [item(n, drawn=True) for n in range(200)]
    again = splits(list(reversed(many)))
    assert few == {name: again[name] for name in few}


def test_case_and_layout_of_the_same_request_do_not_change_its_side():
    for number in range(40):
        twin = item(number).model_copy(
            update={"request": Request(id="other", prompt="  " + request(number).prompt.upper())}
        )
        assert side_of(twin, RULE) == side_of(item(number), RULE)


def test_held_out_entities_become_bench_only_and_mixtures_go_with_a_reason():
    rows = {row.id: row for row in SplitStage(RULE).work([
        item(1, ["held a", "held b"], drawn=True), item(2, ["held a", "free"], drawn=True), item(3, ["held a"]),
    ])}  # fmt: skip
    assert rows["i1"].split is DataSplit.BENCH
    assert (rows["i2"].verdict, rows["i2"].split) == (Verdict.REJECTED, None)
    assert [(one.code, "held a" in one.detail) for one in rows["i2"].reasons] == [("mixed_entities", True)]
    assert (rows["i3"].verdict, rows["i3"].reasons[0].code) == (Verdict.OWED, "no_ground_truth")


def test_a_screen_refuses_mixtures_before_anybody_works_on_them():
    items = [item(1, ["held a", "free"]), item(2, ["free"]), item(3, ["held a"])]
    rows = list(UnmixedScreen(ScreenStage(ScreenSettings()), RULE).work(items))
    assert [row.verdict for row in rows] == [Verdict.REJECTED, Verdict.KEPT, Verdict.KEPT]
    assert [reason.code for reason in rows[0].reasons] == ["mixed_entities"]
    assert [row.stage for row in rows] == [Stage.SCREEN] * 3


def test_what_names_nothing_can_be_bench_by_its_hash_where_entities_are_held_out_by_name():
    rule = rule_by_name(DataSettings(bench=0.2))
    found = Counter(side_of(item(n, ()), rule) for n in range(2000))
    assert abs(found[Side.BENCH] / 2000 - 0.2) < 0.03
    sides = {name: side_of(item(1, [name]), rule) for name in ("Eiffel Tower", "eiffel  tower")}
    assert len(set(sides.values())) == 1


def test_supervised_items_reach_the_split_without_pictures_and_the_others_only_with_them(tmp_path):
    journal = Journal(tmp_path)
    numbers = range(30)
    items = {n: item(n) for n in numbers}
    for stage in (Stage.RECIPES, Stage.REQUESTS, Stage.SCREEN, Stage.TRAJECTORIES, Stage.CHECK, Stage.AUDIT):
        journal.add(stage, [
            StageRow(id=f"i{n}", stage=stage, request=request(n) if stage is Stage.REQUESTS else None)
            for n in numbers
        ])  # fmt: skip
    drawn = [n for n in numbers if needs_ground_truth(items[n], RULE)]
    assert 0 < len(drawn) < 30
    refused, *kept = drawn
    journal.add(Stage.GROUND_TRUTH, [StageRow(id=f"i{n}", stage=Stage.GROUND_TRUTH, render=render()) for n in drawn])
    journal.add(Stage.FILTER, [StageRow(id=f"i{n}", stage=Stage.FILTER) for n in kept])
    journal.add(Stage.FILTER, [StageRow(id=f"i{refused}", stage=Stage.FILTER, verdict=Verdict.REJECTED)])
    assert [one.id for one in journal.items(Stage.FILTER)] == [f"i{n}" for n in drawn]
    rows = {row.id: row for row in SplitStage(RULE).work(list(journal.items(Stage.SPLIT)))}
    assert set(rows) == {f"i{n}" for n in numbers} - {f"i{refused}"}
    assert all(row.verdict is Verdict.KEPT for row in rows.values())
    assert {n for n in numbers if n != refused and rows[f"i{n}"].split.value.startswith("evolve")} == set(kept)
