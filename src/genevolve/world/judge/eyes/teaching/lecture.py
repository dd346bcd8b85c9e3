"""All of the teaching: draw lessons, run the course, write the file that the judge looks with and how it came about."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from genevolve.errors import ConfigError
from genevolve.store import write_whole
from genevolve.world.build import SEAL
from genevolve.world.judge.eyes.lesson import SIDE_PX, Lessons
from genevolve.world.judge.eyes.sight import VIEW_PX
from genevolve.world.judge.eyes.teaching.export import export
from genevolve.world.judge.eyes.teaching.logbook import Logbook
from genevolve.world.judge.eyes.teaching.network import SceneNet
from genevolve.world.judge.eyes.teaching.notebook import Report, drawn_pages, load_arrays, save_arrays
from genevolve.world.judge.eyes.teaching.scene_course import SceneCourse
from genevolve.world.suite import world_suite
from genevolve.world.world import World

PLAN, LOG, WEIGHTS, MODEL, EYES = "plan.json", "log.jsonl", "scene.npz", "scene.onnx", "eyes.json"
_VERSIONS = ("genevolve", "torch", "onnx", "numpy", "pillow")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is taught. The default is what the judge's own eyes were taught with."""

    lessons: int = 4600
    steps: int = 1800
    items: int = 4000
    suite_seed: int = 1
    side_px: int = SIDE_PX
    seed: int = 0


class Lecture:
    """One folder in which eyes are taught, stage by stage; a stage that is done is not done again."""

    def __init__(self, world: World, plan: Plan, folder: Path, report: Report) -> None:
        self._world, self._plan, self._folder, self._report = world, plan, folder, report
        self._log = Logbook(folder / LOG, report)

    def begin(self, *, resume: bool) -> None:
        """Claim the folder.

        Raises:
            ConfigError: it was begun before and `resume` is not said, or with another plan, world or version.
        """
        path = self._folder / PLAN
        if not path.exists():
            write_whole(path, _as_json(self._stamp()))
            return
        if not resume:
            raise ConfigError(f"{self._folder} holds lessons already: go on with --resume, or take another folder")
        begun = json.loads(path.read_bytes())
        differing = sorted(name for name, value in self._stamp().items() if begun.get(name) != value)
        if differing:
            raise ConfigError(f"{self._folder} was begun with another {' and '.join(differing)}: take another folder")

    def teach(self, command: str) -> None:
        """Do whatever is not done yet; `command` is what was typed."""
        weights = self._folder / WEIGHTS
        if not weights.exists():
            self._learn(weights)
        network = SceneNet()
        network.load_state_dict({name: torch.from_numpy(one) for name, one in load_arrays(weights).items()})
        model = self._folder / MODEL
        export(network, torch.zeros(1, 3, VIEW_PX, VIEW_PX), model, inputs="view", outputs=("traits",))
        eyes = {
            "command": command,
            **self._stamp(),
            "held_out": self._log.last_exam(),
            "files": {model.name: _sha256(model)},
        }
        write_whole(self._folder / EYES, _as_json(eyes))

    def _learn(self, weights: Path) -> None:
        plan = self._plan
        items = world_suite(self._world, split="train", n=plan.items, seed=plan.suite_seed)
        lessons = Lessons(self._world, items, side_px=plan.side_px)
        course = SceneCourse(drawn_pages(lessons, plan.lessons, self._folder, self._report), plan.seed)
        course.run(plan.steps, self._log)
        save_arrays(weights, {name: one.numpy() for name, one in course.network.state_dict().items()})

    def _stamp(self) -> dict[str, Any]:
        versions = {name: version(name) for name in _VERSIONS} | {"python": platform.python_version()}
        return {"plan": asdict(self._plan), "world": _sha256(self._world.path / SEAL), "versions": versions}


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
