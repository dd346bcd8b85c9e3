"""A GRPO run on the real loop and engine: it learns what is rewarded, and goes on as if it had never stopped."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

from grpo_cases import outage, scored
from test_sft_run import Stop, assert_same_run, stop_after, told
from training_kit import PrefersAmber, parts, policy_at, small, tasks, taught_model

from genevolve.agent.loop import Rollout
from genevolve.agent.prompts import system_prompt
from genevolve.errors import RunError, TrainingError
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.training.algorithms.groups import groups_of
from genevolve.training.checkpoint import latest_checkpoint
from genevolve.training.grpo_run import run_grpo
from genevolve.training.steps import has_step, load_step, save_step, step_folder
from genevolve.training.task_order import TaskOrder

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")]


@pytest.fixture(scope="module")
def policy(tmp_path_factory) -> Path:
    return policy_at(tmp_path_factory.mktemp("taught"), taught_model())


async def run(settings, out: Path, *, reward=None, evaluate=None, on_step=None) -> Path:
    return await run_grpo(settings, parts(settings), tasks(), reward or PrefersAmber(), evaluate, out, on_step=on_step)


class CountsRequests(PrefersAmber):
    def __init__(self) -> None:
        self.asked = 0

    async def reward(self, task, trajectory, images):
        self.asked += 1
        return await super().reward(task, trajectory, images)

    def spent(self):
        return {"render": 0.25, "judge": 0.5}


async def test_what_is_rewarded_becomes_likelier(tmp_path, policy):
    await run(small(policy=str(policy), grpo__steps=5), tmp_path / "run")
    rows = told(tmp_path / "run")
    assert [row["step"] for row in rows] == [1, 2, 3, 4, 5]
    assert 0.25 < rows[0]["reward/mean"] < 0.9
    assert rows[-1]["reward/mean"] > rows[0]["reward/mean"] + 0.1
    assert all(row["rollout/logprob_gap_max"] < 1e-4 for row in rows)
    assert all(row["rollout/prefix_broken"] == 0 for row in rows)


async def test_four_steps_are_two_and_two_bit_for_bit_and_nothing_is_rolled_out_twice(tmp_path, policy):
    settings = small(policy=str(policy), grpo__kl_weight=1e-3)
    await run(settings, tmp_path / "whole")
    with pytest.raises(Stop):
        await run(settings, tmp_path / "parts", on_step=stop_after(3))
    reward = CountsRequests()
    await run(settings, tmp_path / "parts", reward=reward)
    assert_same_run(tmp_path / "whole", tmp_path / "parts")
    assert 0 < reward.asked <= 8  # step 3 was kept, only step 4 is rolled out


async def test_evaluations_see_the_policy_of_the_moment(tmp_path, policy):
    settings = small(policy=str(policy))
    seen = []

    async def evaluate(policies, folder, num_requests):
        policy = policies()
        images = ImageStore(folder / "images")
        answered = []

        async def ask(task):
            rollout = Rollout(
                task.request,
                policy=policy,
                tools=[],
                system_prompt=system_prompt([], None, settings.agent),
                settings=settings.agent,
                images=images,
                cache=ToolCache(),
            )
            answered.append((await rollout.run()).program is not None)

        async with anyio.create_task_group() as group:
            for task in tasks():
                group.start_soon(ask, task)
        seen.append((folder.name, num_requests, policy.id))
        return {"answered": sum(answered) / len(answered)}

    await run(settings, tmp_path / "run", evaluate=evaluate, reward=CountsRequests())
    name = f"grpo:{policy}"
    assert seen == [("000002", 8, name), ("000004", 8, name)]
    assert [row["step"] for row in told(tmp_path / "run", "evals.jsonl")] == [2, 4]
    assert all(row["answered"] > 0.5 for row in told(tmp_path / "run", "evals.jsonl"))


async def test_what_vllm_is_to_serve_has_to_lie_in_the_run(tmp_path, policy):
    settings = small(policy=str(policy), rollout__engine="vllm:http://127.0.0.1:9", grpo__old_logprobs="recomputed")
    with pytest.raises(TrainingError, match=r"copy the policy to .*served, run `vllm serve"):
        await run(settings, tmp_path / "run")


async def test_seconds_are_split_by_what_they_were_spent_on(tmp_path, policy):
    rows = []
    settings = small(policy=str(policy), grpo__steps=1)
    await run(settings, tmp_path / "run", reward=CountsRequests(), on_step=lambda _, numbers: rows.append(numbers))
    assert (rows[0]["seconds/render"], rows[0]["seconds/judge"]) == (0.25, 0.5)
    parts_of_it = sum(rows[0][f"seconds/{name}"] for name in ("rollout", "logprobs", "update"))
    assert 0 < parts_of_it <= rows[0]["seconds/step"]


async def test_steps_are_kept_as_long_as_a_checkpoint_may_need_them(tmp_path, policy):
    settings = small(policy=str(policy), grpo__steps=3, grpo__save_every=1, grpo__keep_checkpoints=2)
    await run(settings, tmp_path / "run")
    assert sorted(path.name for path in (tmp_path / "run" / "steps").iterdir()) == ["000002", "000003"]
    assert sorted(path.name for path in (tmp_path / "run" / "checkpoints").iterdir()) == ["step-000002", "step-000003"]
    kept = load_step(step_folder(tmp_path / "run", 3))
    assert len(groups_of(kept)) == 2
    save_step(tmp_path / "again", kept)
    for one, other in zip(kept, load_step(tmp_path / "again"), strict=True):
        assert (one.task, one.trajectory, one.outcome, one.place) == (
            other.task,
            other.trajectory,
            other.outcome,
            other.place,
        )
        assert torch.equal(one.sequence.sampled_T, other.sequence.sampled_T)
    (tmp_path / "again" / "DONE").unlink()
    assert not has_step(tmp_path / "again")
    with pytest.raises(TrainingError, match="whole step"):
        load_step(tmp_path / "again")


class Flat:
    async def reward(self, task, trajectory, images):
        return scored(0.5)


class Fails:
    """The judge is out for one request."""

    async def reward(self, task, trajectory, images):
        return outage() if task.request.id == "rq_0" else scored(1.0 if "amber" in trajectory.program.gen_prompt else 0)


async def test_equal_rewards_change_no_weight(tmp_path, policy):
    from safetensors.torch import load_file

    final = await run(small(policy=str(policy), grpo__steps=1), tmp_path / "run", reward=Flat())
    before, after = load_file(policy / "model.safetensors"), load_file(final / "model.safetensors")
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert told(tmp_path / "run")[0]["grad_norm"] == 0.0


async def test_outages_are_counted_and_left_out(tmp_path, policy):
    await run(small(policy=str(policy), grpo__steps=2), tmp_path / "run", reward=Fails())
    rows = told(tmp_path / "run")
    assert sum(row["rollout/num_infrastructure"] for row in rows) == 4
    assert sum(row.get("dropped/judge", 0) for row in rows) == 4


async def test_adapters_are_sampled_with_and_merged_at_the_end(tmp_path, policy):
    settings = small(policy=str(policy), model__lora_rank=4, grpo__steps=2)
    final = await run(settings, tmp_path / "run")
    assert all(row["rollout/logprob_gap_max"] < 1e-4 for row in told(tmp_path / "run"))
    assert (latest_checkpoint(tmp_path / "run") / "adapter_model.safetensors").is_file()
    assert (final / "model.safetensors").is_file()


async def test_too_few_tasks_and_other_tasks_are_refused(tmp_path, policy):
    settings = small(policy=str(policy), grpo__steps=1)
    with pytest.raises(TrainingError, match="a step takes 2 requests, and the data have 1"):
        TaskOrder(tasks(1), 2, 0)
    await run(settings, tmp_path / "run")
    with pytest.raises(RunError, match=r"sources\.tasks was"):
        await run_grpo(settings, parts(settings), tasks(3), PrefersAmber(), None, tmp_path / "run")


def test_an_epoch_takes_every_task_once():
    order = TaskOrder(tasks(6), 2, seed=5)
    epochs = [[task.request.id for step in range(3) for task in order.of_step(3 * epoch + step)] for epoch in range(2)]
    assert sorted(epochs[0]) == sorted(epochs[1]) == [f"rq_{index}" for index in range(6)]
    assert epochs[0] != epochs[1]


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("where", ["rollout", "update", "checkpoint"])
async def test_killed_in_mid_step_it_goes_on_as_if_it_had_not_been(tmp_path, policy, where):
    script = Path(__file__).with_name("killed_run.py")
    words = [sys.executable, str(script), "grpo", where, str(policy), "-", str(tmp_path / "killed")]
    killed = subprocess.run(words, env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, timeout=360)
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    settings = small(policy=str(policy))
    await run(settings, tmp_path / "killed")
    await run(settings, tmp_path / "whole")
    assert_same_run(tmp_path / "whole", tmp_path / "killed")
