"""One line of a benchmark run: a task, what the agent did, the picture, and what the judges said."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field

from genevolve.bench.rows import BenchRow, RowScores
from genevolve.bench.wise import LegacyScores, VerifiedScore, WiseCategory, WiseRow
from genevolve.judges import WiseScores, WiseVerdict
from genevolve.records import (
    InfrastructureFailure,
    Judgement,
    PolicyFailure,
    Record,
    Render,
    StopReason,
    StoredRecord,
    SuiteRow,
    Trajectory,
    Usage,
)

RunResult = Annotated[
    RowScores | LegacyScores | VerifiedScore | PolicyFailure | InfrastructureFailure, Field(discriminator="status")
]


class AgentWork(Record):
    """What a trajectory took."""

    trajectory_id: str
    stop_reason: StopReason
    tool_calls: dict[str, int] = Field(default_factory=dict, description="Calls by the tool's name.")
    num_cache_hits: int = 0
    num_corrections: int = Field(default=0, description="Turns that were refused as written.")
    num_references: int = 0
    usage: Usage = Usage()
    seconds: float = 0.0


class RunRow(StoredRecord):
    """One task of a suite, done or owed again. A later line of the same id replaces an earlier one."""

    id: str
    prompt: str
    category: str = ""
    track: str = ""
    difficulty: str = ""
    result: RunResult
    agent: AgentWork | None = None
    render: Render | None = None
    judgement: Judgement | None = None
    wise: WiseScores | WiseVerdict | None = None
    judge_seconds: float = 0.0

    @property
    def is_owed(self) -> bool:
        """Whether the surroundings failed, so that the next run tries again."""
        return isinstance(self.result, InfrastructureFailure)


def new_row(task: SuiteRow, result: RunResult, **parts: object) -> RunRow:
    """The line of `task` with its `result` and whatever is known of the way there."""
    return RunRow.model_validate(
        {
            "id": task.id,
            "prompt": task.prompt,
            "category": task.category,
            "track": task.track,
            "difficulty": task.difficulty,
            "result": result,
            **parts,
        }
    )


def agent_work(trajectory: Trajectory) -> AgentWork:
    """What `trajectory` took."""
    observations = [turn.observation for turn in trajectory.turns if turn.observation is not None]
    return AgentWork(
        trajectory_id=trajectory.id,
        stop_reason=trajectory.stop_reason,
        tool_calls=dict(sorted(Counter(call.name for call in trajectory.tool_calls).items())),
        num_cache_hits=sum(observation.cache_hit for observation in observations),
        num_corrections=sum(observation.data.kind == "correction" for observation in observations),
        num_references=len(trajectory.program.references) if trajectory.program else 0,
        usage=trajectory.usage,
        seconds=trajectory.seconds,
    )


def as_bench_row(row: RunRow) -> BenchRow | None:
    """The row for KScore; None when it was judged by WISE's rubric."""
    if isinstance(row.result, LegacyScores | VerifiedScore):
        return None
    return BenchRow(id=row.id, category=row.category, track=row.track, difficulty=row.difficulty, result=row.result)


def as_wise_row(row: RunRow) -> WiseRow | None:
    """The row for WiScore; None when it was judged by KScore's rubric or is of no category of WISE."""
    if isinstance(row.result, RowScores) or row.category not in set(WiseCategory):
        return None
    return WiseRow(id=row.id, category=WiseCategory(row.category), result=row.result)
