"""Every setting of training, with the paper's value as default where it has one (method sections 2, 4, 6 and 7)."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from genevolve.config.distillation import DistillationSettings
from genevolve.config.experience import ExperienceSettings
from genevolve.config.optimiser import GrpoOptimiserSettings, OptimiserSettings
from genevolve.config.settings import AgentSettings

LOCAL_ENGINE = "local"
VLLM_ENGINE = "vllm:"
LORA_TARGETS = r"model\.language_model\.layers\.\d+\.(self_attn\.(q|k|v|o)_proj|mlp\.(gate|up|down)_proj)"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSetup(_Section):
    """How the policy is loaded and what of it learns."""

    freeze_vision: bool = Field(default=True, description="Whether the vision tower stays as it is.")
    freeze_projector: bool = Field(
        default=True, description="Whether what maps vision to language (the mergers, deepstack too) stays as it is."
    )
    dtype: Literal["bfloat16", "float32"] = Field(
        default="bfloat16", description="Numbers that forward and backward passes compute with."
    )
    attention: Literal["sdpa", "eager", "flash_attention_2"] = Field(
        default="sdpa", description="Implementation of attention, as transformers names it."
    )
    gradient_checkpointing: bool = Field(
        default=True, description="Whether activations are computed again in the backward pass, to save memory."
    )
    lora_rank: int = Field(default=0, ge=0, description="Rank of LoRA adapters; 0 trains all weights not frozen.")
    lora_alpha: float = Field(default=32.0, gt=0, description="Scale of the adapters: alpha / rank.")
    lora_dropout: float = Field(default=0.0, ge=0, lt=1, description="Dropout before the adapters.")
    lora_targets: str = Field(default=LORA_TARGETS, description="Regular expression of whole module names to adapt.")

    @field_validator("lora_targets")
    @classmethod
    def _is_an_expression(cls, targets: str) -> str:
        try:
            re.compile(targets)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        return targets


class SftSettings(_Section):
    """The supervised cold start (method section 4)."""

    epochs: int = Field(default=2, ge=1, description="Passes over the data.")
    max_steps: int = Field(default=0, ge=0, description="Optimiser steps at most; 0 for as many as the epochs have.")
    sequences_per_batch: int = Field(default=32, ge=1, description="Trajectories of one optimiser step.")
    cutoff_tokens: int = Field(default=32_768, ge=64, description="Longer trajectories are left out, and counted.")
    pack_tokens: int = Field(default=32_768, ge=0, description="Tokens of a row of packed trajectories; 0: no packing.")
    micro_tokens: int = Field(default=32_768, ge=64, description="Tokens of one forward pass; a longer row goes alone.")
    observation_weight: float = Field(
        default=0.0, ge=0, le=1, description="Weight of the loss on what tools returned; the assistant's is 1."
    )
    eval_every: int = Field(default=100, ge=1, description="Steps between evaluations.")
    save_every: int = Field(default=100, ge=1, description="Steps between checkpoints.")
    keep_checkpoints: int = Field(default=2, ge=1, description="Newest checkpoints that are kept.")
    optimiser: OptimiserSettings = OptimiserSettings()

    @model_validator(mode="after")
    def _a_trajectory_fits_a_pack(self) -> Self:
        if 0 < self.pack_tokens < self.cutoff_tokens:
            raise ValueError(
                f"a trajectory of cutoff_tokens = {self.cutoff_tokens} does not fit pack_tokens = {self.pack_tokens}"
            )
        return self


class RolloutSettings(_Section):
    """How trajectories are sampled in training (method section 2)."""

    engine: str = Field(default=LOCAL_ENGINE, description="Who samples: `local`, in this process, or `vllm:URL`.")
    temperature: float = Field(
        default=0.7, gt=0, le=2, description="Sampling temperature; every log-prob is taken at it as well."
    )
    top_p: float = Field(default=0.95, gt=0, le=1, description="Nucleus sampling mass.")
    max_rows: int = Field(default=48, ge=1, description="Trajectories that are decoded together.")
    admit_every: int = Field(default=16, ge=1, description="Decode steps between admissions of tool results.")
    repeat_stop: int = Field(
        default=24, ge=0, description="A turn that repeats itself for this many tokens is cut; 0: never."
    )
    cache_block: int = Field(default=256, ge=1, description="Tokens by which the key-value cache grows.")

    @field_validator("engine")
    @classmethod
    def _is_known(cls, engine: str) -> str:
        if engine != LOCAL_ENGINE and not engine.startswith((f"{VLLM_ENGINE}http://", f"{VLLM_ENGINE}https://")):
            raise ValueError(f"`local` or `vllm:URL`, e.g. vllm:http://127.0.0.1:8000, not {engine!r}")
        return engine


class GrpoSettings(_Section):
    """Group-relative policy optimisation (method section 6)."""

    requests_per_step: int = Field(default=8, ge=1, description="Requests of one optimiser step.")
    rollouts_per_request: int = Field(default=6, ge=2, description="Rollouts of a group, K.")
    steps: int = Field(default=200, ge=1, description="Optimiser steps.")
    clip_low: float = Field(default=0.20, ge=0, lt=1, description="The ratio is clipped below 1 - this.")
    clip_high: float = Field(default=0.28, ge=0, description="The ratio is clipped above 1 + this.")
    dual_clip: float = Field(default=3.0, ge=0, description="Bound of the ratio for advantages below 0; 0: none.")
    weight: float = Field(default=1.0, ge=0, description="Weight of the policy loss; 0 leaves the others alone.")
    kl_weight: float = Field(default=0.0, ge=0, description="Weight of the k3 KL to the start; the paper's is 1e-3.")
    aggregation: Literal["seq-mean-token-sum", "token-mean"] = Field(
        default="seq-mean-token-sum", description="How the losses of tokens become one."
    )
    advantage_eps: float = Field(default=1e-6, gt=0, description="Added to the standard deviation of a group.")
    normalise_std: bool = Field(
        default=True, description="Whether advantages are divided by the group's standard deviation."
    )
    mask_overlong: bool = Field(
        default=True, description="Whether over-long rollouts stay out of the loss; the baseline has them."
    )
    mask_repeated: bool = Field(
        default=True, description="Whether rollouts that repeat themselves stay out of the loss."
    )
    old_logprobs: Literal["sampled", "recomputed"] = Field(
        default="sampled", description="What the ratio is taken against: log-probs as sampled, or computed anew."
    )
    micro_tokens: int = Field(default=4096, ge=64, description="Tokens of one forward pass; a longer row goes alone.")
    eval_every: int = Field(default=20, ge=1, description="Steps between evaluations.")
    save_every: int = Field(default=10, ge=1, description="Steps between checkpoints.")
    keep_checkpoints: int = Field(default=2, ge=1, description="Newest checkpoints that are kept.")
    optimiser: GrpoOptimiserSettings = GrpoOptimiserSettings()

    @field_validator("dual_clip")
    @classmethod
    def _is_a_bound(cls, bound: float) -> float:
        if 0 < bound <= 1:
            raise ValueError(f"above 1, or 0 for none, not {bound:g}")
        return bound


class RewardSettings(_Section):
    """Who scores rollouts, and on what pictures (method section 5)."""

    judge: str = Field(default="measured", description="Who judges: `measured`, or `vlm:MODEL[@URL]`.")
    renderer: str = Field(
        default="illustrator", description="Who draws: `illustrator`, or `second-illustrator` with other faults."
    )
    image_pixels: int = Field(default=512, ge=256, le=2048, description="Side of the pictures that are judged.")
    workers: int = Field(default=2, ge=1, description="Processes that draw and judge.")
    retries: int = Field(default=2, ge=0, description="Further tries after a failure of the surroundings.")


class BaseSetup(_Section):
    """The tiny policy that `train base` makes. The paper has none: these are our choices, for a processor."""

    vocab_size: int = Field(default=4096, ge=512, description="Tokens, special ones included.")
    hidden: int = Field(default=256, ge=16, description="Width of the language model.")
    layers: int = Field(default=4, ge=2, description="Layers of the language model; copying needs two.")
    heads: int = Field(default=4, ge=1, description="Attention heads.")
    kv_heads: int = Field(default=4, ge=1, description="Heads of keys and values: as many, copying needs each.")
    head_dim: int = Field(default=64, ge=8, description="Width of a head.")
    intermediate: int = Field(default=512, ge=16, description="Width inside the feed-forward layers.")
    rope_theta: float = Field(default=1e8, gt=1, description="Base of the rotary frequencies.")
    vision_hidden: int = Field(default=96, ge=16, description="Width of the vision tower.")
    vision_depth: int = Field(default=2, ge=1, description="Layers of the vision tower.")
    vision_heads: int = Field(default=3, ge=1, description="Attention heads of the vision tower.")
    vision_intermediate: int = Field(default=192, ge=16, description="Width inside its feed-forward layers.")
    look_steps: int = Field(default=400, ge=0, description="Steps of 32 pictures in which the tower learns words.")
    copy_tokens: int = Field(default=700_000, ge=0, description="Tokens of the warm-up on copying.")
    vision_tokens: int = Field(default=350_000, ge=0, description="Tokens of the warm-up on pictures.")
    reading_tokens: int = Field(default=2_400_000, ge=0, description="Tokens of the warm-up on requests.")
    lr: float = Field(default=8e-4, gt=0, description="Learning rate of all.")
    num_requests: int = Field(default=14_000, ge=1, description="Requests that reading is learned from.")
    num_trajectories: int = Field(default=400, ge=1, description="Trajectories that the tokenizer is made from.")

    @model_validator(mode="after")
    def _heads_divide(self) -> Self:
        if self.kv_heads != self.heads:
            raise ValueError(f"kv_heads is {self.kv_heads}, heads {self.heads}: the start that copies needs them equal")
        if self.vision_hidden % self.vision_heads:
            raise ValueError(
                f"vision_hidden = {self.vision_hidden} is no multiple of vision_heads = {self.vision_heads}"
            )
        return self


class TrainSettings(_Section):
    """All settings of a training run."""

    policy: str = Field(
        default="Qwen/Qwen3-VL-8B-Instruct",
        description="What is trained: a folder, a model's id, or `base`, the tiny one.",
    )
    data: str = Field(default="", description="The data folder, of `genevolve data build`.")
    out: str = Field(default="", description="The run's folder; the same one continues.")
    seed: int = Field(default=0, ge=0, description="Seed of order, sampling, dropout and drawing.")
    threads: int = Field(default=0, ge=0, description="Threads of torch; 0 leaves them as they are.")
    log_to: tuple[Literal["jsonl", "trackio"], ...] = Field(
        default=("jsonl",), min_length=1, description="Where metrics go; `trackio` has to be installed."
    )
    model: ModelSetup = ModelSetup()
    sft: SftSettings = SftSettings()
    rollout: RolloutSettings = RolloutSettings()
    grpo: GrpoSettings = GrpoSettings()
    experience: ExperienceSettings = ExperienceSettings()
    distillation: DistillationSettings = DistillationSettings()
    reward: RewardSettings = RewardSettings()
    agent: AgentSettings = AgentSettings()
    base: BaseSetup = BaseSetup()

    @model_validator(mode="after")
    def _something_is_learned(self) -> Self:
        if not self.grpo.weight and not self.distillation.weight:
            raise ValueError("grpo.weight and distillation.weight are both 0: nothing would be learned")
        return self

    @model_validator(mode="after")
    def _log_probs_are_comparable(self) -> Self:
        if self.rollout.engine.startswith(VLLM_ENGINE) and self.grpo.old_logprobs == "sampled":
            raise ValueError(
                'another engine computes log-probs in its own way: it needs grpo.old_logprobs = "recomputed"'
            )
        return self
