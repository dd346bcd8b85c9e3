"""All of the teaching: draw lessons, run both courses, write the files that the judge looks with."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from genevolve.errors import ConfigError
from genevolve.store import write_whole
from genevolve.world.build import SEAL
from genevolve.world.judge.eyes.export import export
from genevolve.world.judge.eyes.lesson import SIDE_PX, Lessons
from genevolve.world.judge.eyes.teaching.course import CourseLog, Subject, load_weights, run, save_weights
from genevolve.world.judge.eyes.teaching.drawings import Drawings, known_drawings, recognisable
from genevolve.world.judge.eyes.teaching.finder_course import finder_subject
from genevolve.world.judge.eyes.teaching.notebook import Pages, Report, drawn_pages
from genevolve.world.judge.eyes.teaching.recogniser_course import recogniser_subject
from genevolve.world.judge.eyes.teaching.scene_course import scene_subject
from genevolve.world.suite import world_suite
from genevolve.world.world import World

PLAN, LOG, EYES, DRAWINGS = "plan.json", "log.jsonl", "eyes.json", "drawings.npz"
_VERSIONS = ("genevolve", "torch", "onnx", "numpy", "pillow")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is taught. The default is what the judge's own eyes were taught with."""

    lessons: int = 4600
    items: int = 4000
    suite_seed: int = 1
    side_px: int = SIDE_PX
    finder_steps: int = 2150
    recogniser_steps: int = 2400
    scene_steps: int = 1800
    seed: int = 0


class Lecture:
    """One folder in which eyes are taught, stage by stage; a stage that is done is not done again."""

    def __init__(self, world: World, plan: Plan, folder: Path, report: Report) -> None:
        self._world, self._plan, self._folder, self._report = world, plan, folder, report
        self._log = CourseLog(folder / LOG, report)

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
            raise ConfigError(f"{self._folder} was begun with other values of: {', '.join(differing)}")

    def teach(self, command: str, entities: Sequence[str] | None = None) -> None:
        """Do whatever is not done yet; `entities` are those whose drawings are compared, by default all that can be."""
        items = world_suite(self._world, split="train", n=self._plan.items, seed=self._plan.suite_seed)
        lessons = Lessons(self._world, items, side_px=self._plan.side_px)
        pages = drawn_pages(lessons, self._plan.lessons, self._folder, self._report)
        compared = recognisable(self._world) if entities is None else entities
        drawings = known_drawings(self._world, compared, self._folder / DRAWINGS)
        subjects = self._subjects(pages, drawings)
        for subject in subjects:
            self._learn(subject)
        files = {name: facts for subject in subjects for name, facts in self._files(subject)}
        held_out = {subject.name: self._log.last_exam(subject.name) for subject in subjects}
        eyes = {"command": command, **self._stamp(), "held_out": held_out, "files": files}
        write_whole(self._folder / EYES, _as_json(eyes))

    def _subjects(self, pages: Pages, drawings: Drawings) -> list[Subject]:
        plan = self._plan
        return [
            finder_subject(pages, plan.seed, plan.finder_steps),
            recogniser_subject(pages, drawings, plan.seed, plan.recogniser_steps),
            scene_subject(pages, plan.seed, plan.scene_steps),
        ]

    def _learn(self, subject: Subject) -> None:
        path = self._weights(subject)
        if not path.exists():
            course = subject.course()
            run(course, subject.pace, self._log)
            save_weights(course.module, path)

    def _files(self, subject: Subject) -> Iterator[tuple[str, dict[str, Any]]]:
        """Write the files of a subject; their names, with their hashes and what has to be known of them."""
        network = subject.network()
        load_weights(network, self._weights(subject))
        for file in subject.files(network):
            path = self._folder / f"{file.name}.onnx"
            export(file.network, file.example, path, inputs=file.inputs, outputs=file.outputs)
            facts = {name: round(value, 4) for name, value in file.facts.items()}
            yield path.name, {"sha256": _sha256(path), **facts}

    def _weights(self, subject: Subject) -> Path:
        return self._folder / f"{subject.name}.npz"

    def _stamp(self) -> dict[str, Any]:
        versions = {name: version(name) for name in _VERSIONS} | {"python": platform.python_version()}
        return {"plan": asdict(self._plan), "world": _sha256(self._world.path / SEAL), "versions": versions}


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
