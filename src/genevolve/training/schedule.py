"""Learning rate by step. A function of the step alone, so that a resumed run needs no state of it."""

from __future__ import annotations

import math

from genevolve.config.optimiser import OptimiserSettings


def learning_rate(settings: OptimiserSettings, step: int, num_steps: int) -> float:
    """The rate of optimiser step `step` (from 0) of `num_steps` (method sections 4 and 6: cosine).

    It rises in equal parts over the warm-up, whose last step has the full rate. After it:
    `constant` stays; `linear` and `cosine` fall over the rest; `decay` stays until the share `decay_from` of all
    steps, then falls in a line. None falls below `min_lr_share` of the full rate.

    Raises:
        ValueError: `step` is outside of the run.
    """
    if not 0 <= step < num_steps:
        raise ValueError(f"step {step} is outside of a run of {num_steps} steps")
    warmup = math.ceil(settings.warmup * num_steps)
    if step < warmup:
        return settings.lr * (step + 1) / warmup
    start = max(warmup, math.ceil(settings.decay_from * num_steps)) if settings.schedule == "decay" else warmup
    done = max(0.0, (step - start) / (num_steps - start))
    share = {
        "constant": 1.0,
        "linear": 1.0 - done,
        "decay": 1.0 - done,
        "cosine": (1.0 + math.cos(math.pi * done)) / 2,
    }[settings.schedule]
    return settings.lr * (settings.min_lr_share + (1.0 - settings.min_lr_share) * share)
