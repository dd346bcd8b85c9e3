"""Builds a data folder: its stages one after the other, each going on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from genevolve.config.data import AuditSettings, FilterSettings
from genevolve.data.engine import Engine, ShouldStop
from genevolve.data.folder import DataFolder
from genevolve.data.progress import OnProgress, StageProgress
from genevolve.data.runner import Wanted, run_items, run_whole
from genevolve.data.stage import ORDER, WHOLE_STAGES, Journal, WholeStage
from genevolve.data.thresholds import Bar, redecided
from genevolve.errors import DataError, InfrastructureError
from genevolve.records.data import Stage


class Stages(Protocol):
    """Where the stages of a folder come from."""

    def whole(self, stage: Stage) -> WholeStage:
        """A stage that needs all items."""
        ...

    def engine(self, stage: Stage) -> AbstractAsyncContextManager[Engine]:
        """What works on the items of one of the other stages, for as long as it is open."""
        ...

    def wanted(self, stage: Stage) -> Wanted | None:
        """Which of the items that reach a stage it is for; None for all."""
        ...


async def build(
    folder: DataFolder,
    stages: Stages,
    *,
    only: Sequence[Stage] = (),
    leave_owed: bool = False,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> list[StageProgress]:
    """Run the stages of a folder, or `only` some, in their order; say how each stands.

    A stage that still owes items ends the building, unless `leave_owed` lets the others go on.

    Raises:
        UserError: a person has to mend something first.
        InfrastructureError: items are owed, or nothing more can be kept.
        BudgetExceeded: the budget is used up.
    """
    decide_anew(folder)
    standings = []
    for stage in ORDER:
        if only and stage not in only:
            continue
        _check_input(folder.journal, stage)
        standing = await _run(folder, stages, stage, on_progress, should_stop)
        standings.append(standing)
        if should_stop is not None and should_stop():
            break
        if not standing.is_complete and not leave_owed:
            raise InfrastructureError(
                f"{standing.num_items - standing.num_done} of {standing.num_items} items are owed at the stage "
                f"{stage.value}: the same command goes on; with --leave-owed the others go on without them"
            )
    return standings


def decide_anew(folder: DataFolder) -> int:
    """Apply the bars of the settings to scores that are stored already; the number of rows that this changes."""
    bars: dict[Stage, AuditSettings | FilterSettings] = {
        Stage.AUDIT: folder.settings.audit,
        Stage.FILTER: folder.settings.filter,
    }
    num = 0
    for stage, settings in bars.items():
        rows = redecided(folder.journal.rows(stage).values(), Bar.of(settings))
        if rows:
            folder.journal.add(stage, rows)
        num += len(rows)
    return num


async def _run(
    folder: DataFolder,
    stages: Stages,
    stage: Stage,
    on_progress: OnProgress | None,
    should_stop: ShouldStop | None,
) -> StageProgress:
    if stage in WHOLE_STAGES:
        return await run_whole(
            folder.journal, stages.whole(stage), on_progress=on_progress, fingerprint=folder.fingerprint
        )
    async with stages.engine(stage) as engine:
        return await run_items(
            folder.journal, engine, on_progress=on_progress, should_stop=should_stop, wanted=stages.wanted(stage)
        )


def _check_input(journal: Journal, stage: Stage) -> None:
    place = ORDER.index(stage)
    if place and not journal.path(ORDER[place - 1]).exists() and not journal.ids(stage):
        raise DataError(f"nothing has reached the stage {stage.value} yet; run {ORDER[place - 1].value} first")
