"""The eyes taught for two steps: the whole way from lessons to the file that the judge looks with."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from genevolve.errors import ConfigError
from genevolve.world.judge.eyes.labels import FLAT, LIGHTS, SETTINGS, STYLES, labels_of, scene_sizes
from genevolve.world.judge.eyes.lesson import Lessons
from genevolve.world.judge.eyes.sight import VIEW_PX
from genevolve.world.judge.eyes.teaching.notebook import Pages, drawn_pages, held_out, load_arrays
from genevolve.world.suite import world_suite
from genevolve.world.world import World

torch = pytest.importorskip("torch")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")
lecture = import_module("genevolve.world.judge.eyes.teaching.lecture")
scene_course = import_module("genevolve.world.judge.eyes.teaching.scene_course")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

LESSONS = 8
PLAN = lecture.Plan(lessons=LESSONS, items=LESSONS, side_px=96, steps=2)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("eyes")
    course = lecture.Lecture(world, PLAN, out, lambda _: None)
    course.begin(resume=False)
    course.teach("teach")
    return out


def test_the_file_tells_what_the_network_learned(folder: Path) -> None:
    pictures = np.random.default_rng(0).random((2, 3, VIEW_PX, VIEW_PX), np.float32)
    session = onnxruntime.InferenceSession(folder / "scene.onnx", providers=["CPUExecutionProvider"])
    (told,) = session.run(["traits"], {"view": pictures})
    network = lecture.SceneNet().eval()
    network.load_state_dict({name: torch.from_numpy(one) for name, one in load_arrays(folder / "scene.npz").items()})
    with torch.no_grad():
        known = network(torch.from_numpy(pictures)).numpy()
    assert told.shape == (2, sum(scene_sizes().values()))
    np.testing.assert_allclose(told, known, atol=1e-2)


def test_the_log_and_the_sheet_say_how_it_went(folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    losses = [row["losses"] for row in rows if "losses" in row]
    assert losses
    assert all(np.isfinite(list(one.values())).all() for one in losses)
    sheet = json.loads((folder / "eyes.json").read_text())
    assert sheet["plan"]["lessons"] == LESSONS
    assert sheet["held_out"] == rows[-1]["held_out"]
    assert 0 <= sheet["held_out"]["light"] <= 1


def test_what_is_done_is_not_done_again(folder: Path, world: World) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.npz")}
    sheet = json.loads((folder / "eyes.json").read_text())
    (folder / "scene.onnx").unlink()
    again = lecture.Lecture(world, PLAN, folder, lambda _: None)
    again.begin(resume=True)
    again.teach("teach")
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.npz")} == before
    assert json.loads((folder / "eyes.json").read_text()) == sheet


def test_a_folder_is_not_mixed_with_another_plan(folder: Path, world: World) -> None:
    with pytest.raises(ConfigError, match="--resume"):
        lecture.Lecture(world, PLAN, folder, print).begin(resume=False)
    with pytest.raises(ConfigError, match="another plan"):
        lecture.Lecture(world, replace(PLAN, lessons=9), folder, print).begin(resume=True)


def test_the_same_seed_teaches_the_same(folder: Path, world: World, tmp_path: Path) -> None:
    pages = Pages(**load_arrays(folder / f"lessons-000000-{LESSONS:06d}.npz"))
    course = scene_course.SceneCourse(pages, PLAN.seed)
    course.run(PLAN.steps, lecture.Logbook(tmp_path / "log.jsonl", lambda _: None))
    kept = load_arrays(folder / "scene.npz")
    for name, weight in course.network.state_dict().items():
        np.testing.assert_array_equal(weight.numpy(), kept[name], err_msg=name)


def test_lessons_on_disk_are_those_that_are_drawn(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genevolve.world.judge.eyes.teaching.notebook.SHARD", 2)
    lessons = Lessons(world, world_suite(world, split="train", n=3, seed=1), side_px=96)
    told: list[str] = []
    pages = drawn_pages(lessons, 3, tmp_path, told.append)
    known = labels_of(lessons.lesson(2))
    np.testing.assert_array_equal(pages.views[2], known.view)
    assert pages.scenes[2].tolist() == [known.setting, known.light, known.style, known.washed]
    next(tmp_path.glob("*-000003.npz")).unlink()
    again = drawn_pages(lessons, 3, tmp_path, told.append)
    assert len(told) == 3
    np.testing.assert_array_equal(again.views, pages.views)


def test_nothing_that_is_held_out_is_learned() -> None:
    for num in (8, 4600):
        learned, held = held_out(num, seed=0)
        assert sorted([*learned, *held]) == list(range(num))
        assert len(held) == min(300, max(1, num // 10))


def told(setting: int, light: int, style: int, washed: bool) -> list[float]:
    """The logits of somebody who is sure."""
    parts = [
        [9.0 if at == value else 0.0 for at in range(num)]
        for value, num in zip((setting, light, style), (len(SETTINGS), len(LIGHTS), len(STYLES)), strict=True)
    ]
    return [*parts[0], *parts[1], *parts[2], 9.0 if washed else -9.0]


def test_answers_are_marked_right_and_wrong() -> None:
    flat = LIGHTS.index(FLAT)
    known = torch.tensor([[2, flat, 0, 0], [-1, 3, 4, 1]])
    right = scene_course.scene_answers(torch.tensor([told(2, flat, 0, False), told(7, 3, 4, True)]), known)
    assert all(one.all() for one in right.values())
    assert [len(right[name]) for name in ("setting", "light_probable", "style_probable", "washed_found")] == [1] * 4
    wrong = scene_course.scene_answers(torch.tensor([told(3, 3, 1, True), told(7, flat, 0, False)]), known)
    assert not any(one.any() for one in wrong.values())
    sure, unsure = (
        scene_course.scene_losses(torch.tensor([row, row]), known[:1].expand(2, 4))
        for row in (told(2, flat, 0, False), told(3, 3, 1, True))
    )
    assert all(sure[name] < unsure[name] for name in sure)
