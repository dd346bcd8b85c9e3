"""A cheap stage for tests of the engines: what it says of an item depends on the item alone."""

from __future__ import annotations

import hashlib
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import anyio

from genevolve.errors import JudgeError
from genevolve.records import Recipe, Request
from genevolve.records.data import Reason, Stage, StageRow, Verdict

RECIPE = Recipe(
    task_family="architecture",
    track="knowledge",
    factual_gap="looks",
    visual_anchor="landmark",
    dominant="identity",
    secondaries=("light",),
    difficulty="hard",
)


@dataclass
class ToyRecipes:
    """A `WholeStage`: so many equal recipes."""

    num: int
    stage = Stage.RECIPES

    def work(self, items=()):
        return [StageRow(id=f"item_{n:06d}", stage=self.stage, by="toy", recipe=RECIPE) for n in range(self.num)]


@dataclass
class ToyRequests:
    """An `ItemStage`: a third is rejected; what is named in the files of `folder` fails or kills, once each."""

    folder: Path | None = None
    pause_s: float = 0.002
    stage = Stage.REQUESTS

    async def work(self, item):
        digest = hashlib.sha256(item.id.encode()).digest()
        await anyio.sleep(self.pause_s * digest[0] / 128)
        if self._once("die", item.id):
            os.kill(os.getpid(), signal.SIGKILL)
        if self._once("fail", item.id):
            raise JudgeError("down for a moment")
        request = Request(id=f"rq_{digest.hex()[:16]}", prompt=f"A poster of {digest.hex()}")
        if digest[1] % 3 == 0:
            reason = Reason(code="toy", detail=item.id)
            return StageRow(
                id=item.id, stage=self.stage, verdict=Verdict.REJECTED, reasons=(reason,), by="toy", seconds=0.1
            )
        return StageRow(id=item.id, stage=self.stage, by="toy", request=request, seconds=digest[0] / 100)

    def _once(self, what, item_id):
        """Whether there is a file that says so; it is taken away."""
        if self.folder is None:
            return False
        try:
            (self.folder / f"{what}-{item_id}").unlink()
        except FileNotFoundError:
            return False
        return True


def toy_requests(folder: str, pause_s: float = 0.002) -> ToyRequests:
    return ToyRequests(Path(folder), pause_s)
