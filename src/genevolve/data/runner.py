"""Runs one stage of a data folder: what is done is never done again, and what was interrupted goes on.

When no item is owed any more, the stage's file is in the order of its items. Then two runs of the same settings have
written the same bytes, whatever was interrupted and however many items were worked on at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import cast

from anyio import to_thread

from genevolve.data.engine import Engine, LocalEngine, ShouldStop
from genevolve.data.progress import OnProgress, StageProgress
from genevolve.data.row_taker import RowTaker
from genevolve.data.seals import is_sealed, seal
from genevolve.data.stage import WHOLE_STAGES, ItemStage, Journal, WholeStage
from genevolve.data.timings import timeless
from genevolve.records.data import DataItem, Stage, StageRow, Verdict
from genevolve.store import rewrite_lines

NUM_AT_ONCE = 8

Wanted = Callable[[DataItem], bool]


async def run_stage(
    journal: Journal,
    stage: ItemStage | WholeStage,
    *,
    num_at_once: int = NUM_AT_ONCE,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    wanted: Wanted | None = None,
) -> StageProgress:
    """Do what a stage still owes in this process, and say how it stands; see `run_items` and `run_whole`."""
    if stage.stage in WHOLE_STAGES:
        return await run_whole(journal, cast("WholeStage", stage), on_progress=on_progress)
    engine = LocalEngine(cast("ItemStage", stage), num_at_once)
    return await run_items(journal, engine, on_progress=on_progress, should_stop=should_stop, wanted=wanted)


async def run_items(
    journal: Journal,
    engine: Engine,
    *,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
    wanted: Wanted | None = None,
) -> StageProgress:
    """Let `engine` work on the items that have no final row yet; each row is kept as soon as it is known.

    Of the items that reach the stage only those that are `wanted` are worked on.

    Raises:
        UserError: a person has to mend something first.
        InfrastructureError: too many items in a row were owed, or nothing more can be kept.
        BudgetExceeded: the budget is used up; what was under way was finished, and is kept.
    """
    stage = engine.stage
    ids = [one for one in journal.ids(stage) if wanted is None or wanted(journal.item(stage, one))]
    verdicts = journal.verdicts(stage)
    waiting = [one for one in ids if verdicts.get(one, Verdict.OWED) is Verdict.OWED]
    done = Counter(verdicts[one] for one in ids if one in verdicts and verdicts[one] is not Verdict.OWED)
    taker = RowTaker(journal, stage, num_items=len(ids), num_waiting=len(waiting), done=done, on_progress=on_progress)
    if waiting:
        await _work(engine, _items(journal, stage, waiting), taker, should_stop)
    standing = taker.standing()
    if standing.is_complete:
        journal.settle(stage, ids)
    return standing


async def run_whole(
    journal: Journal, stage: WholeStage, *, on_progress: OnProgress | None = None, fingerprint: str = ""
) -> StageProgress:
    """Do a stage that needs all items; its file is written as one.

    It is not done again while earlier stages and `fingerprint`, which stands for all else that it depends on, are as
    they were.
    """
    if not (fingerprint and is_sealed(journal, stage.stage, fingerprint)):
        items = journal.items(stage.stage)
        rows = await to_thread.run_sync(lambda: list(stage.work(items)), abandon_on_cancel=True)
        rewrite_lines(journal.path(stage.stage), (_line(row) for row in rows))
        seal(journal, stage.stage, fingerprint)
    verdicts = journal.verdicts(stage.stage)
    standing = StageProgress.of(stage.stage, len(verdicts), Counter(verdicts.values()))
    if on_progress is not None:
        on_progress(standing)
    return standing


async def _work(engine: Engine, items: Iterator[DataItem], taker: RowTaker, should_stop: ShouldStop | None) -> None:
    """Work until nothing is left, and whatever ends it, keep the rows that are known."""

    def stop() -> bool:
        return taker.is_spent_out or (should_stop is not None and should_stop())

    try:
        await engine.work(items, taker.take, stop)
    finally:
        taker.flush()
    taker.check_budget()


def _items(journal: Journal, stage: Stage, ids: list[str]) -> Iterator[DataItem]:
    return (journal.item(stage, one) for one in ids)


def _line(row: StageRow) -> bytes:
    return timeless(row).model_dump_json().encode() + b"\n"
