"""The dry run: names are found or the missing one is told; memory is what a person computes by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from genevolve.config import TrainSettings, load_train_settings
from genevolve.errors import TrainingError
from genevolve.training.plan import WRAPPED, ScalePlan, dry_run

RECIPES = Path(__file__).parents[2] / "recipes"

HIDDEN, INSIDE, LAYERS, VOCABULARY = 4096, 12_288, 36, 151_936
LAYER = HIDDEN * (4096 + 1024 + 1024 + 4096) + 3 * HIDDEN * INSIDE + 2 * HIDDEN + 2 * 128
TEXT = LAYERS * LAYER + HIDDEN + 2 * VOCABULARY * HIDDEN


def recipe(*overrides: str) -> TrainSettings:
    return load_train_settings([RECIPES / "qwen3vl-8b.toml"], overrides)


@pytest.fixture(scope="module")
def plan() -> ScalePlan:
    return dry_run(recipe(), 8)


def test_the_architecture_has_the_published_size(plan: ScalePlan) -> None:
    assert plan.trained == TEXT  # the vision tower and its projector are frozen
    assert plan.parameters / 1e9 == pytest.approx(8.77, abs=0.005)


def test_everything_that_training_relies_on_is_found(plan: ScalePlan) -> None:
    found = {check.name: check.num_found for check in plan.checks}
    assert found["model.visual"] == found["model.visual.merger"] == found["model.visual.deepstack_merger_list"] == 1
    assert found[recipe().model.lora_targets] == LAYERS * 7
    assert [found[name] for name in WRAPPED] == [36, 27]
    assert found["lm_head.weight"] == 1


def test_fsdp_wraps_the_classes_that_are_checked() -> None:
    assert f"fsdp_transformer_layer_cls_to_wrap: {','.join(WRAPPED)}\n" in (RECIPES / "fsdp.yaml").read_text()


def test_supervised_memory_of_eight_gpus_is_as_computed_by_hand(plan: ScalePlan) -> None:
    memory, tokens = plan.sft, 32_768
    assert memory.weights == 4 * plan.parameters // 8
    assert memory.gradients == 4 * TEXT // 8
    assert memory.moments == 8 * TEXT // 8
    a_layer = 4 * 4096 + 3 * (4096 + 1024) + 1024 + 4096 + 4 * 12_288
    assert memory.activations == tokens * 2 * (36 * 4096 + a_layer)
    assert memory.logits == 2 * (tokens // 2) * VOCABULARY * 2 + 1024 * VOCABULARY * 4 * 3
    assert 40e9 < memory.total < 0.9 * 80e9


def test_more_gpus_share_weights_but_not_a_pass(plan: ScalePlan) -> None:
    more = dry_run(recipe(), 32)
    assert more.sft.moments == plan.sft.moments // 4
    assert more.sft.activations == plan.sft.activations
    assert more.sft.total < plan.sft.total


def test_the_cache_of_a_token_and_the_work_of_a_step(plan: ScalePlan) -> None:
    assert plan.grpo.kv_bytes_per_token == 2 * 36 * 8 * 128 * 2
    work = plan.grpo_work
    assert (work.trajectories, work.tokens) == (48, 48 * 36_144)
    assert work.pictures == 48 * 10 * 5
    assert work.picture_tokens == work.pictures * 156  # 160,000 pixels, 32 x 32 of them a token
    forward = 2 * (36 * LAYER + VOCABULARY * HIDDEN) + 2 * 36 * 4096 * 36_144
    assert work.petaflops == pytest.approx(48 * 36_144 * 5 * forward / 1e15)  # once more for each of two reasons


def test_adapters_need_moments_of_their_own_only() -> None:
    small = dry_run(recipe("model.lora_rank=16"), 8)
    pairs = 4096 + 4096, 4096 + 1024, 4096 + 1024, 4096 + 4096, 4096 + INSIDE, 4096 + INSIDE, 4096 + INSIDE
    assert small.trained == 16 * 36 * sum(pairs)
    assert small.sft.moments == 8 * small.trained // 8


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(TrainingError, match=r"has no layers\\\.nothing \(adapters\)"):
        dry_run(recipe(r"model.lora_targets=layers\.nothing"), 8)


def test_a_model_of_unknown_architecture_is_told() -> None:
    with pytest.raises(TrainingError, match="no policy Nobody/Nothing"):
        dry_run(recipe("policy=Nobody/Nothing"), 8)


def test_the_page_on_scale_says_what_the_plan_says() -> None:
    page = (RECIPES.parent / "docs" / "scale.md").read_text(encoding="utf-8")
    plans = [dry_run(recipe(), num_gpus) for num_gpus in (4, 6, 8, 24, 32)]
    for name, memories in (("SFT", [one.sft for one in plans]), ("GRPO", [one.grpo for one in plans])):
        row = next(line for line in page.splitlines() if line.startswith(f"| **{name}"))
        assert re.findall(r"\d+\.\d", row) == [f"{memory.total / 2**30:.1f}" for memory in memories]


def test_the_plan_can_be_read(plan: ScalePlan) -> None:
    text = "\n".join(plan.lines())
    assert "8.77 B parameters, 8.19 B of them trained" in text
    assert "144 KiB a token" in text
