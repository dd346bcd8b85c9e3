"""Judges behind two small protocols: one looks at the picture, one reads the program."""

from __future__ import annotations

from typing import Protocol

from genevolve.records import PictureScores, Program, Request, Sufficiency


class PictureJudge(Protocol):
    """Scores a picture against its request and its ground truth; it never sees the program.

    Raises:
        JudgeError: the judge is down or gives no usable answer; never a zero.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every judgement."""
        ...

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        """Four scores for `picture` (image 1, PNG) beside `ground_truth` (image 2, PNG)."""
        ...


class ProgramJudge(Protocol):
    """Says whether a perfect generator, given this program, would reach the request's goal.

    Raises:
        JudgeError: the judge is down or gives no usable answer; never a zero.
    """

    @property
    def id(self) -> str:
        """Name and version, part of every judgement."""
        ...

    async def judge_program(self, request: Request, program: Program) -> Sufficiency:
        """The sufficiency of `program` for `request`."""
        ...
