"""A course: a network that learns step by step, with a log of how it goes and an exam now and then."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from genevolve.world.judge.eyes.teaching.notebook import Report, load_arrays, save_arrays
from genevolve.world.judge.eyes.teaching.traits import Answers

_LOG_EVERY = 100
_REMEMBERED = 0.97
_WARM_UP = 0.1


@dataclass(frozen=True, slots=True)
class Pace:
    """How a course is run: one cycle of the learning rate over all steps."""

    steps: int
    peak_rate: float
    weight_decay: float
    exam_every: int
    max_norm: float = float("inf")
    """Longer gradients are shortened to this."""


class Course(Protocol):
    """What is learned."""

    name: str
    module: nn.Module

    def groups(self) -> list[dict[str, Any]]:
        """The weights, in groups for the optimiser."""
        ...

    def losses(self) -> dict[str, Tensor]:
        """The losses of the next batch by name; `total` is what is made smaller."""
        ...

    def exam(self) -> dict[str, float]:
        """Figures over what is held out."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class EyeFile:
    """A file to look with. `facts` are what has to be known to use it."""

    name: str
    network: nn.Module
    example: Tensor
    inputs: str
    outputs: tuple[str, ...]
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One network from its course to its files: `course` begins anew, `network` is empty, to take up what was kept."""

    name: str
    pace: Pace
    course: Callable[[], Course]
    network: Callable[[], nn.Module]
    files: Callable[[nn.Module], Sequence[EyeFile]]


class CourseLog:
    """One line of JSON for every report."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path, self._report = path, report

    def write(self, row: Mapping[str, Any]) -> None:
        """Append a line and show it."""
        line = json.dumps(row, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        self._report(line)

    def last_exam(self, name: str) -> dict[str, float]:
        """The figures of a course's last exam."""
        rows = [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]
        exams: list[dict[str, float]] = [row["held_out"] for row in rows if row["course"] == name and "held_out" in row]
        return exams[-1]


def run(course: Course, pace: Pace, log: CourseLog) -> None:
    """Teach all steps."""
    optimiser = torch.optim.AdamW(course.groups(), lr=pace.peak_rate, weight_decay=pace.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, pace.peak_rate, total_steps=pace.steps, pct_start=_WARM_UP
    )
    started, means = time.monotonic(), dict[str, float]()
    course.module.train()
    for step in range(1, pace.steps + 1):
        losses = course.losses()
        optimiser.zero_grad()
        losses["total"].backward()
        nn.utils.clip_grad_norm_(course.module.parameters(), pace.max_norm)
        optimiser.step()
        schedule.step()
        for name, loss in losses.items():
            value = float(loss.detach())
            means[name] = means.get(name, value) * _REMEMBERED + value * (1 - _REMEMBERED)
        if step % _LOG_EVERY == 0 or step == pace.steps:
            log.write(_progress(course.name, step, pace.steps, time.monotonic() - started, means))
        if step % pace.exam_every == 0 or step == pace.steps:
            log.write({"course": course.name, "step": step, "held_out": _examined(course)})


def averages(answers: Iterable[Answers]) -> dict[str, float]:
    """The mean of every question over all batches; a question that nothing was asked about is left out."""
    found: dict[str, list[float]] = defaultdict(list)
    for batch in answers:
        for name, values in batch.items():
            found[name].extend(values.float().tolist())
    return {name: round(float(np.mean(values)), 4) for name, values in found.items() if values}


def save_weights(module: nn.Module, path: Path) -> None:
    """Keep what was learned, as plain arrays."""
    save_arrays(path, {name: weight.detach().numpy() for name, weight in module.state_dict().items()})


def load_weights(module: nn.Module, path: Path) -> None:
    """Take up what was learned."""
    module.load_state_dict({name: torch.from_numpy(weight) for name, weight in load_arrays(path).items()})


def planes(images: np.ndarray[Any, Any]) -> Tensor:
    """Pictures, channels last, as numbers (bytes become 0..1), channels first."""
    numbers = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
    numbers = numbers.float() / 255 if images.dtype == np.uint8 else numbers
    return numbers.contiguous(memory_format=torch.channels_last)


class Turns:
    """Numbers at random, each once before any comes again."""

    def __init__(self, numbers: np.ndarray[Any, Any], rng: np.random.Generator) -> None:
        self._turns = self._forever(numbers, rng)

    def take(self, num: int) -> list[int]:
        """The next so many."""
        return [next(self._turns) for _ in range(num)]

    @staticmethod
    def _forever(numbers: np.ndarray[Any, Any], rng: np.random.Generator) -> Iterator[int]:
        while True:
            yield from rng.permutation(numbers).tolist()


def _examined(course: Course) -> dict[str, float]:
    course.module.eval()
    with torch.no_grad():
        figures = course.exam()
    course.module.train()
    return figures


def _progress(name: str, step: int, steps: int, seconds: float, means: Mapping[str, float]) -> dict[str, Any]:
    return {
        "course": name,
        "step": step,
        "steps": steps,
        "seconds_per_step": round(seconds / step, 3),
        "seconds_left": round(seconds / step * (steps - step)),
        "losses": {key: round(value, 4) for key, value in means.items()},
    }
