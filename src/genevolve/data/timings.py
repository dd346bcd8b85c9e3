"""What items cost in time, in a file of its own: rows hold no times, so that two runs of one config write the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from genevolve.records import Observation, StoredRecord, Trajectory, Turn
from genevolve.records.data import Stage, StageRow
from genevolve.store import append_records, read_records

TIMINGS_FILE = "timings.jsonl"


class Timing(StoredRecord):
    """How long one item took at one stage."""

    stage: Stage
    id: str
    seconds: float


def add_timings(folder: Path, rows: Iterable[StageRow]) -> None:
    """Record the seconds of `rows`.

    Raises:
        StorageError: they could not be written.
    """
    append_records(folder / TIMINGS_FILE, [Timing(stage=row.stage, id=row.id, seconds=row.seconds) for row in rows])


def read_timings(folder: Path) -> Iterator[Timing]:
    """Every timing that was recorded; of an item that was repeated, more than one."""
    return read_records(folder / TIMINGS_FILE, Timing)


def timeless(row: StageRow) -> StageRow:
    """The row without what differs between two runs: clock times, and whether a tool's answer was at hand already."""
    changes: dict[str, object] = {"seconds": 0.0}
    if row.trajectory is not None:
        changes["trajectory"] = _timeless_trajectory(row.trajectory)
    if row.render is not None:
        changes["render"] = row.render.model_copy(update={"seconds": 0.0})
    return row.model_copy(update=changes)


def _timeless_trajectory(trajectory: Trajectory) -> Trajectory:
    turns = tuple(_timeless_turn(turn) for turn in trajectory.turns)
    return trajectory.model_copy(update={"seconds": 0.0, "turns": turns})


def _timeless_turn(turn: Turn) -> Turn:
    seen = turn.observation
    return turn.model_copy(update={"seconds": 0.0, "observation": _timeless_observation(seen) if seen else None})


def _timeless_observation(observation: Observation) -> Observation:
    return observation.model_copy(update={"seconds": 0.0, "cache_hit": False})
