"""Jobs that are commands, and what is kept of them between sessions: none is done twice."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from time import monotonic

from pydantic import ValidationError

from genevolve.records import Record

_TAIL_LINES = 12


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    OWED = "owed"
    FAILED = "failed"
    REFUSED = "refused"


BAD = frozenset({JobState.OWED, JobState.FAILED, JobState.REFUSED})
"""It ended, and not as it should."""

NEEDS = "a job that it needs failed"
"""What is said of a job that could not be begun."""


@dataclass(frozen=True)
class Job:
    """A command with a folder of its own, which goes on by itself when it is run again."""

    name: str
    command: tuple[str, ...]
    folder: Path
    settings: str = ""
    """All that decides what it does, beside the command; another text, and it is not done."""
    needs: tuple[str, ...] = ()
    """Names of the jobs that come before it."""
    owed: Callable[[], str] = lambda: ""
    """What it still owes though it ended well; nothing as a rule."""

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.folder.with_name(f"{self.folder.name}.log")

    @property
    def record(self) -> Path:
        """What is kept of it."""
        return self.folder.with_name(f"{self.folder.name}.json")


class JobRecord(Record):
    """What is kept of a job between sessions."""

    command: str
    settings: str
    seconds: float = 0.0
    """In all sessions that ended in order."""
    ended: str = ""
    """When the last session ended, UTC."""
    done: bool = False


@dataclass
class Standing:
    """How a job stands in this session."""

    job: Job
    state: JobState = JobState.WAITING
    seconds: float = 0.0
    said: str = ""
    """Why it failed, in one line."""
    started: float | None = field(default=None, repr=False)

    @property
    def seconds_so_far(self) -> float:
        """Of all sessions, this one included."""
        return self.seconds + (0.0 if self.started is None else monotonic() - self.started)


def log_tail(job: Job) -> str:
    """The last lines that a job printed."""
    try:
        lines = job.log.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()
    except OSError:
        return ""
    return "\n".join(lines[-_TAIL_LINES:])


def read_record(job: Job) -> JobRecord | None:
    """What earlier sessions kept of a job, if anything that can be read."""
    try:
        return JobRecord.model_validate_json(job.record.read_bytes())
    except (OSError, ValidationError):
        return None


def standing(job: Job) -> Standing:
    """A job as earlier sessions left it. Done is what was done by the same command with the same settings."""
    kept = read_record(job)
    if kept is None:
        return Standing(job)
    same = (kept.command, kept.settings) == (shlex.join(job.command), job.settings)
    done = kept.done and same and not job.owed()
    return Standing(job, JobState.DONE if done else JobState.WAITING, kept.seconds)
