"""Visual experience distillation (method section 7): what the guided policy teaches the unguided one, and how much."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class DistillationSettings(BaseModel):
    """The loss between the policy and itself with a decision guide, and the course of its weight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weight: float = Field(
        default=0.0, ge=0, description="Weight of the distillation beside the policy loss; 0: none. The paper's is 2."
    )
    schedule: Literal["constant", "linear", "cosine", "decay"] = Field(
        default="constant", description="Course of the weight; `decay` is constant first, then falls in a line."
    )
    decay_from: float = Field(
        default=0.4, ge=0, lt=1, description="Share of the steps at which `decay` begins to fall."
    )
    warmup: float = Field(default=0.0, ge=0, lt=1, description="Share of the steps in which the weight rises.")
    min_weight_share: float = Field(default=0.0, ge=0, le=1, description="Share of the weight that is left at the end.")
    divergence: Literal["k3", "forward-kl", "reverse-kl", "jsd"] = Field(
        default="k3", description="On the sampled token (`k3`), or on the teacher's likeliest tokens and the rest."
    )
    top_k: int = Field(default=20, ge=1, description="How many likeliest tokens the latter three compare.")
    token_share: float = Field(
        default=0.10, gt=0, le=1, description="Share of a trajectory's tokens that count: where the two differ most."
    )
    ratio_cap: float = Field(default=2.0, ge=1, description="Bound of the ratio of new to old policy in `k3`.")
    k3_cap: float = Field(default=10.0, gt=0, description="Bound of `k3` of a token.")
    loss_cap: float = Field(default=10.0, gt=0, description="Bound of the loss of a token.")
    aggregation: Literal["policy", "seq-mean-token-sum", "token-mean"] = Field(
        default="policy", description="How the losses of tokens become one; `policy`: as grpo.aggregation."
    )
    teacher: Literal["live", "ema"] = Field(
        default="live", description="Whose weights the guided policy has: those of the moment, or their average."
    )
    whose_guide: Literal["own", "another"] = Field(
        default="own", description="`another`, as a control: each request gets a guide that was found for another one."
    )
    ema_decay: float = Field(default=0.95, gt=0, lt=1, description="How much of the average a step leaves.")

    @model_validator(mode="after")
    def _rises_before_it_falls(self) -> Self:
        if self.schedule == "decay" and self.warmup > self.decay_from:
            raise ValueError(
                f"the weight still rises (warmup {self.warmup:g}) when it falls (decay_from {self.decay_from:g})"
            )
        return self
