"""What rises and falls by step: functions of the step alone, so that a resumed run needs no state of them."""

from __future__ import annotations

import math
from typing import Literal

from genevolve.config.distillation import DistillationSettings
from genevolve.config.optimiser import OptimiserSettings

Course = Literal["constant", "linear", "cosine", "decay"]


def learning_rate(settings: OptimiserSettings, step: int, num_steps: int) -> float:
    """The rate of optimiser step `step` (from 0) of `num_steps` (method sections 4 and 6: cosine); see `scheduled`."""
    return scheduled(
        settings.lr,
        settings.schedule,
        step,
        num_steps,
        warmup=settings.warmup,
        decay_from=settings.decay_from,
        floor=settings.min_lr_share,
    )


def distillation_weight(settings: DistillationSettings, step: int, num_steps: int) -> float:
    """λ of step `step` (from 0) of `num_steps` (method section 7.5: constant); see `scheduled`."""
    return scheduled(
        settings.weight,
        settings.schedule,
        step,
        num_steps,
        warmup=settings.warmup,
        decay_from=settings.decay_from,
        floor=settings.min_weight_share,
    )


def scheduled(
    full: float, course: Course, step: int, num_steps: int, *, warmup: float, decay_from: float, floor: float
) -> float:
    """The value at step `step` (from 0) of `num_steps`.

    It rises in equal parts over the share `warmup` of the steps, whose last one has the full value. After it:
    `constant` stays; `linear` and `cosine` fall over the rest; `decay` stays until the share `decay_from` of all
    steps, then falls in a line. None falls below `floor` of the full value.

    Raises:
        ValueError: `step` is outside of the run.
    """
    if not 0 <= step < num_steps:
        raise ValueError(f"step {step} is outside of a run of {num_steps} steps")
    rising = math.ceil(warmup * num_steps)
    if step < rising:
        return full * (step + 1) / rising
    start = max(rising, math.ceil(decay_from * num_steps)) if course == "decay" else rising
    done = max(0.0, (step - start) / (num_steps - start))
    share = {
        "constant": 1.0,
        "linear": 1.0 - done,
        "decay": 1.0 - done,
        "cosine": (1.0 + math.cos(math.pi * done)) / 2,
    }[course]
    return full * (floor + (1.0 - floor) * share)
