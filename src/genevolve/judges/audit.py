"""Auditors of teacher trajectories and examiners of ground-truth pictures, behind two small protocols."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from genevolve.records import Program, Request, Trajectory
from genevolve.records.data import AuditScores, VisualScores


class TrajectoryAuditor(Protocol):
    """Scores whether a trajectory is worth learning from.

    Raises:
        JudgeError: the auditor is down or gives no usable answer; never a low score.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every row."""
        ...

    async def audit(self, request: Request, trajectory: Trajectory) -> AuditScores:
        """Six scores from 1 to 5."""
        ...


class PictureExaminer(Protocol):
    """Scores whether a picture can serve as ground truth.

    Raises:
        JudgeError: the examiner is down or gives no usable answer; never a low score.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every row."""
        ...

    async def examine(
        self, request: Request, program: Program, picture: bytes, references: Sequence[bytes]
    ) -> VisualScores:
        """Four scores from 1 to 5 for `picture` (PNG), drawn from `program` with `references` (PNG, in order)."""
        ...
