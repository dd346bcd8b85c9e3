"""What the processes of a run tell each other. A run of one process tells itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

import torch
from accelerate import Accelerator
from accelerate.utils import InitProcessGroupKwargs, gather_object, set_seed

from genevolve.config import TrainSettings

V = TypeVar("V")

_PATIENCE = timedelta(hours=2)
"""How long processes wait for the one that rolls out and rewards."""


def open_accelerator(settings: TrainSettings) -> Accelerator:
    """The device, the processes and the precision of this run; seeds the generators of python, numpy and torch.

    How many processes there are, and whether weights are sharded, comes from who launched it (`accelerate launch`).
    """
    use_threads(settings)
    set_seed(settings.seed)
    return Accelerator(
        cpu=not torch.cuda.is_available(),
        mixed_precision="bf16" if settings.model.dtype == "bfloat16" else "no",
        kwargs_handlers=[InitProcessGroupKwargs(timeout=_PATIENCE)],
    )


def use_threads(settings: TrainSettings) -> None:
    """Compute with as many threads as set."""
    if settings.threads:
        torch.set_num_threads(settings.threads)


class Processes:
    """This process among the others."""

    def __init__(self, accelerator: Accelerator) -> None:
        self.rank: int = accelerator.process_index
        self.world: int = accelerator.num_processes
        self._accelerator = accelerator

    @property
    def is_first(self) -> bool:
        """Whether this is the one that writes files, rolls out and evaluates."""
        return self.rank == 0

    def share(self, number: int) -> range:
        """Which of `number` things are this process's work."""
        return range(self.rank, number, self.world)

    def summed(self, values: Mapping[str, float]) -> dict[str, float]:
        """The sum over all processes by name, the same in each."""
        total: defaultdict[str, float] = defaultdict(float)
        for part in gather_object([dict(values)]):
            for name, value in part.items():
                total[name] += value
        return dict(total)

    def largest(self, number: int) -> int:
        """The largest of what the processes say."""
        said: list[int] = gather_object([number])
        return max(said)

    def exchanged(self, found: Mapping[int, V]) -> dict[int, V]:
        """What all processes found, in each."""
        return {key: value for part in gather_object([dict(found)]) for key, value in part.items()}

    def wait(self) -> None:
        """Until all processes are here."""
        self._accelerator.wait_for_everyone()
