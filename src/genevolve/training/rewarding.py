"""Rewards of rollouts (method section 5): a program is drawn, its picture judged beside the ground truth, and mixed."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

from genevolve.agent.program import capped
from genevolve.config.settings import AgentSettings, PictureSettings
from genevolve.generation import canvas
from genevolve.judges import PictureJudge, ProgramJudge
from genevolve.records import Outcome, Program, Trajectory
from genevolve.records.dataset import Task
from genevolve.renderers import Renderer
from genevolve.rewards import scored
from genevolve.store import ImageStore
from genevolve.training.rollouts import Judged

TruthOf = Callable[[Task], Awaitable[bytes]]
"""The ground truth of a task as a PNG."""

_KEPT = 4096


class DrawnRewards:
    """A `RewardSource` of a renderer and two judges. Programs that it has rewarded before are not drawn again."""

    def __init__(
        self,
        renderer: Renderer,
        pictures: PictureJudge,
        programs: ProgramJudge,
        truth_of: TruthOf,
        *,
        agent: AgentSettings,
        picture: PictureSettings,
        seed: int,
        keeps_renders: bool = False,
    ) -> None:
        """Draw pictures of the size `picture` with `seed`, so that the same program is always the same picture.

        With `keeps_renders` they are put beside the references, for whoever compares rollouts.
        """
        self._renderer, self._pictures, self._programs, self._truth_of = renderer, pictures, programs, truth_of
        self._agent, self._picture, self._seed = agent, picture, seed
        self._keeps_renders = keeps_renders
        self._known: OrderedDict[tuple[str, str], tuple[Outcome, Judged]] = OrderedDict()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    async def reward(self, task: Task, trajectory: Trajectory, images: ImageStore) -> Outcome:
        """See `RewardSource.reward`."""
        assert trajectory.program is not None, "a trajectory without a program has no picture"  # noqa: S101
        program = self._program(trajectory.program)
        key = (task.request.id, program.sha256)
        if key not in self._known:
            self._known[key] = await self._rewarded(task, program, images)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return self._known[key][0]

    def judged(self, task: Task, trajectory: Trajectory) -> Judged | None:
        """See `TellsJudgements.judged`."""
        if trajectory.program is None:
            return None
        known = self._known.get((task.request.id, self._program(trajectory.program).sha256))
        return None if known is None else known[1]

    def spent(self) -> Mapping[str, float]:
        """Seconds that were waited for `render` and for `judge` since this was last asked, over all rollouts."""
        spent, self._seconds = self._seconds, defaultdict(float)
        return {"render": spent["render"], "judge": spent["judge"]}

    def _program(self, program: Program) -> Program:
        return capped(program, self._agent.max_references)

    async def _rewarded(self, task: Task, program: Program, images: ImageStore) -> tuple[Outcome, Judged]:
        width, height = canvas(self._picture, task.request.prompt)
        references = [images.get(reference.sha256) for reference in program.references]
        started = perf_counter()
        picture = await self._renderer.render(
            program.gen_prompt, references, width=width, height=height, seed=self._seed
        )
        drawn = perf_counter()
        truth = await self._truth_of(task)
        scores = await self._pictures.judge_picture(task.request, picture.png, truth)
        sufficiency = await self._programs.judge_program(task.request, program)
        self._seconds["render"] += drawn - started
        self._seconds["judge"] += perf_counter() - drawn
        render = images.put(picture.png) if self._keeps_renders else ""
        return scored(scores, sufficiency), Judged(picture=scores, sufficiency=sufficiency, render=render)
