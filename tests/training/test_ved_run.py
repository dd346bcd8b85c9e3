"""A run with the distillation: guides are gathered once a step and kept; at a weight of 0 it is GRPO bit for bit."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

from safetensors.torch import load_file
from test_sft_run import Stop, assert_same_run, stop_after, told
from tiny import tiny_model
from training_kit import PrefersAmber, parts, policy_at, small, tasks, taught_model
from ved_distributed import ved_step

from genevolve.errors import TrainingError
from genevolve.experience.gathering import Gathered
from genevolve.records import PictureScores, Sufficiency
from genevolve.records.experience import DecisionGuidance, DecisionGuide, RetrievalKey
from genevolve.training.checkpoint import latest_checkpoint
from genevolve.training.ema import AveragedWeights
from genevolve.training.grpo_run import run_grpo
from genevolve.training.guides import swapped
from genevolve.training.metrics import METRICS_FILE, read_rows
from genevolve.training.rollouts import Judged
from genevolve.training.steps import StepGuides, load_guides, load_step, save_guides, step_folder

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning")]

GUIDE = DecisionGuide(
    retrieval_key=RetrievalKey(trigger="a crest", source_prompt_summary="a crest of some colour"),
    decision_guidance=DecisionGuidance(focus="Say amber.", prompt_program_guidance=("Write the colour amber.",)),
)


class Explains(PrefersAmber):
    """Says why."""

    def judged(self, task, trajectory):
        if trajectory.program is None:
            return None
        picture = PictureScores(
            faithfulness=1.0, visual_correctness=1.0, text_accuracy=1.0, text_required=False, aesthetics=1.0
        )
        return Judged(picture=picture, sufficiency=Sufficiency(score=0.5, reason=trajectory.program.gen_prompt))


class Guides:
    """Knows something of one request of two."""

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.steps: list[int] = []
        self.sizes: list[list[int]] = []

    async def gather(self, groups, step):
        self.steps.append(step)
        self.sizes.append([len(group) for group in groups])
        for contender in (one for group in groups for one in group if one.sufficiency is not None):
            assert contender.sufficiency.reason == contender.trajectory.program.gen_prompt
            self.reasons.append(contender.sufficiency.reason)
        guides = {one[0].trajectory.request.id: GUIDE for one in groups[:1]}
        return Gathered(guides=guides, metrics={"ved/hit_rate": len(guides) / len(groups)})


@pytest.fixture(scope="module")
def policy(tmp_path_factory) -> Path:
    return policy_at(tmp_path_factory.mktemp("taught"), taught_model())


async def run(settings, out: Path, gatherer=None, *, reward=None, on_step=None) -> Path:
    reward = reward or PrefersAmber()
    return await run_grpo(settings, parts(settings), tasks(), reward, None, out, gatherer=gatherer, on_step=on_step)


async def test_a_run_tells_what_was_distilled(tmp_path, policy):
    gatherer = Guides()
    await run(small(policy=str(policy), grpo__steps=2, distillation__weight=2.0), tmp_path / "run", gatherer)
    rows = told(tmp_path / "run")
    assert (gatherer.steps, gatherer.sizes) == ([1, 2], [[4, 4], [4, 4]])
    for row in rows:
        assert row["ved/hit_rate"] == 0.5
        assert row["ved/rows"] == 4
        assert row["tokens/sdl"] == row["ved/selected_tokens"] > 0
        assert row["loss/sdl"] > 0
        assert row["ved/gap_selected"] >= row["ved/gap"] > 0
    assert all(row["seconds/teacher"] > 0 for row in read_rows(tmp_path / "run" / METRICS_FILE))
    assert rows[0]["ved/grad_ratio"] == pytest.approx(rows[0]["grad_share/sdl"] / rows[0]["grad_share/policy"])


async def test_who_compares_is_told_what_the_judges_said(tmp_path, policy):
    gatherer = Guides()
    settings = small(policy=str(policy), grpo__steps=1, distillation__weight=2.0)
    await run(settings, tmp_path / "run", gatherer, reward=Explains())
    assert len(gatherer.reasons) > 4
    kept = load_step(step_folder(tmp_path / "run", 1))
    assert [one.judged.sufficiency.reason for one in kept if one.judged] == gatherer.reasons


async def test_at_a_weight_of_0_it_is_grpo_bit_for_bit_and_nobody_is_asked(tmp_path, policy):
    settings = small(policy=str(policy), grpo__steps=2)
    gatherer = Guides()
    plain = await run(settings, tmp_path / "plain")
    other = await run(
        small(policy=str(policy), grpo__steps=2, distillation__divergence="jsd"), tmp_path / "o", gatherer
    )
    taught = await run(
        small(policy=str(policy), grpo__steps=2, distillation__weight=2.0), tmp_path / "taught", Guides()
    )
    weights, same, changed = (load_file(one / "model.safetensors") for one in (plain, other, taught))
    assert all(torch.equal(weights[name], same[name]) for name in weights)
    assert not all(torch.equal(weights[name], changed[name]) for name in weights)
    assert gatherer.steps == []
    names = {name for row in told(tmp_path / "o") for name in row}
    assert not [name for name in names if "ved" in name or "sdl" in name or "teacher" in name]


@pytest.mark.parametrize("teacher", ["live", "ema"])
async def test_four_steps_are_two_and_two_bit_for_bit_and_nothing_is_gathered_twice(tmp_path, policy, teacher):
    settings = small(
        policy=str(policy), distillation__weight=2.0, distillation__teacher=teacher, distillation__ema_decay=0.5
    )
    await run(settings, tmp_path / "whole", Guides())
    with pytest.raises(Stop):
        await run(settings, tmp_path / "parts", Guides(), on_step=stop_after(3))
    gatherer = Guides()
    await run(settings, tmp_path / "parts", gatherer)
    assert_same_run(tmp_path / "whole", tmp_path / "parts")
    assert gatherer.steps == [4]  # of step 3 the guides were kept
    folders = [latest_checkpoint(tmp_path / name) for name in ("whole", "parts")]
    if teacher == "ema":
        one, other = (load_file(folder / "average.safetensors") for folder in folders)
        trained = load_file(folders[0] / "model.safetensors")
        assert all(torch.equal(one[name], other[name]) for name in one)
        assert any(not torch.equal(one[name], trained[name]) for name in one if name in trained)
    else:
        assert not (folders[0] / "average.safetensors").exists()


async def test_adapters_and_buckets(tmp_path, policy):
    settings = small(
        policy=str(policy),
        model__lora_rank=4,
        grpo__steps=2,
        distillation__weight=2.0,
        distillation__divergence="jsd",
        distillation__teacher="ema",
    )
    await run(settings, tmp_path / "run", Guides())
    assert all(row["loss/sdl"] > 0 for row in told(tmp_path / "run"))
    average = load_file(latest_checkpoint(tmp_path / "run") / "average.safetensors")
    assert average
    assert all("lora_" in name for name in average)


async def test_the_distillation_alone_learns_as_well(tmp_path, policy):
    settings = small(policy=str(policy), grpo__steps=1, grpo__weight=0.0, distillation__weight=2.0)
    await run(settings, tmp_path / "run", Guides())
    row = told(tmp_path / "run")[0]
    assert "loss/policy" not in row
    assert row["grad_norm"] > 0


async def test_a_weight_without_anybody_who_gathers_is_refused(tmp_path, policy):
    with pytest.raises(TrainingError, match="nobody gathers guides"):
        await run(small(policy=str(policy), distillation__weight=2.0), tmp_path / "run")


def test_guides_are_kept_as_they_were_and_damage_is_told(tmp_path):
    guides = StepGuides(guides={"rq_0": GUIDE}, metrics={"ved/hit_rate": 0.5})
    save_guides(tmp_path, guides)
    assert load_guides(tmp_path) == guides
    (tmp_path / "guides.json").write_text("{")
    with pytest.raises(TrainingError, match="does not hold the guides"):
        load_guides(tmp_path)


def test_as_a_control_each_request_gets_another_ones_guide():
    assert swapped({"c": "3", "a": "1", "b": "1"}) == {"a": "3", "b": "3", "c": "1"}
    assert swapped({"a": "1", "b": "2", "c": "3"}) == {"a": "2", "b": "3", "c": "1"}
    assert swapped({"a": "1", "b": "1"}) == swapped({"a": "1"}) == {}


async def test_a_swapped_guide_needs_another_request_that_has_one(tmp_path, policy):
    settings = small(policy=str(policy), grpo__steps=1, distillation__weight=2.0, distillation__whose_guide="another")
    await run(settings, tmp_path / "run", Guides())
    row = told(tmp_path / "run")[0]
    assert row["ved/rows"] == 0
    assert "loss/sdl" not in row


# the averaged teacher


def test_the_average_follows_and_the_policy_is_its_own_again_afterwards():
    model = tiny_model()
    start = {name: one.detach().clone() for name, one in model.named_parameters()}
    average = AveragedWeights(model, 0.75)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(1.0)
    moved = {name: one.detach().clone() for name, one in model.named_parameters()}
    average.update()
    with average.in_use():
        for name, parameter in model.named_parameters():
            assert torch.allclose(parameter, start[name] + 0.25, atol=1e-6)
    assert all(torch.equal(parameter, moved[name]) for name, parameter in model.named_parameters())
    with pytest.raises(TrainingError, match="no average"):
        average.restore({})


# two processes


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("divergence", ["k3", "forward-kl"])
def test_two_processes_distil_as_one(tmp_path, divergence):
    """Rows of one group are guided, those of the other have an empty guide; each process has some of both."""
    words = [str(Path(__file__).with_name("ved_distributed.py")), str(tmp_path), divergence]
    ran = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *words],
        env={**os.environ, "GLOO_SOCKET_IFNAME": "lo", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=360,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    one, numbers = ved_step(tmp_path, divergence)
    seen = json.loads((tmp_path / "numbers.json").read_text())
    assert seen["tokens/sdl"] == numbers["tokens/sdl"]
    for name in ("loss/sdl", "loss/policy", "grad_norm", "ved/gap"):
        assert seen[name] == pytest.approx(numbers[name], rel=1e-4, abs=1e-5)
    weights = load_file(tmp_path / "weights.safetensors")
    for name, parameter in one.model.named_parameters():
        assert torch.allclose(weights[name], parameter, atol=2e-5), name
