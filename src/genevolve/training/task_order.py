"""Which tasks a step is rolled out on."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence

from genevolve.errors import TrainingError
from genevolve.records.dataset import Task


class TaskOrder:
    """The tasks of each step: every epoch in another order, which the seed and the step decide alone."""

    def __init__(self, tasks: Sequence[Task], requests_per_step: int, seed: int) -> None:
        """Groups of `requests_per_step`; what an epoch has left over comes in the next.

        Raises:
            TrainingError: there are fewer tasks than a step takes.
        """
        if len(tasks) < requests_per_step:
            raise TrainingError(f"a step takes {requests_per_step} requests, and the data have {len(tasks)}")
        self._tasks, self._size, self._seed = tasks, requests_per_step, seed

    def of_step(self, step: int) -> list[Task]:
        """The tasks of `step` (from 0)."""
        epoch, place = divmod(step, len(self._tasks) // self._size)
        order = list(range(len(self._tasks)))
        random.Random(f"{self._seed} {epoch}").shuffle(order)
        return [self._tasks[index] for index in order[place * self._size : (place + 1) * self._size]]

    def digest(self) -> str:
        """Tells one list of tasks from another."""
        told = hashlib.sha256()
        for task in self._tasks:
            told.update(f"{task.request.id}\0{task.ground_truth}\0".encode())
        return told.hexdigest()
