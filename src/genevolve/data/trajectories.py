"""Teacher trajectories: the very agent loop that users run, once for every request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from genevolve.agent.loop import Rollout
from genevolve.agent.prompts import system_prompt
from genevolve.config import AgentSettings
from genevolve.data.seeds import item_seed
from genevolve.errors import DataError, RequestError
from genevolve.models import Policy
from genevolve.records import (
    DataItem,
    InfrastructureFailure,
    PolicyFailure,
    Reason,
    Request,
    Stage,
    StageRow,
    StopReason,
    Trajectory,
    Verdict,
)
from genevolve.records.wire import QUERY_KNOWLEDGE
from genevolve.rewards import failure
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.tools.skill_library import SkillLibrary
from genevolve.tools.tool import Tool

PolicyFor = Callable[[Request], Policy]


@dataclass(frozen=True)
class TrajectoryStage:
    """An `ItemStage`. `policy_for` gives the teacher of a request; pictures go to `images`, the folder's own."""

    policy_for: PolicyFor
    tools: Sequence[Tool]
    skills: SkillLibrary
    settings: AgentSettings
    images: ImageStore
    seed: int = 0
    cache: ToolCache = field(default_factory=ToolCache)

    stage = Stage.TRAJECTORIES

    async def work(self, item: DataItem) -> StageRow:
        """The trajectory, kept when it ends in a program, rejected when the teacher failed, owed after an outage."""
        if item.request is None:
            raise DataError(f"item {item.id} has no request; run the stage `requests` first")
        policy = self.policy_for(item.request)
        started = perf_counter()
        try:
            trajectory = await self._rollout(item.id, item.request, policy).run()
        except RequestError as error:
            reason = Reason(code=StopReason.TOKEN_LIMIT, detail=str(error))
            return StageRow(
                id=item.id, stage=self.stage, verdict=Verdict.REJECTED, reasons=(reason,), by=policy.id,
                seconds=perf_counter() - started,
            )  # fmt: skip
        return _row(item.id, trajectory)

    def _rollout(self, item_id: str, request: Request, policy: Policy) -> Rollout:
        tools = [tool for tool in self.tools if tool.name in self.settings.tools]
        skills = self.skills if QUERY_KNOWLEDGE in self.settings.tools else None
        return Rollout(
            request,
            policy=policy,
            tools=tools,
            system_prompt=system_prompt(tools, skills, self.settings),
            settings=self.settings,
            images=self.images,
            cache=self.cache,
            seed=item_seed(self.seed, item_id, "trajectory"),
        )


def _row(item_id: str, trajectory: Trajectory) -> StageRow:
    failed = failure(trajectory)
    row = StageRow(
        id=item_id,
        stage=Stage.TRAJECTORIES,
        by=trajectory.policy_id,
        seconds=trajectory.seconds,
        usd=trajectory.usage.usd,
    )
    match failed:
        case None:
            return row.model_copy(update={"trajectory": trajectory})
        case PolicyFailure():
            reasons = (Reason(code=failed.kind, detail=failed.detail),)
            changes = {"verdict": Verdict.REJECTED, "reasons": reasons, "trajectory": trajectory}
        case InfrastructureFailure():
            reasons = (Reason(code=failed.boundary, detail=failed.detail),)
            changes = {"verdict": Verdict.OWED, "reasons": reasons}
    return row.model_copy(update=changes)
