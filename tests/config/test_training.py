"""Settings of training: the paper's numbers, the recipes, and one line for what does not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from genevolve.config import TrainSettings, dump_train_settings, load_train_settings
from genevolve.errors import ConfigError

RECIPES = Path(__file__).parents[2] / "recipes"

PAPER = {
    "policy": "Qwen/Qwen3-VL-8B-Instruct",
    "model.freeze_vision": True,
    "model.freeze_projector": True,
    "model.dtype": "bfloat16",
    "model.lora_rank": 0,
    "sft.epochs": 2,
    "sft.sequences_per_batch": 32,
    "sft.cutoff_tokens": 32_768,
    "sft.observation_weight": 0,
    "sft.optimiser.lr": 1e-5,
    "sft.optimiser.weight_decay": 1e-6,
    "sft.optimiser.schedule": "cosine",
    "sft.optimiser.warmup": 0.02,
    "rollout.temperature": 0.7,
    "rollout.top_p": 0.95,
    "grpo.requests_per_step": 8,
    "grpo.rollouts_per_request": 6,
    "grpo.steps": 200,
    "grpo.clip_low": 0.20,
    "grpo.clip_high": 0.28,
    "grpo.dual_clip": 3.0,
    "grpo.aggregation": "seq-mean-token-sum",
    "grpo.advantage_eps": 1e-6,
    "grpo.normalise_std": True,
    "grpo.mask_overlong": True,
    "distillation.divergence": "k3",
    "distillation.token_share": 0.10,
    "distillation.ratio_cap": 2.0,
    "distillation.k3_cap": 10.0,
    "distillation.loss_cap": 10.0,
    "distillation.aggregation": "policy",
    "distillation.schedule": "constant",
    "distillation.teacher": "live",
    "experience.min_gap": 0.20,
    "experience.max_pairs": 8,
    "experience.capacity": 500,
    "experience.min_cosine": 0.84,
    "grpo.mask_repeated": True,
    "grpo.optimiser.lr": 1e-6,
    "grpo.optimiser.schedule": "cosine",
    "grpo.optimiser.warmup": 0,
    "agent.max_policy_calls": 11,
    "agent.temperature": 0.6,
    "agent.top_p": 0.9,
}


def value(settings: TrainSettings, key: str) -> object:
    for part in key.split("."):
        settings = getattr(settings, part)
    return settings


@pytest.mark.parametrize("key", PAPER)
def test_the_papers_value_is_the_default(key):
    assert value(TrainSettings(), key) == PAPER[key]


@pytest.mark.parametrize("key", PAPER)
def test_the_8b_recipe_trains_as_the_paper_did(key):
    assert value(load_train_settings([RECIPES / "qwen3vl-8b.toml"]), key) == PAPER[key]


def test_a_setting_of_what_does_not_exist_is_refused():
    with pytest.raises(ConfigError, match="ved"):
        load_train_settings(overrides=["ved.weight=0.1"])


def test_the_8b_recipe_distils_as_the_paper_did_and_nothing_else_does_unasked():
    assert load_train_settings([RECIPES / "qwen3vl-8b.toml"]).distillation.weight == 2.0
    assert TrainSettings().distillation.weight == 0


def test_the_8b_recipe_keeps_a_whole_row_of_tokens_in_one_pass():
    settings = load_train_settings([RECIPES / "qwen3vl-8b.toml"])
    assert settings.grpo.micro_tokens >= settings.agent.max_prompt_tokens + settings.agent.max_response_tokens


def test_the_tiny_recipe_trains_everything_in_full_precision():
    settings = load_train_settings([RECIPES / "tiny.toml"])
    assert (settings.policy, settings.model.dtype, settings.agent.view) == ("base", "float32", "compact")
    assert not settings.model.freeze_vision
    assert not settings.model.freeze_projector


def test_what_a_recipe_leaves_out_of_the_rl_optimiser_stays_that_of_rl():
    optimiser = load_train_settings([RECIPES / "tiny.toml"]).grpo.optimiser
    assert optimiser.lr == 6e-5
    assert (optimiser.weight_decay, optimiser.warmup) == (0, 0)


@pytest.mark.parametrize("name", ["tiny", "qwen3vl-8b"])
def test_dumped_settings_load_as_the_same(name, tmp_path):
    settings = load_train_settings([RECIPES / f"{name}.toml"], ["seed=3", "sft.optimiser.betas=[0.8, 0.95]"])
    file = tmp_path / "settings.toml"
    file.write_text(dump_train_settings(settings), encoding="utf-8")
    assert load_train_settings([file]) == settings


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("grpo.clip=0.2", "unknown setting 'grpo.clip'; `genevolve train config` lists every setting"),
        ("sft.optimiser.learning_rate=1", "unknown setting 'sft.optimiser.learning_rate'"),
        ("grpo.rollouts_per_request=1", "setting 'grpo.rollouts_per_request'"),
        ("grpo.dual_clip=0.5", "setting 'grpo.dual_clip': above 1, or 0 for none, not 0.5"),
        ("grpo.aggregation=mean", "setting 'grpo.aggregation'"),
        ("rollout.temperature=0", "setting 'rollout.temperature'"),
        ("rollout.engine=sglang", "setting 'rollout.engine': `local` or `vllm:URL`"),
        ("rollout.engine=vllm:127.0.0.1:8000", "setting 'rollout.engine'"),
        ("sft.pack_tokens=1000", "setting 'sft': a trajectory of cutoff_tokens = 32768 does not fit"),
        ("sft.optimiser.betas=[0.9, 1.0]", "setting 'sft.optimiser.betas': both lie in [0, 1), not 0.9 and 1"),
        ("model.lora_targets=(", "setting 'model.lora_targets': not a regular expression"),
        ("grpo.weight=0", "grpo.weight and distillation.weight are both 0: nothing would be learned"),
        ("distillation.divergence=kl", "setting 'distillation.divergence'"),
        ("distillation.token_share=0", "setting 'distillation.token_share'"),
        ("distillation={schedule='decay', warmup=0.5}", "setting 'distillation': the weight still rises"),
        ("model.dtype=int8", "setting 'model.dtype'"),
        ("base.kv_heads=2", "setting 'base': kv_heads is 2, heads 4"),
        ('log_to=["wandb"]', "setting 'log_to.0'"),
    ],
)
def test_a_bad_value_gets_one_line(override, says):
    with pytest.raises(ConfigError, match=re.escape(says)) as caught:
        load_train_settings(overrides=[override])
    assert "\n" not in str(caught.value)


def test_log_probs_of_another_engine_are_computed_anew():
    engine = "rollout.engine=vllm:http://127.0.0.1:8000"
    with pytest.raises(ConfigError, match=r"grpo\.old_logprobs"):
        load_train_settings(overrides=[engine])
    assert load_train_settings(overrides=[engine, "grpo.old_logprobs=recomputed"]).rollout.engine.startswith("vllm:")


def test_a_rate_that_falls_before_it_has_risen_is_refused():
    decay = ["sft.optimiser.schedule=decay", "sft.optimiser.decay_from=0.1"]
    assert load_train_settings(overrides=decay).sft.optimiser.decay_from == 0.1
    with pytest.raises(ConfigError, match="rises"):
        load_train_settings(overrides=[*decay, "sft.optimiser.warmup=0.2"])
