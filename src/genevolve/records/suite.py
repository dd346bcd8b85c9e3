"""One task of a benchmark."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from genevolve.records.base import StoredRecord


class SuiteRow(StoredRecord):
    """A request of a suite, what the suite says of it, and where its ground truth lies."""

    id: str = Field(min_length=1)
    prompt: str = Field(min_length=1)
    ground_truth: str = Field(default="", description="Locator that the suite can load; empty: there is no picture.")
    category: str = ""
    track: str = Field(default="", description="`knowledge`, `quality`, or empty where a suite has no tracks.")
    difficulty: str = ""
    eval_type: str = Field(default="", description="The track as the suite's file spells it.")
    meta: dict[str, Any] = Field(default_factory=dict)
