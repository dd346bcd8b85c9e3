"""AdamW and its schedule, with the paper's values as defaults (method sections 4 and 6)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OptimiserSettings(_Section):
    """AdamW and its schedule; the defaults are the supervised ones."""

    lr: float = Field(default=1e-5, gt=0, description="Highest learning rate.")
    betas: tuple[float, float] = Field(default=(0.9, 0.999), description="Decay of the two moments.")
    eps: float = Field(default=1e-8, gt=0, description="Added to the root of the second moment.")
    weight_decay: float = Field(default=1e-6, ge=0, description="Decoupled weight decay.")
    schedule: Literal["cosine", "linear", "constant", "decay"] = Field(
        default="cosine", description="Course of the rate; `decay` is constant first, then falls in a line."
    )
    decay_from: float = Field(
        default=0.4, ge=0, lt=1, description="Share of the steps at which `decay` begins to fall."
    )
    warmup: float = Field(default=0.02, ge=0, lt=1, description="Share of the steps in which the rate rises.")
    min_lr_share: float = Field(default=0.0, ge=0, le=1, description="Share of the rate that is left at the end.")
    max_grad_norm: float = Field(default=1.0, gt=0, description="Longer gradients are scaled down to this norm.")

    @field_validator("betas")
    @classmethod
    def _are_decays(cls, betas: tuple[float, float]) -> tuple[float, float]:
        if not all(0 <= beta < 1 for beta in betas):
            raise ValueError(f"both lie in [0, 1), not {betas[0]:g} and {betas[1]:g}")
        return betas

    @model_validator(mode="after")
    def _rises_before_it_falls(self) -> Self:
        if self.schedule == "decay" and self.warmup > self.decay_from:
            raise ValueError(
                f"the rate still rises (warmup {self.warmup:g}) when it falls (decay_from {self.decay_from:g})"
            )
        return self


class GrpoOptimiserSettings(OptimiserSettings):
    """The same of GRPO; on weight decay the paper is silent, and none is our choice."""

    lr: float = Field(default=1e-6, gt=0, description="Highest learning rate.")
    weight_decay: float = Field(default=0.0, ge=0, description="Decoupled weight decay.")
    warmup: float = Field(default=0.0, ge=0, lt=1, description="Share of the steps in which the rate rises.")
