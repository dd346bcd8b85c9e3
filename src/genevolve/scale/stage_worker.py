"""A stage in a process of its own: made there from names, fed with items and giving rows back, all as JSON."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from genevolve.data.engine import row_of
from genevolve.data.stage import ItemStage
from genevolve.records.data import DataItem


@dataclass(frozen=True)
class StageFactory:
    """How to make a stage in another process: a function by its name, and what it is called with."""

    target: str
    """`package.module:function`, which returns an `ItemStage`."""
    arguments: Mapping[str, str | float | None] = field(default_factory=dict)

    def make(self) -> ItemStage:
        """The stage."""
        module, _, function = self.target.partition(":")
        return cast("ItemStage", getattr(importlib.import_module(module), function)(**self.arguments))


class StageWorker:
    """What lives in the process: one stage, made once."""

    def __init__(self, factory: StageFactory) -> None:
        self._stage = factory.make()

    async def work(self, item: str) -> str:
        """The row of an item. It is given to whoever asked; nothing is written here but pictures, by their content."""
        row = await row_of(self._stage, DataItem.model_validate_json(item))
        return row.model_dump_json()
