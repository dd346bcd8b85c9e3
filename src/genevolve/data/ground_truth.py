"""Ground truths: the teacher's program, drawn once by the generator that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from genevolve.agent.program import capped
from genevolve.data.outages import owed
from genevolve.data.seeds import item_seed
from genevolve.errors import BudgetExceeded, DataError, InfrastructureError
from genevolve.records import DataItem, Program, Render, Stage, StageRow
from genevolve.records.wire import MAX_REFERENCES
from genevolve.renderers import Renderer
from genevolve.renderers.renderer import Picture
from genevolve.store import ImageStore


@dataclass(frozen=True)
class GroundTruthStage:
    """An `ItemStage`. References come from `images`, where the trajectories put them, and the picture goes there."""

    renderer: Renderer
    images: ImageStore
    width: int = 512
    height: int = 512
    seed: int = 0
    max_references: int = MAX_REFERENCES

    stage = Stage.GROUND_TRUTH

    async def work(self, item: DataItem) -> StageRow:
        """The picture of the item's program; owed when the generator or the disk failed."""
        if item.trajectory is None or item.trajectory.program is None:
            raise DataError(f"item {item.id} has no program; run the stage `trajectories` first")
        program = capped(item.trajectory.program, self.max_references)
        seed = item_seed(self.seed, item.id, "ground truth")
        started = perf_counter()
        try:
            picture = await self._drawn(program, seed)
            sha256 = self.images.put(picture.png)
        except (InfrastructureError, BudgetExceeded) as error:
            return owed(item.id, self.stage, error, by=self.renderer.id, seconds=perf_counter() - started)
        seconds = perf_counter() - started
        render = Render(
            trajectory_id=item.trajectory.id, program_sha256=program.sha256, renderer_id=self.renderer.id,
            sha256=sha256, width=picture.width, height=picture.height, seed=seed, seconds=seconds, usage=picture.usage,
        )  # fmt: skip
        return StageRow(
            id=item.id, stage=self.stage, by=self.renderer.id, seconds=seconds, usd=picture.usage.usd, render=render
        )

    async def _drawn(self, program: Program, seed: int) -> Picture:
        references = [self.images.get(reference.sha256) for reference in program.references]
        return await self.renderer.render(
            program.gen_prompt, references, width=self.width, height=self.height, seed=seed
        )
