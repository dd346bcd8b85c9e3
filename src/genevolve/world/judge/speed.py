"""How fast the judge is: with nothing kept, and where sketches and ground truths are kept from an earlier time."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from genevolve.records import Constraint
from genevolve.records.constraint import WrittenText
from genevolve.store import PictureCache
from genevolve.world.judge.measured import MeasuredJudge
from genevolve.world.world import World


@dataclass(frozen=True)
class Candidate:
    """A picture to be judged beside a ground truth."""

    constraints: tuple[Constraint, ...]
    picture: bytes
    ground_truth: bytes

    @property
    def has_text(self) -> bool:
        """Whether letters have to be read."""
        return any(isinstance(one, WrittenText) for one in self.constraints)


def speeds(world: World, candidates: Sequence[Candidate]) -> dict[str, float | None]:
    """Pictures a second of processor time, without text and with.

    The pictures are judged twice by a judge that knows nothing in memory: `_first` with an empty folder, then with what
    is kept there of drawings and ground truths. No picture's own scores are kept. Loading of models is left out.
    """
    figures: dict[str, float | None] = {}
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("_first", ""):
            kept = World(world.path, PictureCache(Path(folder) / "pictures"))
            judge = MeasuredJudge(kept, Path(folder) / "scores")
            seconds = [_seconds(judge, one) for one in candidates]
            for name, has_text in (("pictures_per_s", False), ("pictures_per_s_text", True)):
                spent = [own for own, one in zip(seconds, candidates, strict=True) if one.has_text == has_text]
                figures[name + suffix] = round(len(spent) / sum(spent), 2) if spent else None
    return figures


def _seconds(judge: MeasuredJudge, one: Candidate) -> float:
    started = process_time()
    judge.measured(one.constraints, one.picture, one.ground_truth)
    return process_time() - started
