"""What training reads, wherever it came from: supervised conversations, and tasks with their ground truths."""

from __future__ import annotations

import hashlib
from typing import Self

from pydantic import Field

from genevolve.records.base import Record, StoredRecord
from genevolve.records.data import DataSplit
from genevolve.records.trajectory import Request, Role

SUPERVISED_SPLITS = (DataSplit.SFT, DataSplit.SFT_VALIDATION)
"""Splits of examples; the others are splits of tasks."""


class SupervisedMessage(Record):
    """One message as the policy sees or writes it; `<image>` stands where a picture is shown."""

    role: Role
    content: str


class SupervisedExample(StoredRecord):
    """A conversation to imitate: what its assistant wrote is what is learned."""

    id: str
    messages: tuple[SupervisedMessage, ...]
    images: tuple[str, ...] = Field(default=(), description="SHA-256 of each picture, in the order of `<image>`.")
    split: DataSplit

    @classmethod
    def made(cls, messages: tuple[SupervisedMessage, ...], images: tuple[str, ...], split: DataSplit) -> Self:
        """The example, named by its content."""
        digest = hashlib.sha256()
        for message in messages:
            digest.update(f"{message.role}\0{message.content}\0".encode())
        for sha256 in images:
            digest.update(sha256.encode())
        return cls(id=f"sft_{digest.hexdigest()[:16]}", messages=messages, images=images, split=split)


class Task(StoredRecord):
    """A request with its ground truth, to evolve on or to be measured by."""

    request: Request
    ground_truth: str = Field(pattern=r"^[0-9a-f]{64}$", description="Content address of the picture's PNG bytes.")
    track: str = Field(default="", description="`knowledge`, `quality`, or another house's name for a group.")
    entities: tuple[str, ...] = Field(default=(), description="What the request is about, where that is known.")
    split: DataSplit
