"""What a lesson teaches: labels of hand-made scenes, and lessons that are the same every time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from judge_kit import drawing, item

from genevolve.language.description import Description, Light, Place, Style
from genevolve.language.vocabulary import LightKind, Setting, StyleKind
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.illustrator.scene import FailureMode
from genevolve.world.judge.eyes import labels
from genevolve.world.judge.eyes.labels import Labels, labels_of
from genevolve.world.judge.eyes.lesson import Lesson, Lessons
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World

TOLD = Description(
    "told",
    place=Place(Setting.BEACH),
    light=Light(LightKind.SUNSET),
    style=Style(StyleKind.WATERCOLOUR),
)


def taught(picture: Drawing) -> Labels:
    return labels_of(Lesson(item(), picture, ()))


def test_the_scene_is_labelled_by_what_was_drawn() -> None:
    found = taught(drawing(told=TOLD))
    assert labels.SETTINGS[found.setting] == "beach"
    assert labels.LIGHTS[found.light] == "sunset"
    assert labels.STYLES[found.style] == "watercolour"
    assert not found.washed
    assert found.view.shape == (labels.GLANCE_PX, labels.GLANCE_PX, 3)


def test_faults_are_labelled_in_place_of_what_was_told() -> None:
    spoilt = taught(drawing(told=TOLD, failures=((FailureMode.DULL_LIGHT, None), (FailureMode.WASHED_OUT, None))))
    assert labels.LIGHTS[spoilt.light] == labels.FLAT
    assert spoilt.washed


def test_what_nobody_told_is_none() -> None:
    bare = taught(drawing())
    assert (bare.setting, bare.light, bare.style) == (-1, labels.LIGHTS.index("none"), labels.STYLES.index("none"))


@pytest.fixture(scope="module")
def items(world: World) -> Sequence[SuiteItem]:
    return world_suite(world, split="train", n=6, seed=1)


def test_the_number_of_a_lesson_decides_all_of_it(world: World, items: Sequence[SuiteItem]) -> None:
    one, other = (Lessons(world, items, side_px=96).lesson(3) for _ in range(2))
    assert one.drawing.scene == other.drawing.scene
    assert one.drawing.image.tobytes() == other.drawing.image.tobytes()
    further = Lessons(world, items, side_px=96).lesson(3 + len(items))
    assert further.item is one.item
    assert further.drawing.image.tobytes() != one.drawing.image.tobytes()
