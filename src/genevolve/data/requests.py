"""Requests from recipes, by whichever writer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from time import perf_counter

from genevolve.data.outages import owed
from genevolve.data.recipes import number_of
from genevolve.data.writer import RequestWriter
from genevolve.errors import BudgetExceeded, DataError, InfrastructureError
from genevolve.records import DataItem, Recipe, Request, Stage, StageRow, Verdict
from genevolve.records.data import Unwritten, Written

_ID_CHARS = 16


def request_id(text: str) -> str:
    """The id of a request, by its text."""
    return f"rq_{hashlib.sha256(text.encode()).hexdigest()[:_ID_CHARS]}"


def request_of(written: Written, recipe: Recipe) -> Request:
    """The request that was written for a recipe."""
    return Request(
        id=request_id(written.text),
        prompt=written.text,
        category=recipe.task_family,
        difficulty=recipe.difficulty,
        meta=written.meta,
    )


@dataclass(frozen=True)
class RequestStage:
    """An `ItemStage`."""

    writer: RequestWriter

    stage = Stage.REQUESTS

    async def work(self, item: DataItem) -> StageRow:
        """The request of one recipe; rejected when the writer could not follow the rules, owed after an outage."""
        if item.recipe is None:
            raise DataError(f"item {item.id} has no recipe; run the stage `recipes` first")
        started = perf_counter()
        try:
            made = await self.writer.write(item.recipe, number_of(item.id))
        except (InfrastructureError, BudgetExceeded) as error:
            return owed(item.id, self.stage, error, by=self.writer.id, seconds=perf_counter() - started)
        seconds = perf_counter() - started
        if isinstance(made, Unwritten):
            return StageRow(
                id=item.id, stage=self.stage, verdict=Verdict.REJECTED, reasons=made.reasons, by=self.writer.id,
                seconds=seconds, usd=made.usd,
            )  # fmt: skip
        return StageRow(
            id=item.id, stage=self.stage, by=self.writer.id, seconds=seconds, usd=made.usd,
            request=request_of(made, item.recipe), entities=made.entities,
        )  # fmt: skip
