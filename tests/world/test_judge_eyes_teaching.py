"""The eyes taught for two steps: the whole way from lessons to the files that the judge looks with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genevolve.errors import ConfigError
from genevolve.world.suite import world_suite
from genevolve.world.world import World

if TYPE_CHECKING:
    from genevolve.world.judge.eyes.teaching.lecture import Plan

torch = pytest.importorskip("torch")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnx")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

LESSONS = 8
INPUTS = {"finder": 224, "recogniser": 64, "drawing": 64, "scene": 160}


def plan() -> Plan:
    from genevolve.world.judge.eyes.teaching.lecture import Plan

    return Plan(lessons=LESSONS, items=LESSONS, side_px=96, finder_steps=2, recogniser_steps=2, scene_steps=2)


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from genevolve.world.judge.eyes.teaching.lecture import Lecture

    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("eyes")
    lecture = Lecture(world, plan(), out, lambda _: None)
    lecture.begin(resume=False)
    items = world_suite(world, split="train", n=LESSONS, seed=1)
    shown = [target.entity_id for item in items for target in item.evidence.targets]
    countries = [one.id for one in world.entities.values() if one.kind == "country"][:8]
    lecture.teach("teach", entities=list(dict.fromkeys([*shown, *countries])))
    return out


def taught(name: str, folder: Path) -> torch.nn.Module:
    from genevolve.world.judge.eyes.network import Finder, SceneNet
    from genevolve.world.judge.eyes.teaching.course import load_weights
    from genevolve.world.judge.eyes.teaching.finder_course import FinderEyes
    from genevolve.world.judge.eyes.teaching.recogniser_course import RecogniserPupil

    if name == "finder":
        finder = Finder()
        load_weights(finder, folder / "finder.npz")
        return FinderEyes(finder).eval()
    if name == "scene":
        scene = SceneNet()
        load_weights(scene, folder / "scene.npz")
        return scene.eval()
    pupil = RecogniserPupil()
    load_weights(pupil, folder / "recogniser.npz")
    return (pupil.thing if name == "recogniser" else pupil.drawn).eval()


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_a_file_tells_what_its_network_learned(folder: Path, name: str) -> None:
    side = INPUTS[name]
    pictures = np.random.default_rng(0).random((2, 3, side, side), np.float32)
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx", providers=["CPUExecutionProvider"])
    told = session.run(None, {session.get_inputs()[0].name: pictures})
    with torch.no_grad():
        known = taught(name, folder)(torch.from_numpy(pictures))
    for one, other in zip(told, known if isinstance(known, tuple) else (known,), strict=True):
        np.testing.assert_allclose(one, other.numpy(), atol=1e-2)


def test_the_log_and_the_sheet_say_how_it_went(folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    assert [row["course"] for row in rows if "held_out" in row] == ["finder", "recogniser", "scene"]
    assert all(np.isfinite(list(row["losses"].values())).all() for row in rows if "losses" in row)
    sheet = json.loads((folder / "eyes.json").read_text())
    assert sheet["plan"]["lessons"] == LESSONS
    assert sheet["files"].keys() == {f"{name}.onnx" for name in INPUTS}
    assert sheet["files"]["drawing.onnx"]["scale"] > 1
    assert 0 <= sheet["held_out"]["finder"]["setting"] <= 1


def test_what_is_done_is_not_done_again(folder: Path, world: World) -> None:
    from genevolve.world.judge.eyes.teaching.lecture import Lecture

    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.npz")}
    (folder / "scene.onnx").unlink()
    lecture = Lecture(world, plan(), folder, lambda _: None)
    lecture.begin(resume=True)
    lecture.teach("again")
    assert (folder / "scene.onnx").exists()
    assert {path.name: path.stat().st_mtime_ns for path in folder.glob("*.npz")} == before


def test_a_folder_is_not_mixed_with_another_plan(folder: Path, world: World) -> None:
    from dataclasses import replace

    from genevolve.world.judge.eyes.teaching.lecture import Lecture

    with pytest.raises(ConfigError, match="--resume"):
        Lecture(world, plan(), folder, print).begin(resume=False)
    with pytest.raises(ConfigError, match="plan"):
        Lecture(world, replace(plan(), lessons=9), folder, print).begin(resume=True)


def test_lessons_on_disk_are_those_that_were_drawn(folder: Path, world: World) -> None:
    from genevolve.world.judge.eyes.labels import labels_of
    from genevolve.world.judge.eyes.lesson import Lessons
    from genevolve.world.judge.eyes.teaching.notebook import Pages, load_arrays

    pages = Pages(**load_arrays(folder / f"lessons-000000-{LESSONS:06d}.npz"))
    both = Pages.joined([pages, pages])
    lessons = Lessons(world, world_suite(world, split="train", n=LESSONS, seed=1), side_px=96)
    for number in (0, LESSONS - 1):
        known = labels_of(lessons.lesson(number))
        for rows in (both.things_of(number), both.things_of(LESSONS + number)):
            np.testing.assert_array_equal(both.boxes[rows], known.boxes)
            np.testing.assert_array_equal(both.nouns[rows], known.nouns)
        np.testing.assert_array_equal(both.views[LESSONS + number], known.view)
        shown = both.crop_shows[both.crop_owners == LESSONS + number]
        assert shown.tolist() == [one for _, one in known.crops]


def test_the_finder_is_asked_for_the_places_of_things() -> None:
    from genevolve.world.judge.eyes.teaching.finder_targets import finder_batch
    from genevolve.world.judge.eyes.teaching.notebook import Pages

    pages = Pages(
        views=np.zeros((1, 256, 256, 3), np.uint8),
        scenes=np.array([[-1, 0, 0, 0]]),
        owners=np.array([0, 0, 0]),
        boxes=np.array([[0.25, 0.5, 0.1, 0.2], [0.75, 0.5, 0.1, 0.2], [1.2, 0.5, 0.1, 0.2]], np.float32),
        seen=np.array([1, 0, 1], np.float32),
        nouns=np.array([1, 2, 3]),
        paints=np.full((3, 3), np.nan, np.float32),
        materials=np.zeros(3, np.int64),
        misshapen=np.zeros(3, np.float32),
        crops=np.zeros((0, 64, 64, 3), np.uint8),
        crop_owners=np.zeros(0, np.int64),
        crop_shows=np.zeros(0, np.str_),
    )
    batch = finder_batch(pages, [0], None)
    grid = batch.heat_BGG.shape[1]
    assert (batch.row_N.tolist(), batch.column_N.tolist()) == ([grid // 2], [grid // 4])
    assert (batch.heat_BGG == 1).sum() == 1
    assert batch.heat_BGG[0, grid // 2, grid * 3 // 4] == pytest.approx(0.9)
    assert batch.traits.noun_N.tolist() == [1]
    assert batch.box_N4[0, 2:].exp().numpy() / 8 == pytest.approx([0.1, 0.2], rel=1e-5)
