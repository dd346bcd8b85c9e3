"""The average of a policy's weights over its steps: a teacher that changes more slowly than what it teaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.distributed.tensor import DTensor

from genevolve.errors import TrainingError


class AveragedWeights:
    """average ← decay · average + (1 - decay) · weights, of what is trained; the rest of the model is shared."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        """Start from the weights of the moment.

        Raises:
            TrainingError: the weights are sharded over processes.
        """
        self._trained = {name: one for name, one in model.named_parameters() if one.requires_grad}
        if any(isinstance(parameter, DTensor) for parameter in self._trained.values()):
            raise TrainingError('sharded weights are not averaged: distillation.teacher = "live"')
        self._decay = decay
        self._average = {name: one.detach().clone() for name, one in self._trained.items()}

    @torch.no_grad()
    def update(self) -> None:
        """Take up the weights of the step just made."""
        for name, parameter in self._trained.items():
            self._average[name].lerp_(parameter, 1 - self._decay)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The model computes with the averages; afterwards its weights are as they were, bit for bit."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    def state(self) -> dict[str, Tensor]:
        """The averages by the parameters' names, on the CPU."""
        return {name: average.cpu() for name, average in self._average.items()}

    def restore(self, state: Mapping[str, Tensor]) -> None:
        """Put back what `state` gave.

        Raises:
            TrainingError: it is of another model.
        """
        if state.keys() != self._average.keys():
            raise TrainingError("the checkpoint has no average of these weights")
        for name, average in self._average.items():
            average.copy_(state[name])

    @torch.no_grad()
    def _swap(self) -> None:
        for name, parameter in self._trained.items():
            weights = parameter.detach().clone()
            parameter.copy_(self._average[name])
            self._average[name].copy_(weights)
