"""AdamW over what is trained, and its state by the parameters' names."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_optimizer_state_dict,
    set_optimizer_state_dict,
)

from genevolve.config.optimiser import OptimiserSettings

_WHOLE = StateDictOptions(full_state_dict=True, cpu_offload=True)
"""Sharded tensors are gathered; the names are the model's own, whatever wraps it."""

_WHOLE_EVERYWHERE = StateDictOptions(full_state_dict=True, strict=False)


def adamw(model: nn.Module, settings: OptimiserSettings) -> torch.optim.AdamW:
    """AdamW over the parameters that take a gradient; norms and biases have no weight decay."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for parameter in trained if parameter.ndim > 1], "weight_decay": settings.weight_decay},
        {"params": [parameter for parameter in trained if parameter.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(
        [group for group in groups if group["params"]], lr=settings.lr, betas=settings.betas, eps=settings.eps
    )


def set_learning_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    """Let the next step have this rate."""
    for group in optimiser.param_groups:
        group["lr"] = rate


def optimiser_state(model: nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    """The moments as flat tensors: `<parameter>.exp_avg`, `<parameter>.exp_avg_sq`, `<parameter>.step`.

    Every process has to call it; the first one alone gets the tensors.
    """
    state = get_optimizer_state_dict(model, optimiser, options=_WHOLE).get("state", {})
    return {f"{name}.{key}": value for name, values in state.items() for key, value in values.items()}


def load_optimiser_state(model: nn.Module, optimiser: torch.optim.Optimizer, flat: Mapping[str, Tensor]) -> None:
    """Put back what `optimiser_state` gave, the same in every process. There may be no gradients yet.

    A parameter that no gradient had reached, e.g. of the vision tower before the first picture, has no moments again.
    """
    whole = get_optimizer_state_dict(model, optimiser, options=_WHOLE_EVERYWHERE)
    state: dict[str, dict[str, Tensor]] = {}
    for key, value in flat.items():
        name, _, moment = key.rpartition(".")
        state.setdefault(name, {})[moment] = value
    set_optimizer_state_dict(model, optimiser, {**whole, "state": state}, options=_WHOLE_EVERYWHERE)
    for name, parameter in model.named_parameters():
        if name not in state:
            optimiser.state.pop(parameter, None)
