"""The whole loop in one folder: imitate the world's teacher, evolve, keep the best policy, measure it, report.

OUT/settings.toml  manifest.json    what it was made with and from
    sft/  grpo/                     the two training runs
    evals/start                     the policy before its first step, on the requests that choose the best
    held-out/before  after          both policies on requests of the frozen test split
    policy/                         the best policy, its figure, and how it is to act
    report.html  report.json
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import anyio

from genevolve.assembly import world_tasks
from genevolve.assembly_evaluation import read_evaluation
from genevolve.assembly_evolving import TrainingParts, acting_policy, open_evaluation, open_training
from genevolve.assembly_loop_plan import EvolvePlan, Listener, Stage
from genevolve.assembly_supervised import num_in_world, supervised_data
from genevolve.bench.evolution import Evolution
from genevolve.bench.run import Progress
from genevolve.config import TrainSettings
from genevolve.data.dataset import open_dataset
from genevolve.errors import InfrastructureError
from genevolve.records import DataSplit


def evolve(plan: EvolvePlan, listener: Listener) -> Evolution:
    """Do what is left of `plan`, and return what came of it. Interrupted, the same call goes on.

    Not to be called from within an event loop: a key press has to reach the supervised steps at once.

    Raises:
        TrainingError: there is no such policy, or one of the folder is damaged.
        RunError: the folder is in use, or was made with other settings, another policy or another number of requests.
        InfrastructureError: the surroundings failed too often; what is done is kept.
        NonFiniteError: a loss, a gradient or a weight became NaN or infinite.
    """
    from genevolve.assembly_loop_report import is_reported, read_report, write_report
    from genevolve.training.opening import policy_folder
    from genevolve.training.processes import use_threads
    from genevolve.training.run_folder import policy_hashes, writing_run

    source = policy_folder(plan.settings.policy)
    sources = policy_hashes(source) | {"n": str(plan.num)}
    anyio.run(_check, plan)
    with writing_run(plan.out, plan.settings, "evolve", sources):
        if is_reported(plan):
            return read_report(plan)
        use_threads(plan.settings)
        if plan.imitates:
            _imitate(plan, listener)
        anyio.run(_evolve, plan, listener)
        anyio.run(_measure, plan, listener)
        return write_report(plan)


async def _check(plan: EvolvePlan) -> None:
    """Find out before long work, and before the folder is made, that a setting names nothing."""
    if plan.imitates and num_in_world(plan.settings.data) is None:
        open_dataset(Path(plan.settings.data).expanduser())
    async with open_training(plan.phase("grpo"), plan.out / "grpo"):
        pass


def _imitate(plan: EvolvePlan, listener: Listener) -> None:
    from genevolve.training.checkpoint import steps_kept
    from genevolve.training.run_folder import final_policy
    from genevolve.training.sft import num_steps, run_sft

    settings = plan.phase("sft")
    folder = Path(settings.out)
    if final_policy(folder):
        listener.tell(Stage.DATA, 1, 1)
        listener.tell(Stage.IMITATE, 1, 1)
        return
    examples = anyio.run(supervised_data, settings, folder, partial(listener.tell, Stage.DATA))
    found = len(examples.ids(DataSplit.SFT))
    listener.tell(Stage.DATA, found, found, "examples")
    num = num_steps(found, settings.sft)
    listener.tell(Stage.IMITATE, steps_kept(folder), num)

    def step(number: int, numbers: Mapping[str, float]) -> None:
        listener.tell(Stage.IMITATE, number, num, f"loss {numbers['loss/sft']:.3f}")

    run_sft(settings, examples, folder, on_step=step)


async def _evolve(plan: EvolvePlan, listener: Listener) -> None:
    from genevolve.training.best import keep_best
    from genevolve.training.run_folder import final_policy

    settings = plan.phase("grpo")
    folder = Path(settings.out)
    if final_policy(folder):
        listener.tell(Stage.START, plan.num, plan.num)
        listener.tell(Stage.EVOLVE, settings.grpo.steps, settings.grpo.steps)
    else:
        at = _Evaluating(listener)
        async with open_training(settings, folder, at.tell) as given:
            await _run(plan, settings, given, at, listener)
    if keep_best(folder, plan.out / "policy", settings) is None:
        raise InfrastructureError(f"no evaluation in {folder} has found a reward; choose another --out")


async def _run(
    plan: EvolvePlan, settings: TrainSettings, given: TrainingParts, at: _Evaluating, listener: Listener
) -> None:
    from genevolve.training.best import keep_best
    from genevolve.training.checkpoint import steps_kept
    from genevolve.training.grpo_run import PolicyFactory, run_grpo

    evaluate, folder, best = given.evaluate, Path(settings.out), plan.out / "policy"
    assert evaluate is not None, "requests of the world have somebody who evaluates"  # noqa: S101

    async def check(policies: PolicyFactory, where: Path, _: int) -> Mapping[str, float]:
        return await evaluate(policies, where, plan.num)

    def step(number: int, numbers: Mapping[str, float]) -> None:
        keep_best(folder, best, settings)
        said = [f"reward {numbers['reward/mean']:.3f}"] if "reward/mean" in numbers else []
        said += [f"{numbers['ved/num_guides']:.0f} guides"] if "ved/num_guides" in numbers else []
        listener.tell(Stage.EVOLVE, number, settings.grpo.steps, ", ".join(said))

    keep_best(folder, best, settings)  # what an interruption left undone
    starting = acting_policy(settings)
    await evaluate(lambda: starting, plan.out / "evals" / "start", plan.num)
    at.stage = Stage.CHECK
    listener.tell(Stage.EVOLVE, steps_kept(folder), settings.grpo.steps)
    await run_grpo(
        settings, given.parts, given.tasks, given.reward, check, folder, gatherer=given.gatherer, on_step=step
    )


async def _measure(plan: EvolvePlan, listener: Listener) -> None:
    """Both policies on the test split, which nothing before has looked at."""
    at = _Evaluating(listener)
    policies = {Stage.BEFORE: plan.start, Stage.AFTER: str(plan.out / "policy")}
    async with open_evaluation(plan.settings, at.tell) as evaluate:
        for at.stage, name in policies.items():
            folder = plan.held_out(at.stage)
            found = read_evaluation(world_tasks(), folder, plan.num)
            if found.num_owed or found.num_left:
                policy = acting_policy(plan.settings.model_copy(update={"policy": name}))
                await evaluate(lambda policy=policy: policy, folder, plan.num)  # type: ignore[misc]
            else:
                listener.tell(at.stage, plan.num, plan.num)


class _Evaluating:
    """Tells how far the evaluation of the moment is."""

    def __init__(self, listener: Listener) -> None:
        self.stage = Stage.START
        self._listener = listener

    def tell(self, progress: Progress) -> None:
        """See `run_suite`."""
        said = "" if progress.mean is None else f"KScore {progress.mean:.3f}"
        self._listener.tell(self.stage, progress.num_done, progress.num_tasks, said)
