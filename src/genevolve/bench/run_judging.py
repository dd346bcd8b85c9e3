"""What a run does with a drawn picture: ask the judges that fit the suite, and put their opinion into the row."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol

from genevolve.bench.rows import row_scores
from genevolve.bench.suites import Suite
from genevolve.bench.wise import wise_result
from genevolve.errors import SuiteError
from genevolve.judges import PictureJudge, ProgramJudge, WiseScores, WiseVerdict
from genevolve.records import Judgement, Program, Render, Request, SuiteRow

EXPLANATION = "explanation"
"""The key of a WISE row's `meta` that says what is right."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that a judge may be shown of one task."""

    task: SuiteRow
    request: Request
    program: Program
    render: Render
    picture: bytes
    ground_truth: bytes | None


class Examination(Protocol):
    """The judges of a run.

    Raises:
        JudgeError: a judge is down or gave no usable answer; never a zero.
    """

    @property
    def ids(self) -> dict[str, str]:
        """The judges' ids by what they judge."""
        ...

    def check(self, suite: Suite) -> None:
        """Refuse a suite that these judges cannot judge.

        Raises:
            SuiteError: they are made for other suites.
        """
        ...

    async def examine(self, drawn: Drawn) -> dict[str, Any]:
        """The fields of a `RunRow` that the judges decide, `result` among them."""
        ...


class WiseExaminer(Protocol):
    """A judge that compares a picture with an explanation."""

    @property
    def id(self) -> str:
        """Name and version, part of every judgement."""
        ...

    async def judge_wise(self, request: Request, explanation: str, picture: bytes) -> WiseScores | WiseVerdict:
        """The judge's opinion of `picture`."""
        ...


@dataclass(frozen=True)
class KScoreExamination:
    """Four scores against the ground truth, and with a `program` judge also the program's sufficiency."""

    picture: PictureJudge
    program: ProgramJudge | None = None

    @property
    def ids(self) -> dict[str, str]:
        """See `Examination.ids`."""
        return {"picture": self.picture.id, "program": self.program.id if self.program else ""}

    def check(self, suite: Suite) -> None:
        """See `Examination.check`."""
        missing = next((row.id for row in suite.rows if not row.ground_truth), None)
        if missing is not None:
            raise SuiteError(f"row {missing!r} of {suite.name} has no ground truth, which {self.picture.id} needs")

    async def examine(self, drawn: Drawn) -> dict[str, Any]:
        """See `Examination.examine`."""
        if drawn.ground_truth is None:
            raise SuiteError(f"row {drawn.task.id!r} has no ground truth, which {self.picture.id} needs")
        started = perf_counter()
        scores = await self.picture.judge_picture(drawn.request, drawn.picture, drawn.ground_truth)
        sufficiency = await self.program.judge_program(drawn.request, drawn.program) if self.program else None
        seconds = perf_counter() - started
        judgement = Judgement(
            request_id=drawn.request.id,
            trajectory_id=drawn.render.trajectory_id,
            render_sha256=drawn.render.sha256,
            judge_id=self.picture.id,
            scores=scores,
            sufficiency=sufficiency,
            seconds=seconds,
        )
        return {"result": row_scores(scores), "judgement": judgement, "judge_seconds": seconds}


@dataclass(frozen=True)
class WiseExamination:
    """WISE's rubric: the picture against the row's explanation."""

    judge: WiseExaminer

    @property
    def ids(self) -> dict[str, str]:
        """See `Examination.ids`."""
        return {"picture": self.judge.id, "program": ""}

    def check(self, suite: Suite) -> None:
        """See `Examination.check`."""
        missing = next((row.id for row in suite.rows if not row.meta.get(EXPLANATION)), None)
        if missing is not None:
            raise SuiteError(f"row {missing!r} of {suite.name} has no explanation, which {self.judge.id} needs")

    async def examine(self, drawn: Drawn) -> dict[str, Any]:
        """See `Examination.examine`."""
        started = perf_counter()
        opinion = await self.judge.judge_wise(drawn.request, str(drawn.task.meta[EXPLANATION]), drawn.picture)
        return {"result": wise_result(opinion), "wise": opinion, "judge_seconds": perf_counter() - started}
